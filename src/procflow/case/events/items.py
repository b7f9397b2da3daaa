"""Work items, and what the clock does to them."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from procflow.case.state import EscalationTimer, Performance, Purpose, Timer

WithdrawnBecause = Literal[
    "step-left",
    "parked",
    "case-ended",
    "not-asked",
    "asked-earlier",
    "voted",
    "no-quorum",
    "ruled",
    "taken-back",
    "joined",
    "led-out",
    "answered",
    "acknowledged",
]
StuckBecause = Literal["nobody-can-act", "nobody-above"]


class ItemOpened(Struct, frozen=True, tag=True, omit_defaults=True):
    """Somebody was asked. ``offered_to`` are the persons who could act at that moment; ``sent`` is the number
    of the event that sent the notice which is to be acknowledged."""

    item: str
    scope: str
    step: str
    role: str
    purpose: Purpose
    offered_to: tuple[str, ...]
    seat: str | None = None
    persons: tuple[str, ...] | None = None
    barred: tuple[str, ...] = ()
    due: datetime | None = None
    timers: dict[str, Timer] = {}
    instead_of: str | None = None
    loose: bool = False
    sent: int = 0


class ItemCompleted(Struct, frozen=True, tag=True, omit_defaults=True):
    """A task, a convening or an appeal was answered. ``confirmed`` holds the limits that were shown with
    it."""

    item: str
    step: str
    purpose: Purpose
    outcome: str
    who: Performance
    comment: str | None = None
    confirmed: dict[str, str] = {}


class ItemOfferedAnew(Struct, frozen=True, tag=True, omit_defaults=True):
    """An open item is put before others than it was, because the organization changed or because of who did
    something else in the case; its limit stays (SEMANTICS 26, 28). ``persons`` are set where only certain
    persons may act on it now."""

    item: str
    role: str
    offered_to: tuple[str, ...]
    barred: tuple[str, ...]
    persons: tuple[str, ...] | None = None


class ItemWithdrawn(Struct, frozen=True, tag=True):
    """An item is not asked any more.

    step-left: its step was left; parked: its step waits for what it was sent back for; case-ended; not-asked:
    the table asks another seat now; asked-earlier: an earlier seat is asked again first; voted: the motion is
    decided; no-quorum: too few voted in time; ruled: the ruling stands; taken-back: the objection was;
    joined: enough other branches were finished; led-out: its branch or event led to a step around it;
    answered: another seat's answer, or the votes, decided the review; acknowledged: somebody else did.
    """

    item: str
    reason: WithdrawnBecause


class ItemHandedUp(Struct, frozen=True, tag=True, omit_defaults=True):
    """An item passed its limit and moved to a superior; its seat stays what it is, its deadline starts
    afresh."""

    item: str
    timer: str
    source: str
    role: str
    offered_to: tuple[str, ...]
    due: datetime | None = None
    timers: dict[str, Timer] = {}


class Reminded(Struct, frozen=True, tag=True):
    """Persons were reminded of an item."""

    item: str
    timer: str
    persons: tuple[str, ...]
    next: EscalationTimer | None = None


class Notified(Struct, frozen=True, tag=True):
    """A role was told of an item's limit."""

    item: str
    timer: str
    role: str
    persons: tuple[str, ...]


class AlarmRaised(Struct, frozen=True, tag=True, omit_defaults=True):
    """Nobody can act on an item, or nobody above whoever should have; a named role is told. Nothing is
    answered by it (SEMANTICS 11, 13)."""

    item: str
    role: str
    persons: tuple[str, ...]
    reason: StuckBecause
    timer: str | None = None


class TimerPassed(Struct, frozen=True, tag=True):
    """A timer's moment came and led the item's step elsewhere."""

    item: str
    timer: str
