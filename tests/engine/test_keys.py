"""Keys across cases, through the engine: who gets one, what other cases see of it, and that no race shows."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from procflow import TRUSTED, CaseView, Done, Engine, HistoryEvent, Library, Refused, open_library
from procflow.case import CLOCK, AnswerItem, Command, KeyReleased, StartCase
from procflow.case.events import FactSet
from procflow.case.ids import case_id_of
from procflow.engine.driver import carry_out
from procflow.engine.effects import CallHandler, Operation, Write, perform
from procflow.engine.keys import Released, release
from procflow.engine.operations import Request, act, start
from procflow.store import Commit, Conflict, KeyRow, Store, open_store

Opened = Callable[..., Engine]


def is_event(shown: HistoryEvent, event: FactSet) -> bool:
    """Whether an event is shown as one that happened."""
    told: object = to_builtins(event)
    return {"type": shown.type, **shown.content} == told


HOLD = """
process: hold
version: 1.0.0
title: Shipment hold
organization: shop.yaml
start: watch
one_open_per: customer
data: {customer: {type: text, required: true, change: {by: clerk, after: watch, until: lift}}}
steps:
  watch: {role: clerk, form: [customer], next: lift}
  lift: {role: clerk, next: lifted}
  lifted: {end: completed}
"""

NOTE = """
process: note
version: 1.0.0
title: Outbound note
organization: shop.yaml
start: draft
data: {customer: {type: text, required: true}}
facts: {on_hold: {while_open: hold, by: customer}}
steps:
  draft: {role: clerk, form: [customer], next: release}
  release: {role: buyer, outcomes: {released: {go: done, allowed: not on_hold}, kept: draft}}
  done: {end: completed}
