"""The typed process: what a process file says, with every name resolved and every text compiled.

These types are the one representation that the layers above work on. They are built from nodes by
:mod:`procflow.definition.build` and never changed afterwards. ``span`` is where an element stands in its
file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from procflow.diagnostics import Span
from procflow.guards import Cell, FieldType, Guard
from procflow.worktime import Deadline, Duration, Moment


@dataclass(frozen=True, slots=True)
class Title:
    """A name in both languages of the house; a file that gives one language has it in both places."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Why an element is there: the clauses that ask for it, or the questions whose assumption it follows."""

    clauses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Who may change a field outside a form, and while the case stands after one step, up to another."""

    by: tuple[str, ...]
    after: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class GroupType:
    """The type of a field that is made of fields."""

    fields: tuple["DataField", ...]


@dataclass(frozen=True, slots=True)
class DataField:
    """A field that people fill in.

    ``default``, ``minimum`` and ``maximum`` are in stored form (see :mod:`procflow.definition.values`).
    ``see`` names the roles that may read it, empty for everybody who may read the case. A ``personal`` field
    is kept under a salted hash on the record. A field of a group has its own name alone; guards read it as
    ``group.field``.
    """

    name: str
    type: FieldType | GroupType
    title: Title
    basis: Basis
    span: Span
    required: bool = False
    default: object = None
    minimum: object = None
    maximum: object = None
    personal: bool = False
    see: tuple[str, ...] = ()
    change: Change | None = None


class Occasion(StrEnum):
    """What the engine notices by itself and can set a fact on."""

    OBJECTION_OPENED = "an objection is opened"


@dataclass(frozen=True, slots=True)
class Fact:
    """A flag that the engine sets and nobody fills in; once true it stays true."""

    name: str
    true_once: Occasion
    title: Title
    basis: Basis
    span: Span


class Hit(StrEnum):
    """How many rows of a table hold for one case."""

    EXACTLY_ONE = "exactly one"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a cell per column, and the role that it decides for."""

    cells: Mapping[str, Cell]
    then: str
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """An authority table: from the data of a case to the role that decides it.

    ``ranks`` lists the roles lowest first; with ``only_rises`` nothing lowers what a case has once reached.
    """

    name: str
    title: Title
    columns: tuple[str, ...]
    ranks: tuple[str, ...]
    only_rises: bool
    hit: Hit
    rows: tuple[Row, ...]
    basis: Basis
    span: Span


class Resume(StrEnum):
    """Where a step that was left by a return goes on when the flow comes back to it (SEMANTICS 5)."""

    FIRST = "first"
    HERE = "here"
    AFTER = "after"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Target:
    """Where an edge leads, and, for a return, how the step that is left goes on later."""

    step: str
    resume: Resume | None = None


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind the person or role that holds the item (``holder``), or a role."""

    whom: str


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell a role that a moment has passed."""

    role: str


@dataclass(frozen=True, slots=True)
class HandUp:
    """Move the item to the superior of the role that holds it; with nobody above, alarm a role."""

    alarm: str


@dataclass(frozen=True, slots=True)
class GoTo:
    """Leave the step for another when the moment comes."""

    target: Target


Action = Remind | Notify | HandUp | GoTo


@dataclass(frozen=True, slots=True)
class Escalation:
    """What happens at a moment counted from the opening or the deadline of an item."""

    at: Moment
    action: Action
    repeat: Duration | None
    span: Span
    basis: Basis = Basis()


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline and what happens around it."""

    deadline: Deadline
    escalations: tuple[Escalation, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way out of a step that people choose.

    ``needs`` lists what must come with it: ``comment``, or names of fields and attachments beyond the form.
    ``form_optional`` lets it be chosen without filling the form (a withdrawal). ``allowed`` refuses it unless
    true.
    """

    name: str
    target: Target
    title: Title
    needs: tuple[str, ...]
    form_optional: bool
    allowed: Guard | None
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """Work that one person of a role does."""

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


class Mode(StrEnum):
    """How the seats of a review are asked."""

    IN_TURN = "in turn"
    TOGETHER = "together"


