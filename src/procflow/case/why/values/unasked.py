"""Why nothing is asked at a place."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from procflow.case.state import Performance
from procflow.case.why.values.basics import Decided


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
