"""Sentences on branches and any-time events, and on who is bound, named or voted for."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from procflow.case import events as e
from procflow.definition.process import joined
from procflow.reports.story import basis
from procflow.reports.story.said import Kind, Said, Teller

ScopeEvent = (
    e.BranchFinished
    | e.EventRaised
    | e.EventEnded
    | e.MainFlowPaused
    | e.MainFlowResumed
    | e.OwnerBound
    | e.SeatsNamed
    | e.VotesCounted
)


def say_branches(teller: Teller, opened: tuple[e.BranchOpened, ...]) -> Said:
    """The branches of a block that began together."""
    words, first = teller.words, opened[0]
    branches = words.listed([teller.branch(event) for event in opened])
    text = words.say("BranchOpened", step=words.step(first.step), branches=branches)
    return Said(text, Kind.FLOW, basis.of_step(words.program, first.step))


def say_scope(teller: Teller, now: datetime, event: ScopeEvent) -> Said:
    """What such an event says."""
    words, past = teller.words, teller.past
    match event:
        case e.BranchFinished() | e.EventEnded():
            text = words.say(type(event).__name__, place=teller.scope(event.scope))
            return Said(text, Kind.FLOW, basis.of_scope(words.program, past, event.scope))
        case e.EventRaised():
            who, comment = teller.who(event.who), teller.comment(event.comment)
            text = words.say("EventRaised", who=who, event=words.event(event.event), comment=comment)
            return Said(text, Kind.ACT, basis.of_event(words.program, event.event))
        case e.MainFlowPaused():
            text = words.say(f"MainFlowPaused.{'stops' if event.clock_stops else 'runs'}")
            return Said(text, Kind.FLOW, basis.of_scope(words.program, past, event.scope))
        case e.MainFlowResumed():
            detail = words.part("new_dues", dues=_dues(teller, event.dues, now))
            found = basis.of_scope(words.program, past, event.scope)
            return Said(words.say("MainFlowResumed"), Kind.FLOW, found, detail=detail)
        case e.OwnerBound():
            return _owner(teller, event)
        case e.SeatsNamed():
            seats = [words.aside(words.seat(event.step, n.value), words.role(n.role)) for n in event.named]
            named = words.listed(seats) or words.say("part.nobody")
            text = words.say("SeatsNamed", step=words.step(event.step), seats=named)
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.VotesCounted():
            return _votes(teller, event)
        case _:
            assert_never(event)


def _dues(teller: Teller, dues: Mapping[str, datetime], now: datetime) -> str:
    words = teller.words
    told = (words.aside(teller.item(item), words.instant(due, now)) for item, due in dues.items())
    return words.listed(list(told))


def _owner(teller: Teller, event: e.OwnerBound) -> Said:
    words, owner = teller.words, teller.words.process.owner
    found = owner.basis if owner is not None else joined()
    person = words.person(event.person)
    if event.who is None:
        return Said(words.say("OwnerBound.step", person=person), Kind.FLOW, found)
    who, comment = teller.who(event.who), teller.comment(event.comment)
    return Said(words.say("OwnerBound.person", person=person, who=who, comment=comment), Kind.ACT, found)


def _votes(teller: Teller, event: e.VotesCounted) -> Said:
    words = teller.words
    text = words.say(
        "VotesCounted.passed" if event.passed else "VotesCounted.failed",
        step=words.step(event.step),
        yes=event.votes_for,
        no=event.votes_against,
        abstain=event.abstained,
        base=event.base,
    )
    return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
