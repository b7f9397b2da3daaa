"""Passes that came to nothing and late items, as tables."""

from collections.abc import Iterator, Sequence

from procflow.reports.audit.shown.voice import Voice
from procflow.reports.audit.values import Audit, LateItem, LateSum, Return
from procflow.reports.tables.model import Cell, Table, cited


def time_tables(voice: Voice, found: Audit) -> Iterator[Table]:
    """Returns after a pass, then late items by person, by place, one by one."""
    heads = voice.heads("number", "case", "what", "passed", "at", "by", "to", "changed", "between", "basis")
    rows = tuple(_return(voice, number, each) for number, each in enumerate(found.returns, 1))
    yield Table("returns", voice.say("table.returns"), heads, rows, voice.say("note.returns"))
    note = voice.say("note.late")
    yield _sums(voice, "late-persons", "T", found.late_by_person, note)
    yield _sums(voice, "late-places", "U", found.late_by_place, "")
    heads = voice.heads("number", "case", "place", "asked", "due", "over", "handed_up", "ended")
    rows = tuple(_late(voice, number, each) for number, each in enumerate(found.late, 1))
    yield Table("late", voice.say("table.late"), heads, rows)


def _return(voice: Voice, number: int, each: Return) -> tuple[Cell, ...]:
    return (
        voice.number("R", number, [each.case.case]),
        Cell(each.case.case, each.case.process),
        Cell(voice.say(f"undone.{each.how}", step=each.step.name)),
        voice.moment(each.passed_at),
        voice.moment(each.at),
        Cell(each.by.name),
        Cell(each.to.name if each.to is not None else ""),
        voice.names(each.changed),
        voice.time(each.between),
        Cell(cited(each.basis)),
    )


def _sums(voice: Voice, name: str, letter: str, found: Sequence[LateSum], note: str) -> Table:
    kind = name.replace("-", "_")
    rows = tuple(
        (
            voice.number(letter, number, each.cases),
            Cell(each.about.name),
            Cell(each.process),
            Cell(str(each.late)),
            Cell(str(each.of)),
            Cell(str(each.handed_up)),
            voice.time(each.over),
            voice.cases(each.cases),
        )
        for number, each in enumerate(found, 1)
    )
    about = "person" if name == "late-persons" else "place"
    heads = voice.heads("number", about, "process", "late", "of_limited", "handed_up", "over", "cases")
    return Table(name, voice.say(f"table.{kind}"), heads, rows, note)


def _late(voice: Voice, number: int, each: LateItem) -> tuple[Cell, ...]:
    return (
        voice.number("L", number, [each.case.case]),
        Cell(each.case.case, each.case.process),
        Cell(each.place.name, each.role.name),
        voice.names(each.asked),
        voice.moment(each.due),
        voice.time(each.over),
        Cell(" → ".join(level.name for level in each.levels)),
        _ended(voice, each),
    )


def _ended(voice: Voice, each: LateItem) -> Cell:
    if each.ended_at is None:
        return Cell(voice.say("word.open"), finding=True)
    who = each.answered_by.name if each.answered_by is not None else voice.say("word.withdrawn")
    return Cell(f"{each.ended_at:%Y-%m-%d %H:%M}", who)
