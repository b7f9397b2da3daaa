"""SEMANTICS 30: cases open by themselves, each once, whoever looks, stops, or comes too late."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import partial
from pathlib import Path

import pytest

from procflow import TRUSTED, Advanced, Engine, Refused, open_library
from procflow.case.ids import case_id_of
from procflow.engine.cadence import open_due
from procflow.engine.effects import CallHandler, KeepNote, perform
from procflow.store import MemoryStore
from procflow.testing import VirtualClock
from tests.engine.cadences import DAILY, DAY, HOUR, MONDAY, REPORT, WORKS, Files, opened, turns, write_files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return partial(write_files, tmp_path / "files")


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
