"""A year of a cadence: an engine that looks every six hours and opens a case on every business day, beside as
many starts by hand; and the reckoning alone, beside a rule of dateutil."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from dateutil.rrule import DAILY as DAILY_RULE
from dateutil.rrule import rrule

from bench.bench_worktime import office
from bench.row import Row, seconds
from procflow.engine import Engine, Library, open_library
from procflow.store import MemoryStore
from procflow.testing import VirtualClock
from procflow.worktime import Period, Recurrence, occurrences

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)
LOOK = timedelta(hours=6)
DAILY = Recurrence(Period.BUSINESS_DAY, None, None, None)
ROUNDS = 5

WORKS = """\
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:30-18:00"}, holidays: CN}}
roles: {clerk: {title: Clerk}}
people: {ann: {name: Ann, roles: [clerk]}}
"""

REPORT = """\
process: report
version: 1.0.0
title: Report
organization: works.yaml
start: write
cadence: {every: business day, missed: each, starter: clerk}
steps:
  write: {role: clerk, deadline: 1 business day, next: filed}
  filed: {end: completed}
"""


def opened_by_itself(library: Library) -> int:
    clock = VirtualClock(START)
    with Engine(MemoryStore(), library, clock=clock) as engine:
        count = len(engine.advance().opened)
        while clock() < END:
            clock.move(LOOK)
            count += len(engine.advance().opened)
        return count


def started_by_hand(library: Library, count: int) -> int:
    with Engine(MemoryStore(), library, clock=VirtualClock(START)) as engine:
        for number in range(count):
            engine.start("report", actor="ann", command_id=str(number))
    return count


def reckoned() -> int:
    return sum(1 for _ in occurrences(DAILY, OFFICE, START, END))


def ruled() -> int:
    """The same by a rule of dateutil, with the calendar asked about each of its days."""
    count = 0
    for day in rrule(DAILY_RULE, dtstart=datetime(2026, 1, 1), until=datetime(2026, 12, 31)):
        if hours := OFFICE.spec.hours_on(day.date()):
            opening = OFFICE.spec.zone.instant(day + timedelta(minutes=hours[0].opens))
            count += START < opening <= END
    return count


def quickest(work: Callable[[], int]) -> float:
    """Microseconds for each case, of the quickest of several years."""
    found = []
    for _ in range(ROUNDS):
        started = perf_counter()
        count = work()
        found.append((perf_counter() - started) / count)
    return min(found) * 1e6


OFFICE = office()


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "works.yaml").write_text(WORKS, encoding="utf-8")
        (Path(place) / "report.yaml").write_text(REPORT, encoding="utf-8")
        library = open_library(place)
    days = opened_by_itself(library)
    if not days == reckoned() == ruled():
        raise ValueError(f"{days} cases were opened on {reckoned()} or {ruled()} business days")
    by_itself = quickest(lambda: opened_by_itself(library))
    by_hand = quickest(lambda: started_by_hand(library, days))
    each, rule = seconds(reckoned) / days * 1e6, seconds(ruled) / days * 1e6
    return [
        Row(
            "a case that opens by itself, four looks a day", by_itself, "started by hand", by_hand, "µs", 3, 2
        ),
        Row("the instant of an occurrence", each, "a rule of dateutil", rule, "µs", 1, 0.5),
    ]
