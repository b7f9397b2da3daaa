"""Sentences on why a place asks somebody nothing, and on what somebody could answer."""

from typing import assert_never

from procflow.case import why as w
from procflow.reports.why.speaker import Speaker, WhyLine


def say_unasked(speaker: Speaker, unasked: w.WhyUnasked) -> WhyLine:
    """Why nothing is open at a place."""
    because = _because(speaker, unasked.place, unasked.because)
    place, basis = speaker.place(unasked.place), unasked.place.basis
    if not unasked.role:
        return speaker.line(1, "unasked.person", basis, place=place, because=because)
    return speaker.line(1, "unasked", basis, place=place, role=speaker.role(unasked.role), because=because)


def _because(speaker: Speaker, place: w.Place, because: w.Unasked) -> str:
    match because:
        case w.NotTheAuthority(decided, asks):
            return speaker.say(
                f"NotTheAuthority.{asks}",
                role=speaker.role(decided.role),
                row=decided.row,
                table=speaker.table(decided.table),
                cells=speaker.cells(decided),
            )
        case w.AnsweredAlready(answer, who, at):
            said = _answer(speaker, place, answer)
            when = speaker.say("AnsweredAlready.at", at=speaker.when(at)) if at is not None else ""
            return speaker.say("AnsweredAlready", who=speaker.done_by(who), answer=said, at=when)
        case w.InDispute(topic, seat):
            names = {"seat": speaker.seat(place.step, seat), "topic": speaker.words.topic(topic)}
            return speaker.say("InDispute", **names)
        case w.NotItsTurn(before):
            seats = speaker.words.listed([speaker.seat(place.step, seat) for seat in before])
            return speaker.say("NotItsTurn", seats=seats)
        case w.NotConvened(role):
            return speaker.say("NotConvened", role=speaker.role(role))
        case w.StandsBack(group, part):
            return speaker.say(f"StandsBack.{part}", group=speaker.role(group))
        case w.OtherLevel(level, now):
            return speaker.say("OtherLevel", level=level, now=now)
        case w.NothingOpen():
            return speaker.say("NothingOpen")
        case _:
            return _elsewhere(speaker, because)


def _elsewhere(speaker: Speaker, because: w.StepParked | w.NotCome | w.NotRaised) -> str:
    match because:
        case w.StepParked(target):
            return speaker.say("StepParked", target=speaker.step(target))
        case w.NotCome(at, reachable, done):
            where = speaker.words.listed(
                [speaker.say("quoted", step=speaker.step(step)) for step in dict.fromkeys(at)]
            )
            before = speaker.say("done", who=speaker.done_by(done)) if done is not None else ""
            return speaker.say(f"NotCome.{'later' if reachable else 'never'}", at=where, done=before)
        case w.NotRaised(event):
            return speaker.say("NotRaised", event=speaker.event(event))
        case _:
            assert_never(because)


def _answer(speaker: Speaker, place: w.Place, answer: str) -> str:
    return speaker.words.answer(place.step, place.seat or "", answer)


def say_way(speaker: Speaker, person: str, way: w.Way) -> WhyLine:
    """What somebody could choose, and what refuses it as things stand."""
    words = speaker.words
    giver = speaker.say("on_behalf", giver=words.person(way.on_behalf_of)) if way.on_behalf_of else ""
    names = {"outcome": way.outcome, "item": way.item, "giver": giver}
    if way.code is None:
        return speaker.line(1, "way.open", **names, person=words.person(person))
    if way.missing:
        missing = words.listed([_needed(speaker, name) for name in way.missing])
        return speaker.line(1, "way.missing", **names, missing=missing)
    reason = speaker.say("reason_text", reason=way.reason) if way.reason else ""
    return speaker.line(1, "way.refused", **names, code=way.code, reason=reason)


def _needed(speaker: Speaker, name: str) -> str:
    """What has to come with an answer."""
    return speaker.say(f"need.{name}") if name in ("comment", "topic") else speaker.field(name)