"""

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def library(write: Callable[..., Path], tmp_path: Path) -> Library:
    """The two processes beside the purchase."""
    folder = write(tmp_path / "keys")
    (folder / "hold.yaml").write_text(HOLD, encoding="utf-8")
    (folder / "note.yaml").write_text(NOTE, encoding="utf-8")
    return open_library(folder)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    with closing(open_store("memory:" if request.param == "memory" else database)) as opened:
        yield opened


def request_of(command: Command, actor: str, command_id: str) -> Request:
    return Request(command, command_id, actor, NOW, command_id.encode().ljust(32), {})


def step(engine: Engine, case: CaseView | str, outcome: str, actor: str, **data: object) -> Done:
    """Answer the one item that a case has open."""
    name = case if isinstance(case, str) else case.id
    (item,) = engine.case(name, reader=TRUSTED).open
    return engine.answer(item.item, outcome, actor=actor, data=data)


def held(engine: Engine, customer: str) -> CaseView:
    return engine.start("hold", {"customer": customer}, actor="ann")


def lifted(engine: Engine, hold: CaseView) -> None:
    step(engine, hold, "done", "ann")
    step(engine, hold, "done", "ann")


def test_a_second_case_for_one_key_is_refused_with_the_one_that_is_open(engine: Engine) -> None:
    hold = held(engine, "North Pipe")
    with pytest.raises(Refused) as refused:
        held(engine, " North Pipe ")
    assert refused.value.code == "one-open-per"
    assert refused.value.reason == (
        f"case {hold.id} of hold is open for customer North Pipe; only one may be at once"
    )
    assert refused.value.allowed == (
        f"go on with case {hold.id}",
        "another customer",
        "the same once that case has ended",
    )
    assert [row.case for row in engine.cases(reader=TRUSTED)] == [hold.id]
    other = held(engine, "East Pipe")
    assert engine.verify() == {hold.id: (), other.id: ()}


def test_a_repeated_start_is_no_second_case(engine: Engine) -> None:
    first = engine.start("hold", {"customer": "North Pipe"}, actor="ann", command_id="k")
    assert engine.start("hold", {"customer": "North Pipe"}, actor="ann", command_id="k") == first


def test_a_key_is_free_again_when_its_case_has_ended(engine: Engine) -> None:
    hold = held(engine, "North Pipe")
    lifted(engine, hold)
    again = held(engine, "North Pipe")
    assert again.id != hold.id
    assert engine.verify() == {hold.id: (), again.id: ()}


def test_a_form_and_a_change_are_held_to_it_as_well(engine: Engine) -> None:
    north, other = held(engine, "North Pipe"), engine.start("hold", actor="ann")
    changes: tuple[Callable[[], object], ...] = (
        lambda: step(engine, other, "done", "ann", customer="North Pipe"),
        lambda: engine.change(held(engine, "East Pipe").id, {"customer": "North Pipe"}, actor="ann"),
    )
    for change in changes:
        with pytest.raises(Refused) as refused:
            change()
        assert (refused.value.code, refused.value.allowed[0]) == (
            "one-open-per",
            f"go on with case {north.id}",
        )
    assert engine.case(other.id, reader=TRUSTED).version == other.version
    step(engine, other, "done", "ann", customer="West Pipe")
    engine.change(north.id, {"customer": "South Pipe"}, actor="ann")
    engine.change(other.id, {"customer": "North Pipe"}, actor="ann")
    assert set(engine.verify().values()) == {()}


def test_a_fact_on_another_case_is_seen_at_each_command(engine: Engine) -> None:
    note = engine.start("note", actor="ann")
    step(engine, note, "done", "ann", customer="North Pipe")
    hold = held(engine, "North Pipe")
    with pytest.raises(Refused) as refused:
        step(engine, note, "released", "ben")
    assert (refused.value.code, refused.value.allowed) == ("not-allowed", ("kept",))
    kept = step(engine, note, "kept", "ben")
    assert is_event(kept.events[0], FactSet("on_hold"))
    assert engine.case(note.id, reader=TRUSTED).facts == {"on_hold": True}
    step(engine, note, "done", "ann", customer="North Pipe")
    lifted(engine, hold)
    done = step(engine, note, "released", "ben")
    assert is_event(done.events[0], FactSet("on_hold", value=False))
    assert (done.case.status, engine.verify()[note.id]) == ("completed", ())


@pytest.mark.parametrize("where", ["memory:", None])
def test_of_cases_that_race_for_a_key_one_is_opened(
    opened: Opened, database: Path, where: str | None
) -> None:
    """Eight people start for the same customers, in engines of their own where the store is a file."""
    engines = [opened(where=where or database) for _ in range(1 if where else 2)]
    gate = Barrier(8)

    def open_all(writer: int) -> list[str]:
        engine, found = engines[writer % len(engines)], []
        gate.wait()
        for number in range(5):
            try:
                found.append(held(engine, f"customer {number}").id)
            except Refused as refused:
                assert refused.code == "one-open-per"
                found.append(refused.allowed[0].removeprefix("go on with case "))
        return found

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(open_all, range(8)))
    assert all(cases == told[0] for cases in told)
    assert {row.case for row in engines[0].cases(reader=TRUSTED)} == set(told[0])
    assert set(engines[0].verify().values()) == {()}


def carried(store: Store, operation: Operation[Done], first_write: Callable[[Commit], Commit]) -> Done:
    """Carry an operation out, with something done when it writes for the first time."""
    pending = [first_write]
    try:
        effect = next(operation)
        while True:
            if isinstance(effect, Write) and pending:
                effect = Write(pending.pop()(effect.commit))
            assert not isinstance(effect, CallHandler)
            try:
                effect = operation.send(perform(store, effect))
            except Conflict as conflict:
                effect = operation.throw(conflict)
    except StopIteration as stop:
        done: Done = stop.value
        return done


def interrupted(store: Store, operation: Operation[Done], meanwhile: Callable[[], object]) -> Done:
    """Carry an operation out; just before it writes for the first time, something else happens."""
    happened = []

    def first_write(commit: Commit) -> Commit:
        happened.append(meanwhile())
        return commit

    try:
        return carried(store, operation, first_write)
    finally:
        assert len(happened) == 1


def test_what_was_seen_of_another_case_has_to_hold_when_it_is_written(store: Store, library: Library) -> None:
    engine = Engine(store, library, clock=lambda: NOW)
    note = engine.start("note", actor="ann")
    step(engine, note, "done", "ann", customer="North Pipe")
    (item,) = engine.case(note.id, reader=TRUSTED).open
    answer = request_of(AnswerItem(item.item, "kept"), "ben", "k")
    done = interrupted(store, act(library, note.id, answer), lambda: held(engine, "North Pipe"))
    assert is_event(done.events[0], FactSet("on_hold"))
    assert engine.verify()[note.id] == ()


def test_a_start_is_decided_anew_when_what_it_saw_has_changed(store: Store, library: Library) -> None:
    engine = Engine(store, library, clock=lambda: NOW)
    command = StartCase(case_id_of("k"), {"customer": "North Pipe"})
    starting = start(library, {}, "note", command.case, request_of(command, "ann", "k"))
    done = interrupted(store, starting, lambda: held(engine, "North Pipe"))
    assert done.case.facts == {"on_hold": True}
    assert engine.verify()[done.case.id] == ()


def test_release_is_refused_once_a_hold_came_in_between(store: Store, library: Library) -> None:
    engine = Engine(store, library, clock=lambda: NOW)
    note = engine.start("note", actor="ann")
    step(engine, note, "done", "ann", customer="North Pipe")
    (item,) = engine.case(note.id, reader=TRUSTED).open
    answer = request_of(AnswerItem(item.item, "released"), "ben", "k")
    with pytest.raises(Refused) as refused:
        interrupted(store, act(library, note.id, answer), lambda: held(engine, "North Pipe"))
    assert refused.value.code == "not-allowed"
    assert engine.case(note.id, reader=TRUSTED).status == "running"


def lifted_alone(store: Store, library: Library, engine: Engine, hold: CaseView) -> None:
    """Lift a hold and stop there, before anybody is told that its key is free."""
    step(engine, hold, "done", "ann")
    (item,) = engine.case(hold.id, reader=TRUSTED).open
    carry_out(store, act(library, hold.id, request_of(AnswerItem(item.item, "done"), "ann", "lift")))


def waiting(store: Store, library: Library, customer: str) -> str:
    """A note that waits for a customer's key, as a step that waits for a case would put it down."""
    command_id = f"note {len(store.case_ids())}"
    command = StartCase(case_id_of(command_id), {"customer": customer})
    starting = start(library, {}, "note", command.case, request_of(command, "ann", command_id))
    row = KeyRow("hold", customer, command.case, holds=False)
    return carried(store, starting, lambda commit: replace(commit, keys_set=[*commit.keys_set, row])).case.id


