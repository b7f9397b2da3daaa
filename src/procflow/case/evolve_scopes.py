"""Folding the events of branches, any-time events, and the owner."""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.lens import end_scope, put
from procflow.case.state import CaseState, Scope, Stop
from procflow.program import MAIN

ScopeEvent = (
    e.BranchOpened
    | e.BranchFinished
    | e.EventRaised
    | e.EventEnded
    | e.MainFlowPaused
    | e.MainFlowResumed
    | e.OwnerBound
)


def evolve_scopes(state: CaseState, event: ScopeEvent, at: datetime) -> CaseState:
    """The state after a branch or an occurrence began or ended, or the main flow rested or went on."""
    match event:
        case e.BranchOpened():
            branch = Scope(event.scope, event.graph, event.at, event.parent, event.step, named=event.named)
            return put(state, branch)
        case e.BranchFinished():
            host = state.scopes[event.parent]
            return put(end_scope(state, event.scope), replace(host, finished=host.finished + 1))
        case e.EventRaised():
            occurred = Scope(event.scope, event.graph or "", event.at or "", MAIN, event=event.event)
            known = state.raised if event.event in state.raised else (*state.raised, event.event)
            return put(replace(state, raised=known), occurred)
        case e.EventEnded():
            return end_scope(state, event.scope)
        case e.MainFlowPaused():
            stopped = at if event.clock_stops and state.stopped_at is None else state.stopped_at
            stops = (*state.stops, Stop(event.scope, event.clock_stops))
            return replace(state, stops=stops, stopped_at=stopped)
        case e.MainFlowResumed():
            return _resume(state, event)
        case e.OwnerBound():
            return replace(state, owner=event.person)
        case _:
            assert_never(event)


def _resume(state: CaseState, event: e.MainFlowResumed) -> CaseState:
    stops = tuple(stop for stop in state.stops if stop.scope != event.scope)
    moved = {name: replace(state.items[name], due=due) for name, due in event.dues.items()}
    return replace(
        state,
        stops=stops,
        stopped_at=state.stopped_at if any(stop.clock for stop in stops) else None,
        items={**state.items, **moved},
        timers={**state.timers, **event.timers},
    )
