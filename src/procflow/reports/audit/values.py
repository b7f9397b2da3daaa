"""What an audit over many cases finds, each finding with the cases behind it. Names are in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.definition.process import Basis
from procflow.program import Program


class CaseRecord(Protocol):
    """The record of a case: the program of its version, the organization that it was last known in, and its
    events from the first on, in their order."""

    @property
    def program(self) -> Program:
        """The version that the case runs on."""
        ...

    @property
    def organization(self) -> Organization:
        """The organization that names persons and roles."""
        ...

    @property
    def envelopes(self) -> Iterable[Envelope]:
        """Its events."""
        ...


@dataclass(frozen=True, slots=True)
class Sampling:
    """How near, how often and how long: what an auditor sets.

    ``near``: a value lies just under a threshold if not more than this share of it is missing. ``part``: what
    counts towards a split order has at least this share of the threshold; ``days``: all of it within so many
    days. ``same`` are the fields whose value tells that orders belong together; None for those that suggest
    themselves. ``together``: two persons are always together if this share of the cases of the one who acts
    in fewer has the other as well, in ``least`` cases or more. Raises ``ValueError`` for shares outside 0 to
    1 and counts below 1.
    """

    near: Fraction = Fraction(1, 10)
    part: Fraction = Fraction(3, 10)
    days: int = 30
    same: tuple[str, ...] | None = None
    together: Fraction = Fraction(8, 10)
    least: int = 5

    def __post_init__(self) -> None:
        for name in ("near", "part", "together"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is a share from 0 to 1, not {getattr(self, name)}")
        for name in ("days", "least"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is 1 or more, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a place or a field: its id, and what it is called."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CaseNote:
    """A case as findings name it. ``status`` is ``running`` or how it ended."""

    case: str
    process: str
    version: str
    started_at: datetime
    starter: Named
    status: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number at which a table, a choice or the condition of an outcome decides otherwise.

    ``field`` is a dotted name; ``below`` says whether exactly this value still counts as under it. ``place``
    is the table or the step.
    """

    process: str
    field: Named
    value: Decimal
    unit: str
    below: bool
    place: Named
    basis: Basis


@dataclass(frozen=True, slots=True)
class NearCase:
    """A case whose value lies just under a threshold beyond which something else would have been decided.

    ``under`` and ``beyond`` are what was decided and what would have been, ``missing`` is the share of the
    threshold that lies between.
    """

    case: CaseNote
    value: Decimal
    missing: Fraction
    under: str
    beyond: str


@dataclass(frozen=True, slots=True)
class Near:
    """The cases just under one threshold, the nearest first, of ``decided`` that lie on either side."""

    threshold: Threshold
    cases: tuple[NearCase, ...]
    decided: int


@dataclass(frozen=True, slots=True)
class Part:
    """One order of those that may be one."""

    case: CaseNote
    value: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """Cases under a threshold that belong together, by their starter or by a field, and come to more than it
    within the days that were asked for. ``by`` is ``starter`` or the field, ``same`` what is the same;
    ``most`` is the largest sum within those days; ``near`` of the cases lie just under the threshold."""

    threshold: Threshold
    by: Named
    same: Named
    parts: tuple[Part, ...]
    most: Decimal
    near: int

    @property
    def first(self) -> datetime:
        """When the first of the cases was started."""
        return self.parts[0].case.started_at

    @property
    def last(self) -> datetime:
        """When the last of the cases was started."""
        return self.parts[-1].case.started_at


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who act in the same cases, each at a place where somebody else could have acted too.

    ``cases`` are those with both, of ``of`` with the one who acts in fewer; ``places`` are where they acted.
    Of ``without``, the cases without that one, the other acts in ``elsewhere``: where that is as often, the
    two are together because the other acts nearly everywhere.
    """

    process: str
    persons: tuple[Named, Named]
    places: tuple[Named, ...]
    cases: tuple[str, ...]
    of: int
    elsewhere: int
    without: int

    @property
    def share(self) -> Fraction:
        """The cases with both, of those with the one who acts in fewer."""
        return Fraction(len(self.cases), self.of)

    @property
    def otherwise(self) -> Fraction:
        """The cases with the other, of those without the one who acts in fewer; 0 where there are none."""
        return Fraction(self.elsewhere, self.without) if self.without else Fraction(0)


@dataclass(frozen=True, slots=True)
class Forced:
    """Places at which one person alone could act, so that others were with that person without choosing."""

    process: str
    place: Named
    person: Named
    cases: int


@dataclass(frozen=True, slots=True)
class DeputyShare:
    """What was answered under a grant, beside what its giver answered in own right at the same places."""

    process: str
    grant: str
    giver: Named
    receiver: Named
    places: tuple[Named, ...]
    under: int
    own: int
    cases: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """The answers under the grant, of these and the giver's own."""
        return Fraction(self.under, self.under + self.own)


class Undone(StrEnum):
    """How a pass came to nothing."""

    VOIDED = "voided"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Return:
    """A pass that was voided, or a case that was led back behind one.

    ``step`` is the milestone, or the review that had passed; ``to`` is the step that the case came back to,
    if it did; ``changed`` are the fields that were changed in the act. ``between`` is the business time from
    the pass; None where no calendar counts it.
    """

    case: CaseNote
    how: Undone
    step: Named
    to: Named | None
    passed_at: datetime
    at: datetime
    by: Named
    changed: tuple[Named, ...]
    between: timedelta | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class LateItem:
    """A work item that was not answered by its deadline, or that was handed up.

    ``asked`` were asked when it became late; ``over`` is the business time from the first deadline that
    passed to the end, or to now where it is still open (``ended_at`` is None then); None where no calendar
    counts it. ``levels`` are the roles that it was handed up to. ``answered_by`` is empty where it was
    withdrawn.
    """

    case: CaseNote
    item: str
    place: Named
    role: Named
    asked: tuple[Named, ...]
    due: datetime
    ended_at: datetime | None
    over: timedelta | None
    levels: tuple[Named, ...]
    answered_by: Named | None


@dataclass(frozen=True, slots=True)
class LateSum:
    """Late items of one person or at one place: how many, of how many that had a deadline, how many of them
    were handed up, and the business time over all together."""

    process: str
    about: Named
    late: int
    of: int
    handed_up: int
    over: timedelta
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """An open question whose assumption was followed: the elements on the ways of cases that name it."""

    process: str
    question: str
    ask: str
    assumed: str
    clauses: tuple[str, ...]
    places: tuple[Named, ...]
    cases: tuple[str, ...]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that could not be audited, and why."""

    case: str
    process: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The audited cases of one version of a process."""

    process: str
    title: str
    version: str
    definition: str
    cases: int
    running: int


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that was found, as it stood at ``at``.

    ``notes`` are all cases that were audited, in the order in which they were started, ``unknown`` the fields
    of ``same`` that no process of theirs has. Instants are in the zone of each process's calendar.
    """

    at: datetime
    since: date | None
    until: date | None
    sampling: Sampling
    notes: tuple[CaseNote, ...]
    counted: tuple[Counted, ...]
    near: tuple[Near, ...]
    splits: tuple[Split, ...]
    pairs: tuple[Pair, ...]
    forced: tuple[Forced, ...]
    deputies: tuple[DeputyShare, ...]
    returns: tuple[Return, ...]
    late: tuple[LateItem, ...]
    late_by_person: tuple[LateSum, ...]
    late_by_place: tuple[LateSum, ...]
    assumptions: tuple[Assumption, ...]
    left_out: tuple[LeftOut, ...]
    unknown: tuple[str, ...] = ()
