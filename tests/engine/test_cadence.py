"""SEMANTICS 30: cases open by themselves, each once, whoever looks, stops, or comes too late."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from procflow import TRUSTED, Advanced, Engine, Refused, open_library
from procflow.case.ids import case_id_of
from procflow.definition import load_process
from procflow.engine.cadence import open_due
from procflow.engine.effects import CallHandler, KeepNote, perform
from procflow.store import MemoryStore
from procflow.testing import VirtualClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
"""Eight in the morning in Shanghai, an hour before work begins."""

WORKS = """\
organization: works
title: Works
calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-17:00"}}
roles:
  clerk:  {title: Clerk, superior: head}
  head:   {title: Head}
  keeper: {title: Keeper}
people:
  ann: {name: Ann, roles: [clerk]}
  amy: {name: Amy, roles: [clerk]}
  hal: {name: Hal, roles: [head]}
"""

REPORT = """\
process: report
version: 1.0.0
title: Report
organization: works.yaml
start: compile
cadence: {every: business day, missed: each, starter: clerk}
data:
  orders: {type: number, unit: pieces}
steps:
  compile:
    role: clerk
    deadline: 2 business hours
    escalate: [{at: deadline, notify: head}]
    form: [orders]
    next: filed
  filed: {end: completed}
