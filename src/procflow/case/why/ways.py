"""What somebody could answer as things stand, and what refuses it: commands that are tried and thrown
away."""

from collections.abc import Iterator

from procflow.case.commands import AnswerItem, Command, Context
from procflow.case.decide import decide
from procflow.case.offer import offer
from procflow.case.refusal import Refused
from procflow.case.state import CaseState, Item
from procflow.case.why.look import Look
from procflow.case.why.standing import standing_of
from procflow.case.why.values import MayAct, MayActFor, Way
from procflow.program import Program


def refusal_of(
    program: Program, state: CaseState | None, command: Command, context: Context
) -> Refused | None:
    """Why a command would be refused, with what is missing and what would be allowed; None if it would be
    done. Nothing is done. Raises :class:`~procflow.case.Unlooked` as :func:`~procflow.case.decide` does."""
    try:
        decide(program, state, command, context)
    except Refused as refused:
        return refused
    return None


def ways(look: Look, person: str) -> tuple[Way, ...]:
    """Every outcome of the items that a person can answer, tried with nothing filled in."""
    if look.state.status != "running":
        return ()
    return tuple(way for item in look.state.items.values() for way in _of_item(look, item, person))


def _of_item(look: Look, item: Item, person: str) -> Iterator[Way]:
    for standing in standing_of(look, item, person):
        match standing:
            case MayAct():
                giver = None
            case MayActFor():
                giver = standing.giver
            case _:
                continue
        for outcome in offer(look.program, look.state, item).choices:
            yield _tried(look, item, person, giver, outcome)
        return


def _tried(look: Look, item: Item, person: str, giver: str | None, outcome: str) -> Way:
    known = look.context
    context = Context(known.now, person, known.organization, known.entropy, known.holders)
    refused = refusal_of(look.program, look.state, AnswerItem(item.id, outcome, on_behalf_of=giver), context)
    if refused is None:
        return Way(item.id, outcome, giver)
    # This one gives the values of the table's columns.
    tells = look.hidden and refused.code == "table-undecided"
    reason = "" if tells else refused.reason
    return Way(item.id, outcome, giver, refused.code, reason, refused.missing, refused.allowed)
