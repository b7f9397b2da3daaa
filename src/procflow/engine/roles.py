"""The roles that a process names, wherever it does: their holders may read its cases (SEMANTICS 27)."""

from collections.abc import Iterable, Iterator

from procflow.definition.organization import Organization
from procflow.definition.process import (
    OWNER,
    AnytimeEvent,
    Arbiter,
    Arbitration,
    Call,
    DataField,
    Each,
    EachSeat,
    GroupLevel,
    HandUp,
    Limit,
    Notice,
    Notify,
    Parallel,
    Process,
    Remind,
    Review,
    RoleBy,
    RuledTopic,
    Step,
    Task,
    Wait,
    every_step,
)


def roles_named(process: Process, organization: Organization) -> Iterator[str]:
    """Every role that a process asks, tells, alarms, or lets rule, raise, see or change something, in
    branches and any-time events too. Superiors are not among them until an item is handed up to them."""
    owner = process.owner.role if process.owner is not None else OWNER
    for role in _roles(process, organization):
        if role:
            yield owner if role == OWNER else role


def _roles(process: Process, organization: Organization) -> Iterator[str]:
    yield from _of_fields(process.fields.values())
    if process.alarm is not None:
        yield process.alarm
    if process.cadence is not None:
        yield process.cadence.starter
    if process.owner is not None:
        yield from (process.owner.role, *process.owner.reassigned_by)
    for step in every_step(process).values():
        yield from _of_step(process, step)
    for event in process.events.values():
        yield from _of_event(event)
    if process.arbitration is not None:
        yield from _of_arbitration(process.arbitration, organization)


def _of_fields(fields: Iterable[DataField]) -> Iterator[str]:
    for field in fields:
        yield from (*field.see, *field.edit)
        yield from field.change.by if field.change is not None else ()


def _of_event(event: AnytimeEvent) -> Iterator[str]:
    yield from event.raised_by
    yield from _of_fields(event.fields.values())


def _of_step(process: Process, step: Step) -> Iterator[str]:
    match step:
        case Task():
            yield step.role
            if isinstance(step.doer, RoleBy):
                yield from _given_by(process, step.doer.table)
            yield from _told(step.limit)
        case Review():
            if step.convened_by is not None:
                yield step.convened_by
            if isinstance(step.seating, EachSeat):
                yield from _given_by(process, step.seating.each.by)
            for seat in step.seats:
                yield seat.role
                yield from _told(seat.limit)
        case Notice():
            yield from _given_by(process, step.to.by) if isinstance(step.to, Each) else step.to
            yield from _told(step.limit)
        case Wait() | Call():
            yield from _told(step.limit)
        case Parallel():
            yield from _given_by(process, step.for_each.each.by if step.for_each is not None else None)
        case _:
            pass


def _given_by(process: Process, name: str | None) -> Iterator[str]:
    """The roles that a table or a map can come to, if one is named."""
    if name is None:
        return
    if name in process.maps:
        yield from process.maps[name].roles.values()
    elif name in process.tables:
        yield from (row.then for row in process.tables[name].rows)


def _of_arbitration(arbitration: Arbitration, organization: Organization) -> Iterator[str]:
    yield from _told(arbitration.limit)
    for topic in arbitration.topics.values():
        for level in topic.levels if isinstance(topic, RuledTopic) else ():
            match level:
                case Arbiter(role):
                    yield role
                case GroupLevel(group, convened_by):
                    yield convened_by
                    known = organization.groups.get(group)
                    yield from (*known.members, known.without_quorum.then) if known is not None else ()


def _told(limit: Limit | None) -> Iterator[str]:
    for escalation in limit.escalations if limit is not None else ():
        match escalation.action:
            case Notify(role) | HandUp(role):
                yield role
            case Remind(whom) if whom != "holder":
                yield whom
            case _:
                pass
