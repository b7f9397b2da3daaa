"""One thing that was done in a case, as a sheet remembers it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from procflow.case.events import EventRaised
from procflow.case.state import Performance
from procflow.reports.review_sheet.values import Standing


class Sort(StrEnum):
    """What kind of act it is: what it answered, and so where its words are found."""

    TASK = "task"
    SEAT = "seat"
    RULING = "ruling"
    APPEAL = "appeal"
    NOTICE = "notice"
    ACKNOWLEDGED = "acknowledged"
    MILESTONE = "milestone"
    CALL = "call"
    PASSED = "passed"
    END = "end"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote on a motion: of which member, and who cast it. Of none where it broke a tie."""

    member: str | None
    vote: str
    who: Performance


@dataclass(frozen=True, slots=True)
class Motion:
    """A question that was put to a group, with the votes on it."""

    motion: str
    ballots: tuple[Ballot, ...]


@dataclass(slots=True)
class Act:
    """Something that was done. ``role`` is the one that was asked, ``handed_up`` those that were before it.

    ``overruled``, ``withdrawn``, ``on_earlier_terms`` and ``carried_from`` a step say what became of it,
    ``voided_at`` when what a milestone covers was changed. ``persons`` are those whom a notice reached.
    What a group ruled has the ``motions`` that it voted on, and who was ``recused``.
    """

    seq: int
    at: datetime
    sort: Sort
    scope: str
    step: str
    seat: str | None = None
    answer: str = ""
    who: Performance | None = None
    role: str = ""
    comment: str = ""
    topic: str | None = None
    effect: str = ""
    handed_up: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    motions: tuple[Motion, ...] = ()
    recused: tuple[str, ...] = ()
    standing: Standing = Standing.IN_FORCE
    overruled: bool = False
    withdrawn: bool = False
    on_earlier_terms: bool = False
    carried_from: str | None = None
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A scope of its own: a branch with what it is named by, or an occurrence of an event."""

    scope: str
    graph: str | None
    parent: str | None
    at: datetime
    named: str = ""
    role: str = ""
    raised: EventRaised | None = None