def test_whoever_waits_for_a_key_is_told_once_that_it_is_free(store: Store, library: Library) -> None:
    engine = Engine(store, library, clock=lambda: NOW)
    hold = held(engine, "North Pipe")
    cases = {waiting(store, library, "North Pipe") for _ in range(2)}
    other = waiting(store, library, "East Pipe")
    lifted_alone(store, library, engine, hold)
    free = KeyReleased("hold", "North Pipe")
    told = carry_out(store, release(library, free, f"{hold.id}@7", NOW))
    assert {done.case.id for done in told.done} == cases
    for done in told.done:
        (event,) = done.events
        assert is_event(event, FactSet("on_hold", value=False))
    assert told.stuck == {}
    assert other not in cases
    heads = {case: engine.head(case) for case in cases}
    again = carry_out(store, release(library, free, f"{hold.id}@7", NOW))
    assert {done.case.id: done.events for done in again.done} == {
        done.case.id: done.events for done in told.done
    }
    assert {case: engine.head(case) for case in cases} == heads
    assert {engine.history(case, reader=TRUSTED)[-1].by for case in cases} == {CLOCK}


def test_a_case_that_cannot_be_told_holds_up_no_other(
    library: Library, database: Path, opened: Opened
) -> None:
    engine, store = opened(), open_store(database)
    hold = held(engine, "North Pipe")
    damaged, whole = sorted(waiting(store, library, "North Pipe") for _ in range(2))
    lifted_alone(store, library, engine, hold)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE cases SET state = x'7b' WHERE case_id = ?", (damaged,))
    released = release(library, KeyReleased("hold", "North Pipe"), f"{hold.id}@7", NOW)
    with closing(store):
        told: Released = carry_out(store, released)
    assert [done.case.id for done in told.done] == [whole]
    assert {case: str(error).startswith(f"case {case} is damaged") for case, error in told.stuck.items()} == {
        damaged: True
    }


def test_ids_of_the_clocks_own_commands_are_no_callers(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        engine.start("hold", actor="ann", command_id="key-released:c1@7")
    assert refused.value.code == "bad-value"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM keys",
        "UPDATE keys SET key = 'East Pipe'",
        "UPDATE keys SET holds = 0",
        "UPDATE keys SET case_id = 'other'",
        "INSERT INTO keys (process, key, holds, case_id) SELECT 'note', key, holds, case_id FROM keys",
    ],
)
def test_keys_that_were_altered_from_outside_are_found(
    opened: Opened, database: Path, statement: str
) -> None:
    engine = opened()
    hold = held(engine, "North Pipe").id
    assert engine.verify()[hold] == ()
    with closing(sqlite3.connect(database)) as connection, connection:
        assert connection.execute(statement).rowcount == 1
    (fault,) = engine.verify(hold)[hold]
    assert (fault.kind, fault.text) == ("altered", f"the keys of case {hold} are not those of its events")


def test_a_case_of_which_a_key_alone_is_left_is_found(opened: Opened, database: Path) -> None:
    engine = opened()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO keys (process, key, holds, case_id) VALUES ('hold', 'x', 1, 'gone')")
    assert [fault.kind for fault in engine.verify()["gone"]] == ["missing"]
