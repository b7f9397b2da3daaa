"""A seat's deadline, reminder and hand-up, counted on a compiled calendar and by walking from day to day."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from bench.row import Row, seconds
from procflow.worktime import (
    Calendar,
    CalendarSpec,
    Country,
    Duration,
    Interval,
    Unit,
    Weekday,
    Zone,
    public_holidays,
)

OFFICE = (Interval(9 * 60, 12 * 60), Interval(13 * 60 + 30, 18 * 60))
OPENED = datetime(2026, 3, 6, 2, 0, tzinfo=UTC)  # a Friday, 10:00 in Shanghai
DAY = Duration(1, Unit.BUSINESS_DAYS)
HOURS = Duration(2, Unit.BUSINESS_HOURS)


def office() -> Calendar:
    known = public_holidays(Country("CN"))
    return Calendar(
        CalendarSpec(
            zone=Zone.named("Asia/Shanghai"),
            hours={day: OFFICE for day in Weekday if day < Weekday.SATURDAY},
            holidays=known.holidays,
            workdays=dict.fromkeys(known.workdays, Weekday.MONDAY),
            published_until=known.published_until,
        )
    )


def compiled(calendar: Calendar) -> datetime:
    due = calendar.add(OPENED, DAY)
    calendar.subtract(due, HOURS)
    return calendar.add(due, DAY)


def walked(calendar: Calendar) -> datetime:
    due = next_day(calendar, OPENED)
    hours_before(calendar, due, timedelta(hours=2))
    return next_day(calendar, due)


def next_day(calendar: Calendar, instant: datetime) -> datetime:
    local = calendar.spec.zone.local(instant) + timedelta(days=1)
    while not calendar.spec.hours_on(local.date()):
        local += timedelta(days=1)
    return local.astimezone(UTC)


def hours_before(calendar: Calendar, instant: datetime, left: timedelta) -> datetime:
    local = calendar.spec.zone.local(instant)
    while True:
        midnight = datetime.combine(local.date(), time(), local.tzinfo)
        for each in reversed(calendar.spec.hours_on(local.date())):
            opens = midnight + timedelta(minutes=each.opens)
            closes = min(midnight + timedelta(minutes=each.closes), local)
            if closes - opens >= left:
                return (closes - left).astimezone(UTC)
            left -= max(closes - opens, timedelta())
        local = midnight - timedelta(microseconds=1)


def run() -> list[Row]:
    calendar = office()
    if compiled(calendar) != walked(calendar):
        raise ValueError("the walk and the compiled calendar disagree")
    micro = 1e6

    def each(work: Callable[[Calendar], datetime]) -> float:
        return seconds(lambda: work(calendar), calls=5_000) * micro

    return [Row("a seat's three instants", each(compiled), "walking by days", each(walked), "µs", 0.5, 0.25)]
