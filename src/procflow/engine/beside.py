"""What goes on in a case beside its work items: any-time events, and steps that wait for no answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from procflow.case import CaseState
from procflow.case.lens import root_of
from procflow.case.occurrences import asked_at_once
from procflow.case.pausing import running_timers
from procflow.case.state import Scope, StepTimer, WaitTimer
from procflow.case.surroundings import entry_around
from procflow.definition.process import AnytimeEvent, Call, Notice, System, Title, Wait
from procflow.definition.values import json_value
from procflow.engine.masking import masked_text, names_in_state
from procflow.engine.seeing import FormField, Seeing, form_field


@dataclass(frozen=True, slots=True)
class EventView:
    """An any-time event that can be raised now: the roles that may, and the fields that come with it."""

    name: str
    title: Title
    raised_by: tuple[str, ...]
    form: tuple[FormField, ...]
    guidance: Title | None


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """An any-time event that was raised and is not over, with the data that belong to it alone. ``pauses``
    says that the main flow rests for it."""

    occurrence: str
    event: str
    title: Title
    step: str
    data: Mapping[str, object]
    pauses: bool


@dataclass(frozen=True, slots=True)
class WaitView:
    """A step that waits for something other than an answer to it.

    ``kind`` is wait, call, system or notice; ``entry`` and ``occurrence`` are as of a work item. ``called``
    is the case of another process that it waits for, once that was started; ``due`` is the next moment at
    which the clock does something about it; a limit whose clock stands still does nothing.
    """

    step: str
    kind: str
    title: Title
    entry: str | None
    occurrence: str | None
    called: str | None
    due: datetime | None


def event_view(seeing: Seeing, event: AnytimeEvent) -> EventView:
    """An event with what has to come with it, or may; what its own steps ask for comes later."""
    form = tuple(form_field(seeing, event.fields[name], None) for name in asked_at_once(event))
    return EventView(event.name, event.title, event.raised_by, form, event.guidance)


def occurrence_view(seeing: Seeing, state: CaseState, scope: Scope) -> OccurrenceView:
    """An occurrence that is not over, through a reader's eyes."""
    event = seeing.program.event(scope.event or "")
    fields = {name: field for name, field in event.fields.items() if seeing.sees(field)}
    data = {name: json_value(fields[name], value) for name, value in scope.data.items() if name in fields}
    pauses = any(stop.scope == scope.id for stop in state.stops)
    return OccurrenceView(scope.id, event.name, event.title, scope.step, data, pauses)


_WAITING = {Wait: "wait", Call: "call", System: "system", Notice: "notice"}


def waits(seeing: Seeing, state: CaseState) -> Iterator[WaitView]:
    """The steps on which tokens stand until something comes that is no answer to them; a notice, until it is
    acknowledged."""
    if state.status != "running":
        return
    timers, names = running_timers(state), names_in_state(seeing, state)
    for scope in state.scopes.values():
        step = seeing.program.steps.get(scope.step)
        if scope.dispute is None and isinstance(step, Wait | Call | System | Notice):
            moments = (
                timer.due
                for timer in timers.values()
                if isinstance(timer, StepTimer | WaitTimer) and timer.scope == scope.id
            )
            yield WaitView(
                step=step.name,
                kind=_WAITING[type(step)],
                title=step.title,
                entry=entry_of(state, scope.id, names),
                occurrence=occurrence_of(state, scope.id),
                called=scope.called,
                due=min(moments, default=None),
            )


def entry_of(state: CaseState, scope: str, hidden: frozenset[str]) -> str | None:
    """The value that the innermost branch around a scope was opened for, as it may be seen."""
    named = entry_around(state, scope)
    return masked_text(hidden, named.value) if named is not None else None


def occurrence_of(state: CaseState, scope: str) -> str | None:
    """The occurrence of an any-time event that a scope is in."""
    root = root_of(state, scope)
    return root.id if root.event is not None else None
