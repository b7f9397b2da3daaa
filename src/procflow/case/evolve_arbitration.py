"""Folding the events of objections, rulings and groups."""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.lens import (
    close_item,
    dispute_of,
    end_scope,
    put,
    put_review,
    review_of,
    without_timer,
    without_timers_of,
)
from procflow.case.state import Ballot, CaseState, Dispute, Objection, Scope

ObjectionEvent = e.ObjectionOpened | e.ObjectionWithdrawn | e.ObjectionClosed
RulingEvent = e.LevelPassedOver | e.LevelOpened | e.RulingGiven | e.Appealed | e.RightLapsed
GroupEvent = e.GroupConvened | e.MotionPut | e.VoteCast | e.TieReached | e.MotionDecided | e.QuorumMissed


def evolve_objection(state: CaseState, event: ObjectionEvent, at: datetime) -> CaseState:
    """The state after an arbitration began or ended."""
    host = state.scopes[event.parent]
    review = review_of(host)
    objections = dict(review.objections)
    match event:
        case e.ObjectionOpened():
            objections[event.seat] = replace(objections[event.seat], scope=event.scope)
            dispute = Dispute(event.topic, event.seat, barred=event.barred)
            scope = Scope(event.scope, event.graph, "", parent=event.parent, host=event.step, dispute=dispute)
            return put(put_review(state, host, replace(review, objections=objections)), scope)
        case e.ObjectionWithdrawn():
            del objections[event.seat]
        case e.ObjectionClosed():
            answered = objections[event.seat].answered
            objections[event.seat] = Objection(event.topic, answered, ruling=event.ruling)
        case _:
            assert_never(event)
    return put_review(end_scope(state, event.scope), host, replace(review, objections=objections))


def evolve_ruling(state: CaseState, event: RulingEvent, at: datetime) -> CaseState:
    """The state after a level of an arbitration was reached, ruled, or was appealed from."""
    scope = state.scopes[event.scope]
    dispute = dispute_of(scope)
    match event:
        case e.LevelPassedOver():
            return state
        case e.LevelOpened():
            opened = Dispute(dispute.topic, dispute.seat, event.level, barred=dispute.barred)
            return put(state, replace(scope, dispute=opened))
        case e.RulingGiven():
            rulers = [event.who] if event.who is not None else [b.who for b in dispute.votes.values()]
            rulers += [event.casting] if event.casting is not None else []
            persons = sorted({person for who in rulers for person in who.persons()})
            barred = tuple(dict.fromkeys((*dispute.barred, *persons)))
            ruled = replace(dispute, ruling=event.ruling, barred=barred)
            state = put(state, replace(scope, dispute=ruled))
            return state if event.item is None else close_item(state, event.item)
        case e.Appealed() | e.RightLapsed():
            return close_item(state, event.item)
        case _:
            assert_never(event)


def evolve_group(state: CaseState, event: GroupEvent, at: datetime) -> CaseState:
    """The state after a group was convened, asked, voted or failed to."""
    scope = state.scopes[event.scope]
    dispute = dispute_of(scope)
    match event:
        case e.GroupConvened():
            dispute = replace(dispute, members=event.members, motion=None, votes={})
        case e.MotionPut():
            dispute = replace(dispute, motion=event.motion, votes={})
            state = replace(state, timers={**state.timers, **event.timers})
        case e.VoteCast():
            if event.member is not None:
                votes = {**dispute.votes, event.member: Ballot(event.vote, event.who)}
                dispute = replace(dispute, votes=votes)
            state = close_item(state, event.item)
        case e.TieReached() | e.MotionDecided():
            state = replace(state, timers=without_timers_of(state, {event.scope}))
        case e.QuorumMissed():
            dispute = replace(dispute, rounds=dispute.rounds + 1, motion=None, votes={}, members={})
            state = replace(state, timers=without_timer(state, event.timer))
        case _:
            assert_never(event)
    return put(state, replace(scope, dispute=dispute))
