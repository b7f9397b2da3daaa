"""What an explanation consists of: frozen values without wording, which encode to JSON.

A value of a field that whoever reads may not see is left out, and ``hidden`` says so.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from procflow.case.grants import Failing
from procflow.case.state import Performance, Purpose, Ruling, Status
from procflow.definition.process import Basis
from procflow.guards import Cell


class Place(Struct, frozen=True, omit_defaults=True):
    """Where something is asked, or could be.

    ``scope`` is the one of the case that it stands in, None for what nothing has come to. ``topic`` is that
    of an arbitration; ``branch`` and ``entry`` are of a parallel block and of the value that the branch goes
    through, ``event`` is the any-time event around it. ``basis`` are the clauses and questions of the file.
    """

    step: str
    scope: str | None = None
    seat: str | None = None
    topic: str | None = None
    branch: str | None = None
    entry: str | None = None
    event: str | None = None
    basis: Basis = Basis()


class CellRead(Struct, frozen=True, omit_defaults=True):
    """A cell of a table's row, and what the case has in its column; ``holds`` is None where that is
    nothing."""

    column: str
    cell: Cell
    value: object = None
    hidden: bool = False
    holds: bool | None = None


class Decided(Struct, frozen=True, omit_defaults=True):
    """What a table decided last: the role and the row, counted from 1, with its cells as they read now.

    ``kept`` says that the row would not hold any more for the data of now, and that the table only rises.
    """

    table: str
    role: str
    row: int
    cells: tuple[CellRead, ...]
    basis: Basis = Basis()
    kept: bool = False


class RoleWritten(Struct, frozen=True, tag=True):
    """The file names the role."""

    role: str


class OwnerIs(Struct, frozen=True, tag=True, omit_defaults=True):
    """The owner of the case does it: who that is, since when, bound at a step or by somebody."""

    person: str
    role: str
    since: datetime | None = None
    step: str | None = None
    by: str | None = None


class PersonNamed(Struct, frozen=True, tag=True, omit_defaults=True):
    """A field holds the person."""

    field: str
    person: str


class TableDecides(Struct, frozen=True, tag=True):
    """A table decided: that this role does it (does), that this seat has the last word (final), or that the
    seats up to another are asked (on-the-way)."""

    decided: Decided
    share: Literal["does", "final", "on-the-way"]


class MapGives(Struct, frozen=True, tag=True, omit_defaults=True):
    """A value-to-role map gives the role for what a field holds."""

    table: str
    field: str
    role: str
    value: object = None
    hidden: bool = False
    basis: Basis = Basis()


class DataName(Struct, frozen=True, tag=True, omit_defaults=True):
    """A field's value asks for this seat, branch or notice; for a role, or for one person."""

    field: str
    value: str
    role: str = ""
    person: str | None = None


class Convenes(Struct, frozen=True, tag=True, omit_defaults=True):
    """The role convenes a review, or a ``group`` that is to rule."""

    role: str
    group: str | None = None


class PassedOver(Struct, frozen=True):
    """A level of an arbitration that may not rule, and why (SEMANTICS 16)."""

    role: str
    reason: Literal["own-objection", "everybody-a-party"]


class RulesOn(Struct, frozen=True, tag=True):
    """It is this level's turn to rule on a topic; ``level`` counts from 1."""

    topic: str
    level: int
    role: str
    passed_over: tuple[PassedOver, ...] = ()


class WithoutQuorum(Struct, frozen=True, tag=True):
    """The group did not come to a ruling, so that this role rules alone."""

    group: str
    role: str


class SitsIn(Struct, frozen=True, tag=True):
    """A member of a group that votes, by this role."""

    group: str
    role: str


class LostRuling(Struct, frozen=True, tag=True):
    """The losing side of a ruling may appeal it."""

    topic: str
    ruling: Ruling


class HandedUp(Struct, frozen=True, tag=True, omit_defaults=True):
    """Nobody answered in time: the item moved to the superior at this instant; ``due`` is the limit that had
    passed."""

    source: str
    role: str
    at: datetime
    due: datetime | None = None


class InsteadOf(Struct, frozen=True, tag=True):
    """Everybody who holds the role that is asked is barred; the one above is asked in its place (SEMANTICS
    26)."""

    role: str
    asked: str


