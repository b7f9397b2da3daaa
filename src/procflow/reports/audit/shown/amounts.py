"""Values near thresholds, and orders that were split, as tables."""

from collections.abc import Iterator

from procflow.reports.audit.shown.voice import Voice
from procflow.reports.audit.values import Audit, CaseNote, Near, NearCase, Split
from procflow.reports.tables.model import Cell, Table, cited


def amount_tables(voice: Voice, found: Audit) -> Iterator[Table]:
    """Split orders with their cases, then the thresholds with cases just under them, then those cases."""
    sampling = found.sampling
    heads = voice.heads(
        "number", "same", "process", "threshold", "count", "near", "most", "period", "cases", "basis"
    )
    note = voice.say("note.splits", part=voice.percent(sampling.part), days=sampling.days)
    rows = tuple(_split(voice, number, each) for number, each in enumerate(found.splits, 1))
    yield Table("splits", voice.say("table.splits"), heads, rows, note)
    heads = voice.heads("number", "case", "value", "starter", "started", "status")
    rows = tuple(
        (
            Cell(f"S{number}"),
            Cell(part.case.case),
            voice.money(part.value, each.threshold),
            *_started(voice, part.case),
        )
        for number, each in enumerate(found.splits, 1)
        for part in each.parts
    )
    yield Table("split-cases", voice.say("table.split_cases"), heads, rows)
    note = voice.say("note.near", near=voice.percent(sampling.near))
    heads = voice.heads("number", "threshold", "field", "place", "process", "count", "decided", "basis")
    rows = tuple(_near(voice, number, each) for number, each in enumerate(found.near, 1))
    yield Table("near", voice.say("table.near"), heads, rows, note)
    heads = voice.heads(
        "number", "case", "value", "missing", "under", "beyond", "starter", "started", "status"
    )
    rows = tuple(
        _near_case(voice, number, near, each)
        for number, near in enumerate(found.near, 1)
        for each in near.cases
    )
    yield Table("near-cases", voice.say("table.near_cases"), heads, rows)


def _split(voice: Voice, number: int, each: Split) -> tuple[Cell, ...]:
    threshold = each.threshold
    cases = [part.case.case for part in each.parts]
    return (
        voice.number("S", number, cases),
        Cell(each.same.name, each.by.name, finding=each.near > 1),
        Cell(threshold.process),
        Cell(voice.limit(threshold).text, f"{threshold.place.name} · {threshold.field.name}"),
        Cell(str(len(each.parts))),
        Cell(str(each.near)),
        voice.money(each.most, threshold),
        Cell(f"{voice.day(each.first)} – {voice.day(each.last)}"),
        voice.cases(cases),
        Cell(cited(threshold.basis)),
    )


def _near(voice: Voice, number: int, each: Near) -> tuple[Cell, ...]:
    threshold = each.threshold
    return (
        voice.number("N", number, [near.case.case for near in each.cases]),
        voice.limit(threshold),
        Cell(threshold.field.name),
        Cell(threshold.place.name),
        Cell(threshold.process),
        Cell(str(len(each.cases))),
        Cell(str(each.decided)),
        Cell(cited(threshold.basis)),
    )


def _near_case(voice: Voice, number: int, near: Near, each: NearCase) -> tuple[Cell, ...]:
    return (
        Cell(f"N{number}"),
        Cell(each.case.case),
        voice.money(each.value, near.threshold),
        voice.share(each.missing),
        Cell(each.under),
        Cell(each.beyond),
        *_started(voice, each.case),
    )


def _started(voice: Voice, note: CaseNote) -> tuple[Cell, Cell, Cell]:
    """Who started a case, when, and how it stands."""
    return Cell(note.starter.name), voice.moment(note.started_at), voice.status(note)