"""

DAILY = "{every: business day, missed: each, starter: clerk}"

Files = Callable[..., Path]
Open = Callable[..., Engine]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Writes processes, by name with their cadence, and their organization; gives their folder."""

    def write(works: str = WORKS, **cadences: str) -> Path:
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        (folder / "works.yaml").write_text(works, encoding="utf-8")
        for name, cadence in (cadences or {"report": DAILY}).items():
            text = REPORT.replace("process: report", f"process: {name.replace('_', '-')}")
            path = folder / f"{name.replace('_', '-')}.yaml"
            path.write_text(text.replace(DAILY, cadence), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(MONDAY)


@pytest.fixture(params=["memory:", "cases.db"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an engine keeps its cases: each of the stores."""
    return request.param if request.param == "memory:" else str(tmp_path / request.param)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "shared.db")


def opened(advanced: Advanced) -> list[str | None]:
    return [done.case.turn for done in advanced.opened]


def turns(engine: Engine) -> Counter[str | None]:
    return Counter(engine.case(row.case, reader=TRUSTED).turn for row in engine.cases(reader=TRUSTED))


def test_30_a_case_opens_by_itself_when_work_begins(files: Files, clock: VirtualClock, place: str) -> None:
    with Engine.open(place, files(), clock=clock) as engine:
        assert engine.advance() == Advanced((), ())
        clock.move(HOUR)
        advanced = engine.advance()
        assert opened(advanced) == ["report/2026-05-04"]
        assert engine.advance() == Advanced((), ())
        case = engine.case(advanced.opened[0].case.id, reader="ann")
        assert (case.started_by, case.started_at, case.turn) == (
            "clock",
            MONDAY + HOUR,
            "report/2026-05-04",
        )
        assert case.id == case_id_of("cadence:report/2026-05-04")
        started = engine.history(case.id, reader=TRUSTED)[0]
        assert started.type == "CaseStarted"
        assert started.content["who"] == {"by": "clock", "on_behalf_of": "ann"}
        assert started.content["occurrence"] == "report/2026-05-04"
        assert engine.verify() == {case.id: ()}
        assert [item.case for item in engine.inbox("amy")] == [case.id]


def test_30_nothing_from_before_the_first_look_is_opened(files: Files, clock: VirtualClock) -> None:
    clock.move(2 * HOUR)
    with Engine.open("memory:", files(), clock=clock) as engine:
        assert opened(engine.advance()) == []
        clock.move(DAY)
        assert opened(engine.advance()) == ["report/2026-05-05"]


def test_30_what_is_due_at_the_first_look_is_opened(files: Files, clock: VirtualClock) -> None:
    clock.move(HOUR)
    with Engine.open("memory:", files(), clock=clock) as engine:
        assert opened(engine.advance()) == ["report/2026-05-04"]


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        ("each", ["report/2026-05-05", "report/2026-05-06", "report/2026-05-07", "report/2026-05-08"]),
        ("latest", ["report/2026-05-08"]),
    ],
)
def test_30_after_a_downtime_each_or_the_latest_is_made_up_for(
    files: Files, clock: VirtualClock, database: str, missed: str, expected: list[str]
) -> None:
    folder = files(report=f"{{every: business day, missed: {missed}, starter: clerk}}")
    clock.move(2 * HOUR)
    with Engine.open(database, folder, clock=clock) as engine:
        engine.advance()
    clock.move(5 * DAY)  # Saturday
    with Engine.open(database, folder, clock=clock) as engine:
        advanced = engine.advance()
        assert opened(advanced) == expected
        assert engine.advance().done == ()
        clock.move(3 * DAY)
        after = ["report/2026-05-11", "report/2026-05-12"]
        assert opened(engine.advance()) == (after if missed == "each" else after[1:])


def test_30_deadlines_of_a_late_case_run_from_its_opening(files: Files, clock: VirtualClock) -> None:
    with Engine.open("memory:", files(), clock=clock) as engine:
        engine.advance()
        clock.move(DAY + 2 * HOUR)  # Tuesday, ten o'clock
        late, timely = engine.advance().opened
        for done in (late, timely):
            assert done.case.started_at == clock()
            assert done.opened[0].deadline == clock() + 2 * HOUR


def test_30_turns_that_days_off_move_to_one_instant_are_not_missed_for_each_other(
    files: Files, clock: VirtualClock
) -> None:
    folder = files(report="{every: day, shift: later, missed: latest, starter: clerk}")
    clock.move(4 * DAY + 2 * HOUR)
    with Engine.open("memory:", folder, clock=clock) as engine:
        engine.advance()
        clock.move(3 * DAY)
        assert opened(engine.advance()) == ["report/2026-05-09", "report/2026-05-10", "report/2026-05-11"]


def test_30_the_starter_is_one_who_is_there(files: Files, clock: VirtualClock) -> None:
    away = "{name: Ann, roles: [clerk], absences: [{from: 2026-05-01, to: 2026-05-31}]}"
    works = WORKS.replace("{name: Ann, roles: [clerk]}", away)
    clock.move(HOUR)
    with Engine.open("memory:", files(works), clock=clock) as engine:
        case = engine.advance().opened[0].case.id
        assert engine.history(case, reader=TRUSTED)[0].content["who"]["on_behalf_of"] == "amy"  # type: ignore[index]
    works = works.replace("{name: Amy, roles: [clerk]}", "{name: Amy, roles: [head]}")
    with Engine.open("memory:", files(works), clock=clock) as engine:
        case = engine.advance().opened[0].case.id
        assert engine.history(case, reader=TRUSTED)[0].content["who"]["on_behalf_of"] == "ann"  # type: ignore[index]


def test_30_whoever_it_is_opened_for_needs_no_other_right_to_start(files: Files, clock: VirtualClock) -> None:
    clock.move(HOUR)
    folder = files(report="{every: business day, missed: each, starter: head}")
    with Engine.open("memory:", folder, clock=clock) as engine:
        with pytest.raises(Refused, match="does not act for clerk"):
            engine.start("report", actor="hal")
        case = engine.advance().opened[0].case
        assert case.open and engine.case(case.id, reader="hal").turn == "report/2026-05-04"


def test_30_without_a_holder_it_is_stuck_holds_up_no_other_and_is_tried_again(
    files: Files, clock: VirtualClock, database: str
) -> None:
    orphan = "{every: business day, missed: each, starter: keeper}"
    folder = files(audit=orphan, report=DAILY)
    with Engine.open(database, folder, clock=clock) as engine:
        engine.advance()
        clock.move(DAY + HOUR)
        for _ in range(2):
            advanced = engine.advance()
            assert [(s.case, s.turn, s.due, s.refused.code, s.refused.missing) for s in advanced.stuck] == [
                (None, "audit/2026-05-04", MONDAY + HOUR, "nobody-holds-role", ("keeper",)),
                (None, "audit/2026-05-05", MONDAY + DAY + HOUR, "nobody-holds-role", ("keeper",)),
            ]
        assert turns(engine) == {"report/2026-05-04": 1, "report/2026-05-05": 1}
    mended = WORKS.replace("{name: Hal, roles: [head]}", "{name: Hal, roles: [head, keeper]}")
    with Engine.open(database, files(mended, audit=orphan, report=DAILY), clock=clock) as engine:
        advanced = engine.advance()
        assert opened(advanced) == ["audit/2026-05-04", "audit/2026-05-05"]
        assert advanced.stuck == ()
        assert engine.advance() == Advanced((), ())


def test_30_of_what_is_stuck_latest_tries_the_latest_alone(
    files: Files, clock: VirtualClock, database: str
) -> None:
    orphan = "{every: business day, missed: latest, starter: keeper}"
    with Engine.open(database, files(audit=orphan), clock=clock) as engine:
        engine.advance()
        clock.move(DAY + HOUR)
        assert [stuck.turn for stuck in engine.advance().stuck] == ["audit/2026-05-05"]
        clock.move(DAY)
        assert [stuck.turn for stuck in engine.advance().stuck] == ["audit/2026-05-06"]


@pytest.mark.parametrize(("missed", "left"), [("each", 5), ("latest", 1)])
def test_30_time_that_is_moved_past_what_is_stuck_lists_what_still_waits(
    files: Files, clock: VirtualClock, missed: str, left: int
) -> None:
    folder = files(audit=f"{{every: business day, missed: {missed}, starter: keeper}}")
    with Engine.open("memory:", folder, clock=clock) as engine:
        engine.make_sandbox()
        stuck = engine.advance(until=MONDAY + 5 * DAY).stuck
        assert [s.turn for s in stuck] == [f"audit/2026-05-0{day}" for day in range(4, 9)][-left:]
        assert [s.turn for s in engine.advance().stuck] == [s.turn for s in stuck]


def test_30_time_that_is_moved_passes_through_cadences_and_deadlines_in_order(
    files: Files, clock: VirtualClock
) -> None:
    folder = files(
        report=DAILY,
        weekly='{every: week, on: mon, at: "10:00", shift: later, missed: latest, starter: head}',
    )
    with Engine.open("memory:", folder, clock=clock) as engine:
        engine.make_sandbox()
        advanced = engine.advance(until=MONDAY + 8 * DAY)
        told = [(done.case.turn, done.events[0].type, done.events[0]) for done in advanced.done]
        assert [(occurrence, kind) for occurrence, kind, _ in told[:4]] == [
            ("report/2026-05-04", "CaseStarted"),
            ("weekly/2026-W19", "CaseStarted"),
            ("report/2026-05-04", "Notified"),
            ("weekly/2026-W19", "Notified"),
        ]
        assert opened(advanced) == [
            "report/2026-05-04",
            "weekly/2026-W19",
            *(f"report/2026-05-0{day}" for day in range(5, 9)),
            "report/2026-05-11",
            "weekly/2026-W20",
        ]
        for done in advanced.opened:
            hour = 10 if done.case.process == "weekly" else 9
            assert done.case.started_at.astimezone(UTC).hour == hour - 8
        assert engine.now() == MONDAY + 8 * DAY
        assert engine.advance(until=MONDAY + 8 * DAY) == Advanced((), ())


def test_30_workers_that_look_at_once_open_each_once(
    files: Files, clock: VirtualClock, database: str
) -> None:
    folder = files(report=DAILY, audit="{every: day, shift: stay, missed: each, starter: head}")
    with Engine.open(database, folder, clock=clock) as engine:
        engine.advance()
    clock.move(20 * DAY)

    def work(_: int) -> None:
        with Engine.open(database, folder, clock=clock) as engine:
            engine.advance()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    with Engine.open(database, folder, clock=clock) as engine:
        found = turns(engine)
        assert set(found.values()) == {1}
        assert Counter(str(name).partition("/")[0] for name in found) == {"report": 15, "audit": 20}
        assert engine.advance() == Advanced((), ())
        assert not any(engine.verify().values())


@pytest.mark.parametrize("kept", range(2))
def test_30_who_stops_in_between_loses_and_doubles_nothing(
    files: Files, clock: VirtualClock, kept: int
) -> None:
    """A worker goes away before it writes how far it came, after so many notes of those that it owes."""
    library = open_library(
        files(report=DAILY, audit="{every: day, shift: stay, missed: each, starter: head}")
    )
    store = MemoryStore()
    with Engine(store, library, clock=clock) as engine:
        engine.advance()
        clock.move(3 * DAY + 2 * HOUR)
        operation = open_due(library, {}, clock(), clock(), {})
        effect, notes = next(operation), 0
        while notes < kept or not isinstance(effect, KeepNote):
            notes += isinstance(effect, KeepNote)
            assert not isinstance(effect, CallHandler)
            effect = operation.send(perform(store, effect))
        operation.close()
        assert sum(turns(engine).values()) == 8
        assert engine.advance().opened == ()
        assert set(turns(engine).values()) == {1}
        clock.move(DAY)
        assert opened(engine.advance()) == ["audit/2026-05-08", "report/2026-05-08"]


def test_30_a_worker_that_was_overtaken_does_no_harm(files: Files, clock: VirtualClock) -> None:
    """Its note is older than what others did since: what lies between is found to be done."""
    library = open_library(files())
    store = MemoryStore()
    with Engine(store, library, clock=clock) as engine:
        engine.advance()
        clock.move(HOUR)
        slow = open_due(library, {}, clock(), clock(), {})
        effect = next(slow)
        while not isinstance(effect, KeepNote):
            assert not isinstance(effect, CallHandler)
            effect = slow.send(perform(store, effect))
        clock.move(3 * DAY)
        assert opened(engine.advance()) == [f"report/2026-05-0{day}" for day in (5, 6, 7)]
        perform(store, effect)
        clock.move(DAY)
        assert opened(engine.advance()) == ["report/2026-05-08"]
        assert set(turns(engine).values()) == {1}


def test_30_another_rhythm_counts_from_when_it_is_seen(
    files: Files, clock: VirtualClock, database: str
) -> None:
    with Engine.open(database, files(), clock=clock) as engine:
        clock.move(HOUR)
        assert opened(engine.advance()) == ["report/2026-05-04"]
    clock.move(10 * DAY)
    weekly = files(report="{every: week, on: wed, shift: stay, missed: each, starter: clerk}")
    with Engine.open(database, weekly, clock=clock) as engine:
        assert opened(engine.advance()) == []
        clock.move(7 * DAY)
        assert opened(engine.advance()) == ["report/2026-W21"]


def test_30_another_day_of_the_same_rhythm_doubles_no_period(
    files: Files, clock: VirtualClock, database: str
) -> None:
    def monthly(on: str) -> Path:
        return files(report=f"{{every: month, on: {on}, shift: stay, missed: each, starter: clerk}}")

    with Engine.open(database, monthly("day 5"), clock=clock) as engine:
        engine.advance()
        clock.move(2 * DAY)
        assert opened(engine.advance()) == ["report/2026-05"]
    with Engine.open(database, monthly("day 20"), clock=clock) as engine:
        clock.move(20 * DAY)
        assert opened(engine.advance()) == []
    clock.move(15 * DAY)  # the middle of June
    with Engine.open(database, monthly("day 5"), clock=clock) as engine:
        assert opened(engine.advance()) == ["report/2026-06"]


def test_30_an_organization_with_mistakes_holds_up_no_other(files: Files, clock: VirtualClock) -> None:
    folder = files(audit=DAILY, report=DAILY)
    plant = REPORT.replace("process: report", "process: plant-report").replace("works.yaml", "plant.yaml")
    (folder / "plant-report.yaml").write_text(plant, encoding="utf-8")
    (folder / "plant.yaml").write_text(WORKS.replace("works", "plant"), encoding="utf-8")
    # What another file says of the same organization cannot be right, so neither counts.
    (folder / "audit.yaml").write_text(REPORT.replace("works.yaml", "broken.yaml"), encoding="utf-8")
    (folder / "broken.yaml").write_text(WORKS.replace("superior: head", "superior: no-one"), encoding="utf-8")
    library = open_library(folder, strict=False)
    clock.move(HOUR)
    with Engine(MemoryStore(), library, clock=clock) as engine:
        advanced = engine.advance()
        assert opened(advanced) == ["plant-report/2026-05-04"]
        assert [(s.turn, s.refused.code) for s in advanced.stuck] == [("report", "unreadable")]


def test_30_a_note_that_says_nothing_is_told_and_holds_up_no_other(files: Files, clock: VirtualClock) -> None:
    store = MemoryStore()
    with Engine(store, open_library(files(report=DAILY, audit=DAILY)), clock=clock) as engine:
        clock.move(HOUR)
        for note in ("", "{}", '{"every": "business day", "through": "9999-12-31", "waiting": []}'):
            store.keep_note("cadence:audit", note)
            stuck = engine.advance().stuck
            assert [(s.turn, s.refused.code) for s in stuck] == [("audit", "unreadable")]
        assert turns(engine) == {"report/2026-05-04": 1}


def test_30_nobody_else_takes_a_command_id_of_the_clock(files: Files, clock: VirtualClock) -> None:
    with Engine.open("memory:", files(), clock=clock) as engine, pytest.raises(Refused) as refused:
        engine.start("report", actor="ann", command_id="cadence:report/2026-05-04")
    assert refused.value.code == "bad-value"


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
    assert {"2026-02-14", "2026-09-05"} <= due[
        "orders"
    ]  # a Saturday worked for the Spring Festival; one more
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
