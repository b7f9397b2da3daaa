"""Folding the events of tokens and review steps."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.lens import inside, put, put_review, review_of, without_item, without_timers_of
from procflow.case.state import KEPT_OF_HASH, Answered, CaseState, Objection, Parked, ReviewState, Scope
from procflow.program.step_edges import PASSED

FlowEvent = (
    e.Moved
    | e.StepEntered
    | e.StepParked
    | e.StepResumed
    | e.ParkDropped
    | e.AnswersKept
    | e.SeatAnswered
    | e.SeatReopened
    | e.AnswersStand
    | e.MeetingConvened
    | e.SeatsNamed
    | e.VotesCounted
    | e.RulingsActed
)


def evolve_review(state: CaseState, event: FlowEvent, at: datetime) -> CaseState:
    """The state after a token moved or something happened in a review."""
    scope = state.scopes[event.scope]
    match event:
        case e.SeatAnswered():
            return _answer(state, scope, event)
        case e.Moved():
            moved = replace(
                scope, step=event.target, review=None, finished=0, called=None, pending=(), awaits=()
            )
            return replace(
                state,
                scopes={**state.scopes, scope.id: moved},
                timers=without_timers_of(state, (scope.id,)),
                passed=_passed(state, event),
            )
        case e.StepEntered():
            return put_review(state, scope, ReviewState())
        case e.StepParked():
            return _park(state, scope, event)
        case e.StepResumed():
            return _resume(state, scope, event)
        case e.ParkDropped():
            return put(state, replace(scope, parked=None))
        case e.AnswersKept():
            return put_review(state, scope, replace(review_of(scope), answers=event.answers))
        case e.SeatReopened():
            return put_review(state, scope, _take_out(review_of(scope), (event.seat,)))
        case e.AnswersStand():
            review = review_of(scope)
            earlier = {seat: replace(review.answers[seat], earlier=True) for seat in event.seats}
            return put_review(state, scope, replace(review, answers={**review.answers, **earlier}))
        case e.MeetingConvened():
            return put_review(state, scope, replace(review_of(scope), convened=True))
        case e.SeatsNamed():
            return put_review(state, scope, replace(review_of(scope), named=event.named))
        case e.VotesCounted():
            return state
        case e.RulingsActed():
            return put_review(state, scope, _act(review_of(scope), event))
        case _:
            assert_never(event)


def _passed(state: CaseState, event: e.Moved) -> tuple[str, ...]:
    if not (event.outcome == PASSED or event.passed) or event.source in state.passed:
        return state.passed
    return (*state.passed, event.source)


def _park(state: CaseState, scope: Scope, event: e.StepParked) -> CaseState:
    inner = {name: state.scopes[name] for name in inside(state, scope.id)}
    parked = Parked(
        event.step,
        event.target,
        event.resume,
        event.seats,
        event.disputed,
        scope.review,
        tuple(inner.values()),
        event.branch,
        scope.finished,
    )
    outer = {k: s for k, s in state.scopes.items() if k not in inner}
    timers = without_timers_of(state, (scope.id, *inner))
    return put(replace(state, scopes=outer, timers=timers), replace(scope, review=None, parked=parked))


def _resume(state: CaseState, scope: Scope, event: e.StepResumed) -> CaseState:
    parked = scope.parked
    if parked is None:
        raise ValueError(f"no step is parked in {scope.id}")
    review = parked.review
    if review is not None:
        kept = _take_out(review, event.asked_again)
        counted = {seat: review.refusals[seat] for seat in event.counted}
        review = replace(kept, answers={**kept.answers, **counted}, refusals={})
    inner = {s.id: s for s in parked.scopes}
    back = replace(state, scopes={**state.scopes, **inner})
    return put(back, replace(scope, review=review, parked=None, finished=parked.finished))


def _answer(state: CaseState, scope: Scope, event: e.SeatAnswered) -> CaseState:
    topic = event.topic if event.effect == "leave" else None
    shown, looked = event.shown[:KEPT_OF_HASH], event.looked and event.looked[:KEPT_OF_HASH]
    answered = Answered(event.answer, event.who, state.seq, shown, looked, topic)
    review = review_of(scope)
    match event.effect:
        case "continue" | "counts":
            review = replace(review, answers={**review.answers, event.seat: answered})
        case "leave":
            review = replace(review, refusals={**review.refusals, event.seat: answered})
        case _:
            objection = Objection(event.topic or "", answered)
            review = replace(review, objections={**review.objections, event.seat: objection})
    items, timers = without_item(state, event.item)
    performed = state.performed
    if event.places:
        performed = {**performed, **dict.fromkeys(event.places, event.who)}
    scopes = {**state.scopes, scope.id: replace(scope, review=review)}
    return replace(state, scopes=scopes, items=items, timers=timers, performed=performed)


def _act(review: ReviewState, event: e.RulingsActed) -> ReviewState:
    overruled = {s: replace(review.objections[s].answered, overruled=True) for s in event.overruled}
    upheld = {s: review.objections[s].answered for s in event.upheld}
    return replace(
        review,
        answers={**review.answers, **overruled},
        refusals={**review.refusals, **upheld},
        objections={},
        closed={**review.closed, **event.closed},
    )


def _take_out(review: ReviewState, seats: Iterable[str]) -> ReviewState:
    out = set(seats)
    return replace(
        review,
        answers={seat: a for seat, a in review.answers.items() if seat not in out},
        objections={seat: o for seat, o in review.objections.items() if seat not in out},
    )
