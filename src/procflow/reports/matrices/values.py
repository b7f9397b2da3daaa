"""What matrices say. Texts are in one language, that of the :class:`Subject` they were made from; ids are
those of the files."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from procflow.definition.process import Basis


class Letter(StrEnum):
    """What somebody has to do with an activity: does it, answers for it, is asked, is told."""

    R = "R"
    A = "A"
    C = "C"
    I = "I"  # noqa: E741


class Standing(StrEnum):
    """Whether a grant runs on the day that a matrix is made for."""

    IN_FORCE = "in force"
    LATER = "later"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Most:
    """A grant's limit: the field may hold at most so much; one that is not filled in counts as more."""

    field: str
    title: str
    most: Decimal


@dataclass(frozen=True, slots=True)
class Deputy:
    """A grant that lets ``receiver`` act for ``giver``; both are ids, with their names beside them.

    ``first`` and ``last`` are the days that it runs from and up to, both included. ``through`` is the grant
    that the giver has it by, empty for one who holds the role.
    """

    grant: str
    giver: str
    giver_name: str
    receiver: str
    receiver_name: str
    roles: tuple[str, ...]
    role_titles: tuple[str, ...]
    limits: tuple[Most, ...]
    first: date
    last: date
    standing: Standing
    document: str
    passes_on: bool
    through: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person by id and name."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A column of a matrix: a role (``role:ID``), a group (``group:ID``) or whoever something else names.

    ``roles`` are the roles whose holders are meant: the role itself, or those of a group's members.
    """

    id: str
    title: str
    roles: tuple[str, ...]
    holders: tuple[Holder, ...]
    deputies: tuple[Deputy, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What an actor, by id, has to do with an activity, and why. A ``conditional`` one comes up only after
    something else: a hand-up, a tie, a group without quorum."""

    actor: str
    letter: Letter
    why: str
    basis: Basis
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of a matrix: a step (``STEP``), a seat (``STEP/SEAT``), an event, a level of a dispute."""

    place: str
    title: str
    basis: Basis
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who does, answers for, is asked about and is told of what in a process, on a day."""

    process: str
    version: str
    title: str
    on: date
    actors: tuple[Actor, ...]
    activities: tuple[Activity, ...]

    def actor(self, name: str) -> Actor:
        """An actor by its id. Raises ``KeyError`` if there is none."""
        found = next((actor for actor in self.actors if actor.id == name), None)
        if found is None:
            raise KeyError(name)
        return found


@dataclass(frozen=True, slots=True)
class Taken:
    """A part that a position or a person has in a process; ``through`` is the role, the group or the grant
    that brings it."""

    process: str
    process_title: str
    activity: Activity
    part: Part
    through: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty, an accountability or a power of a position; ``says`` is when it comes up, or what shows it."""

    kind: str
    name: str
    title: str
    says: str
    produces: str
    procedures: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class PositionMatrix:
    """What a position has to do, answers for and may do, and its part in each process."""

    position: str
    title: str
    role: str
    superior: str
    entries: tuple[Entry, ...]
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class PersonMatrix:
    """A person's part in each process on a day: by the roles held, and by the grants received that run then.

    ``received`` and ``given`` are all grants to and from the person, whenever they run.
    """

    person: str
    name: str
    on: date
    away: bool
    roles: tuple[str, ...]
    taken: tuple[Taken, ...]
    received: tuple[Deputy, ...]
    given: tuple[Deputy, ...]


@dataclass(frozen=True, slots=True)
class Lends:
    """A grant beside a decision; ``barred_by`` is the limit that keeps it from ever serving there."""

    deputy: Deputy
    barred_by: Most | None = None


@dataclass(frozen=True, slots=True)
class DecidingRow:
    """A row of a table that decides: its cells in words, the role, who holds it, who may act for them."""

    number: int
    cells: tuple[str, ...]
    role: str
    role_title: str
    holders: tuple[Holder, ...]
    lends: tuple[Lends, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class DecidingTable:
    """A table or a map from values to roles, with where it is asked."""

    name: str
    title: str
    asked_at: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[DecidingRow, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class LastWord:
    """Who has the last word on an activity where no table says so."""

    place: str
    title: str
    who: str
    why: str
    conditional: bool
    holders: tuple[Holder, ...]
    lends: tuple[Lends, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A limit of the organization that whoever does a task confirms to have kept; an empty value where the
    organization has none of that name."""

    place: str
    activity: str
    limit: str
    title: str
    value: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Authority:
    """Who decides what, up to how much, under which grant."""

    process: str
    version: str
    title: str
    on: date
    tables: tuple[DecidingTable, ...]
    last_words: tuple[LastWord, ...]
    confirmed: tuple[Confirmed, ...]


class RuleKind(StrEnum):
    """What a rule on persons asks for."""

    DIFFERENT = "different"
    SAME = "same"
    OWN = "own objection"


@dataclass(frozen=True, slots=True)
class Side:
    """A place that a rule names: the roles that act there, who holds them, and who may act for those."""

    place: str
    title: str
    roles: tuple[str, ...]
    role_titles: tuple[str, ...]
    holders: tuple[Holder, ...]
    deputies: tuple[Deputy, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A person who could act on two sides of a rule that keeps them apart, and by what on each."""

    person: str
    name: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonsRule:
    """A rule on persons. ``overlaps`` are findings of one that keeps apart; ``nobody`` is the finding of one
    that asks for the same person where nobody could act on all sides."""

    kind: RuleKind
    sides: tuple[Side, ...]
    overlaps: tuple[Overlap, ...]
    nobody: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Separation:
    """The rules on persons of a process, held against who holds what on a day."""

    process: str
    version: str
    title: str
    on: date
    rules: tuple[PersonsRule, ...]


@dataclass(frozen=True, slots=True)
class Escalating:
    """Something that happens around a deadline: when, what, to whom, and who that is now."""

    when: str
    what: str
    whom: tuple[str, ...]
    holders: tuple[Holder, ...]
    repeat: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Timed:
    """What has, or could have, a deadline: who has to keep it, and the line of superiors above them.

    An empty ``deadline`` means that there is none.
    """

    place: str
    title: str
    who: tuple[str, ...]
    lines: tuple[str, ...]
    deadline: str
    escalations: tuple[Escalating, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Every deadline of a process with its escalations in order."""

    process: str
    version: str
    title: str
    on: date
    alarm: str
    timed: tuple[Timed, ...]
