"""What a case is at a moment: the fold of its events.

Everything here is a frozen value that encodes to JSON. A case holds scopes, each one token on one graph of
the program; scopes form a tree under that of the main flow. Work items are what people are asked for; timers
are what the clock will do, and jobs, which stand among them, what the engine has to do outside of the case.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

Status = Literal["running", "completed", "cancelled", "rejected"]
Ruling = Literal["upheld", "overruled", "refused"]
Vote = Literal["yes", "no", "abstain"]
Purpose = Literal["task", "seat", "convene", "ruling", "group", "vote", "casting", "appeal", "acknowledge"]


class Performance(Struct, frozen=True, omit_defaults=True):
    """Who did something, for whom, under which grant, and the SHA-256 of the grant's document.

    ``under`` is how the person acted for came to it, where that was by a grant that may be passed on.
    """

    by: str
    on_behalf_of: str | None = None
    grant: str | None = None
    document: str | None = None
    under: "Performance | None" = None

    def persons(self) -> frozenset[str]:
        """The set {acting person, person acted for} that separation of duties compares (SEMANTICS 26)."""
        above = self.under.persons() if self.under is not None else frozenset()
        return above | {self.by, self.on_behalf_of or self.by}

    def responsible(self) -> str:
        """For whom it was done, in the end: where a grant was passed on, whoever gave the first one."""
        return self.under.responsible() if self.under is not None else self.on_behalf_of or self.by

    def grants(self) -> tuple[str, ...]:
        """The grants that this was done under, the nearest first."""
        own = (self.grant,) if self.grant is not None else ()
        return own + (self.under.grants() if self.under is not None else ())


KEPT_OF_HASH = 32
"""Hexadecimal characters of a hash that a state keeps where it is only compared: 128 bits."""


class Answered(Struct, frozen=True, omit_defaults=True):
    """A seat's answer that counts, and the beginnings of the hashes of what it was shown and looked at
    (SEMANTICS 7): the whole ones stand on the record, and here they are only told apart.

    ``topic`` is set on an objection that nobody rules on, ``overruled`` where a ruling took an objection's
    place. ``earlier`` marks one that stands although what the seat was shown has changed since.
    """

    answer: str
    who: Performance
    seq: int
    shown: str
    looked: str | None = None
    topic: str | None = None
    overruled: bool = False
    earlier: bool = False


class Objection(Struct, frozen=True, omit_defaults=True):
    """A seat's objection: ``scope`` is the arbitration that runs on it, ``ruling`` what it came to."""

    topic: str
    answered: Answered
    scope: str | None = None
    ruling: Ruling | None = None


class Named(Struct, frozen=True, omit_defaults=True):
    """Whom the data name for a seat, a branch or a notice: a role, or one person, for the ``value`` of a
    field."""

    value: str
    role: str = ""
    person: str | None = None


class ReviewState(Struct, frozen=True, omit_defaults=True):
    """A review step in progress.

    ``answers`` let the review go on; ``refusals`` lead away and wait until they may act; ``objections`` are
    being ruled on, or wait for the others of the step. ``closed`` lists answers that a seat no longer has.
    ``named`` are the seats, in their order, where the data or a person name them.
    """

    convened: bool = False
    named: tuple[Named, ...] | None = None
    answers: dict[str, Answered] = {}
    refusals: dict[str, Answered] = {}
    objections: dict[str, Objection] = {}
    closed: dict[str, tuple[str, ...]] = {}


class Ballot(Struct, frozen=True, omit_defaults=True):
    """One vote on a motion."""

    vote: Vote
    who: Performance


class Dispute(Struct, frozen=True, omit_defaults=True):
    """An arbitration in progress. ``level`` counts from 0; ``barred`` are persons who may not rule."""

    topic: str
    seat: str
    level: int = 0
    ruling: Ruling | None = None
    barred: tuple[str, ...] = ()
    rounds: int = 0
    motion: str | None = None
    members: dict[str, str] = {}
    votes: dict[str, Ballot] = {}


class Parked(Struct, frozen=True, omit_defaults=True):
    """A step left by a return, kept as it was until the flow comes back to it (SEMANTICS 5).

    Of a review that is its ``review``, of a parallel block the ``branch`` that returned and how many were
    ``finished``; ``scopes`` are those that hung on it.
    """

    step: str
    target: str
    resume: str
    seats: tuple[str, ...]
    disputed: bool
    review: ReviewState | None = None
    scopes: tuple["Scope", ...] = ()
    branch: str | None = None
    finished: int = 0


class Awaited(Struct, frozen=True):
    """Waiting until no case of a process is open for what the field ``by`` holds (SEMANTICS 34)."""

    process: str
    by: str


class Scope(Struct, frozen=True, omit_defaults=True):
    """One token on one graph. ``parent`` and ``host`` say on which step of which scope it hangs; an
    occurrence of an any-time event hangs on the main flow and on none of its steps.

    ``finished`` counts the branches of the parallel block that the token is on, ``named`` is the entry that a
    branch was opened for. ``event``, ``data`` and ``salts`` are those of an occurrence. ``called`` is the
    case of another process that the token waits for, ``pending`` are those who have to acknowledge a notice,
    ``awaits`` the keys that it waits for.
    """

    id: str
    graph: str
    step: str
    parent: str | None = None
    host: str | None = None
    review: ReviewState | None = None
    dispute: Dispute | None = None
    parked: Parked | None = None
    finished: int = 0
    named: Named | None = None
    event: str | None = None
    data: dict[str, object] = {}
    salts: dict[str, str] = {}
    called: str | None = None
    pending: tuple[Named, ...] = ()
    awaits: tuple[Awaited, ...] = ()


