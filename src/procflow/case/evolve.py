"""Folding events into state. Pure: reads no clock, definition, table or organization (SEMANTICS 4)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, assert_never, get_args

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.evolve_arbitration import (
    GroupEvent,
    ObjectionEvent,
    RulingEvent,
    evolve_group,
    evolve_objection,
    evolve_ruling,
)
from procflow.case.evolve_quiet import QuietEvent, acknowledged, evolve_quiet
from procflow.case.evolve_review import FlowEvent, evolve_review
from procflow.case.evolve_scopes import ScopeEvent, evolve_scopes
from procflow.case.lens import close_item, end_scope, place_of, put, without_item, without_timer
from procflow.case.state import Attachment, Authority, CaseState, Item, Mark, Scope
from procflow.program import MAIN

ContentEvent = e.DataChanged | e.AttachmentAdded | e.FactSet | e.AuthorityDetermined
MilestoneEvent = e.MilestoneReached | e.MilestoneVoided | e.MilestoneClosed
ItemEvent = e.ItemOpened | e.ItemOfferedAnew | e.ItemCompleted | e.ItemWithdrawn | e.ItemHandedUp
ClockEvent = e.Reminded | e.Notified | e.AlarmRaised | e.TimerPassed
CaseEvent = e.CaseStarted | e.OrganizationChanged | e.ScopeEnded | e.CaseEnded


def begin(case: str, event: e.CaseStarted, at: datetime, by: str) -> CaseState:
    """The state after the first event of a case. The main scope has no step until its token is put on one."""
    return CaseState(
        id=case,
        process=event.process,
        definition=event.definition,
        organization=event.organization,
        organization_hash=event.organization_hash,
        started_at=at,
        started_by=by,
        seq=1,
        salt=event.salt,
        scopes={MAIN: Scope(id=MAIN, graph=MAIN, step="")},
        parent=event.parent,
        one_open_per=event.one_open_per,
        turn=event.turn,
    )


def evolve(state: CaseState, event: e.Event, at: datetime) -> CaseState:
    """The state one event further; ``at`` is the instant of the event's envelope."""
    return _FOLDS[type(event)](replace(state, seq=state.seq + 1), event, at)


def _case(state: CaseState, event: CaseEvent, at: datetime) -> CaseState:
    match event:
        case e.OrganizationChanged():
            return replace(state, organization_hash=event.organization_hash)
        case e.ScopeEnded():
            return end_scope(state, event.scope)
        case e.CaseEnded():
            outlast = {name: t for name, t in state.timers.items() if place_of(state, t) is None}
            ended = replace(state, status=event.status, ended_at=at, items={}, timers=outlast)
            return replace(ended, stops=(), stopped_at=None)
        case e.CaseStarted():
            raise ValueError("a case starts once")
        case _:
            assert_never(event)


def fold(case: str, history: Iterable[tuple[e.Event, datetime, str]]) -> CaseState:
    """The state that a case's events, each with its instant and actor, come to."""
    steps = iter(history)
    first, at, by = next(steps)
    if not isinstance(first, e.CaseStarted):
        raise ValueError(f"case {case} does not begin with its start")
    state = begin(case, first, at, by)
    for event, at, _ in steps:
        state = evolve(state, event, at)
    return state


def _content(state: CaseState, event: ContentEvent, at: datetime) -> CaseState:
    match event:
        case e.DataChanged():
            values = {**event.values, **{k: p.value for k, p in event.personal.items()}}
            salts = {k: p.salt for k, p in event.personal.items()}
            state = replace(state, content_seq=state.seq)
            if event.scope is None:
                return replace(state, data={**state.data, **values}, salts={**state.salts, **salts})
            scope = state.scopes[event.scope]
            held = replace(scope, data={**scope.data, **values}, salts={**scope.salts, **salts})
            return put(state, held)
        case e.AttachmentAdded():
            paper = Attachment(event.sha256, event.size, event.filename)
            return replace(state, attachments={**state.attachments, event.name: paper}, content_seq=state.seq)
        case e.FactSet():
            return replace(state, facts={**state.facts, event.fact: event.value}, content_seq=state.seq)
        case e.AuthorityDetermined():
            decided = Authority(event.role, event.row)
            return replace(state, authority={**state.authority, event.table: decided})
        case _:
            assert_never(event)


def _milestone(state: CaseState, event: MilestoneEvent, at: datetime) -> CaseState:
    key = f"{event.step}{event.scope or ''}"
    match event:
        case e.MilestoneReached():
            mark = Mark(event.content, state.seq)
        case e.MilestoneVoided():
            mark = Mark(event.content, state.seq, voided=True)
        case e.MilestoneClosed():
            mark = replace(state.milestones[key], closed=True)
        case _:
            assert_never(event)
    return replace(state, milestones={**state.milestones, key: mark})


def _clock(state: CaseState, event: ClockEvent, at: datetime) -> CaseState:
    timers = without_timer(state, event.timer)
    if isinstance(event, e.Reminded) and event.next is not None:
        timers[event.timer] = event.next
    return replace(state, timers=timers)


def _item(state: CaseState, event: ItemEvent, at: datetime) -> CaseState:
    match event:
        case e.ItemOpened():
            item = Item(
                event.item,
                event.scope,
                event.step,
                event.role,
                event.purpose,
                opened_at=at,
                seat=event.seat,
                persons=event.persons,
                barred=event.barred,
                offered_to=event.offered_to,
                due=event.due,
                loose=event.loose,
                sent=event.sent,
            )
            timers = {**state.timers, **event.timers} if event.timers else state.timers
            return replace(state, items={**state.items, event.item: item}, timers=timers)
        case e.ItemOfferedAnew():
            item = state.items[event.item]
            offered = replace(item, role=event.role, offered_to=event.offered_to, barred=event.barred)
            if event.persons is not None:
                offered = replace(offered, persons=event.persons)
            return replace(state, items={**state.items, item.id: offered})
        case e.ItemHandedUp():
            item = state.items[event.item]
            moved = replace(
                item,
                role=event.role,
                persons=None,
                offered_to=event.offered_to,
                due=event.due,
                level=item.level + 1,
            )
            kept = close_item(state, item.id)
            return replace(kept, items={**kept.items, item.id: moved}, timers={**kept.timers, **event.timers})
        case e.ItemWithdrawn():
            return close_item(state, event.item)
        case e.ItemCompleted():
            if event.purpose == "acknowledge":
                return acknowledged(close_item(state, event.item), state.items[event.item])
            if event.purpose != "task":
                return close_item(state, event.item)
            items, timers = without_item(state, event.item)
            performed = {**state.performed, event.step: event.who}
            return replace(state, items=items, timers=timers, performed=performed)
        case _:
            assert_never(event)


Fold = Callable[[CaseState, Any, datetime], CaseState]

# Looked up by the class of an event: asking each group in turn whether it holds one costs more than folding
# it. The histories in the tests hold every event, and so hold that every event is in a group.
_FOLDS: Mapping[type[e.Event], Fold] = {
    kind: fold
    for group, fold in (
        (FlowEvent, evolve_review),
        (ItemEvent, _item),
        (ContentEvent, _content),
        (ScopeEvent, evolve_scopes),
        (QuietEvent, evolve_quiet),
        (ClockEvent, _clock),
        (MilestoneEvent, _milestone),
        (ObjectionEvent, evolve_objection),
        (RulingEvent, evolve_ruling),
        (GroupEvent, evolve_group),
        (CaseEvent, _case),
    )
    for kind in get_args(group)
}
