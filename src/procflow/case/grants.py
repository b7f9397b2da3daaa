"""Whether a written authorisation is good for a work item, and if not, why (SEMANTICS 25)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import assert_never

from msgspec import Struct

from procflow.case.commands import Context
from procflow.case.lens import dispute_of
from procflow.case.state import CaseState, Item
from procflow.case.surroundings import environment
from procflow.definition.organization import Grant, Organization
from procflow.definition.process import GroupLevel
from procflow.program import Program


class OutOfTime(Struct, frozen=True, tag=True):
    """The grant runs from its beginning up to, not including, its end, and not now."""

    since: datetime
    until: datetime


class OtherRoles(Struct, frozen=True, tag=True):
    """It is given for these roles."""

    roles: tuple[str, ...]


class OtherProcesses(Struct, frozen=True, tag=True):
    """It is given for these processes."""

    processes: tuple[str, ...]


class Beyond(Struct, frozen=True, tag=True, omit_defaults=True):
    """A field of the case is above the grant's limit, or not filled in, which counts as beyond; ``value`` is
    left out from whoever may not see the field."""

    field: str
    limit: Decimal
    value: object = None
    hidden: bool = False


class NoDeputies(Struct, frozen=True, tag=True):
    """The group takes no deputies."""


class GiverMayNot(Struct, frozen=True, tag=True):
    """Whoever gave it may not act here."""


Failing = OutOfTime | OtherRoles | OtherProcesses | Beyond | NoDeputies | GiverMayNot
"""Why a grant is not good for an item."""


def failing(program: Program, state: CaseState, context: Context, item: Item, grant: Grant) -> Failing:
    """The first thing that keeps a grant from being good for an item; of one that nothing else keeps, that
    its giver may not act."""
    if not grant.valid(context.now):
        return OutOfTime(grant.since, grant.until)
    if item.role not in grant.roles:
        return OtherRoles(grant.roles)
    if not grant.serves(program.process.name):
        return OtherProcesses(grant.processes)
    outgrown = beyond(program, state, grant)
    if outgrown is not None:
        return outgrown
    if not may_send_deputies(program, state, context.organization, item):
        return NoDeputies()
    return GiverMayNot()


def beyond(program: Program, state: CaseState, grant: Grant) -> Beyond | None:
    """The first of a grant's limits that the case's data go beyond; a value that is not there counts as
    beyond."""
    values = environment(program, state)
    for name, limit in grant.limits.items():
        value = values.get(name)
        if not isinstance(value, Decimal) or value > limit:
            return Beyond(name, limit, value)
    return None


def exceeded(program: Program, state: CaseState, grant: Grant) -> bool:
    """Whether the case's data go beyond a grant's limits."""
    return beyond(program, state, grant) is not None


def may_send_deputies(program: Program, state: CaseState, organization: Organization, item: Item) -> bool:
    """A group says whether its members may send deputies; elsewhere the grants decide (SEMANTICS 19)."""
    if item.purpose != "vote":
        return True
    dispute = dispute_of(state.scopes[item.scope])
    level = program.ruled_topic(dispute.topic).levels[dispute.level]
    group = organization.groups.get(level.group) if isinstance(level, GroupLevel) else None
    return group is not None and group.deputies


def failing_text(program: Program, organization: Organization, grant: Grant, reason: Failing) -> str:
    """Why a grant is not good, in a few words for a refusal."""
    match reason:
        case OutOfTime(since, until):
            zone = organization.zone_of(program.process.calendar)
            first, last = zone.local(since), zone.local(last_instant(until))
            return f"valid from {first:%Y-%m-%d} until {last:%Y-%m-%d}"
        case OtherRoles(roles):
            return f"given for {', '.join(roles)}"
        case OtherProcesses(processes):
            return f"given for the process {', '.join(processes)}"
        case Beyond():
            return "up to " + ", ".join(f"{name} {limit}" for name, limit in grant.limits.items())
        case NoDeputies():
            return "the group takes no deputies"
        case GiverMayNot():
            return "its giver may not act here"
        case _:
            assert_never(reason)


def last_instant(until: datetime) -> datetime:
    """The last instant before an end that does not belong, so that its day can be told."""
    return until - timedelta(microseconds=1)
