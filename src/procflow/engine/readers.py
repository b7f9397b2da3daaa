"""Who may read what (SEMANTICS 27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from procflow.case import CaseState, Refused
from procflow.definition.organization import Organization
from procflow.definition.process import (
    Arbiter,
    DataField,
    GroupLevel,
    HandUp,
    Limit,
    Notify,
    Process,
    Remind,
    Review,
    RuledTopic,
    Task,
)
from procflow.engine.given import require_text


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads: a person, or, with ``person`` None, whoever the caller trusts with everything."""

    person: str | None


TRUSTED = Reader(None)


def as_reader(reader: str | Reader) -> Reader:
    """A reader from a person's id. Raises ``TypeError`` for anything else: nothing stands for everybody."""
    if isinstance(reader, Reader):
        return reader
    require_text("reader", reader)
    return Reader(reader)


def roles_of(organization: Organization, process: str, person: str, now: datetime) -> frozenset[str]:
    """The roles that a person holds or may act for in a process under a grant that is valid now."""
    known = organization.people.get(person)
    own = set(known.roles) if known is not None else set()
    grants = (grant for grant in organization.grants_to(person, now) if grant.serves(process))
    return frozenset(own | {role for grant in grants for role in grant.roles})


def may_read(
    process: Process, state: CaseState, organization: Organization, reader: Reader, now: datetime
) -> bool:
    """Whether the state of a case shows that a reader may see it: by a role that the process names, by one
    that is asked now, or by a part in it. A part in what is long over stands on the record alone."""
    if reader.person is None or reader.person in _persons_in(state):
        return True
    asked_now = {item.role for item in state.items.values() if item.persons is None}
    named = asked_now.union(roles_named(process, organization))
    return not named.isdisjoint(roles_of(organization, process.name, reader.person, now))


def not_a_reader(process: Process, organization: Organization, reader: Reader) -> Refused:
    """The refusal for a reader who may not see a case, with the roles that may see every case."""
    text = f"{reader.person} has no part in this case and no role in {process.name}"
    return Refused("may-not-read", text, allowed=tuple(sorted(set(roles_named(process, organization)))))


def may_see(
    field: DataField, process: Process, organization: Organization, reader: Reader, now: datetime
) -> bool:
    """Whether a reader of a case may see a field of it."""
    if reader.person is None or not field.see:
        return True
    return bool(set(field.see) & roles_of(organization, process.name, reader.person, now))


def _persons_in(state: CaseState) -> set[str]:
    persons = {state.started_by}
    for done in state.performed.values():
        persons |= done.persons()
    for item in state.items.values():
        persons |= set(item.persons or ())
    for scope in state.scopes.values():
        for answered in scope.review.answers.values() if scope.review is not None else ():
            persons |= answered.who.persons()
    return persons


def roles_named(process: Process, organization: Organization) -> Iterator[str]:
    """Every role that a process asks, tells, alarms, or lets rule, see or change something. Superiors are not
    among them until an item is handed up to them."""
    for field in process.fields.values():
        yield from field.see
        yield from field.change.by if field.change is not None else ()
    if process.alarm is not None:
        yield process.alarm
    if process.cadence is not None:
        yield process.cadence.starter
    for step in process.steps.values():
        if isinstance(step, Task):
            yield step.role
            yield from _told(step.limit)
        elif isinstance(step, Review):
            if step.convened_by is not None:
                yield step.convened_by
            for seat in step.seats:
                yield seat.role
                yield from _told(seat.limit)
    if process.arbitration is None:
        return
    yield from _told(process.arbitration.limit)
    for topic in process.arbitration.topics.values():
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
