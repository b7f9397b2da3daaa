"""What a case waits and rests for while nobody, or not only somebody, is asked."""

from collections.abc import Iterator
from datetime import datetime

from procflow.case.lens import hanging, open_events, scope_of
from procflow.case.pausing import running_timers
from procflow.case.state import CaseState, HandlerJob, HandlerLimit, Scope, StepTimer, WaitTimer
from procflow.case.why.look import Look, place_in
from procflow.case.why.values import (
    Awaited,
    AwaitsBranches,
    AwaitsCase,
    AwaitsEvent,
    AwaitsEvents,
    AwaitsField,
    AwaitsHandler,
    AwaitsKey,
    AwaitsMoment,
    AwaitsReading,
    Suspension,
    Waiting,
)
from procflow.definition.process import (
    Call,
    End,
    ForCase,
    ForEvent,
    ForField,
    ForTime,
    Notice,
    Parallel,
    Step,
    System,
    Wait,
    WaitsFor,
)
from procflow.program import MAIN


def waiting(look: Look) -> tuple[Waiting, ...]:
    """Everything that an open case waits for, scope by scope."""
    if look.state.status != "running":
        return ()
    found = []
    for scope in look.state.scopes.values():
        step = look.program.steps.get(scope.step)
        awaits = tuple(_awaits(look, scope, step)) if step is not None else ()
        if awaits:
            found.append(Waiting(place_in(look, scope, scope.step), awaits, _clock(look.state, scope.id)))
    return tuple(found)


def resting(look: Look) -> tuple[Suspension, ...]:
    """The occurrences that the main flow rests for."""
    found = []
    for stop in look.state.stops:
        raised = look.past.raised.get(stop.scope)
        event = look.state.scopes[stop.scope].event or ""
        since = raised[1] if raised is not None else None
        by = raised[0].who.by if raised is not None else None
        found.append(Suspension(event, stop.scope, stop.clock, since, by))
    return tuple(found)


def _awaits(look: Look, scope: Scope, step: Step) -> Iterator[Awaited]:
    match step:
        case Wait():
            for way, (waits_for, _) in enumerate(step.ways):
                yield from _of_wait(look, scope, way, waits_for)
        case Call():
            yield AwaitsCase(step.process, scope.called)
        case System():
            yield from _of_handler(look.state, scope, step)
        case Notice() if scope.pending:
            yield AwaitsReading(tuple(named.person or named.role for named in scope.pending))
        case Parallel():
            running = len(hanging(look.state, scope.id))
            yield AwaitsBranches(scope.finished, step.join or scope.finished + running)
        case End() if scope.id == MAIN:
            yield AwaitsEvents(tuple(inner.event or "" for inner in open_events(look.state)))
        case _:
            return


def _of_wait(look: Look, scope: Scope, way: int, waits_for: WaitsFor) -> Iterator[Awaited]:
    match waits_for:
        case ForEvent(event):
            yield AwaitsEvent(event)
        case ForField(field):
            yield AwaitsField(field)
        case ForCase(process, by):
            value = look.state.data.get(by)
            yield AwaitsKey(process, by, look.shown(by, value), look.hides(by))
        case ForTime():
            for timer in look.state.timers.values():
                if isinstance(timer, WaitTimer) and (timer.scope, timer.way) == (scope.id, way):
                    yield AwaitsMoment(timer.due)


def _of_handler(state: CaseState, scope: Scope, step: System) -> Iterator[Awaited]:
    own = [timer for timer in state.timers.values() if scope_of(timer) == scope.id]
    limit = next((timer.due for timer in own if isinstance(timer, HandlerLimit)), None)
    for timer in own:
        if isinstance(timer, HandlerJob):
            yield AwaitsHandler(step.handler, timer.attempt, timer.due, limit)


def _clock(state: CaseState, scope: str) -> datetime | None:
    """The next instant at which the limit of a step that nobody answers does something."""
    timers = running_timers(state).values()
    return min((t.due for t in timers if isinstance(t, StepTimer) and t.scope == scope), default=None)
