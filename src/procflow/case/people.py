"""Who may act: role holders, deputies under a grant, and those whom separation of duties bars."""

from collections.abc import Iterable, Iterator

from procflow.case.authority import is_final
from procflow.case.commands import Context
from procflow.case.grants import exceeded, failing, failing_text, may_send_deputies
from procflow.case.refusal import Refused
from procflow.case.seats import seat_of
from procflow.case.state import CaseState, Item, Performance
from procflow.definition.organization import Grant, Organization
from procflow.definition.process import Different, Review, Same
from procflow.program import Program


def meant_by(organization: Organization, item: Item) -> tuple[str, ...]:
    """The persons that an item is for, those who may not act on it too."""
    return item.persons if item.persons is not None else organization.holders(item.role)


def entitled(organization: Organization, item: Item) -> tuple[str, ...]:
    """The persons who may act on an item in their own right."""
    meant = meant_by(organization, item)
    return tuple(p for p in meant if p not in item.barred) if item.barred else meant


def offered_to(context: Context, item: Item) -> tuple[str, ...]:
    """Who can act on an item now: the entitled who are not away."""
    people, now = context.organization.people, context.now
    could = entitled(context.organization, item)
    return tuple([person for person in could if person in people and not people[person].absent(now)])


def grants_for(program: Program, state: CaseState, context: Context, item: Item) -> tuple[Grant, ...]:
    """The grants under which the acting person may answer an item at this moment."""
    return tuple(grant for grant, _ in granted(program, state, context, item, within_limits=True))


def deputies(program: Program, state: CaseState, context: Context, item: Item) -> tuple[str, ...]:
    """Those who are not away and could act on an item under a grant."""
    organization, now = context.organization, context.now
    receivers = dict.fromkeys(grant.receiver for grant in organization.grants.values())
    return tuple(
        person
        for person in receivers
        if person in organization.people
        and not organization.people[person].absent(now)
        and grants_for(program, state, Context(now, person, organization, b""), item)
    )


def granted(
    program: Program, state: CaseState, context: Context, item: Item, *, within_limits: bool
) -> Iterator[tuple[Grant, Performance]]:
    """The grants that reach an item, each with what acting under it would be."""
    organization = context.organization
    given = organization.grants_to(context.actor, context.now)
    if not given or context.actor in item.barred:
        return
    if not may_send_deputies(program, state, organization, item):
        return
    own = entitled(organization, item)
    for grant in given:
        if grant.giver in item.barred or not _covers(program, state, grant, item, within_limits):
            continue
        if grant.giver in own:
            yield grant, _under(grant)
            continue
        for above in organization.grants_to(grant.giver, context.now):
            passes = above.may_pass_on and above.giver in own
            if passes and _covers(program, state, above, item, within_limits):
                yield grant, _under(grant, _under(above))
                break


def _under(grant: Grant, above: Performance | None = None) -> Performance:
    return Performance(grant.receiver, grant.giver, grant.name, grant.document_hash or None, above)


def _covers(program: Program, state: CaseState, grant: Grant, item: Item, within_limits: bool) -> bool:
    if not grant.serves(program.process.name) or item.role not in grant.roles:
        return False
    return not within_limits or not exceeded(program, state, grant)


def acting(
    program: Program,
    state: CaseState,
    context: Context,
    item: Item,
    on_behalf_of: str | None,
    *,
    within_limits: bool = True,
) -> Performance:
    """In what capacity the actor answers an item. Refused if that person may not (SEMANTICS 25, 26).

    Without ``within_limits`` the limits of grants are left for when the data are there that they hang on.
    """
    own = entitled(context.organization, item)
    actor = context.actor
    if actor not in context.organization.people:
        raise Refused("unknown-person", f"{actor} is nobody in {context.organization.name}", allowed=own)
    if actor in item.barred or on_behalf_of in item.barred:
        who = actor if actor in item.barred else on_behalf_of
        raise Refused("barred", f"{who} has a part in this case that bars from acting here", allowed=own)
    if on_behalf_of is None or on_behalf_of == actor:
        if actor in own:
            return Performance(actor)
        raise _not_yours(program, state, context, item, own)
    for grant, performance in granted(program, state, context, item, within_limits=within_limits):
        if grant.giver == on_behalf_of:
            return performance
    raise _no_grant(program, state, context, item, on_behalf_of)


def _not_yours(
    program: Program, state: CaseState, context: Context, item: Item, own: tuple[str, ...]
) -> Refused:
    givers = tuple(dict.fromkeys(g.giver for g in grants_for(program, state, context, item)))
    if givers:
        text = f"{context.actor} may act here only on behalf of {' or '.join(givers)}"
        return Refused("on-behalf-only", text, allowed=tuple(f"on behalf of {g}" for g in givers))
    text = f"{context.actor} does not act for {item.role} here"
    if context.actor in context.organization.holders(item.role):
        text = f"{context.actor} holds {item.role}, and this is asked of {' or '.join(own)} by name"
    return Refused("not-yours", text, allowed=own)


