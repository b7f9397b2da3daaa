"""Who may act: role holders, deputies under a grant, and those whom separation of duties bars."""

from collections.abc import Iterable
from decimal import Decimal

from procflow.case.authority import is_final
from procflow.case.commands import Context
from procflow.case.data import environment
from procflow.case.refusal import Refused
from procflow.case.state import CaseState, Item, Performance
from procflow.definition.organization import Grant, Organization
from procflow.definition.process import Review
from procflow.program import Program


def entitled(organization: Organization, item: Item) -> tuple[str, ...]:
    """The persons who may act on an item in their own right."""
    holders = item.persons if item.persons is not None else organization.holders(item.role)
    return tuple(p for p in holders if p not in item.barred)


def grants_for(program: Program, state: CaseState, context: Context, item: Item) -> tuple[Grant, ...]:
    """The grants under which the acting person may answer an item at this moment."""
    receiver = context.actor
    if receiver in item.barred:
        return ()
    return tuple(
        grant
        for grant in context.organization.grants_to(receiver, context.now)
        if _reaches(context, grant, entitled(context.organization, item))
        and _covers(program, state, grant, item)
    )


def _covers(program: Program, state: CaseState, grant: Grant, item: Item) -> bool:
    in_scope = not grant.processes or program.process.name in grant.processes
    return in_scope and item.role in grant.roles and not exceeded(program, state, grant)


def _reaches(context: Context, grant: Grant, entitled_persons: tuple[str, ...]) -> bool:
    """Whether the giver may act, in own right or under a grant that may be passed on."""
    if grant.giver in entitled_persons:
        return True
    return any(
        above.may_pass_on and above.giver in entitled_persons and set(grant.roles) <= set(above.roles)
        for above in context.organization.grants_to(grant.giver, context.now)
    )


def exceeded(program: Program, state: CaseState, grant: Grant) -> bool:
    """Whether the case's data go beyond a grant's limits; a value that is not there counts as beyond."""
    values = environment(program.process, state)
    for name, limit in grant.limits.items():
        value = values.get(name)
        if not isinstance(value, Decimal) or value > limit:
            return True
    return False


def acting(
    program: Program, state: CaseState, context: Context, item: Item, on_behalf_of: str | None
) -> Performance:
    """In what capacity the actor answers an item. Refused if that person may not (SEMANTICS 25, 26)."""
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
    grants = [g for g in grants_for(program, state, context, item) if g.giver == on_behalf_of]
    if not grants:
        raise _no_grant(program, state, context, item, on_behalf_of)
    return Performance(actor, on_behalf_of, grants[0].name, grants[0].document_hash or None)


def _not_yours(
    program: Program, state: CaseState, context: Context, item: Item, own: tuple[str, ...]
) -> Refused:
    givers = tuple(dict.fromkeys(g.giver for g in grants_for(program, state, context, item)))
    if givers:
        text = f"{context.actor} may act here only on behalf of {' or '.join(givers)}"
        return Refused("on-behalf-only", text, allowed=tuple(f"on behalf of {g}" for g in givers))
    return Refused("not-yours", f"{context.actor} does not act for {item.role} here", allowed=own)


def _no_grant(program: Program, state: CaseState, context: Context, item: Item, giver: str) -> Refused:
    given = [
        g for g in context.organization.grants.values() if g.receiver == context.actor and g.giver == giver
    ]
    reasons = [f"{g.name}: {_why_not(program, state, context, item, g)}" for g in given]
    text = f"{context.actor} holds no grant of {giver} that is good for {item.role} here"
    if reasons:
        text += f" ({'; '.join(reasons)})"
    return Refused("no-grant", text, allowed=entitled(context.organization, item))


def _why_not(program: Program, state: CaseState, context: Context, item: Item, grant: Grant) -> str:
    if not grant.valid(context.now):
        return f"valid from {grant.since:%Y-%m-%d} until {grant.until:%Y-%m-%d}"
    if item.role not in grant.roles:
        return f"given for {', '.join(grant.roles)}"
    if grant.processes and program.process.name not in grant.processes:
        return f"given for the process {', '.join(grant.processes)}"
    if exceeded(program, state, grant):
        return "up to " + ", ".join(f"{name} {limit}" for name, limit in grant.limits.items())
    return "its giver may not act here"


def offered_to(context: Context, item: Item) -> tuple[str, ...]:
    """Who can act on an item now: the entitled who are not away."""
    people = context.organization.people
    return tuple(
        p for p in entitled(context.organization, item) if p in people and not people[p].absent(context.now)
    )


def places_of(program: Program, state: CaseState, step: str, seat: str | None, role: str) -> tuple[str, ...]:
    """What separation of duties calls a task or a seat: its step, its seat, its table. Only
    places that a rule names count."""
    places = [step] if seat is None else [f"{step}/{seat}"]
    found = program.process.steps.get(step)
    if seat is not None and isinstance(found, Review) and is_final(program, state, step, role):
        places.append(found.until or found.only or "")
    named = {place for rule in program.separations() for place in rule.places}
    return tuple(place for place in places if place in named)


def barred_by_separation(program: Program, state: CaseState, places: Iterable[str]) -> tuple[str, ...]:
    """The persons who did, or for whom was done, what these places must be kept apart from (SEMANTICS 26)."""
    here = set(places)
    barred: set[str] = set()
    for rule in program.separations():
        if here & set(rule.places):
            for other in set(rule.places) - here:
                done = state.performed.get(other)
                barred |= done.persons() if done is not None else frozenset()
    return tuple(sorted(barred))


def role_that_can_act(organization: Organization, role: str, barred: Iterable[str]) -> str | None:
    """The role itself if it has a holder who is not barred, else the next one above that has; None if none
    has."""
    out = set(barred)
    seen: set[str] = set()
    asked: str | None = role
    while asked is not None and asked not in seen:
        if any(p not in out for p in organization.holders(asked)):
            return asked
        seen.add(asked)
        asked = organization.superior(asked)
    return None