class FirstRefusal(StrEnum):
    """What the first answer that leads away does while others are still being asked."""

    DECIDES = "decides"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Continue:
    """The answer lets the review go on."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The answer leads out of the review."""

    target: Target


@dataclass(frozen=True, slots=True)
class Object:
    """The answer opens an arbitration on the topic that comes with it."""


Effect = Continue | Leave | Object


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a seat may give. ``only`` names the table whose role alone has it."""

    name: str
    title: Title
    effect: Effect
    needs: tuple[str, ...]
    only: str | None
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Seat:
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


@dataclass(frozen=True, slots=True)
class AfterRuling:
    """Another step that takes over after an objection in this one is ruled, and whether answers go along."""

    step: str
    keep_answers: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Review:
    """Seats that answer in turn or together.

    ``until`` asks the seats up to the role that the table decides, ``only`` asks that one alone. ``shows``
    is what the seats are shown and what an answer is given on; with a convener no seat opens before the
    meeting is called, and ``attach`` is what the convener brings.
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


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a choice; without a guard it is the ``otherwise``."""

    when: Guard | None
    target: Target
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice on the data: the first line that holds."""

    name: str
    title: Title
    branches: tuple[Branch, ...]
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Milestone:
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


@dataclass(frozen=True, slots=True)
class End:
    """The end of a case."""

    name: str
    title: Title
    ending: Ending
    basis: Basis
    span: Span


Step = Task | Review | Choose | Milestone | End


@dataclass(frozen=True, slots=True)
class Arbiter:
    """A level at which one role rules."""

    role: str


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """A level at which a group of the organization decides together, once it is convened."""

    group: str
    convened_by: str


Level = Arbiter | GroupLevel


@dataclass(frozen=True, slots=True)
class RuledTopic:
    """A topic with somebody to rule on it, lowest level first."""

    name: str
    title: Title
    levels: tuple[Level, ...]
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class SettledTopic:
    """A topic that nobody rules on: the case goes back to be settled."""

    name: str
    title: Title
    target: Target
    basis: Basis
    span: Span


Topic = RuledTopic | SettledTopic


@dataclass(frozen=True, slots=True)
class Appeal:
    """The losing side's right to go to the next level: the objector, or whoever does the step that an upheld
    objection leads to. Unused within the time it lapses (SEMANTICS 12, 18)."""

    within: Duration
    basis: Basis


@dataclass(frozen=True, slots=True)
class Arbitration:
    """How objections are ruled on.

    ``upheld`` and ``refused`` are where those rulings lead; overruled, the review goes on behind the seat.
    ``refused`` is open to the last level of a topic alone.
    """

    topics: Mapping[str, Topic]
    limit: Limit | None
    appeal: Appeal | None
    upheld: Target
    refused: Target | None
    never_rules_on_own: bool
    authority_asked_again: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Before:
    """``step`` is entered only with ``must`` done, or, for a milestone, in force (``before:``/``must:``)."""

    step: str
    must: str
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Different:
    """Nobody acts, or is acted for, in two of these steps, seats or tables' roles (SEMANTICS 26)."""

    places: tuple[str, ...]
    basis: Basis
    span: Span


Invariant = Before | Different


@dataclass(frozen=True, slots=True)
class Question:
    """What the source leaves open, and what this file assumes."""

    name: str
    clauses: tuple[str, ...]
    ask: Title
    assumed: Title
    span: Span


@dataclass(frozen=True, slots=True)
class Process:
    """A whole process file.

    ``organization`` is the id of the organization it runs in; ``calendar`` is empty for its first one.
    ``alarm`` is the role that is told when an item has nobody who could act on it (SEMANTICS 13).
    """

    name: str
    version: str
    title: Title
    organization: str
    calendar: str
    start: str
    fields: Mapping[str, DataField]
    facts: Mapping[str, Fact]
    attachments: tuple[str, ...]
    tables: Mapping[str, Table]
    steps: Mapping[str, Step]
    arbitration: Arbitration | None
    invariants: tuple[Invariant, ...]
    questions: Mapping[str, Question]
    span: Span
    alarm: str | None = None
