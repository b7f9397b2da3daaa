"""The kernel against a second interpreter that was written from the rules alone, on random processes and
random commands; and what holds of every case besides. ``HYPOTHESIS_PROFILE=long`` tries much longer.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from hypothesis import HealthCheck, given, settings

from procflow.case import (
    CLOCK,
    AnswerItem,
    CaseState,
    ChangeData,
    Command,
    Context,
    FinishJob,
    PassTimer,
    RaiseEvent,
    Refused,
    StartCase,
    WithdrawObjection,
    decide,
    fold,
)
from procflow.case.events import AlarmRaised, ItemOpened
from procflow.case.lens import in_main_flow, place_of
from procflow.case.people import entitled
from procflow.case.snapshot import decode_state, encode_state
from procflow.definition.organization import Organization
from procflow.program import Program
from tests.case.naive.both import Both, Move, moves
from tests.case.naive.definitions import definitions

Build = Callable[[str], tuple[Program, Organization, datetime]]

# A whole process and forty commands are a lot to draw, and are meant to be.
large = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def begun(build: Build, text: str) -> Both:
    return Both(*build(text)).start("ann")


def tried(case: Both, tries: Sequence[Move], holds: Callable[[Both, CaseState | None], None]) -> None:
    """Try one thing after another while the case runs, and hold what must hold after each."""
    holds(case, None)
    for move in tries:
        if case.state is None or case.state.status != "running":
            return
        before = case.state
        case.move(move)
        holds(case, before)


@large
@given(text=definitions(), tries=moves)
def test_both_interpreters_agree_on_every_command(build: Build, text: str, tries: Sequence[Move]) -> None:
    tried(begun(build, text), tries, lambda case, before: None)


@large
@given(text=definitions(), tries=moves)
def test_what_holds_of_every_case(build: Build, text: str, tries: Sequence[Move]) -> None:
    def holds(case: Both, before: CaseState | None) -> None:
        if case.state is None:
            return
        if case.refused:
            assert case.state is before, "a refused command appends nothing"
        _is_its_fold(case, case.state)
        _nothing_hangs_in_the_air(case.state)
        _ids_come_from_the_case_and_the_sequence(case, case.state)
        _somebody_can_act_or_an_alarm_was_raised(case, case.state)
        _a_main_flow_at_rest_refuses(case, case.state)

    tried(begun(build, text), tries, holds)


def _is_its_fold(case: Both, state: CaseState) -> None:
    assert state.seq == len(case.history)
    assert fold(state.id, case.history) == state
    assert decode_state(encode_state(state)) == state


def _nothing_hangs_in_the_air(state: CaseState) -> None:
    for item in state.items.values():
        assert item.scope in state.scopes
    for timer in state.timers.values():
        place = place_of(state, timer)
        assert place is None or place in state.scopes
        assert getattr(timer, "item", None) in (None, *state.items)
    for scope in state.scopes.values():
        parent = state.scopes.get(scope.parent or "")
        assert scope.parent is None or parent is not None
        assert scope.host is None or (parent is not None and parent.step == scope.host)
    assert {stop.scope for stop in state.stops} <= set(state.scopes)
    if state.status != "running":
        assert not state.items and not state.stops and list(state.scopes) == ["main"]


def _ids_come_from_the_case_and_the_sequence(case: Both, state: CaseState) -> None:
    for item in state.items.values():
        name, _, number = item.id.rpartition("-")
        assert name == state.id
        opened = case.history[int(number) - 1][0]
        assert isinstance(opened, ItemOpened) and opened.item == item.id
    for scope in state.scopes:
        assert scope == "main" or getattr(case.history[int(scope[1:]) - 1][0], "scope", None) == scope
    for timer in state.timers:
        assert 0 < int(timer.partition(".")[0]) <= state.seq


def _somebody_can_act_or_an_alarm_was_raised(case: Both, state: CaseState) -> None:
    alarmed = {event.item for event, _, _ in case.history if isinstance(event, AlarmRaised)}
    for item in state.items.values():
        assert entitled(case.organization, item) or item.id in alarmed


def _a_main_flow_at_rest_refuses(case: Both, state: CaseState) -> None:
    if not state.stops:
        return
    for item in state.items.values():
        able = entitled(case.organization, item)
        if able and not item.loose and in_main_flow(state, item.scope):
            assert _code(case, able[0], AnswerItem(item.id, "done")) == "suspended"


def _code(case: Both, actor: str, command: Command) -> str:
    """What a command would be refused with; empty if it is not. The case stays as it is."""
    context = Context(case.now, actor, case.organization, b"salt")
    try:
        decision = decide(case.program, case.state, command, context)
    except Refused as refused:
        return refused.code
    assert decide(case.program, case.state, command, context) == decision
    return ""


@large
@given(text=definitions(), tries=moves)
def test_a_decision_depends_on_what_it_is_given_alone(build: Build, text: str, tries: Sequence[Move]) -> None:
    program, organization, now = build(text)
    again, _, _ = build(text)
    first, second = Both(program, organization, now), Both(again, organization, now)
    for case in (first, second):
        tried(case.start("ann"), tries, lambda case, before: None)
    assert first.history == second.history
    assert first.state == second.state


@large
@given(text=definitions(), tries=moves)
def test_nothing_can_be_done_once_a_case_is_over(build: Build, text: str, tries: Sequence[Move]) -> None:
    case = begun(build, text)
    tried(case, tries, lambda case, before: None)
    if case.state is None or case.state.status == "running":
        return
    commands: list[Command] = [
        AnswerItem("case-1", "done"),
        ChangeData({"amount": 1}),
        RaiseEvent("happens0"),
        WithdrawObjection("s0", "buyer"),
        PassTimer("1.0"),
    ]
    assert {_code(case, "ann", command) for command in commands} == {"case-ended"}
    assert _code(case, "ann", StartCase("case")) == "case-started"
    assert _code(case, CLOCK, FinishJob("1.0")) == "no-such-job"
