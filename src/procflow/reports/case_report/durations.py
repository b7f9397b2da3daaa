"""What the report of a case says of time: each item and each wait, the sums of steps, the whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

How = Literal["answered", "withdrawn", "lapsed", "passed", "open"]


@dataclass(frozen=True, slots=True)
class Timed:
    """What somebody was asked, or what the flow waited for without asking anybody (``offered`` is empty).

    ``used`` says how much of the time allowed it took, ``over`` how long it took beyond that, in the unit of
    the limit; ``elapsed`` by the clock, ``worked`` in business time, None without a calendar. ``handed_up``
    are the roles that it went on to, ``reminded`` counts the reminders, which went to ``reminded_who``, and
    ``told`` are those who were told of it.
    """

    seq: int
    end_seq: int
    item: str
    step: str
    place: str
    role: str
    offered: tuple[str, ...]
    asked: datetime
    ended: datetime | None
    how: How
    by: str
    due: datetime | None
    used: str
    over: str
    late: bool
    handed_up: tuple[str, ...]
    reminded: int
    reminded_who: tuple[str, ...]
    told: tuple[str, ...]
    elapsed: timedelta
    worked: timedelta | None


@dataclass(frozen=True, slots=True)
class StepTimes:
    """The sums of a step over all its rounds."""

    step: str
    title: str
    rounds: int
    asked: int
    elapsed: timedelta
    worked: timedelta | None
    late: int
    handed_up: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The whole time of a case, by the clock and in business time: in all, while somebody was asked
    (``working``), while nobody was (``waiting``), and of all that while its clock stood still."""

    whole: timedelta
    whole_worked: timedelta | None
    working: timedelta
    working_worked: timedelta | None
    waiting: timedelta
    waiting_worked: timedelta | None
    stopped: timedelta
