"""The organization: who holds which role, who is away, who may sign for whom, and how bodies decide.

It reaches the kernel as an immutable directory, changes without a new version of any process, and every
commit records the hash of the one that it was made under (SEMANTICS 28).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field

from procflow.definition.process import Threshold, Title
from procflow.diagnostics import Span
from procflow.worktime import Calendar, Duration, Hours, Weekday, Zone

# Standing absences follow each other day by day; a year of them is no absence any more.
_MOST_ABSENCES = 400


class Role(Struct, frozen=True):
    """A function in the organization, the role above it, and the department that it belongs to."""

    name: str
    title: Title
    superior: str | None
    span: Span
    department: str | None = None


class Absence(Struct, frozen=True):
    """A time in which a person is away: from its start up to, not including, its end."""

    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Whether it is running at an instant."""
        return self.since <= at < self.until

    def ends(self, at: datetime) -> datetime:
        """The instant at which it ends, where it covers ``at``."""
        return self.until


class StandingAbsence(Struct, frozen=True):
    """Weekdays on which a person is always away, all day or during some hours, as the clock of ``zone`` says;
    between two instants where these are given."""

    days: frozenset[Weekday]
    hours: Hours | None
    zone: Zone
    since: datetime | None
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        """Whether the person is away by it at an instant."""
        if (self.since and at < self.since) or (self.until and at >= self.until):
            return False
        wall = self.zone.wall(at)
        if Weekday(wall.weekday()) not in self.days:
            return False
        minute = wall.hour * 60 + wall.minute
        return self.hours is None or any(span.opens <= minute < span.closes for span in self.hours)

    def ends(self, at: datetime) -> datetime:
        """The instant at which it ends for the day, where it covers ``at``."""
        wall = self.zone.wall(at)
        minute = wall.hour * 60 + wall.minute
        hours = self.hours or ()
        closes = next((span.closes for span in hours if span.opens <= minute < span.closes), 24 * 60)
        day = datetime.combine(wall.date(), time())
        end = self.zone.instant(day + timedelta(minutes=closes))
        return min(end, self.until) if self.until is not None else end


class Person(Struct, frozen=True):
    """Somebody who acts, and the roles held."""

    name: str
    title: Title
    roles: tuple[str, ...]
    absences: tuple[Absence | StandingAbsence, ...]
    span: Span

    def absent(self, at: datetime) -> bool:
        """Whether the person is away at an instant."""
        return bool(self.absences) and any(absence.covers(at) for absence in self.absences)

    def back(self, at: datetime) -> datetime | None:
        """The first instant from ``at`` on at which the person is not away; None if that is more than so many
        absences ahead that nobody could wait for it."""
        for _ in range(_MOST_ABSENCES):
            running = [absence.ends(at) for absence in self.absences if absence.covers(at)]
            if not running:
                return at
            at = max(running)
        return None


class Grant(Struct, frozen=True):
    """A written authorisation: ``receiver`` may act for ``giver`` in these roles, up to limits on the data.

    The giver stays responsible. ``document`` names the paper, ``document_hash`` is the SHA-256 of its file.
    """

    name: str
    giver: str
    receiver: str
    roles: tuple[str, ...]
    processes: tuple[str, ...]
    since: datetime
    until: datetime
    limits: Mapping[str, Decimal]
    document: str
    document_hash: str
    may_pass_on: bool
    span: Span

    def valid(self, at: datetime) -> bool:
        """Whether the grant runs at an instant."""
        return self.since <= at < self.until

    def serves(self, process: str) -> bool:
        """Whether the grant is good in a process; one that names none is good in all."""
        return not self.processes or process in self.processes


class Base(StrEnum):
    """What a share of the votes is counted against, each after recusal (SEMANTICS 19)."""

    MEMBERS = "members"
    PRESENT = "present"
    CAST = "cast"


class Tie(StrEnum):
    """What equal votes for and against do."""

    FALLS = "motion falls"
    CONVENER = "convener decides"


class WithoutQuorum(Struct, frozen=True):
    """What happens when too few have voted: convened again so often, then a role rules alone."""

    again: int
    then: str


class Group(Struct, frozen=True):
    """A body that decides together. ``members`` are roles; every holder of such a role is one member."""

    name: str
    title: Title
    members: tuple[str, ...]
    quorum: Threshold
    majority: Threshold
    base: Base
    tie: Tie
    closes_early: bool
    without_quorum: WithoutQuorum
    deputies: bool
    span: Span


class OrganizationLimit(Struct, frozen=True):
    """A value that the source leaves to the organization, such as what a salesman may promise.

    ``length`` is the value as a length of time, if it is one: deadlines may go by it.
    """

    name: str
    title: Title
    value: str
    span: Span
    length: Duration | None = None


class Organization(Struct, frozen=True, dict=True):
    """A whole organization file. ``hash`` is the content hash that commits record."""

    name: str
    title: Title
    roles: Mapping[str, Role]
    people: Mapping[str, Person]
    grants: Mapping[str, Grant]
    groups: Mapping[str, Group]
    calendars: Mapping[str, Calendar]
    limits: Mapping[str, OrganizationLimit]
    hash: str
    span: Span
    departments: Mapping[str, Title] = field(default_factory=dict)

    def holders(self, role: str) -> tuple[str, ...]:
        """The persons who hold a role, in the file's order."""
        return self._held.get(role, ())

    # Asked for several times in every command; a company may have thousands of people.
    @cached_property
    def _held(self) -> Mapping[str, tuple[str, ...]]:
        held: dict[str, list[str]] = {}
        for person in self.people.values():
            for role in dict.fromkeys(person.roles):
                held.setdefault(role, []).append(person.name)
        return {role: tuple(persons) for role, persons in held.items()}

    def available(self, role: str, at: datetime, without: Iterable[str] = ()) -> tuple[str, ...]:
        """The holders of a role who are neither away nor in ``without``."""
        barred = set(without)
        return tuple(p for p in self.holders(role) if p not in barred and not self.people[p].absent(at))

    def calendar(self, name: str) -> Calendar:
        """The calendar of that name, or the first for an empty one. KeyError if there is none."""
        return self.calendars[name or next(iter(self.calendars), "")]

    def zone_of(self, calendar: str) -> Zone:
        """The time zone of a calendar, so that times can be told: where it is gone, that of the first; UTC
        without any."""
        found = self.calendars.get(calendar) or next(iter(self.calendars.values()), None)
        return found.spec.zone if found is not None else Zone.named("UTC")

    def line(self, role: str) -> Iterator[str]:
        """A role and those above it, the nearest first, each once."""
        seen: set[str] = set()
        at: str | None = role
        while at is not None and at not in seen:
            yield at
            seen.add(at)
            known = self.roles.get(at)
            at = known.superior if known is not None else None

    def grants_to(self, receiver: str, at: datetime) -> tuple[Grant, ...]:
        """The grants that a person may act under at an instant."""
        return tuple(g for g in self.grants.values() if g.receiver == receiver and g.valid(at))
