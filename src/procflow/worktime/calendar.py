"""Working calendars: what an organization calls a working day, and arithmetic on it.

The rules are those of ``docs/reference/time.md``. All of them keep order: of two instants the later never
leads to an earlier result, nor does the greater amount.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from msgspec import Struct, field

from procflow.diagnostics import Diagnostic, Span
from procflow.worktime.duration import Duration
from procflow.worktime.hours import Hours, Weekday
from procflow.worktime.parsing import Parsed
from procflow.worktime.years import (
    FIRST_YEAR,
    LAST_YEAR,
    MEAN_YEAR,
    Year,
    compile_year,
    from_micros,
    micros,
    midnight,
)
from procflow.worktime.zone import Zone

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_FIRST_MOMENT = micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
_LAST_MOMENT = micros(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC))


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
        return from_micros(self.shifted(micros(instant), duration, 1))

    def subtract(self, instant: datetime, duration: Duration) -> datetime:
        """The UTC instant that lies ``duration`` before an aware ``instant``."""
        return from_micros(self.shifted(micros(instant), duration, -1))

    def shifted(self, at: int, duration: Duration, way: Literal[1, -1]) -> int:
        """The moment that lies ``duration`` after (1) or before (-1) the moment ``at``, both in microseconds
        since the epoch: for who works out several moments at once."""
        days = duration.days
        if not duration.business:
            return self._days(at, way * days) if days else _reached(at) + way * duration.microseconds
        if days:
            year, index, moment = self._at_or_after(at) if way == 1 else self._at_or_before(at)
            return self._same_time(year, index, moment, way * days)
        length = duration.microseconds
        return self._later(at, length) if way == 1 else self._earlier(at, length)

    def add_business(self, instant: datetime, worked: timedelta) -> datetime:
        """The UTC instant at which ``worked`` (above 0) of business time has passed since ``instant``."""
        if worked <= timedelta():
            raise ValueError(f"business time to add must be above zero, not {worked}")
        return from_micros(self._later(micros(instant), worked // _MICROSECOND))

    def business_between(self, start: datetime, end: datetime) -> timedelta:
        """The business time from ``start`` to ``end``; negative if ``end`` is the earlier."""
        if end < start:
            return -self.business_between(end, start)
        begins, ends = micros(start), micros(end)
        first, last = self._find(begins), self._find(ends)
        total = last.worked(ends) - first.worked(begins)
        total += sum(self._year(number).total for number in range(first.number, last.number))
        return timedelta(microseconds=total)

    def is_business(self, instant: datetime) -> bool:
        """Whether ``instant`` is working time; opening and closing themselves are."""
        at = micros(instant)
        _, _, moment = self._at_or_after(at)
        return moment == at

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

    def _days(self, at: int, count: int) -> int:
        zone = self.spec.zone
        return micros(zone.instant(zone.wall(from_micros(_reached(at))) + timedelta(days=count)))

    def _later(self, at: int, distance: int) -> int:
        year = self._find(at)
        wanted = year.worked(at) + distance
        while wanted > year.total:
            wanted -= year.total
            year = self._year(year.number + 1)
        return year.earliest(wanted)

    def _earlier(self, at: int, distance: int) -> int:
        year = self._find(at)
        wanted = year.worked(at) - distance
        while wanted < 0:
            year = self._year(year.number - 1)
            wanted += year.total
        return year.latest(wanted)

    def _same_time(self, year: Year, index: int, at: int, count: int) -> int:
        """The moment ``at`` of a stretch, ``count`` business days on, moved into the hours of that day."""
        day = year.day_of[index]
        there, other = year, day + count
        if not 0 <= other < len(year.days):
            there, other = self._nth_day(year, other)
        moment = at - year.midnights[day] + there.midnights[other]
        shape, wanted = year.shapes[day], there.shapes[other]
        if shape is None or wanted is None:
            zone = self.spec.zone
            clock = zone.wall(from_micros(at)) - midnight(year.days[day])
            moment = micros(zone.instant(midnight(there.days[other]) + clock))
        elif shape == wanted:
            return moment
        return there.within(other, moment)

    def _at_or_after(self, at: int) -> tuple[Year, int, int]:
        """The stretch of working time that holds the moment ``at``, else the next, and the moment in it.

        A closing belongs to the stretch that it ends, so midnight is looked up in the day that it ends too.
        """
        year = self._find(at)
        if at == year.start:
            year = self._year(year.number - 1)
        index = bisect_left(year.closes, at)
        while index == len(year.closes):
            year, index = self._year(year.number + 1), 0
        opens = year.opens[index]
        return year, index, at if at > opens else opens

    def _at_or_before(self, at: int) -> tuple[Year, int, int]:
        """The stretch of working time that holds the moment ``at``, else the one before, and the moment in
        it."""
        year = self._find(at)
        index = bisect_right(year.opens, at) - 1
        while index < 0:
            year = self._year(year.number - 1)
            index = len(year.opens) - 1
        closes = year.closes[index]
        return year, index, at if at < closes else closes

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

    def _find(self, at: int) -> Year:
        """The year that holds a moment, on the zone's clock. Years differ in length by little: the one that
        is worked out without a calendar is right or a neighbour's."""
        year = self._years.get(1970 + at // MEAN_YEAR) or self._year_about(at)
        if year.start <= at < year.end:
            return year
        while at < year.start:
            year = self._year(year.number - 1)
        while at >= year.end:
            year = self._year(year.number + 1)
        return year

    def _year_about(self, at: int) -> Year:
        return self._year(min(max(1970 + at // MEAN_YEAR, FIRST_YEAR), LAST_YEAR))

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            if not FIRST_YEAR <= number <= LAST_YEAR:
                raise OutsideCalendar
            year = compile_year(number, self.spec.zone, self.spec.hours_on)
            self._years[number] = year
        return year


def _known(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutsideCalendar
    return day


def _reached(at: int) -> int:
    if not _FIRST_MOMENT <= at < _LAST_MOMENT:
        raise OutsideCalendar
    return at
