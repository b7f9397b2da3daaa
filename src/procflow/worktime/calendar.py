"""Working calendars: what an organization calls a working day, and arithmetic on it.

The rules are those of ``docs/reference/time.md``. All of them keep order: of two instants the later never
leads to an earlier result, nor does the greater amount.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar, assert_never

from msgspec import Struct, field

from procflow.diagnostics import Diagnostic, Span
from procflow.worktime.duration import Duration, Unit
from procflow.worktime.hours import Hours, Weekday
from procflow.worktime.parsing import Parsed
from procflow.worktime.years import FIRST_YEAR, LAST_YEAR, Year, compile_year, from_micros, micros, midnight
from procflow.worktime.zone import Zone

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)


DateOrTime = TypeVar("DateOrTime", date, datetime)


class OutsideCalendar(ValueError):
    """A date before 1900 or after 2399 was given or reached: no calendar says anything about it."""

    def __init__(self) -> None:
        super().__init__(f"the date lies outside the years {FIRST_YEAR} to {LAST_YEAR}")


class CalendarSpec(Struct, frozen=True):
    """A calendar as it is written down.

    ``hours`` gives the working hours of the weekdays that have any. On a single date ``special`` hours come
    first (empty: closed), then ``workdays`` (a make-up day, with the hours of the weekday it stands in for),
    then ``holidays`` (with their names), then the weekday. ``published_until`` is the last date for which
    holidays are known. ValueError if a day's stretches are out of order or overlap.
    """

    zone: Zone
    hours: Mapping[Weekday, Hours]
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: Mapping[date, Weekday] = field(default_factory=dict)
    special: Mapping[date, Hours] = field(default_factory=dict)
    published_until: date | None = None

    def __post_init__(self) -> None:
        for hours in (*self.hours.values(), *self.special.values()):
            if any(one.closes > other.opens for one, other in pairwise(hours)):
                raise ValueError(f"working hours out of order: {', '.join(map(str, hours))}")

    def hours_on(self, day: date) -> Hours:
        """The working hours of one date."""
        if day in self.special:
            return self.special[day]
        if day in self.workdays:
            return self.hours.get(self.workdays[day], ())
        if day in self.holidays:
            return ()
        return self.hours.get(Weekday(day.weekday()), ())


def build_calendar(spec: CalendarSpec, span: Span) -> Parsed["Calendar"]:
    """The calendar of ``spec``; findings are placed at ``span``."""
    if not any(spec.hours.values()):
        return None, (Diagnostic("W250", span),)
    empty = sorted(day for day, like in spec.workdays.items() if not spec.hours.get(like))
    if empty:
        args = {"day": empty[0].isoformat(), "weekday": spec.workdays[empty[0]].name.capitalize()}
        return None, (Diagnostic("W251", span, args),)
    return Calendar(spec), ()


class Calendar:
    """Arithmetic on working time. Immutable to its users, and safe to share between threads.

    Years are compiled when first asked for and kept; two threads that ask at once do the same work twice and
    store equal results. ValueError for a spec without any weekly working time and for naive datetimes;
    :class:`OutsideCalendar` where an instant or a result leaves the years 1900 to 2399.
    """

    __slots__ = ("_years", "spec")

    def __init__(self, spec: CalendarSpec) -> None:
        if not any(spec.hours.values()):
            raise ValueError("a calendar needs working hours on at least one weekday")
        self.spec = spec
        self._years: dict[int, Year] = {}

    def add(self, instant: datetime, duration: Duration) -> datetime:
        """The UTC instant that lies ``duration`` after an aware ``instant``."""
        match duration.unit:
            case Unit.BUSINESS_DAYS:
                year, index, at = self._at_or_after(instant)
                return self._same_time(year, index, at, int(duration.amount))
            case Unit.BUSINESS_HOURS:
                return self._later(instant, duration.microseconds)
            case Unit.DAYS:
                return self._days(instant, int(duration.amount))
            case Unit.WEEKS:
                return self._days(instant, 7 * int(duration.amount))
            case Unit.HOURS | Unit.MINUTES:
                return self._plain(instant, duration.microseconds)
            case _:
                assert_never(duration.unit)

    def subtract(self, instant: datetime, duration: Duration) -> datetime:
        """The UTC instant that lies ``duration`` before an aware ``instant``."""
        match duration.unit:
            case Unit.BUSINESS_DAYS:
                year, index, at = self._at_or_before(instant)
                return self._same_time(year, index, at, -int(duration.amount))
            case Unit.BUSINESS_HOURS:
                return self._earlier(instant, duration.microseconds)
            case Unit.DAYS:
                return self._days(instant, -int(duration.amount))
            case Unit.WEEKS:
                return self._days(instant, -7 * int(duration.amount))
            case Unit.HOURS | Unit.MINUTES:
                return self._plain(instant, -duration.microseconds)
            case _:
                assert_never(duration.unit)

    def add_business(self, instant: datetime, worked: timedelta) -> datetime:
        """The UTC instant at which ``worked`` (above 0) of business time has passed since ``instant``."""
        if worked <= timedelta():
            raise ValueError(f"business time to add must be above zero, not {worked}")
        return self._later(instant, worked // _MICROSECOND)

    def business_between(self, start: datetime, end: datetime) -> timedelta:
        """The business time from ``start`` to ``end``; negative if ``end`` is the earlier."""
        if end < start:
            return -self.business_between(end, start)
        first, begins = self._find(start)
        last, ends = self._find(end)
        total = last.worked(ends) - first.worked(begins)
        total += sum(self._year(number).total for number in range(first.number, last.number))
        return timedelta(microseconds=total)

    def is_business(self, instant: datetime) -> bool:
        """Whether ``instant`` is working time; opening and closing themselves are."""
        _, _, at = self._at_or_after(instant)
        return at == micros(instant)

    def business_day(self, day: date) -> bool:
        """Whether any working time lies on ``day``."""
        days = self._year(day.year).days
        index = bisect_left(days, day)
        return index < len(days) and days[index] == day

    def business_day_from(self, day: date, count: int) -> date:
        """The ``count``-th business day after (negative: before) ``day``, which itself never counts."""
        if count == 0:
            raise ValueError("the count of business days must not be zero")
        year = self._year(day.year)
        index = bisect_right(year.days, day) - 1 if count > 0 else bisect_left(year.days, day)
        year, index = self._nth_day(year, index + count)
        return year.days[index]

    def next_business_day(self, day: date) -> date:
        """The first business day after ``day``."""
        return self.business_day_from(day, 1)

    def opening(self, day: date) -> datetime:
        """The UTC instant at which a business day begins; ValueError on a day off."""
        year, index = self._day(day)
        return from_micros(year.opens[year.first[index]])

    def closing(self, day: date) -> datetime:
        """The UTC instant at which a business day ends; ValueError on a day off."""
        year, index = self._day(day)
        return from_micros(year.closes[year.first[index + 1] - 1])

    def start_of(self, day: date) -> datetime:
        """The UTC instant at which a date begins in the calendar's zone."""
        return self.spec.zone.instant(midnight(_known(day)))

    def end_of(self, day: date) -> datetime:
        """The UTC instant at which a date ends in the calendar's zone: the beginning of the next."""
        return self.spec.zone.instant(midnight(_known(day)) + _DAY)

    def beyond_publication(self, instant: datetime) -> bool:
        """Whether ``instant`` lies after the last date for which the holidays are known."""
        until = self.spec.published_until
        return until is not None and self.spec.zone.local(instant).date() > until

    def _plain(self, instant: datetime, distance: int) -> datetime:
        return from_micros(micros(_known(instant)) + distance)

    def _days(self, instant: datetime, count: int) -> datetime:
        zone = self.spec.zone
        return zone.instant(zone.wall(_known(instant)) + timedelta(days=count))

    def _later(self, instant: datetime, distance: int) -> datetime:
        year, at = self._find(instant)
        wanted = year.worked(at) + distance
        while wanted > year.total:
            wanted -= year.total
            year = self._year(year.number + 1)
        return from_micros(year.earliest(wanted))

    def _earlier(self, instant: datetime, distance: int) -> datetime:
        year, at = self._find(instant)
        wanted = year.worked(at) - distance
        while wanted < 0:
            year = self._year(year.number - 1)
            wanted += year.total
        return from_micros(year.latest(wanted))

    def _same_time(self, year: Year, index: int, at: int, count: int) -> datetime:
        """The moment ``at`` of a stretch, ``count`` business days on, moved into the hours of that day."""
        day = year.day_of[index]
        there, other = self._nth_day(year, day + count)
        moment = at - year.midnights[day] + there.midnights[other]
        if day in year.uneven or other in there.uneven:
            zone = self.spec.zone
            clock = zone.wall(from_micros(at)) - midnight(year.days[day])
            moment = micros(zone.instant(midnight(there.days[other]) + clock))
        return from_micros(there.within(other, moment))

    def _at_or_after(self, instant: datetime) -> tuple[Year, int, int]:
        """The stretch of working time that holds ``instant``, else the next, and the moment in it.

        A closing belongs to the stretch that it ends, so midnight is looked up in the day that it ends too.
        """
        year, at = self._find(instant)
        if at == year.start:
            year = self._year(year.number - 1)
        index = bisect_left(year.closes, at)
        while index == len(year.closes):
            year, index = self._year(year.number + 1), 0
        return year, index, max(at, year.opens[index])

    def _at_or_before(self, instant: datetime) -> tuple[Year, int, int]:
        """The stretch of working time that holds ``instant``, else the one before, and the moment in it."""
        year, at = self._find(instant)
        index = bisect_right(year.opens, at) - 1
        while index < 0:
            year = self._year(year.number - 1)
            index = len(year.opens) - 1
        return year, index, min(at, year.closes[index])

    def _nth_day(self, year: Year, index: int) -> tuple[Year, int]:
        """The business day ``index`` counted from the beginning of ``year``, in the year that it falls in."""
        while index >= len(year.days):
            index -= len(year.days)
            year = self._year(year.number + 1)
        while index < 0:
            year = self._year(year.number - 1)
            index += len(year.days)
        return year, index

    def _day(self, day: date) -> tuple[Year, int]:
        if not self.business_day(day):
            raise ValueError(f"{day} is no business day")
        year = self._year(day.year)
        return year, bisect_left(year.days, day)

    def _find(self, instant: datetime) -> tuple[Year, int]:
        """The year that holds an instant, on the zone's clock, and the instant in microseconds."""
        at = micros(instant)
        year = self._year(instant.year)
        if at < year.start:
            year = self._year(year.number - 1)
        elif at >= year.end:
            year = self._year(year.number + 1)
        return year, at

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            if not FIRST_YEAR <= number <= LAST_YEAR:
                raise OutsideCalendar
            year = compile_year(number, self.spec.zone, self.spec.hours_on)
            self._years[number] = year
        return year


def _known(day: DateOrTime) -> DateOrTime:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutsideCalendar
    return day
