"""How persons stand to an open item: who can answer it, and who cannot for what."""

from collections.abc import Iterator

from msgspec.structs import replace

from procflow.case.commands import Context
from procflow.case.grants import Beyond, failing
from procflow.case.people import entitled, granted, meant_by, places_asked, separated
from procflow.case.state import Item
from procflow.case.why.look import Look
from procflow.case.why.values import (
    Away,
    GrantFails,
    IsParty,
    MayAct,
    MayActFor,
    NotAsked,
    Separated,
    Standing,
    Unknown,
)
from procflow.definition.organization import Grant


def standings(look: Look, item: Item) -> tuple[Standing, ...]:
    """How those stand to an item who hold what it asks, and those whom one of them gave a grant for it."""
    organization = look.context.organization
    meant = meant_by(organization, item)
    own = [found for person in meant for found in _own(look, item, person)]
    receivers = dict.fromkeys(
        grant.receiver for grant in organization.grants.values() if item.role in grant.roles
    )
    deputies = [
        found
        for person in receivers
        if person not in meant
        for found in _by_grant(look, item, person)
        if not isinstance(found, GrantFails) or found.giver in meant
    ]
    return (*own, *deputies)


def standing_of(look: Look, item: Item, person: str) -> tuple[Standing, ...]:
    """How one person stands to an item: in own right, and under each grant that the person holds."""
    organization = look.context.organization
    if person not in organization.people:
        return (Unknown(person),)
    by_grant = tuple(_by_grant(look, item, person))
    if person in meant_by(organization, item):
        return (*_own(look, item, person), *by_grant)
    if any(isinstance(found, MayActFor | Away) for found in by_grant):
        return by_grant
    barred = _barred(look, item, person) if person in item.barred else ()
    return (NotAsked(person, item.role, item.persons), *barred, *by_grant)


def _own(look: Look, item: Item, person: str) -> Iterator[Standing]:
    """How one of those stands to it whom an item is for."""
    organization, now = look.context.organization, look.context.now
    if person in item.barred:
        yield from _barred(look, item, person)
    elif person in organization.people:
        known = organization.people[person]
        yield Away(person, known.back(now)) if known.absent(now) else MayAct(person)
    else:
        yield Unknown(person)


def _barred(look: Look, item: Item, person: str) -> Iterator[Standing]:
    """What keeps a person out, each rule once."""
    found: dict[tuple[str, object], Standing] = {}
    places = places_asked(look.program, look.state, item)
    for rule, place, who in separated(look.program, look.state, places):
        if person in who.persons():
            found.setdefault((place, rule.basis), Separated(person, place, who, rule.basis))
    yield from found.values()
    part = party(look, item.scope, person)
    if part is not None and item.purpose in ("ruling", "vote", "casting"):
        yield part


def party(look: Look, scope: str, person: str) -> IsParty | None:
    """The part that somebody has in an objection."""
    if person in look.past.objected.get(scope, frozenset()):
        return IsParty(person, "objected")
    rulings = look.past.rulings.get(scope, ())
    ruled = any(r.who is not None and person in r.who.persons() for r in rulings)
    return IsParty(person, "ruled") if ruled else None


def _by_grant(look: Look, item: Item, person: str) -> Iterator[Standing]:
    """The grants that a person holds: what each makes possible, or why it makes nothing."""
    organization, now = look.context.organization, look.context.now
    context = Context(now, person, organization, b"")
    good = {
        grant.name: done
        for grant, done in granted(look.program, look.state, context, item, within_limits=True)
    }
    if person in item.barred:
        return
    for grant in organization.grants.values():
        if grant.receiver != person:
            continue
        if grant.name in good:
            under = good[grant.name].under
            known = organization.people.get(person)
            if known is not None and known.absent(now):
                yield Away(person, known.back(now))
            else:
                yield _good(grant, under.grant if under is not None else None)
        elif grant.giver in entitled(organization, item) or item.role in grant.roles:
            yield _failed(look, item, grant)


def _good(grant: Grant, under: str | None) -> MayActFor:
    return MayActFor(
        person=grant.receiver,
        giver=grant.giver,
        grant=grant.name,
        until=grant.until,
        document=grant.document,
        document_hash=grant.document_hash,
        limits=grant.limits,
        under=under,
    )


def _failed(look: Look, item: Item, grant: Grant) -> GrantFails:
    reason = failing(look.program, look.state, look.context, item, grant)
    if isinstance(reason, Beyond) and look.hides(reason.field):
        reason = replace(reason, value=None, hidden=True)
    return GrantFails(grant.receiver, grant.giver, grant.name, reason)
