"""What a case waits for without anybody being asked for an answer."""

from datetime import datetime

from msgspec import Struct


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
