"""What holds in every case, whoever does whatever. ``pytest --hypothesis-profile long`` tries much longer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from procflow.case import (
    AnswerItem,
    CaseState,
    Context,
    Decision,
    Refused,
    fold,
)
from procflow.case.data import content_hash
from procflow.case.events import Moved
from procflow.case.people import deputies, entitled
from procflow.case.record import open_event
from procflow.case.snapshot import decode_state
from procflow.case.surroundings import around
from procflow.definition.load import Loaded
from procflow.definition.process import Mode, Review
from procflow.engine import Engine, File, HistoryEvent, Library
from procflow.store import MemoryStore

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

Fixture = Callable[..., Any]


def holds(walk: Any, before: CaseState | None, decision: Decision) -> None:
    """What holds of every case after every command."""
    state = decision.state
    assert state.seq == len(walk.history)
    assert set(state.timers) == {
        name
        for name, timer in state.timers.items()
        if getattr(timer, "item", None) in state.items or getattr(timer, "scope", None) in state.scopes
    }
    assert all(item.scope in state.scopes for item in state.items.values())
    for scope in state.scopes.values():
        parent = state.scopes.get(scope.parent or "")
        assert scope.parent is None or (parent is not None and parent.step == scope.host)
    if state.status != "running":
        assert not state.items and not state.timers and list(state.scopes) == ["main"]
        return
    assert state.items, "nobody is asked, so nothing can ever happen"
    context = Context(walk.now, "", walk.organization, b"")
    for item in state.items.values():
        persons = [p for p in entitled(walk.organization, item) if p in walk.organization.people]
        can = persons or deputies(walk.program, state, context, item)
        assert can or item.id in walk.alarmed, f"nobody can act on {item}"
        number = int(item.id.rpartition("-")[2])
        assert type(walk.history[number - 1][0]).__name__ == "ItemOpened"
    _reviews(walk, state)
    _only_upwards(walk, before, state)
    _held_before(walk, decision)
    _apart(walk, state)


def _reviews(walk: Any, state: CaseState) -> None:
    for scope in state.scopes.values():
        step = walk.program.process.steps.get(scope.step)
        seats = [i.seat for i in state.items.values() if i.scope == scope.id and i.purpose == "seat"]
        assert len(set(seats)) == len(seats)
        assert not seats or isinstance(step, Review)
        if isinstance(step, Review) and scope.review is not None:
            assert not set(seats) & set(scope.review.answers)
            assert step.mode is not Mode.IN_TURN or len(seats) <= 1


def _only_upwards(walk: Any, before: CaseState | None, state: CaseState) -> None:
    if before is None:
        return
    for name, known in before.authority.items():
        table = walk.program.process.tables[name]
        if table.only_rises:
            assert table.ranks.index(state.authority[name].role) >= table.ranks.index(known.role)
    assert all(state.facts[fact] for fact in before.facts)


def _held_before(walk: Any, decision: Decision) -> None:
    """Signing is come to only with the review passed, for the data of now."""
    for event in decision.events:
        if isinstance(event, Moved) and event.target == "sign":
            (passed,) = walk.program.milestones
            mark = decision.state.milestones[passed.name]
            assert not mark.voided
            assert mark.content == content_hash(
                around(walk.program, decision.state), decision.state, passed.covers
            )


def _apart(walk: Any, state: CaseState) -> None:
    """Nobody acts, or is acted for, on both sides of a separation of duties."""
    for rule in walk.program.separations:
        done = [state.performed[place].persons() for place in rule.places if place in state.performed]
        assert sum(map(len, done)) == len(frozenset().union(*done))


numbers = st.lists(st.integers(0, 10_000), min_size=150, max_size=600)


@given(drawn=numbers)
def test_contract_review(walk_of_contract: Fixture, drawn: list[int]) -> None:
    walk_of_contract(drawn, holds)


@given(drawn=numbers)
def test_small_processes(walk_of_small: Fixture, drawn: list[int]) -> None:
    walk_of_small(drawn, holds)


@given(drawn=st.lists(st.integers(0, 10_000), min_size=40, max_size=200))
def test_on_a_store_every_command_is_done_once_and_the_record_is_whole(
    dice: Fixture, tries: Fixture, contract: Loaded, drawn: list[int]
) -> None:
    thrown, clock, store, library = dice(drawn), [START], MemoryStore(), Library()
    library.add(contract)
    with Engine(store, library, clock=lambda: clock[0]) as engine:
        case = engine.start("contract-review", actor="lin", command_id="start").id
        assert engine.start("contract-review", actor="lin", command_id="start").id == case
        for number in range(60):
            state = decode_state(store.load(case).state)
            if state.status != "running":
                break
            actor, command = tries(thrown, state, clock[0])
            results = [_tried(engine, actor, command, f"command {number}") for _ in range(2)]
            assert results[0] == results[1]
            after = store.load(case).row.version
            assert after == state.seq + len(results[0])
            clock[0] += timedelta(hours=thrown.pick([0, 1, 30]))
            engine.advance()
        stored = [open_event(event) for commit in store.history(case) for event in commit.events]
        assert fold(case, ((e.event, e.at, e.by) for e in stored)) == decode_state(store.load(case).state)
        assert engine.verify(case) == {case: ()}


def _tried(engine: Engine, actor: str, command: AnswerItem, key: str) -> tuple[HistoryEvent, ...]:
    """The events that a command comes to; none if it is refused."""
    try:
        done = engine.answer(
            command.item,
            command.outcome,
            actor=actor,
            comment=command.comment,
            topic=command.topic,
            data=command.data,
            attachments={paper.name: File(paper.filename, b"content") for paper in command.attachments},
            on_behalf_of=command.on_behalf_of,
            command_id=key,
        )
    except Refused:
        return ()
    return done.events