class EscalationTimer(Struct, frozen=True, tag="escalation"):
    """A moment around an item's deadline; ``rule`` is the place of the escalation in its list, from 0."""

    due: datetime
    item: str
    rule: int


class LapseTimer(Struct, frozen=True, tag="lapse"):
    """The end of a right that an item offers."""

    due: datetime
    item: str


class VoteTimer(Struct, frozen=True, tag="vote"):
    """The end of the time to vote on the motion that an arbitration's scope is at."""

    due: datetime
    scope: str


class StepTimer(Struct, frozen=True, tag="step"):
    """A moment around the deadline of a step that nobody answers: a wait, or a call."""

    due: datetime
    scope: str
    rule: int


class WaitTimer(Struct, frozen=True, tag="wait"):
    """The moment that a wait waits for; ``way`` is its place among those that it waits for, from 0."""

    due: datetime
    scope: str
    way: int


class CallJob(Struct, frozen=True, tag="call", omit_defaults=True):
    """A case of another process has to be started for a ``step``, in the name of ``by``; ``gives`` is what
    its fields begin with. It belongs to a ``scope`` that waits for it, or to none."""

    due: datetime
    step: str
    by: str
    scope: str | None = None
    gives: dict[str, object] = {}


class HandlerJob(Struct, frozen=True, tag="handler"):
    """A handler has to be called for a scope; ``attempt`` counts from 1."""

    due: datetime
    scope: str
    attempt: int


class HandlerLimit(Struct, frozen=True, tag="limit"):
    """The time that a handler has in all is over."""

    due: datetime
    scope: str


class CancelJob(Struct, frozen=True, tag="cancel"):
    """A case that was called is not waited for any more, and has to be told."""

    due: datetime
    case: str


class ReportJob(Struct, frozen=True, tag="report"):
    """The case that called this one has to be told that it is over."""

    due: datetime
    case: str


class ReleaseJob(Struct, frozen=True, tag="release"):
    """Cases that wait for the key of this one have to be told that it is free."""

    due: datetime
    process: str
    key: str


Job = CallJob | HandlerJob | CancelJob | ReportJob | ReleaseJob
"""What the engine has to do outside of the case, as soon as it can; it is set and dropped like a timer."""

Timer = EscalationTimer | LapseTimer | VoteTimer | StepTimer | WaitTimer | HandlerLimit | Job
"""A moment at which the clock acts."""


class Item(Struct, frozen=True, omit_defaults=True):
    """A work item: what one person of ``role`` is asked to do.

    ``purpose`` group is to convene one, casting to break its tie. ``persons`` narrows it to persons;
    ``barred`` may not act; ``offered_to`` could act when it was offered last. ``level`` counts how often it
    was handed up. One that is ``loose`` stays open when its step is left; ``sent`` is the event by which the
    notice was sent that it asks to acknowledge.
    """

    id: str
    scope: str
    step: str
    role: str
    purpose: Purpose
    opened_at: datetime
    seat: str | None = None
    persons: tuple[str, ...] | None = None
    barred: tuple[str, ...] = ()
    offered_to: tuple[str, ...] = ()
    due: datetime | None = None
    level: int = 0
    loose: bool = False
    sent: int = 0


class Mark(Struct, frozen=True, omit_defaults=True):
    """A milestone on the record: the hash of what it covers, whether that was changed since (``voided``), and
    whether the flow has gone past the step up to which it could be (``closed``)."""

    content: str
    seq: int
    voided: bool = False
    closed: bool = False


class Attachment(Struct, frozen=True, omit_defaults=True):
    """A paper of the case: the SHA-256 and size in bytes of its content, and the file name it came with."""

    sha256: str
    size: int
    filename: str


class Authority(Struct, frozen=True, omit_defaults=True):
    """What a table decided last: the role and the row, counted from 1."""

    role: str
    row: int


class Parent(Struct, frozen=True):
    """The case that called this one, the scope that it was called for, and the processes above it."""

    case: str
    scope: str
    waits: bool
    line: tuple[str, ...]


class Stop(Struct, frozen=True):
    """An occurrence that the main flow rests for, and whether the clock stands still meanwhile."""

    scope: str
    clock: bool


class CaseState(Struct, frozen=True, omit_defaults=True):
    """A case. ``seq`` is the number of its last event and serves as its version.

    ``organization_hash`` is the content hash of the organization as the case last knew it. ``content_seq`` is
    the event that last changed what reviewers are shown. ``salt`` is for hashes of content; ``salts`` keep
    one for each personal field, so that equal content has equal commitments within the case. ``performed``
    holds who did a task last, and the seats and tables' roles that separation of duties names; ``passed`` the
    other steps that were done. ``stops`` are what the main flow rests for, ``stopped_at`` is since when its
    clock stands still. ``raised`` are the any-time events that ever were. ``turn`` is the turn
    of a cadence that the case was opened for.
    """

    id: str
    process: str
    definition: str
    organization: str
    organization_hash: str
    started_at: datetime
    started_by: str
    seq: int = 0
    content_seq: int = 0
    status: Status = "running"
    ended_at: datetime | None = None
    data: dict[str, object] = {}
    salt: str = ""
    salts: dict[str, str] = {}
    facts: dict[str, bool] = {}
    attachments: dict[str, Attachment] = {}
    scopes: dict[str, Scope] = {}
    items: dict[str, Item] = {}
    timers: dict[str, Timer] = {}
    authority: dict[str, Authority] = {}
    milestones: dict[str, Mark] = {}
    performed: dict[str, Performance] = {}
    passed: tuple[str, ...] = ()
    owner: str | None = None
    raised: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    stopped_at: datetime | None = None
    parent: Parent | None = None
    one_open_per: str | None = None
    turn: str | None = field(default=None, name="occurrence")
