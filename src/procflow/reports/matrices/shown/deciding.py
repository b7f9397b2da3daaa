"""Authority as tables."""

from collections.abc import Iterator, Sequence

from procflow.reports.matrices.shown.voice import Voice
from procflow.reports.matrices.values import Authority, DecidingTable, LastWord
from procflow.reports.tables.model import Cell, Document, Table, cited
from procflow.wording import Lang


def show_authority(found: Sequence[Authority], lang: Lang) -> Document:
    """A table for each that decides, one for the last word elsewhere, one for what is confirmed."""
    voice = Voice(lang)
    notes = [
        voice.say("note.process", title=each.title, process=each.process, version=each.version)
        for each in found
    ]
    days = dict.fromkeys(voice.as_of(each.on) for each in found)
    tables = tuple(table for each in found for table in _tables(voice, each))
    return Document(voice.say("title.authority"), (*notes, *days), tables, lang)


def _tables(voice: Voice, matrix: Authority) -> Iterator[Table]:
    for table in matrix.tables:
        yield _table(voice, matrix, table)
    rows = tuple(_last_word(voice, each) for each in matrix.last_words)
    heads = voice.heads("activity", "decides", "why", "holders", "deputies", "basis")
    title = voice.say("table.last_words", title=matrix.title)
    yield Table(f"{matrix.process}-last-words", title, heads, rows)
    confirmed = tuple(
        (Cell(each.activity), Cell(each.title), Cell(each.value), Cell(cited(each.basis)))
        for each in matrix.confirmed
    )
    if confirmed:
        heads = voice.heads("activity", "limit", "value", "basis")
        title = voice.say("table.confirmed", title=matrix.title)
        yield Table(f"{matrix.process}-confirmed", title, heads, confirmed)


def _table(voice: Voice, matrix: Authority, table: DecidingTable) -> Table:
    rows = tuple(
        (
            Cell(str(row.number)),
            *(Cell(text) for text in row.cells),
            Cell(row.role_title),
            voice.held(row.holders),
            Cell(voice.row(voice.lent(lends) for lends in row.lends)),
            Cell(cited(row.basis)),
        )
        for row in table.rows
    )
    heads = (
        *voice.heads("row"),
        *table.columns,
        *voice.heads("decides", "holders", "deputies", "basis"),
    )
    title = voice.say("table.table", title=matrix.title, table=table.title)
    note = voice.say("note.asked_at", steps=voice.row(table.asked_at)) if table.asked_at else ""
    return Table(f"{matrix.process}-{table.name}", title, heads, rows, note)


def _last_word(voice: Voice, each: LastWord) -> tuple[Cell, ...]:
    who = voice.say("word.conditional", letter=each.who) if each.conditional else each.who
    return (
        Cell(each.title),
        Cell(who),
        Cell(each.why),
        Cell(voice.names(each.holders)),
        Cell(voice.row(voice.lent(lends) for lends in each.lends)),
        Cell(cited(each.basis)),
    )
