"""Objections, rulings, and bodies that decide together."""

from typing import Literal

from msgspec import Struct

from procflow.case.state import Performance, Ruling, Timer, Vote


class ObjectionOpened(Struct, frozen=True, tag=True):
    """An arbitration began, hung on the step that it came from."""

    scope: str
    parent: str
    step: str
    seat: str
    topic: str
    graph: str
    barred: tuple[str, ...]


class ObjectionWithdrawn(Struct, frozen=True, tag=True, omit_defaults=True):
    """Who objected took it back: its arbitration ends and the seat is asked again; the case stays
    disputed."""

    scope: str
    parent: str
    step: str
    seat: str
    who: Performance
    comment: str | None = None


class LevelPassedOver(Struct, frozen=True, tag=True):
    """A level of an arbitration may not rule: it is the objector's own, or everybody there has a part in the
    objection (SEMANTICS 16)."""

    scope: str
    level: int
    role: str
    reason: Literal["own-objection", "everybody-a-party"]


class LevelOpened(Struct, frozen=True, tag=True):
    """An arbitration came to a level, counted from 0."""

    scope: str
    level: int


class RulingGiven(Struct, frozen=True, tag=True, omit_defaults=True):
    """A level ruled. ``role`` is that of the arbiter, or the group; ``item`` and ``who`` are absent where a
    group's votes came to it; ``casting`` is whoever broke their tie."""

    scope: str
    level: int
    ruling: Ruling
    role: str
    item: str | None = None
    who: Performance | None = None
    comment: str | None = None
    casting: Performance | None = None


class Appealed(Struct, frozen=True, tag=True, omit_defaults=True):
    """The losing side went to the next level."""

    scope: str
    item: str
    who: Performance
    comment: str | None = None


class RightLapsed(Struct, frozen=True, tag=True):
    """A right was not used in its time; the clock records it (SEMANTICS 12)."""

    scope: str
    item: str
    timer: str
    right: Literal["appeal"]


class GroupConvened(Struct, frozen=True, tag=True):
    """A group sits: its members by person with the role they sit for, and who is recused."""

    scope: str
    group: str
    members: dict[str, str]
    recused: tuple[str, ...]


class MotionPut(Struct, frozen=True, tag=True):
    """A group is asked one question, refuse or uphold, and until when."""

    scope: str
    motion: str
    timers: dict[str, Timer]


class VoteCast(Struct, frozen=True, tag=True, omit_defaults=True):
    """A ``member`` voted; without one, the convener broke a tie."""

    scope: str
    item: str
    motion: str
    vote: Vote
    who: Performance
    member: str | None = None
    comment: str | None = None


class TieReached(Struct, frozen=True, tag=True):
    """As many voted yes as no; the convener decides."""

    scope: str
    motion: str
    yes: int
    no: int


class MotionDecided(Struct, frozen=True, tag=True):
    """A motion was carried or fell; ``base`` is what the yes votes were counted against."""

    scope: str
    motion: str
    carried: bool
    yes: int
    no: int
    abstain: int
    base: int


class QuorumMissed(Struct, frozen=True, tag=True, omit_defaults=True):
    """Too few voted in time: ``ruled_by`` rules alone; without it, the group is convened again."""

    scope: str
    timer: str
    motion: str
    voted: int
    members: int
    ruled_by: str | None = None


class ObjectionClosed(Struct, frozen=True, tag=True):
    """An arbitration is over and its ruling stands."""

    scope: str
    parent: str
    step: str
    seat: str
    topic: str
    ruling: Ruling
