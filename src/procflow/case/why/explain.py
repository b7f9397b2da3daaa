"""The explanation of a case: why it asks whom, why not somebody else, and what it waits for."""

from collections.abc import Collection

from procflow.case.commands import Context
from procflow.case.lens import in_main_flow
from procflow.case.state import CaseState, Item
from procflow.case.why.because import because
from procflow.case.why.look import History, Look, past_of, place_of_item
from procflow.case.why.standing import standing_of, standings
from procflow.case.why.unasked import unasked
from procflow.case.why.values import Suspension, Why, WhyAsked, WhyPerson
from procflow.case.why.waiting import resting, waiting
from procflow.case.why.ways import ways
from procflow.program import Program


def explain(
    program: Program,
    state: CaseState,
    history: History,
    context: Context,
    *,
    person: str | None = None,
    hidden: Collection[str] = (),
) -> Why:
    """Why a case stands as it does, from its state and what happened to it.

    With ``person``, how that person stands in it besides. Values of fields in ``hidden`` are left out.
    ``context`` gives the instant and the organization; its actor says nothing. Raises
    :class:`~procflow.case.Unlooked` where an outcome depends on a key that nobody has looked up.
    """
    look = Look(program, state, context, past_of(history), frozenset(hidden))
    rests = resting(look)
    asked = tuple(_asked(look, item, person, rests) for item in state.items.values())
    return Why(
        case=state.id,
        process=state.process,
        version=state.seq,
        status=state.status,
        asked=asked,
        waiting=waiting(look),
        resting=rests,
        person=_person(look, person) if person is not None else None,
    )


def _asked(look: Look, item: Item, person: str | None, rests: tuple[Suspension, ...]) -> WhyAsked:
    suspended = item.purpose != "acknowledge" and in_main_flow(look.state, item.scope)
    return WhyAsked(
        item=item.id,
        place=place_of_item(look, item),
        purpose=item.purpose,
        role=item.role,
        opened_at=item.opened_at,
        because=because(look, item),
        standings=standings(look, item) if person is None else standing_of(look, item, person),
        due=item.due,
        suspended=rests if suspended else (),
    )


def _person(look: Look, person: str) -> WhyPerson:
    organization, now = look.context.organization, look.context.now
    known = organization.people.get(person)
    roles = known.roles if known is not None else ()
    granted = (role for grant in organization.grants_to(person, now) for role in grant.roles)
    could = frozenset(roles) | frozenset(granted)
    return WhyPerson(person, roles, ways(look, person), unasked(look, person, could))
