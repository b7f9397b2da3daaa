"""The steps of a process, by kind."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from procflow.definition.process.basics import Basis, Title
from procflow.definition.process.doers import Doer
from procflow.definition.process.edges import Limit, Outcome, Target
from procflow.definition.process.nested import Parallel
from procflow.definition.process.seating import Seating, Vote
from procflow.definition.process.waiting import Call, Notice, System, Wait
from procflow.diagnostics import Span
from procflow.guards import Guard


class Task(Struct, frozen=True):
    """Work that one person of a role does; where there is a ``doer``, it says who."""

    name: str
    title: Title
    role: str
    form: tuple[str, ...]
    attach: tuple[str, ...]
    confirms: tuple[str, ...]
    guidance: Title | None
    limit: Limit | None
    outcomes: Mapping[str, Outcome]
    basis: Basis
    span: Span
    doer: Doer | None = None


class Mode(StrEnum):
    """How the seats of a review are asked."""

    IN_TURN = "in turn"
    TOGETHER = "together"
    FIRST_ANSWER = "first answer"
    VOTE = "vote"


class FirstRefusal(StrEnum):
    """What the first answer that leads away does while others are still being asked."""

    DECIDES = "decides"
    WAITS = "waits"


class Continue(Struct, frozen=True):
    """The answer lets the review go on."""


class Leave(Struct, frozen=True):
    """The answer leads out of the review."""

    target: Target


class Object(Struct, frozen=True):
    """The answer opens an arbitration on the topic that comes with it."""


class Side(StrEnum):
    """What a vote counts as."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Counts(Struct, frozen=True):
    """The answer is a vote."""

    side: Side


Effect = Continue | Leave | Object | Counts


class Answer(Struct, frozen=True):
    """An answer that a seat may give. ``only`` names the table whose role alone has it."""

    name: str
    title: Title
    effect: Effect
    needs: tuple[str, ...]
    only: str | None
    basis: Basis
    span: Span


class Seat(Struct, frozen=True):
    """One reviewer's place inside a review step; ``name`` is its role unless the file gives another.

    A change of a field in ``looks_at`` reopens an answered seat (SEMANTICS 7).
    """

    name: str
    role: str
    title: Title
    attach: tuple[str, ...]
    limit: Limit | None
    looks_at: tuple[str, ...]
    answers: Mapping[str, Answer]
    basis: Basis
    span: Span
    weight: int = 1


class AfterRuling(Struct, frozen=True):
    """Another step that takes over after an objection in this one is ruled, and whether answers go along."""

    step: str
    keep_answers: bool
    basis: Basis


class Review(Struct, frozen=True):
    """Seats that answer in turn or together, of which the first decides, or which vote.

    ``until`` asks the seats up to the role that the table decides, ``only`` asks that one alone. ``shows``
    is what the seats are shown and what an answer is given on; with a convener no seat opens before the
    meeting is called, and ``attach`` is what the convener brings. With ``seating`` the seats come from the
    data or from a person, and the one in ``seats`` is their pattern; ``vote`` says how votes are counted.
    """

    name: str
    title: Title
    mode: Mode
    seats: tuple[Seat, ...]
    until: str | None
    only: str | None
    convened_by: str | None
    attach: tuple[str, ...]
    first_refusal: FirstRefusal
    shows: tuple[str, ...]
    after_ruling: AfterRuling | None
    outcomes: Mapping[str, Outcome]
    basis: Basis
    span: Span
    seating: Seating | None = None
    vote: Vote | None = None


class Line(Struct, frozen=True):
    """One line of a choice; without a guard it is the ``otherwise``."""

    when: Guard | None
    target: Target
    span: Span


class Choose(Struct, frozen=True):
    """A choice on the data: the first line that holds."""

    name: str
    title: Title
    lines: tuple[Line, ...]
    basis: Basis
    span: Span


class Milestone(Struct, frozen=True):
    """A mark on the record that stands while what it covers is unchanged, up to a step (SEMANTICS 20)."""

    name: str
    title: Title
    covers: tuple[str, ...]
    until: str | None
    if_voided: str | None
    target: Target
    basis: Basis
    span: Span


class Ending(StrEnum):
    """How a case can end."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class End(Struct, frozen=True):
    """The end of a case."""

    name: str
    title: Title
    ending: Ending
    basis: Basis
    span: Span


Step = Task | Review | Choose | Milestone | End | Notice | Wait | Call | System | Parallel
