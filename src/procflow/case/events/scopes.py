"""Branches, any-time events, waits, notices, and what is done outside of the case."""

from datetime import datetime

from msgspec import Struct

from procflow.case.state import Awaited, Named, Performance, Timer


class BranchOpened(Struct, frozen=True, tag=True, omit_defaults=True):
    """A branch of a parallel block began ``at`` its first step, ``named`` by an entry of a field where there
    is one for each."""

    scope: str
    parent: str
    step: str
    branch: str
    graph: str
    at: str
    named: Named | None = None


class BranchFinished(Struct, frozen=True, tag=True):
    """A branch came to its end; ``step`` is the parallel block that it belongs to."""

    scope: str
    parent: str
    step: str


class EventRaised(Struct, frozen=True, tag=True, omit_defaults=True):
    """An any-time event occurred. What is filled in with it belongs to this occurrence alone. Where it has
    steps of its own, it begins ``at`` one of its ``graph``."""

    scope: str
    event: str
    who: Performance
    graph: str | None = None
    at: str | None = None
    comment: str | None = None


class EventEnded(Struct, frozen=True, tag=True):
    """An occurrence of an any-time event is over."""

    scope: str
    event: str


class MainFlowPaused(Struct, frozen=True, tag=True):
    """The main flow rests for an occurrence; ``clock_stops`` says that its deadlines rest too."""

    scope: str
    clock_stops: bool


class MainFlowResumed(Struct, frozen=True, tag=True, omit_defaults=True):
    """An occurrence holds the main flow up no more. Where its clock had stopped, ``dues`` are the new limits
    of work items and ``timers`` the moments around them (SEMANTICS 22)."""

    scope: str
    dues: dict[str, datetime] = {}
    timers: dict[str, Timer] = {}


class OwnerBound(Struct, frozen=True, tag=True, omit_defaults=True):
    """A person became the owner of the case: at a step, or, with ``who``, by somebody's decision (SEMANTICS
    24)."""

    person: str
    step: str | None = None
    who: Performance | None = None
    comment: str | None = None


class NoticeSent(Struct, frozen=True, tag=True, omit_defaults=True):
    """Roles and persons were told something; ``reached`` are the persons. ``pending`` have to acknowledge it
    before the flow goes on."""

    scope: str
    step: str
    told: tuple[Named, ...]
    reached: tuple[str, ...]
    pending: tuple[Named, ...] = ()


class WaitBegan(Struct, frozen=True, tag=True, omit_defaults=True):
    """A step begins that waits for something without asking anybody; ``due`` is its limit, ``awaits`` are the
    keys of other cases that it waits for."""

    scope: str
    step: str
    due: datetime | None = None
    timers: dict[str, Timer] = {}
    awaits: tuple[Awaited, ...] = ()


class SeatsNamed(Struct, frozen=True, tag=True):
    """The data named the seats of a review."""

    scope: str
    step: str
    named: tuple[Named, ...]


class VotesCounted(Struct, frozen=True, tag=True):
    """A review by vote was decided: weights for, against and abstaining, and what they were counted
    against."""

    scope: str
    step: str
    passed: bool
    votes_for: int
    votes_against: int
    abstained: int
    base: int


class CallRequested(Struct, frozen=True, tag=True, omit_defaults=True):
    """A case of another process is to be started."""

    scope: str
    step: str
    process: str
    waits: bool
    due: datetime | None = None
    timers: dict[str, Timer] = {}
    version: str | None = None


class CallStarted(Struct, frozen=True, tag=True, omit_defaults=True):
    """The case that a call asked for began; ``scope`` is the one that waits for it, where one does."""

    step: str
    case: str
    timer: str
    scope: str | None = None


class CallEnded(Struct, frozen=True, tag=True):
    """The case that was called is over."""

    scope: str
    step: str
    case: str
    ending: str


class HandlerAsked(Struct, frozen=True, tag=True):
    """A handler of the embedding program is to be called."""

    scope: str
    step: str
    handler: str
    timers: dict[str, Timer]


class HandlerFailed(Struct, frozen=True, tag=True, omit_defaults=True):
    """A try of a handler came to nothing; ``timers`` hold the next one, if there is to be one."""

    scope: str
    step: str
    timer: str
    attempt: int
    reason: str
    timers: dict[str, Timer] = {}


class HandlerDone(Struct, frozen=True, tag=True):
    """A handler did what it was asked for."""

    scope: str
    step: str
    timer: str
    attempt: int


class HandlerReportedLate(Struct, frozen=True, tag=True, omit_defaults=True):
    """A handler reported when nobody waited for it any more; that changes nothing (SEMANTICS 3)."""

    timer: str
    failed: bool
    reason: str | None = None


class StepReminded(Struct, frozen=True, tag=True, omit_defaults=True):
    """Persons were told of the limit of a step that nobody answers."""

    scope: str
    step: str
    timer: str
    role: str
    persons: tuple[str, ...]
    next: Timer | None = None


class JobsSet(Struct, frozen=True, tag=True):
    """What has to be done outside of the case because of what happened in it."""

    timers: dict[str, Timer]


class JobDone(Struct, frozen=True, tag=True, omit_defaults=True):
    """What had to be done outside of the case was done, or came to nothing for a ``reason``."""

    timer: str
    reason: str | None = None


class JobStuck(Struct, frozen=True, tag=True, omit_defaults=True):
    """What has to be done outside of the case cannot be done now, for a ``reason``, the code of a refusal; it
    is tried again. ``job`` is its kind; the alarm ``role`` of the process is told, where it has one."""

    timer: str
    job: str
    reason: str
    role: str | None = None
    persons: tuple[str, ...] = ()
