"""How long something took, in the unit of its limit, exactly and in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from procflow.drawing.marks.voice import say
from procflow.wording import Lang
from procflow.worktime import Calendar, Duration, OutsideCalendar, Unit
from procflow.worktime.deadline import After, Deadline

_LENGTHS = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
    Unit.BUSINESS_HOURS: timedelta(hours=1),
    Unit.BUSINESS_DAYS: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something was open, in which unit that is told, and what it is held against: its
    ``limit``, and when that was ``due``."""

    since: datetime
    until: datetime
    unit: Unit | None = None
    limit: Deadline | None = None
    due: datetime | None = None
    late: bool = False


def unit_of(limit: Deadline | None) -> Unit | None:
    """What a limit is counted in."""
    return limit.duration.unit if limit is not None else None


def measure(calendar: Calendar | None, unit: Unit, since: datetime, until: datetime) -> Fraction:
    """How many of a unit lie between two instants, exactly; none where the second is the earlier.

    So many business days have passed as lead from the first instant to the second when they are added to it;
    a part of one is its part of the business time up to the next. Without a calendar, or where it does not
    reach, the clock alone is counted.
    """
    if until <= since:
        return Fraction(0)
    if calendar is not None:
        try:
            if unit is Unit.BUSINESS_DAYS:
                return _business_days(calendar, since, until)
            if unit is Unit.BUSINESS_HOURS:
                return _share(calendar.business_between(since, until), _LENGTHS[unit])
        except OutsideCalendar:
            pass
    return _share(until - since, _LENGTHS[unit])


def _business_days(calendar: Calendar, since: datetime, until: datetime) -> Fraction:
    low, high = 0, min((until - since).days + 2, Unit.BUSINESS_DAYS.most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _after(calendar, since, middle) <= until else (low, middle)
    begin, end = _after(calendar, since, low), _after(calendar, since, low + 1)
    whole = calendar.business_between(begin, end)
    if not whole:
        return Fraction(low)
    return low + min(_share(calendar.business_between(begin, until), whole), Fraction(1))


def _after(calendar: Calendar, since: datetime, days: int) -> datetime:
    return calendar.add(since, Duration(days, Unit.BUSINESS_DAYS)) if days else since


def _share(part: timedelta, whole: timedelta) -> Fraction:
    microsecond = timedelta(microseconds=1)
    return Fraction(part // microsecond, whole // microsecond)


def span_words(lang: Lang, calendar: Calendar | None, span: Span) -> str:
    """What stands in the limit's place: ``3.1／2 工作日 逾期``, ``3.1 / 2 business days, late``.

    A limit that counts from a date is held against the time that there was from the opening.
    """
    unit = span.unit
    if unit is None:
        text = amount_words(lang, by_the_clock(span.since, span.until))
        return say("time.late", lang, time=text) if span.late else text
    took = measure(calendar, unit, span.since, span.until)
    allowed = _allowed(calendar, span, unit)
    if not allowed:
        text = amount_words(lang, (took, unit))
    else:
        names = {"took": digits(took), "limit": digits(allowed), "unit": unit_word(lang, unit, allowed)}
        text = say("time.of", lang, **names)
    return say("time.late", lang, time=text) if span.late else text


def _allowed(calendar: Calendar | None, span: Span, unit: Unit) -> Fraction:
    match span.limit:
        case After(duration) if duration.unit is unit:
            return Fraction(duration.amount)
        case _:
            return measure(calendar, unit, span.since, span.due) if span.due is not None else Fraction(0)


def by_the_clock(since: datetime, until: datetime) -> tuple[Fraction, Unit]:
    """A time that nothing limits, in the unit that reads best."""
    lasted = until - since
    unit = Unit.MINUTES if lasted < timedelta(hours=1) else Unit.HOURS
    if lasted >= timedelta(hours=48):
        unit = Unit.DAYS
    return measure(None, unit, since, until), unit


def amount_words(lang: Lang, amount: tuple[Fraction, Unit]) -> str:
    """An amount with its unit."""
    count, unit = amount
    return say("time.alone", lang, took=digits(count), unit=unit_word(lang, unit, count))


def unit_word(lang: Lang, unit: Unit, count: Fraction) -> str:
    """A unit behind a number."""
    number = "one" if digits(count) == "1" else "many"
    return say(f"unit_{number}.{unit.name}", lang)


def digits(amount: Fraction) -> str:
    """A number to one decimal, halves up, without a nought behind the point."""
    tenths = floor(amount * 10 + Fraction(1, 2))
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)
