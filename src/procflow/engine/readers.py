"""Who may read what (SEMANTICS 27)."""

from dataclasses import dataclass
from datetime import datetime

from procflow.case import CaseState, Refused
from procflow.definition.organization import Organization
from procflow.definition.process import DataField, Process
from procflow.engine.given import require_text
from procflow.engine.roles import roles_named


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
    persons = {state.started_by, state.owner or state.started_by}
    for done in state.performed.values():
        persons |= done.persons()
    for item in state.items.values():
        persons |= set(item.persons or ())
    for scope in state.scopes.values():
        for answered in scope.review.answers.values() if scope.review is not None else ():
            persons |= answered.who.persons()
        persons |= {named.person for named in scope.pending if named.person is not None}
    return persons
