"""SEMANTICS 30: what cadences of every rhythm open in a whole year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from procflow import Advanced, Engine, open_library
from procflow.definition import load_process
from procflow.store import MemoryStore
from procflow.testing import VirtualClock
from tests.engine.cadences import DAY, WORKS, Files, turns, write_files

RHYTHMS = {
    "orders": '{every: business day, at: "17:00", missed: each, starter: clerk}',
    "stock": "{every: day, shift: later, missed: each, starter: clerk}",
    "meeting": "{every: week, on: mon, shift: later, missed: each, starter: head}",
    "wages": "{every: month, on: day 31, shift: earlier, missed: each, starter: clerk}",
    "closing": "{every: month, on: last business day, missed: each, starter: clerk}",
    "review": "{every: quarter, on: business day 3, missed: each, starter: head}",
    "plan": "{every: year, on: 02-29, shift: stay, missed: each, starter: head}",
    "glance": "{every: week, on: wed, shift: skip, missed: latest, starter: clerk}",
}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return partial(write_files, tmp_path / "files")


def in_china(more: str = "") -> str:
    calendar = 'hours: {mon-fri: "09:00-12:00, 13:00-17:00"}'
    return WORKS.replace(calendar, f"{calendar}, holidays: {{country: CN}}{more}")


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def test_30_a_year_of_several_cadences(files: Files) -> None:
    """Chinese holidays and their make-up days, a month in which nobody looks, a calendar that changes in the
    middle: what is due is there, and once."""
    folder = files(in_china(), **RHYTHMS)
    # From June on the works are closed for a week of August and work on two more Saturdays; one has passed.
    special = ", ".join(f"2026-08-0{day}: closed" for day in range(3, 8))
    changed = in_china(f", workdays: [2026-05-23, 2026-09-05], special: {{{special}}}")
    clock = VirtualClock(datetime(2025, 12, 31, 16, tzinfo=UTC))  # midnight in Shanghai
    store, library = MemoryStore(), open_library(folder)
    before = library.organization("works").calendar("")
    with Engine(store, library, clock=clock) as engine:
        engine.advance()
        for day in every_day(date(2026, 1, 1), date(2026, 12, 31)):
            clock.move_to(before.end_of(day) - timedelta(minutes=day.day * 10))
            if day == date(2026, 6, 1):
                files(changed, **RHYTHMS)
                for name in RHYTHMS:
                    library.renew(load_process(folder / f"{name}.yaml"))
            if day.month != 10:
                assert engine.advance().stuck == ()
        found = turns(engine)
        after = library.organization("works").calendar("")
        assert engine.advance() == Advanced((), ())
        assert not any(engine.verify().values())
    assert set(found.values()) == {1}
    due = {name: {str(o).partition("/")[2] for o in found if str(o).startswith(name)} for name in RHYTHMS}
    days = list(every_day(date(2026, 1, 1), date(2026, 12, 31)))
    worked = {day for day in days if (before if day < date(2026, 6, 1) else after).business_day(day)}
    assert due["orders"] == {day.isoformat() for day in worked}
    # a Saturday worked for the Spring Festival; one more
    assert {"2026-02-14", "2026-09-05"} <= due["orders"]
    assert not {"2026-02-17", "2026-05-23", "2026-08-05"} & due["orders"]
    assert due["stock"] == {day.isoformat() for day in days}
    assert due["meeting"] == {f"2026-W{week:02}" for week in range(2, 54)}
    assert due["wages"] == due["closing"] == {f"2026-{month:02}" for month in range(1, 13)}
    assert due["review"] == {f"2026-Q{quarter}" for quarter in range(1, 5)}
    assert due["plan"] == {"2026"}
    wednesdays = [day for day in days if day.weekday() == 2 and day in worked]
    made_up = [day for day in wednesdays if day.month != 10] + [date(2026, 10, 28)]
    assert due["glance"] == {f"2026-W{day.isocalendar().week:02}" for day in made_up}


def test_30_a_year_that_is_moved_through_at_once_has_the_same(files: Files) -> None:
    folder = files(in_china(), **RHYTHMS)
    clock = VirtualClock(datetime(2025, 12, 31, 16, tzinfo=UTC))
    end = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    with Engine.open("memory:", folder, clock=clock) as engine:
        engine.make_sandbox()
        advanced = engine.advance(until=end)
        leapt = turns(engine)
        instants = [done.case.started_at for done in advanced.opened]
    assert instants == sorted(instants)
    with Engine.open("memory:", folder, clock=clock) as engine:
        while clock() < end:
            engine.advance()
            clock.move_to(min(clock() + timedelta(hours=7), end))
        engine.advance()
        assert turns(engine) == leapt
