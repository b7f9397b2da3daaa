"""Sentences on tokens and review steps."""

from typing import assert_never

from procflow.case import events as e
from procflow.definition.process import FINISHED, Basis, joined
from procflow.program import MAIN
from procflow.reports.story import basis
from procflow.reports.story.said import Kind, Said, Teller

FlowEvent = (
    e.StepEntered
    | e.StepParked
    | e.StepResumed
    | e.ParkDropped
    | e.AnswersKept
    | e.SeatAnswered
    | e.SeatReopened
    | e.AnswersStand
    | e.MeetingConvened
    | e.ScopeEnded
    | e.RulingsActed
)


def say_moves(teller: Teller, moves: tuple[e.Moved, ...]) -> Said:
    """A token's way over one or several edges."""
    words = teller.words
    first, last = moves[0], moves[-1]
    if first.scope != MAIN and first.scope not in teller.past.scopes:
        text = words.say("Moved.inner", place=teller.dispute(first.scope))
        return Said(text, Kind.DISPUTE, minor=True, within="")
    passed = words.listed([words.step(move.target) for move in moves[:-1]])
    if last.target == FINISHED:
        text = words.say("Moved.finished", source=words.step(last.source))
        found = basis.of_scope(words.program, teller.past, first.scope)
        return Said(text, Kind.FLOW, found, minor=True, within=words.part("via", steps=passed))
    target = words.step(last.target)
    if not first.source:
        text = words.say("Moved.begin", target=target)
    else:
        text = words.say("Moved", source=words.step(first.source), target=target)
    found = basis.of_step(words.program, last.target)
    return Said(text, Kind.FLOW, found, minor=True, within=words.part("via", steps=passed))


def say_flow(teller: Teller, event: FlowEvent) -> Said:
    """What such an event says."""
    words = teller.words
    match event:
        case e.StepEntered() | e.MeetingConvened():
            text = words.say(type(event).__name__, step=words.step(event.step))
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.StepParked():
            return _parked(teller, event)
        case e.StepResumed():
            again = words.part("again", seats=words.seats(event.step, event.asked_again))
            counted = words.part("counted", seats=words.seats(event.step, event.counted))
            text = words.say("StepResumed", step=words.step(event.step), again=again, counted=counted)
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.ParkDropped():
            name = f"ParkDropped.{event.reason}"
            text = words.say(name, step=words.step(event.step), target=words.step(event.led_to))
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.led_to))
        case e.AnswersKept():
            seats = words.seats(event.step, event.answers)
            text = words.say("AnswersKept", step=words.step(event.step), seats=seats)
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.SeatAnswered():
            return _answered(teller, event)
        case e.SeatReopened():
            seat = words.seat(event.step, event.seat)
            text = words.say(f"SeatReopened.{event.reason}", seat=seat, grant=event.grant or "")
            return Said(text, Kind.FLOW, basis.of_seat(words.program, event.step, event.seat))
        case e.AnswersStand():
            text = words.say("AnswersStand", seats=words.seats(event.step, event.seats))
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step), within=words.part("stand"))
        case e.ScopeEnded():
            reason = words.word("reason", event.reason)
            inner = event.scope in teller.past.scopes
            name, kind = ("ScopeEnded.inner", Kind.FLOW) if inner else ("ScopeEnded", Kind.DISPUTE)
            text = words.say(name, place=teller.scope(event.scope), reason=reason)
            return Said(text, kind, basis.of_scope(words.program, teller.past, event.scope))
        case e.RulingsActed():
            return _rulings(teller, event)
        case _:
            assert_never(event)


def _parked(teller: Teller, event: e.StepParked) -> Said:
    words = teller.words
    name, seats = f"StepParked.{event.resume}", words.seats(event.step, event.seats)
    if event.branch is not None:
        name, seats = f"StepParked.branch-{event.resume}", teller.scope(event.branch)
    text = words.say(name, step=words.step(event.step), seats=seats)
    return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))


def _answered(teller: Teller, event: e.SeatAnswered) -> Said:
    words = teller.words
    text = words.say(
        "SeatAnswered",
        who=teller.who(event.who, event.role),
        seat=words.seat(event.step, event.seat),
        answer=words.answer(event.step, event.seat, event.answer),
        topic=words.part("topic", topic=words.topic(event.topic) if event.topic is not None else ""),
        comment=teller.comment(event.comment),
    )
    of_answer = basis.of_answer(words.program, event.step, event.seat, event.answer)
    of_seat = basis.of_seat(words.program, event.step, event.seat)
    first = basis.of_topic(words.program, event.topic)
    # A signature for somebody else rests on what the answer rests on; one's own on what asks for the seat.
    by_answer = event.who.grant is not None or event.effect not in ("continue", "counts")
    found = joined(first, of_answer, of_seat) if by_answer else joined(of_seat, of_answer)
    return Said(text, Kind.DISPUTE if event.topic is not None else Kind.ACT, found)


def _rulings(teller: Teller, event: e.RulingsActed) -> Said:
    words = teller.words
    closed = "".join(
        words.part(
            "closed",
            seat=words.seat(event.step, seat),
            answers=words.listed([words.answer(event.step, seat, name) for name in answers]),
        )
        for seat, answers in event.closed.items()
    )
    text = words.say(
        "RulingsActed",
        ruling=words.word("ruling", event.ruling),
        overruled=words.part("overruled", seats=words.seats(event.step, event.overruled)),
        closed=closed,
    )
    alone = None if event.overruled or event.closed else ""
    opened = [d.topic for d in teller.past.disputes.values() if d.step == event.step]
    found = basis.of_topic(words.program, opened[-1]) if opened else Basis()
    return Said(text, Kind.DISPUTE, found, within=alone)
