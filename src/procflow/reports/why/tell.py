"""From an explanation to sentences."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from procflow.case import why as w
from procflow.definition.organization import Organization
from procflow.program import Program
from procflow.reports.why.say_because import say_because
from procflow.reports.why.say_people import say_standing
from procflow.reports.why.say_unasked import say_unasked, say_way
from procflow.reports.why.speaker import Speaker, WhyLine
from procflow.wording import Lang, Words


def tell_why(
    program: Program, organization: Organization, why: w.Why, now: datetime, lang: Lang = "en"
) -> Iterator[WhyLine]:
    """An explanation in sentences: how the case stands, what it asks of whom and why, who can answer, what it
    waits for; then the person that was asked about.

    Names that the program or the organization does not have are shown as ids.
    """
    speaker = Speaker(Words(program, organization, lang), now)
    status = speaker.say(f"status.{why.status}")
    yield speaker.line(0, "case", case=why.case, status=status, version=why.version)
    if why.status != "running":
        yield speaker.line(0, "over")
    for rest in why.resting:
        yield _resting(speaker, rest)
    for waiting in why.waiting:
        yield _waiting(speaker, waiting)
    for asked in why.asked:
        yield from _asked(speaker, asked, alone=why.person is not None)
    if why.person is not None:
        yield from _person(speaker, why.person, why)


def _asked(speaker: Speaker, asked: w.WhyAsked, *, alone: bool) -> Iterator[WhyLine]:
    late = asked.due is not None and asked.due < speaker.now
    due = speaker.say("overdue" if late else "due", due=speaker.when(asked.due)) if asked.due else ""
    yield speaker.line(
        0,
        f"asked.{asked.purpose}",
        asked.place.basis,
        place=speaker.place(asked.place),
        item=asked.item,
        role=speaker.role(asked.role),
        due=due,
    )
    for because in asked.because:
        yield from say_because(speaker, because)
    for rest in asked.suspended:
        yield speaker.line(1, "suspended", **_raised(speaker, rest))
    for standing in asked.standings:
        yield say_standing(speaker, standing)
    if not alone and not any(isinstance(s, w.MayAct | w.MayActFor) for s in asked.standings):
        yield speaker.line(1, "nobody")


def _person(speaker: Speaker, person: w.WhyPerson, why: w.Why) -> Iterator[WhyLine]:
    named = speaker.words.person(person.person)
    roles = speaker.roles(person.roles) or speaker.say("no_roles")
    yield speaker.line(0, "person", person=named, roles=roles)
    for way in person.ways:
        yield say_way(speaker, person.person, way)
    for unasked in person.unasked:
        yield say_unasked(speaker, unasked)
    concerned = any(
        not isinstance(standing, w.NotAsked | w.Unknown)
        for asked in why.asked
        for standing in asked.standings
    )
    if why.status == "running" and not concerned and not person.unasked:
        yield speaker.line(1, "no_place", person=named)


def _raised(speaker: Speaker, rest: w.Suspension) -> dict[str, str]:
    by = speaker.words.person(rest.by) if rest.by is not None else ""
    return {"event": speaker.event(rest.event), "by": by, "since": speaker.when(rest.since)}


def _resting(speaker: Speaker, rest: w.Suspension) -> WhyLine:
    clock = speaker.say(f"clock_word.{'stops' if rest.clock_stops else 'runs'}")
    return speaker.line(0, "resting", **_raised(speaker, rest), clock=clock)


def _waiting(speaker: Speaker, waiting: w.Waiting) -> WhyLine:
    gap = " " if speaker.words.lang == "en" else ""
    joint = f"{gap}{speaker.say('or')}{gap}"
    awaits = joint.join(_awaits(speaker, one) for one in waiting.awaits)
    clock = speaker.say("clock", at=speaker.when(waiting.clock)) if waiting.clock is not None else ""
    place = speaker.place(waiting.place)
    return speaker.line(0, "waiting", waiting.place.basis, place=place, awaits=awaits, clock=clock)


def _awaits(speaker: Speaker, awaited: w.Awaited) -> str:
    words = speaker.words
    match awaited:
        case w.AwaitsEvent(event):
            return speaker.say("AwaitsEvent", event=speaker.event(event))
        case w.AwaitsMoment(at):
            return speaker.say("AwaitsMoment", at=speaker.when(at))
        case w.AwaitsField(field):
            return speaker.say("AwaitsField", field=speaker.field(field))
        case w.AwaitsKey(process, field, value, hidden):
            shown = speaker.value(field, value, hidden=hidden)
            return speaker.say("AwaitsKey", process=process, field=speaker.field(field), value=shown)
        case w.AwaitsCase(process, None):
            return speaker.say("AwaitsCase.starting", process=process)
        case w.AwaitsCase(process, case):
            return speaker.say("AwaitsCase.running", process=process, case=case)
        case w.AwaitsHandler(handler, attempt, at, limit):
            given_up = (
                speaker.say("AwaitsHandler.limit", limit=speaker.when(limit)) if limit is not None else ""
            )
            when = speaker.when(at)
            return speaker.say("AwaitsHandler", handler=handler, attempt=attempt, at=when, limit=given_up)
        case w.AwaitsReading(by):
            people = words.organization.people
            named = [words.person(one) if one in people else speaker.role(one) for one in by]
            return speaker.say("AwaitsReading", persons=words.listed(named))
        case w.AwaitsBranches(finished, wanted):
            return speaker.say("AwaitsBranches", finished=finished, wanted=wanted)
        case w.AwaitsEvents(events):
            named = [speaker.event(event) for event in dict.fromkeys(events)]
            return speaker.say("AwaitsEvents", events=words.listed(named))
        case _:
            assert_never(awaited)
