"""What comes back with the calendar: once in every day, week, month, quarter or year (SEMANTICS 30).

Each period has exactly one *turn*. Of two periods the later never has its turn earlier, whatever a day off
does to it; so it is enough to know up to which period all was dealt with, and no change of the holidays makes
one come twice or not at all.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from procflow.worktime.calendar import Calendar, OutsideCalendar
from procflow.worktime.hours import Weekday
from procflow.worktime.years import FIRST_YEAR, midnight

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


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
    alone.

    In a period that has fewer of them it is the last one (from the end: the first).
    """

    number: int
    from_end: bool
    business: bool


class DayOfYear(Struct, frozen=True):
    """A date that comes back every year; 29 February is the 28th where there is none."""

    month: int
    day: int


On = Weekday | NthDay | DayOfYear


class Shift(StrEnum):
    """What happens if the day is no business day."""

    EARLIER = "earlier"
    LATER = "later"
    STAY = "stay"
    SKIP = "skip"


class Recurrence(Struct, frozen=True):
    """When something comes back.

    ``on`` is the day of the period, None for a period of one day. ``at`` is minutes from midnight, None for
    the beginning of working hours; ``shift`` is None where the day is a business day anyhow.
    """

    every: Period
    on: On | None
    at: int | None
    shift: Shift | None


class Turn(Struct, frozen=True):
    """The turn of one period, which runs from ``first`` to ``last``.

    ``period`` is its key: ``2026-05-04``, ``2026-W19``, ``2026-05``, ``2026-Q2`` or ``2026``. ``at`` is the
    UTC instant; it may lie in a neighbouring period. ``skipped``: the day is off and nothing comes of it.
    """

    period: str
    first: date
    last: date
    at: datetime
    skipped: bool = False


def turn_of(recurrence: Recurrence, calendar: Calendar, day: date) -> Turn:
    """The turn of the period that holds a day. Raises :class:`OutsideCalendar`."""
    first, last = _stretch(recurrence.every, day)
    meant = _day_of(recurrence.on, calendar, first, last)
    skipped = False
    if not calendar.business_day(meant):
        # A turn on every business day is one on every day, without those off.
        shift = Shift.SKIP if recurrence.every is Period.BUSINESS_DAY else recurrence.shift
        skipped = shift is Shift.SKIP
        if shift in (Shift.EARLIER, Shift.LATER):
            meant = calendar.business_day_from(meant, 1 if shift is Shift.LATER else -1)
    at = _moment(calendar, meant, recurrence.at)
    return Turn(_key(recurrence.every, first), first, last, at, skipped)


def turns(recurrence: Recurrence, calendar: Calendar, day: date) -> Iterator[Turn]:
    """The turn of the period that holds a day, and of each period after it, to the end of the calendars."""
    while True:
        try:
            turn = turn_of(recurrence, calendar, day)
        except OutsideCalendar:
            return
        yield turn
        day = turn.last + _DAY


def last_before(recurrence: Recurrence, calendar: Calendar, instant: datetime) -> Turn | None:
    """The last period's turn that lies before an aware ``instant``, skipped or not.

    None where the calendars do not reach back to one.
    """
    day = calendar.spec.zone.wall(instant).date()
    found = None
    for turn in turns(recurrence, calendar, day):
        if turn.at >= instant:
            break
        found = turn
    while found is None:
        first, _ = _stretch(recurrence.every, day)
        day = first - _DAY
        try:
            turn = turn_of(recurrence, calendar, day)
        except OutsideCalendar:
            return None
        if turn.at < instant:
            found = turn
    return found


def occurrences(
    recurrence: Recurrence, calendar: Calendar, after: datetime, until: datetime
) -> Iterator[Turn]:
    """The turns after ``after``, up to and at ``until``, without those that are skipped; both are aware
    instants.

    In order: of the periods, and so of their instants. However a stretch of time is cut into pieces, the
    pieces have what the whole has.
    """
    before = last_before(recurrence, calendar, after + _MICROSECOND)
    start = before.last + _DAY if before is not None else date(FIRST_YEAR, 1, 1)
    for turn in turns(recurrence, calendar, start):
        if turn.at > until:
            return
        if not turn.skipped:
            yield turn


