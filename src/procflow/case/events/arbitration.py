"""Objections, rulings, and bodies that decide together."""

from msgspec import Struct

from procflow.case.state import Performance, Timer


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
    """A level of an arbitration may not rule, because whoever sits there is a party."""

    scope: str
    level: int
    role: str
    reason: str


class LevelOpened(Struct, frozen=True, tag=True):
    """An arbitration came to a level, counted from 0."""

    scope: str
    level: int


class RulingGiven(Struct, frozen=True, tag=True, omit_defaults=True):
    """A level ruled: upheld, overruled or refused. ``item`` is absent where a group's votes came to it."""

    scope: str
    level: int
    ruling: str
    role: str
    item: str | None = None
    who: Performance | None = None
    comment: str | None = None


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
    right: str


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
    """A member voted yes, no or abstain; or the convener broke a tie."""

    scope: str
    item: str
    motion: str
    member: str
    vote: str
    who: Performance
    comment: str | None = None


class TieReached(Struct, frozen=True, tag=True):
    """As many voted yes as no; the convener decides."""

    scope: str
    motion: str
    yes: int
    no: int


class MotionDecided(Struct, frozen=True, tag=True):
    """A motion was carried or fell."""

    scope: str
    motion: str
    carried: bool
    yes: int
    no: int
    abstain: int
    base: int


class QuorumMissed(Struct, frozen=True, tag=True):
    """Too few voted in time; the group is convened again or the named superior rules."""

    scope: str
    timer: str
    voted: int
    members: int
    then: str


class ObjectionClosed(Struct, frozen=True, tag=True):
    """An arbitration is over and its ruling stands."""

    scope: str
    parent: str
    step: str
    seat: str
    topic: str
    ruling: str
