"""The section on time: the whole case, each step, each item against its limit."""

from collections.abc import Iterator
from datetime import timedelta

from procflow.reports.case_report.durations import Timed
from procflow.reports.case_report.sheets import Entry, Grid, Row, Section
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import Again, CaseReport


def times(speaker: Speaker, report: CaseReport) -> Section:
    """How long somebody was asked, against the limits."""
    said = speaker.say
    heads = speaker.heads("step", "rounds", "times_asked", "elapsed", "worked", "late_count", "handed_count")
    steps = Grid("steps", said("table.steps"), heads, Again(lambda: _steps(speaker, report)))
    heads = speaker.heads(
        "event", "place", "offered", "asked", "ended", "how", "due", "used", "late", "handed_up", "reminded",
        "told",
    )  # fmt: skip
    items = Grid("items", said("table.items"), heads, Again(lambda: _items(speaker, report)))
    notes = (said("times.note"), said("times.seen"))
    return Section("times", said("section.times"), notes, tuple(_sums(speaker, report)), (steps, items))


def _sums(speaker: Speaker, report: CaseReport) -> Iterator[tuple[str, Entry]]:
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
            Entry(each.title),
            speaker.count(each.rounds),
            speaker.count(each.asked),
            Entry(speaker.clock(each.elapsed)),
            Entry(speaker.worked(each.worked)),
            speaker.count(each.late, finding=each.late > 0),
            speaker.count(each.handed_up),
        )


def _items(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for each in report.timed:
        yield (
            speaker.event(each.seq),
            Entry(each.place),
            Entry(speaker.names(each.offered), each.role),
            speaker.at(each.asked),
            speaker.at(each.ended),
            _how(speaker, each),
            speaker.at(each.due),
            Entry(each.used, speaker.worked(each.worked)),
            Entry((each.over or speaker.say("late")) if each.late else "", finding=each.late),
            Entry(speaker.row(each.handed_up)),
            Entry(speaker.names(each.reminded_who), f"{each.reminded}×" if each.reminded > 1 else ""),
            Entry(speaker.row(each.told)),
        )


def _how(speaker: Speaker, each: Timed) -> Entry:
    return Entry(speaker.say(f"how.{each.how}"), each.by)
