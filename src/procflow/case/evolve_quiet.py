"""Folding the events of notices, waits, calls and handlers."""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.lens import put, without_timer, without_timers_of
from procflow.case.state import CaseState, Item

QuietEvent = (
    e.NoticeSent
    | e.WaitBegan
    | e.StepReminded
    | e.CallRequested
    | e.CallStarted
    | e.CallEnded
    | e.HandlerAsked
    | e.HandlerFailed
    | e.HandlerDone
    | e.HandlerReportedLate
    | e.JobsSet
    | e.JobDone
    | e.JobStuck
)


def evolve_quiet(state: CaseState, event: QuietEvent, at: datetime) -> CaseState:
    """The state after somebody was told something, or something outside of the case was asked for or came
    back."""
    match event:
        case e.NoticeSent():
            return put(state, replace(state.scopes[event.scope], pending=event.pending))
        case e.WaitBegan():
            begun = replace(state, timers={**state.timers, **event.timers})
            return put(begun, replace(state.scopes[event.scope], awaits=event.awaits))
        case e.CallRequested() | e.HandlerAsked() | e.JobsSet():
            return replace(state, timers={**state.timers, **event.timers})
        case e.StepReminded():
            timers = without_timer(state, event.timer)
            return replace(state, timers=timers | ({event.timer: event.next} if event.next else {}))
        case e.CallStarted():
            begun = replace(state, timers=without_timer(state, event.timer))
            if event.scope is None:
                return begun
            return put(begun, replace(state.scopes[event.scope], called=event.case))
        case e.CallEnded():
            over = replace(state, timers=without_timers_of(state, {event.scope}))
            return put(over, replace(state.scopes[event.scope], called=None))
        case e.HandlerFailed():
            return replace(state, timers=without_timer(state, event.timer) | event.timers)
        case e.HandlerDone():
            return replace(state, timers=without_timers_of(state, {event.scope}))
        case e.HandlerReportedLate() | e.JobStuck():
            return state
        case e.JobDone():
            return replace(state, timers=without_timer(state, event.timer))
        case _:
            assert_never(event)


def acknowledged(state: CaseState, item: Item) -> CaseState:
    """The state after somebody acknowledged a notice."""
    scope = state.scopes.get(item.scope)
    if scope is None or item.loose:
        return state
    pending = tuple(named for named in scope.pending if named.value != item.seat)
    return put(state, replace(scope, pending=pending))
