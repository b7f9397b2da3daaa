"""Sentences on who can answer an item, and who cannot for what."""

from datetime import datetime
from typing import assert_never

from procflow.case import grants as g
from procflow.case import why as w
from procflow.case.grants import last_instant
from procflow.reports.why.speaker import Speaker, WhyLine


def say_standing(speaker: Speaker, standing: w.Standing) -> WhyLine:
    """How somebody stands to an item."""
    words = speaker.words
    person = words.person(standing.person)
    match standing:
        case w.MayAct():
            return speaker.line(1, "MayAct", person=person)
        case w.MayActFor():
            return _for_another(speaker, standing)
        case w.Away(_, None):
            return speaker.line(1, "Away.long", person=person)
        case w.Away(_, until):
            return speaker.line(1, "Away", person=person, until=speaker.when(until))
        case w.Separated(_, place, done, basis):
            step, _, seat = place.partition("/")
            where = speaker.seat(step, seat) if seat else speaker.step(step)
            by = speaker.done_by(done)
            return speaker.line(1, "Separated", basis, person=person, place=where, done=by)
        case w.IsParty(_, part):
            return speaker.line(1, f"IsParty.{part}", person=person)
        case w.GrantFails(_, giver, grant, because):
            reason = say_failing(speaker, because)
            names = {"person": person, "giver": words.person(giver), "grant": grant}
            return speaker.line(1, "GrantFails", **names, because=reason)
        case w.NotAsked(_, role, None):
            return speaker.line(1, "NotAsked.role", person=person, role=speaker.role(role))
        case w.NotAsked(_, _, persons):
            meant = words.people(persons or (), "or")
            return speaker.line(1, "NotAsked.persons", person=person, persons=meant)
        case w.Unknown():
            return speaker.line(1, "Unknown", person=person)
        case _:
            assert_never(standing)


def _for_another(speaker: Speaker, standing: w.MayActFor) -> WhyLine:
    words = speaker.words
    limits = words.series(words.field(name, limit) for name, limit in standing.limits.items())
    giver = words.person(standing.giver)
    under = speaker.say("under", giver=giver, under=standing.under) if standing.under is not None else ""
    return speaker.line(
        1,
        "MayActFor",
        person=words.person(standing.person),
        giver=giver,
        grant=standing.grant,
        until=_last_day(speaker, standing.until),
        limits=speaker.say("limits", limits=limits) if limits else "",
        under=under,
    )


def say_failing(speaker: Speaker, reason: g.Failing) -> str:
    """Why a grant is not good, as part of a sentence."""
    words = speaker.words
    match reason:
        case g.OutOfTime(since, until):
            first = words.day(words.local(since), year=True)
            return speaker.say("OutOfTime", since=first, until=_last_day(speaker, until))
        case g.OtherRoles(roles):
            return speaker.say("OtherRoles", roles=speaker.roles(roles))
        case g.OtherProcesses(processes):
            return speaker.say("OtherProcesses", processes=words.listed(list(processes)))
        case g.Beyond(field, limit, value, hidden):
            shown = speaker.value(field, value, hidden=hidden)
            most = speaker.value(field, limit)
            return speaker.say("Beyond", field=speaker.field(field), limit=most, value=shown)
        case g.NoDeputies():
            return speaker.say("NoDeputies")
        case g.GiverMayNot():
            return speaker.say("GiverMayNot")
        case _:
            assert_never(reason)


def _last_day(speaker: Speaker, until: datetime) -> str:
    """The last day on which something holds that ends at an instant."""
    return speaker.words.day(speaker.words.local(last_instant(until)), year=True)
