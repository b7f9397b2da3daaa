"""The section on time: the whole case, each step, each item against its limit."""

from collections.abc import Iterator
from datetime import timedelta

from procflow.reports.case_report.sheets import Grid, Row, Section
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import Again, CaseReport, Timed
from procflow.reports.tables.model import Cell


def times(speaker: Speaker, report: CaseReport) -> Section:
    """Waiting and working time against the limits."""
    said = speaker.say
    heads = speaker.heads("step", "rounds", "times_asked", "elapsed", "worked", "late_count", "handed_count")
    steps = Grid("steps", said("table.steps"), heads, Again(lambda: _steps(speaker, report)))
    heads = speaker.heads(
        "event", "place", "role", "offered", "asked", "ended", "how", "due", "used", "worked", "late", "handed_up",
        "reminded",
    )  # fmt: skip
    items = Grid("items", said("table.items"), heads, Again(lambda: _items(speaker, report)))
    notes = (said("times.note"), said("times.seen"))
    return Section("times", said("section.times"), notes, tuple(_sums(speaker, report)), (steps, items))


def _sums(speaker: Speaker, report: CaseReport) -> Iterator[tuple[str, Cell]]:
    sums = report.sums
    if sums is None:
        return
    parts = (
        ("whole", sums.whole, sums.whole_worked),
        ("working", sums.working, sums.working_worked),
        ("waiting", sums.waiting, sums.waiting_worked),
    )
    for name, length, worked in parts:
        yield speaker.fact(name, speaker.clock(length), speaker.worked(worked))
    if sums.stopped > timedelta():
        yield speaker.fact("stopped", speaker.clock(sums.stopped))


def _steps(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for each in report.steps:
        yield (
            Cell(each.title),
            Cell(str(each.rounds)),
            Cell(str(each.asked)),
            Cell(speaker.clock(each.elapsed)),
            Cell(speaker.worked(each.worked)),
            Cell(str(each.late), finding=each.late > 0),
            Cell(str(each.handed_up)),
        )


def _items(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for each in report.timed:
        yield (
            speaker.event(each.seq),
            Cell(each.place),
            Cell(each.role),
            Cell(speaker.names(each.offered)),
            Cell(speaker.moment(each.asked)),
            Cell(speaker.moment(each.ended)),
            _how(speaker, each),
            Cell(speaker.moment(each.due)),
            Cell(each.used),
            Cell(speaker.worked(each.worked)),
            Cell(speaker.say("late") if each.late else "", finding=each.late),
            Cell(speaker.names(each.handed_up)),
            Cell(str(each.reminded) if each.reminded else ""),
        )


def _how(speaker: Speaker, each: Timed) -> Cell:
    return Cell(speaker.say(f"how.{each.how}"), each.by)
