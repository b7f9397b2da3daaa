"""The working time of one year, compiled so that adding to it is a search and a subtraction.

Instants are counted in microseconds since 1970-01-01T00:00Z, as integers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from procflow.worktime.hours import Hours
from procflow.worktime.zone import Zone

FIRST_YEAR = 1900
LAST_YEAR = 2399

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000
_DAY_MICROS = 86_400_000_000
MEAN_YEAR = 365_2425 * _DAY_MICROS // 10_000


def micros(instant: datetime) -> int:
    """Microseconds since the epoch of an aware datetime; ValueError for a naive one."""
    try:
        since = instant - _EPOCH
    except TypeError:
        raise ValueError(f"{instant} names no time zone") from None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(count: int) -> datetime:
    """The UTC datetime of microseconds since the epoch."""
    return _EPOCH + count * _MICROSECOND


def midnight(day: date) -> datetime:
    """The naive beginning of a date."""
    return datetime.combine(day, time())


class Year(Struct, frozen=True):
    """Every stretch of working time whose date lies in one year, in order.

    The year runs from ``start`` to ``end`` (exclusive). ``opens``, ``closes`` and ``day_of`` have one entry a
    stretch, ``days``, ``midnights`` and ``shapes`` one a working day; ``before`` and ``first`` have one more,
    for the end. ``before[i]`` is the working time before stretch ``i``, ``first[d]`` the first stretch of day
    ``d``. A day's shape is what its hours are, None where the clock is changed on it.
    """

    number: int
    start: int
    end: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]
    day_of: tuple[int, ...]
    days: tuple[date, ...]
    midnights: tuple[int, ...]
    first: tuple[int, ...]
    shapes: tuple[Hours | None, ...]

    @property
    def total(self) -> int:
        """The working time of the whole year."""
        return self.before[-1]

    def worked(self, at: int) -> int:
        """The working time of this year up to ``at``."""
        index = bisect_right(self.opens, at) - 1
        return 0 if index < 0 else self.before[index] + min(at, self.closes[index]) - self.opens[index]

    def earliest(self, worked: int) -> int:
        """The first instant at which ``worked`` (above 0, at most the total) has been worked: no opening."""
        index = bisect_left(self.before, worked) - 1
        return self.opens[index] + worked - self.before[index]

    def latest(self, worked: int) -> int:
        """The last instant at which ``worked`` (from 0, below the total) has been worked: no closing."""
        index = bisect_right(self.before, worked) - 1
        return self.opens[index] + worked - self.before[index]

    def within(self, day: int, at: int) -> int:
        """``at`` moved into the hours of a day: to the end of the stretch before it, else to the opening."""
        low, high = self.first[day], self.first[day + 1]
        index = bisect_right(self.opens, at, low, high) - 1
        return self.opens[low] if index < low else min(at, self.closes[index])


def compile_year(number: int, zone: Zone, hours_on: Callable[[date], Hours]) -> Year:
    """The working time of a calendar year. A stretch that a change of the clock swallows is left out."""
    opens: list[int] = []
    closes: list[int] = []
    before = [0]
    day_of: list[int] = []
    days: list[date] = []
    midnights: list[int] = []
    first: list[int] = []
    shapes: list[Hours | None] = []
    start = begins = micros(zone.instant(datetime(number, 1, 1)))
    for ordinal in range(date(number, 1, 1).toordinal(), date(number + 1, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        ends = micros(zone.instant(midnight(day) + _DAY))
        hours = hours_on(day)
        stretches = _stretches(day, begins, ends, zone, hours)
        if stretches:
            shapes.append(hours if ends - begins == _DAY_MICROS else None)
            first.append(len(opens))
            midnights.append(begins)
            for opening, closing in stretches:
                opens.append(opening)
                closes.append(closing)
                before.append(before[-1] + closing - opening)
                day_of.append(len(days))
            days.append(day)
        begins = ends
    first.append(len(opens))
    return Year(
        number=number,
        start=start,
        end=begins,
        opens=tuple(opens),
        closes=tuple(closes),
        before=tuple(before),
        day_of=tuple(day_of),
        days=tuple(days),
        midnights=tuple(midnights),
        first=tuple(first),
        shapes=tuple(shapes),
    )


def _stretches(day: date, begins: int, ends: int, zone: Zone, hours: Hours) -> list[tuple[int, int]]:
    """The hours of a date as instants; only on a date that has not 24 hours is the clock asked about each."""
    if ends - begins == _DAY_MICROS:
        return [(begins + each.opens * _MINUTE, begins + each.closes * _MINUTE) for each in hours]
    found: list[tuple[int, int]] = []
    for each in hours:
        opening = micros(zone.instant(midnight(day) + timedelta(minutes=each.opens)))
        closing = micros(zone.instant(midnight(day) + timedelta(minutes=each.closes)))
        if opening < closing:
            found.append((opening, closing))
    return found
