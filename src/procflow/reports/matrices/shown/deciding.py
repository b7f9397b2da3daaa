"""Authority as tables."""

from collections.abc import Iterator, Sequence

from procflow.reports.matrices.shown.voice import Voice
from procflow.reports.matrices.values import Authority, DecidingTable, LastWord
from procflow.reports.sheets.model import Cell, Document, Sheet, cited
from procflow.wording import Lang


def show_authority(found: Sequence[Authority], lang: Lang) -> Document:
    """A table for each that decides, one for the last word elsewhere, one for what is confirmed."""
    voice = Voice(lang)
    notes = [
        voice.say("note.process", title=each.title, process=each.process, version=each.version)
        for each in found
    ]
    days = dict.fromkeys(voice.as_of(each.on) for each in found)
    sheets = tuple(sheet for each in found for sheet in _sheets(voice, each))
    return Document(voice.say("title.authority"), (*notes, *days), sheets, lang)


def _sheets(voice: Voice, matrix: Authority) -> Iterator[Sheet]:
    for table in matrix.tables:
        yield _table(voice, matrix, table)
    rows = tuple(_last_word(voice, each) for each in matrix.last_words)
    heads = voice.heads("activity", "decides", "why", "holders", "deputies", "basis")
    title = voice.say("sheet.last_words", title=matrix.title)
    yield Sheet(f"{matrix.process}-last-words", title, heads, rows)
    confirmed = tuple(
        (Cell(each.activity), Cell(each.title), Cell(each.value), Cell(cited(each.basis)))
        for each in matrix.confirmed
    )
    if confirmed:
        heads = voice.heads("activity", "limit", "value", "basis")
        title = voice.say("sheet.confirmed", title=matrix.title)
        yield Sheet(f"{matrix.process}-confirmed", title, heads, confirmed)


def _table(voice: Voice, matrix: Authority, table: DecidingTable) -> Sheet:
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
    title = voice.say("sheet.table", title=matrix.title, table=table.title)
    note = voice.say("note.asked_at", steps=voice.row(table.asked_at)) if table.asked_at else ""
    return Sheet(f"{matrix.process}-{table.name}", title, heads, rows, note)


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
