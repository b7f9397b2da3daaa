"""Sentences on objections, rulings, and bodies that decide together."""

from datetime import datetime
from typing import assert_never

from procflow.case import events as e
from procflow.definition.process import Arbiter, Basis, RuledTopic
from procflow.reports.story import basis
from procflow.reports.story.said import Kind, Said, Teller
from procflow.wording import Words

ObjectionEvent = e.ObjectionOpened | e.ObjectionWithdrawn | e.ObjectionClosed
RulingEvent = e.LevelPassedOver | e.LevelOpened | e.RulingGiven | e.Appealed | e.RightLapsed
GroupEvent = e.GroupConvened | e.MotionPut | e.VoteCast | e.TieReached | e.MotionDecided | e.QuorumMissed


def say_objection(teller: Teller, event: ObjectionEvent) -> Said:
    """What such an event says."""
    words = teller.words
    found = basis.of_dispute(words.program, teller.past, event.scope)
    match event:
        case e.ObjectionOpened():
            text = words.say("ObjectionOpened", seat=words.seat(event.step, event.seat))
            return Said(text, Kind.DISPUTE, basis.of_topic(words.program, event.topic), within="")
        case e.ObjectionWithdrawn():
            text = words.say(
                "ObjectionWithdrawn",
                who=teller.who(event.who),
                seat=words.seat(event.step, event.seat),
                comment=teller.comment(event.comment),
            )
        case e.ObjectionClosed():
            text = words.say("ObjectionClosed", place=words.dispute(event.topic))
            return Said(text, Kind.DISPUTE, found, within=words.part("over"))
        case _:
            assert_never(event)
    return Said(text, Kind.DISPUTE, found)


def say_ruling(teller: Teller, event: RulingEvent) -> Said:
    """What such an event says."""
    words, past = teller.words, teller.past
    found = basis.of_dispute(words.program, past, event.scope)
    match event:
        case e.LevelPassedOver():
            reason = words.word("reason", event.reason)
            text = words.say("LevelPassedOver", role=words.role(event.role), reason=reason)
        case e.LevelOpened():
            place, role = teller.dispute(event.scope), _level(teller, event)
            text = words.say("LevelOpened", place=place, level=event.level + 1, role=role)
        case e.RulingGiven():
            return _ruled(teller, event, found)
        case e.Appealed():
            who, comment = (
                teller.who(event.who, past.roles.get(event.item, "")),
                teller.comment(event.comment),
            )
            text = words.say("Appealed", who=who, comment=comment)
            found = basis.of_appeal(words.program, past, event.scope)
        case e.RightLapsed():
            text = words.say("RightLapsed", right=words.word("right", event.right))
            return Said(text, Kind.CLOCK, basis.of_appeal(words.program, past, event.scope))
        case _:
            assert_never(event)
    return Said(text, Kind.DISPUTE, found)


def _ruled(teller: Teller, event: e.RulingGiven, found: Basis) -> Said:
    words = teller.words
    place, ruling, role = (
        teller.dispute(event.scope),
        words.word("ruling", event.ruling),
        words.role(event.role),
    )
    if event.who is None:
        text = words.say("RulingGiven.group", role=role, place=place, ruling=ruling)
        return Said(text, Kind.DISPUTE, found, within=words.part("ruled", role=role, ruling=ruling))
    who, comment = teller.who(event.who, event.role), teller.comment(event.comment)
    text = words.say("RulingGiven.person", who=who, comment=comment, place=place, ruling=ruling)
    return Said(text, Kind.DISPUTE, found)


def _level(teller: Teller, event: e.LevelOpened) -> str:
    opened = teller.past.disputes.get(event.scope)
    for topic in teller.words.topics():
        if opened is not None and topic.name == opened.topic and isinstance(topic, RuledTopic):
            level = topic.levels[event.level]
            return teller.words.role(level.role if isinstance(level, Arbiter) else level.group)
    return str(event.level + 1)


def say_group(teller: Teller, now: datetime, event: GroupEvent) -> Said:
    """What such an event says."""
    words = teller.words
    found = basis.of_dispute(words.program, teller.past, event.scope)
    minor, kind = False, Kind.DISPUTE
    match event:
        case e.GroupConvened():
            recused = words.part("recused", persons=words.people(event.recused) if event.recused else "")
            text = words.say("GroupConvened", count=len(event.members), recused=recused)
            return Said(text, kind, found, detail=words.part("members", members=words.people(event.members)))
        case e.MotionPut():
            text = words.say("MotionPut", motion=words.word("motion", event.motion))
        case e.VoteCast():
            text, minor = _vote(teller, event), True
        case e.TieReached():
            motion = words.word("motion", event.motion)
            text = words.say("TieReached", motion=motion, yes=event.yes, no=event.no)
        case e.MotionDecided():
            text = _decided(teller, event)
        case e.QuorumMissed():
            text, kind = _quorum_missed(words, event), Kind.CLOCK
        case _:
            assert_never(event)
    return Said(text, kind, found, minor)


def _vote(teller: Teller, event: e.VoteCast) -> str:
    words = teller.words
    args = {
        "who": teller.who(event.who),
        "vote": words.word("vote", event.vote),
        "motion": words.word("motion", event.motion),
        "comment": teller.comment(event.comment),
    }
    if event.member is None:
        return words.say("VoteCast.casting", **args)
    own = event.member in event.who.persons()
    seat_of = words.part("seat_of", person="" if own else words.person(event.member))
    return words.say("VoteCast.member", seat_of=seat_of, **args)


def _quorum_missed(words: Words, event: e.QuorumMissed) -> str:
    motion = words.word("motion", event.motion)
    counts = {"voted": event.voted, "members": event.members}
    if event.ruled_by is None:
        return words.say("QuorumMissed.again", motion=motion, **counts)
    return words.say("QuorumMissed.ruled_by", motion=motion, role=words.role(event.ruled_by), **counts)


def _decided(teller: Teller, event: e.MotionDecided) -> str:
    """A motion's result with the names of who voted how, where the votes were told before."""
    words = teller.words
    cast: dict[str, list[str]] = {}
    for member, vote in teller.past.votes.get(event.scope, {}).items():
        cast.setdefault(vote, []).append(member)
    told = [
        words.say(
            "part.votes_of",
            vote=words.word("vote", vote),
            persons=words.listed([words.name(p) for p in cast[vote]]),
        )
        for vote in sorted(cast, reverse=True)
    ]
    return words.say(
        "MotionDecided.carried" if event.carried else "MotionDecided.fell",
        motion=words.word("motion", event.motion),
        yes=event.yes,
        no=event.no,
        abstain=event.abstain,
        base=event.base,
        votes=words.part("votes", list=words.series(told)),
    )
