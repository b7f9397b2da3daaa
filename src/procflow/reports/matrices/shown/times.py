"""Deadlines as a table."""

from collections.abc import Iterator, Sequence

from procflow.reports.matrices.shown.voice import Voice
from procflow.reports.matrices.values import Deadlines, Escalating, Timed
from procflow.reports.tables.model import Cell, Document, Table, cited
from procflow.wording import Lang


def show_deadlines(found: Sequence[Deadlines], lang: Lang) -> Document:
    """A table a process: a line for each escalation, or one for what has none."""
    voice = Voice(lang)
    notes = [
        voice.say("note.process", title=each.title, process=each.process, version=each.version)
        for each in found
    ]
    days = dict.fromkeys(voice.as_of(each.on) for each in found)
    tables = tuple(_table(voice, each) for each in found)
    return Document(voice.say("title.deadlines"), (*notes, voice.say("note.order"), *days), tables, lang)


def _table(voice: Voice, matrix: Deadlines) -> Table:
    heads = voice.heads("activity", "who", "deadline", "when", "what", "whom", "now", "line", "basis")
    rows = tuple(row for timed in matrix.timed for row in _rows(voice, timed))
    note = voice.say("note.alarm", alarm=matrix.alarm) if matrix.alarm else ""
    title = voice.say("table.deadlines", title=matrix.title)
    return Table(f"{matrix.process}-deadlines", title, heads, rows, note)


def _rows(voice: Voice, timed: Timed) -> Iterator[tuple[Cell, ...]]:
    deadline = timed.deadline or voice.say("word.none")
    what = (Cell(timed.title), Cell(voice.row(timed.who)), Cell(deadline))
    line = Cell(voice.row(timed.lines))
    for escalation in timed.escalations:
        basis = Cell(cited(escalation.basis))
        yield *what, *_escalation(voice, escalation), line, basis
    if not timed.escalations:
        yield *what, *(Cell("") for _ in range(4)), line, Cell(cited(timed.basis))


def _escalation(voice: Voice, each: Escalating) -> tuple[Cell, ...]:
    when = voice.say("word.repeats", when=each.when, repeat=each.repeat) if each.repeat else each.when
    return Cell(when), Cell(each.what), Cell(voice.row(each.whom)), Cell(voice.names(each.holders))
