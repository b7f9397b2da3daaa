"""Cases that open by themselves at fixed times (SEMANTICS 30)."""

from enum import StrEnum

from msgspec import Struct

from procflow.definition.process.basics import Basis
from procflow.diagnostics import Span
from procflow.worktime import Weekday


class Period(StrEnum):
    """How often: once in every such stretch of the calendar."""

    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class NthDay(Struct, frozen=True):
    """A day of a period, counted from 1, or from its end (``last day``); ``business`` counts business days
    alone."""

    number: int
    from_end: bool
    business: bool


class DayOfYear(Struct, frozen=True):
    """A date that comes back every year."""

    month: int
    day: int


On = Weekday | NthDay | DayOfYear


class Shift(StrEnum):
    """What happens if the day is no business day."""

    EARLIER = "earlier"
    LATER = "later"
    STAY = "stay"
    SKIP = "skip"


class Missed(StrEnum):
    """What is made up for after a downtime."""

    EACH = "each"
    LATEST = "latest"


class Cadence(Struct, frozen=True):
    """When cases open by themselves, and in whose name.

    ``on`` is the day of the period, None for a period of one day. ``at`` is minutes from midnight, None for
    the beginning of working hours; ``shift`` is None where the day is a business day anyhow.
    """

    every: Period
    on: On | None
    at: int | None
    shift: Shift | None
    missed: Missed
    starter: str
    basis: Basis
    span: Span