class SamePerson(Struct, frozen=True, tag=True):
    """A rule keeps several places in one hand, and this person did ``place``."""

    person: str
    place: str
    basis: Basis


Because = (
    RoleWritten
    | OwnerIs
    | PersonNamed
    | TableDecides
    | MapGives
    | DataName
    | Convenes
    | RulesOn
    | WithoutQuorum
    | SitsIn
    | LostRuling
    | HandedUp
    | InsteadOf
    | SamePerson
)
"""Why an item is put before the role or the persons that it is put before."""


class MayAct(Struct, frozen=True, tag=True):
    """The person can answer in own right."""

    person: str


class MayActFor(Struct, frozen=True, tag=True, omit_defaults=True):
    """The person can answer for ``giver`` under a grant, up to its end and its limits by field. ``under`` is
    the grant by which the giver came to it, where that was passed on."""

    person: str
    giver: str
    grant: str
    until: datetime
    document: str = ""
    document_hash: str = ""
    limits: Mapping[str, Decimal] = {}
    under: str | None = None


class Away(Struct, frozen=True, tag=True, omit_defaults=True):
    """The person could answer and is away; ``until`` is None where no end is in sight."""

    person: str
    until: datetime | None = None


class Separated(Struct, frozen=True, tag=True):
    """The person did ``place``, or it was done for that person, and a rule keeps this place in other
    hands."""

    person: str
    place: str
    done: Performance
    basis: Basis


class IsParty(Struct, frozen=True, tag=True):
    """The person has a part in the objection: raised it, or ruled on it at an earlier level."""

    person: str
    part: Literal["objected", "ruled"]


class GrantFails(Struct, frozen=True, tag=True):
    """The person holds a grant that is not good here, and why."""

    person: str
    giver: str
    grant: str
    because: Failing


class NotAsked(Struct, frozen=True, tag=True, omit_defaults=True):
    """The person does not hold the role that is asked, or is not one of the ``persons`` who are meant."""

    person: str
    role: str
    persons: tuple[str, ...] | None = None


class Unknown(Struct, frozen=True, tag=True):
    """Nobody of that name is in the organization."""

    person: str


Standing = MayAct | MayActFor | Away | Separated | IsParty | GrantFails | NotAsked | Unknown
"""How somebody stands to an open item."""


class Suspension(Struct, frozen=True, omit_defaults=True):
    """The main flow rests for an occurrence of an any-time event, since it was raised, and by whom;
    ``clock_stops`` says that its deadlines rest too."""

    event: str
    scope: str
    clock_stops: bool
    since: datetime | None = None
    by: str | None = None


class WhyAsked(Struct, frozen=True, omit_defaults=True):
    """An open item: where it comes from, why it is put before whom, and who can answer it.

    ``standings`` are those who hold the role or a grant for it; where a person is asked about, that person's
    alone. ``suspended`` is what it rests for.
    """

    item: str
    place: Place
    purpose: Purpose
    role: str
    opened_at: datetime
    because: tuple[Because, ...]
    standings: tuple[Standing, ...]
    due: datetime | None = None
    suspended: tuple[Suspension, ...] = ()


class NotTheAuthority(Struct, frozen=True, tag=True):
    """The table asks the seats up to another role (until), or another role alone (only)."""

    decided: Decided
    asks: Literal["until", "only"]


class AnsweredAlready(Struct, frozen=True, tag=True, omit_defaults=True):
    """The seat has answered."""

    answer: str
    who: Performance
    at: datetime | None = None


class InDispute(Struct, frozen=True, tag=True):
    """An objection is being ruled on; until then the seat that raised it, or the review in turn, pauses."""

    topic: str
    seat: str


class NotItsTurn(Struct, frozen=True, tag=True):
    """These seats are asked first."""

    before: tuple[str, ...]


class NotConvened(Struct, frozen=True, tag=True):
    """No seat opens before this role has called the meeting."""

    role: str


class StepParked(Struct, frozen=True, tag=True):
    """The step was left by a return, and waits until the flow comes back from ``target``."""

    target: str


class NotCome(Struct, frozen=True, tag=True, omit_defaults=True):
    """The flow stands elsewhere. ``reachable`` says whether a way still leads here; ``done`` who did it
    before."""

    at: tuple[str, ...]
    reachable: bool
    done: Performance | None = None