def _no_grant(program: Program, state: CaseState, context: Context, item: Item, giver: str) -> Refused:
    given = [
        g for g in context.organization.grants.values() if g.receiver == context.actor and g.giver == giver
    ]
    failures = ((g, failing(program, state, context, item, g)) for g in given)
    reasons = [f"{g.name}: {failing_text(program, context.organization, g, why)}" for g, why in failures]
    text = f"{context.actor} holds no grant of {giver} that is good for {item.role} here"
    if reasons:
        text += f" ({'; '.join(reasons)})"
    return Refused("no-grant", text, allowed=entitled(context.organization, item))


def places_of(program: Program, state: CaseState, step: str, seat: str | None, role: str) -> tuple[str, ...]:
    """What separation of duties calls a task or a seat: its step, its seat, its table. Only
    places that a rule names count; one that names a review names each of its seats."""
    named = program.ruled_places
    if not named:
        return ()
    if seat is None:
        return (step,) if step in named else ()
    places = [f"{step}/{seat}"] if f"{step}/{seat}" in named or step in named else []
    found = program.steps.get(step)
    if isinstance(found, Review) and is_final(program, state, step, role):
        table = found.until or found.only or ""
        places += [table] if table in named else []
    return tuple(places)


def places_asked(program: Program, state: CaseState, item: Item) -> tuple[str, ...]:
    """What the rules on persons call the task or seat that an item asks for; convening a review, ruling and
    reading are none of their places."""
    if not program.ruled_places or item.purpose not in ("task", "seat"):
        return ()
    role = item.role
    if item.purpose == "seat":
        role = seat_of(program, state.scopes[item.scope], item.seat or "").role
    return places_of(program, state, item.step, item.seat, role)


def separated(
    program: Program, state: CaseState, places: Iterable[str]
) -> Iterator[tuple[Different, str, Performance]]:
    """What was done that these places must be kept apart from: the rule, the place, and who did it (SEMANTICS
    26)."""
    here = set(places)
    for rule in program.separations if here else ():
        for place in rule.places:
            if any(_stands_for(place, own) for own in here):
                others = [other for other in rule.places if other != place]
                done = state.performed.items()
                yield from ((rule, key, who) for key, who in done if _any_stands_for(others, key))


def barred_by_separation(program: Program, state: CaseState, places: Iterable[str]) -> tuple[str, ...]:
    """The persons who did, or for whom was done, what these places must be kept apart from (SEMANTICS 26)."""
    found = separated(program, state, places)
    return tuple(sorted({person for _, _, who in found for person in who.persons()}))


def same_as(
    program: Program, state: CaseState, places: Iterable[str]
) -> Iterator[tuple[Same, str, Performance]]:
    """What was done that a rule keeps in one hand with these places: the rule, the place, and who did it."""
    here = set(places)
    for rule in program.sames if here else ():
        mine = [place for place in rule.places if any(_stands_for(place, own) for own in here)]
        others = [place for place in rule.places if place not in mine]
        done = ((key, who) for key, who in state.performed.items() if _any_stands_for(others, key))
        first = next(done, None)
        if mine and first is not None:
            yield rule, *first


def bound_by_sameness(program: Program, state: CaseState, places: Iterable[str]) -> str | None:
    """The person who did another place of a rule that asks for the same one in all of them, if somebody
    did."""
    who = next((who for _, _, who in same_as(program, state, places)), None)
    return None if who is None else who.responsible()


def _stands_for(place: str, key: str) -> bool:
    """Whether a place of a rule is a task, a seat or a table's role as its performer is recorded; a review
    stands for each of its seats."""
    return key == place or key.startswith(f"{place}/")


def _any_stands_for(places: Iterable[str], key: str) -> bool:
    return any(_stands_for(place, key) for place in places)


def places_named(program: Program, place: str) -> set[str]:
    """A place as its performers are recorded: a review stands for each of its seats."""
    found = program.steps.get(place)
    return {f"{place}/{seat.name}" for seat in found.seats} if isinstance(found, Review) else {place}


def role_that_can_act(organization: Organization, role: str, barred: Iterable[str]) -> str | None:
    """The role itself if it has a holder who is not barred, else the next one above that has; None if none
    has."""
    out = set(barred)
    line = organization.line(role)
    return next((asked for asked in line if any(p not in out for p in organization.holders(asked))), None)


def role_above_that_can_act(organization: Organization, role: str, barred: Iterable[str]) -> str | None:
    """The next role above that has a holder who is not barred; None if none has."""
    known = organization.roles.get(role)
    above = known.superior if known is not None else None
    return role_that_can_act(organization, above, barred) if above is not None else None