def period_named(every: Period, key: str) -> date | None:
    """The first day of the period with a key; None if that is no key of such a period."""
    try:
        match every:
            case Period.DAY | Period.BUSINESS_DAY:
                first = date.fromisoformat(key)
            case Period.WEEK:
                first = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
            case Period.MONTH:
                first = date.fromisoformat(f"{key}-01")
            case Period.QUARTER:
                first = date(int(key[:4]), 3 * int(key[6:]) - 2, 1)
            case Period.YEAR:
                first = date(int(key), 1, 1)
            case _:
                assert_never(every)
    except ValueError:
        return None
    # What is read more freely than it is written is no key.
    return first if _key(every, first) == key else None


def _stretch(every: Period, day: date) -> tuple[date, date]:
    """The first and the last day of the period that holds a day."""
    match every:
        case Period.DAY | Period.BUSINESS_DAY:
            return day, day
        case Period.WEEK:
            first = day - day.weekday() * _DAY
            return first, first + 6 * _DAY
        case Period.MONTH:
            return _months(day.year, day.month, 1)
        case Period.QUARTER:
            return _months(day.year, day.month - (day.month - 1) % 3, 3)
        case Period.YEAR:
            return _months(day.year, 1, 12)
        case _:
            assert_never(every)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    end = month + count - 1
    return date(year, month, 1), date(year, end, monthrange(year, end)[1])


def _key(every: Period, first: date) -> str:
    match every:
        case Period.DAY | Period.BUSINESS_DAY:
            return first.isoformat()
        case Period.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year:04}-W{week:02}"
        case Period.MONTH:
            return f"{first.year:04}-{first.month:02}"
        case Period.QUARTER:
            return f"{first.year:04}-Q{(first.month + 2) // 3}"
        case Period.YEAR:
            return f"{first.year:04}"
        case _:
            assert_never(every)


def _day_of(on: On | None, calendar: Calendar, first: date, last: date) -> date:
    """The day of a period that is meant, before anything is done about days off."""
    match on:
        case None:
            return first
        case Weekday():
            return first + on * _DAY
        case DayOfYear(month, day):
            return date(first.year, month, min(day, monthrange(first.year, month)[1]))
        case NthDay(number, from_end, business):
            if business:
                return _business_day(calendar, number, from_end, first, last)
            distance = (number - 1) * _DAY
            return max(last - distance, first) if from_end else min(first + distance, last)
        case _:
            assert_never(on)


def _business_day(calendar: Calendar, number: int, from_end: bool, first: date, last: date) -> date:
    """A business day of a period by its number.

    A period without any has its day outside: counted from the end the one before, else the one after.
    """
    if from_end:
        found = calendar.business_day_from(last + _DAY, -number)
        nearest = calendar.business_day_from(first - _DAY, 1) if found < first else found
        return nearest if nearest <= last else calendar.business_day_from(last + _DAY, -1)
    found = calendar.business_day_from(first - _DAY, number)
    nearest = calendar.business_day_from(last + _DAY, -1) if found > last else found
    return nearest if nearest >= first else calendar.business_day_from(first - _DAY, 1)


def _moment(calendar: Calendar, day: date, at: int | None) -> datetime:
    """The UTC instant on a day. A day off has no working hours: it begins when the next business day does, by
    the clock."""
    zone = calendar.spec.zone
    if at is not None:
        return zone.instant(midnight(day) + timedelta(minutes=at))
    if calendar.business_day(day):
        return calendar.opening(day)
    following = calendar.next_business_day(day)
    return zone.instant(midnight(day) + (zone.wall(calendar.opening(following)) - midnight(following)))