class NotRaised(Struct, frozen=True, tag=True):
    """The any-time event has not been raised, or is over."""

    event: str


class OtherLevel(Struct, frozen=True, tag=True):
    """Another level rules on the topic now; both count from 1."""

    level: int
    now: int


class StandsBack(Struct, frozen=True, tag=True):
    """A member of the group who has a part in the objection does not vote on it."""

    group: str
    part: Literal["objected", "ruled"]


class NothingOpen(Struct, frozen=True, tag=True):
    """The step is come to, and asks nobody at this place any more."""


Unasked = (
    NotTheAuthority
    | AnsweredAlready
    | InDispute
    | NotItsTurn
    | NotConvened
    | StepParked
    | NotCome
    | NotRaised
    | OtherLevel
    | StandsBack
    | NothingOpen
)
"""Why nothing is asked at a place."""


class WhyUnasked(Struct, frozen=True):
    """A place that a person could be asked at by a role, and why nothing is asked there now."""

    place: Place
    role: str
    because: Unasked


class Way(Struct, frozen=True, omit_defaults=True):
    """An outcome that a person could choose, and what refuses it as things stand: ``code``, ``reason``,
    what is ``missing`` and what is ``allowed`` instead; without a code it can be chosen as it is."""

    item: str
    outcome: str
    on_behalf_of: str | None = None
    code: str | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


class WhyPerson(Struct, frozen=True):
    """A person in the case: the roles held, what stands open to them, and the places where nothing does."""

    person: str
    roles: tuple[str, ...]
    ways: tuple[Way, ...]
    unasked: tuple[WhyUnasked, ...]


class AwaitsEvent(Struct, frozen=True, tag=True):
    """Until an any-time event was raised and is over."""

    event: str


class AwaitsMoment(Struct, frozen=True, tag=True):
    """Until an instant."""

    at: datetime


class AwaitsField(Struct, frozen=True, tag=True):
    """Until a field is filled in."""

    field: str


class AwaitsKey(Struct, frozen=True, tag=True, omit_defaults=True):
    """Until no case of a process is open for what a field holds."""

    process: str
    field: str
    value: object = None
    hidden: bool = False


class AwaitsCase(Struct, frozen=True, tag=True, omit_defaults=True):
    """Until the case that was called is over; ``case`` is None while it has not been started."""

    process: str
    case: str | None = None


class AwaitsHandler(Struct, frozen=True, tag=True, omit_defaults=True):
    """Until a handler has done its work: the number of the next try and its instant; ``limit`` is when it is
    given up."""

    handler: str
    attempt: int
    at: datetime
    limit: datetime | None = None


class AwaitsReading(Struct, frozen=True, tag=True):
    """Until a notice is acknowledged, by these roles or persons."""

    by: tuple[str, ...]


class AwaitsBranches(Struct, frozen=True, tag=True, omit_defaults=True):
    """Until so many branches of a parallel block are finished."""

    finished: int
    wanted: int


class AwaitsEvents(Struct, frozen=True, tag=True):
    """The end waits until these any-time events are over (SEMANTICS 3)."""

    events: tuple[str, ...]


Awaited = (
    AwaitsEvent
    | AwaitsMoment
    | AwaitsField
    | AwaitsKey
    | AwaitsCase
    | AwaitsHandler
    | AwaitsReading
    | AwaitsBranches
    | AwaitsEvents
)
"""What a case waits for without anybody being asked for an answer."""


class Waiting(Struct, frozen=True, omit_defaults=True):
    """A place at which the case waits, for the first of several things; ``clock`` is the next instant at
    which the file has something done about it."""

    place: Place
    awaits: tuple[Awaited, ...]
    clock: datetime | None = None


class Why(Struct, frozen=True, omit_defaults=True):
    """Why a case stands as it does: what it asks whom and why, what it waits and rests for; and, where one
    was asked about, how a person stands in it. ``version`` is the last event that it takes into account."""

    case: str
    process: str
    version: int
    status: Status
    asked: tuple[WhyAsked, ...]
    waiting: tuple[Waiting, ...]
    resting: tuple[Suspension, ...]
    person: WhyPerson | None = None
