"""An audit as a document: what was audited and how, then a table for each kind of finding."""

from collections.abc import Iterator

from procflow.reports.audit.shown.amounts import amount_tables
from procflow.reports.audit.shown.persons import person_tables
from procflow.reports.audit.shown.times import time_tables
from procflow.reports.audit.shown.voice import Voice
from procflow.reports.audit.values import Audit
from procflow.reports.tables.model import Cell, Document, Table
from procflow.wording import Lang


def show_audit(found: Audit, lang: Lang) -> Document:
    """The tables of an audit that was told in a language. Findings are numbered; the last table, in files
    alone, has every case with the numbers of its findings."""
    voice = Voice(lang)
    tables = [
        _counted(voice, found),
        *amount_tables(voice, found),
        *person_tables(voice, found),
        *time_tables(voice, found),
        _assumptions(voice, found),
        _left_out(voice, found),
    ]
    tables.append(_cases(voice, found))
    return Document(voice.say("title"), tuple(_notes(voice, found)), tuple(tables), lang)


def _notes(voice: Voice, found: Audit) -> Iterator[str]:
    yield voice.say("note.cases", cases=len(found.notes), at=f"{found.at:%Y-%m-%d %H:%M %Z}")
    if found.since is not None:
        yield voice.say("note.since", day=found.since.isoformat())
    if found.until is not None:
        yield voice.say("note.until", day=found.until.isoformat())
    if found.unknown:
        yield voice.say("note.unknown", fields=voice.row(found.unknown))
    if found.left_out:
        yield voice.say("note.left_out", count=len(found.left_out))


def _counted(voice: Voice, found: Audit) -> Table:
    rows = tuple(
        (
            Cell(each.title, each.process),
            Cell(each.version, each.definition[:12]),
            Cell(str(each.cases)),
            Cell(str(each.running)),
        )
        for each in found.counted
    )
    return Table(
        "counted", voice.say("table.counted"), voice.heads("process", "version", "cases", "running"), rows
    )


def _assumptions(voice: Voice, found: Audit) -> Table:
    rows = tuple(
        (
            voice.number("A", number, each.cases),
            Cell(each.question, voice.row(each.clauses)),
            Cell(each.process, voice.row(each.versions)),
            Cell(each.ask),
            Cell(each.assumed),
            voice.names(each.places),
            Cell(str(len(each.cases))),
            voice.cases(each.cases),
        )
        for number, each in enumerate(found.assumptions, 1)
    )
    heads = voice.heads("number", "question", "process", "ask", "assumed", "places", "count", "cases")
    note = voice.say("note.assumptions")
    return Table("assumptions", voice.say("table.assumptions"), heads, rows, note)


def _left_out(voice: Voice, found: Audit) -> Table:
    rows = tuple(
        (Cell(each.case, finding=True), Cell(each.process), Cell(each.reason)) for each in found.left_out
    )
    return Table("left-out", voice.say("table.left_out"), voice.heads("case", "process", "reason"), rows)


def _cases(voice: Voice, found: Audit) -> Table:
    rows = tuple(
        (
            Cell(each.case),
            Cell(each.process, each.version),
            voice.moment(each.started_at),
            Cell(each.starter.name),
            voice.status(each),
            Cell(", ".join(voice.of.get(each.case, ()))),
        )
        for each in found.notes
    )
    heads = voice.heads("case", "process", "started", "starter", "status", "findings")
    return Table("cases", voice.say("table.cases"), heads, rows, grid=True)
