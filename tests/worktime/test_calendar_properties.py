"""What holds for every calendar, and that a plain walk by minutes or by days counts the same."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from procflow.worktime import Calendar, CalendarSpec, Duration, Hours, Interval, Unit, Weekday, Zone

MINUTE = timedelta(minutes=1)


def to_hours(cuts: set[int]) -> Hours:
    ends = sorted(cuts)
    return tuple(Interval(opens, closes) for opens, closes in zip(ends[::2], ends[1::2], strict=False))


day_hours = st.sets(st.integers(0, 24).map(lambda hour: hour * 60), max_size=4).map(to_hours)
dates = st.dates(date(2025, 12, 20), date(2026, 1, 12)) | st.dates(date(2026, 10, 15), date(2026, 11, 5))
zones = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]).map(
    Zone.named
)


def calendars(zones: st.SearchStrategy[Zone]) -> st.SearchStrategy[Calendar]:
    weeks = st.dictionaries(st.sampled_from(Weekday), day_hours, min_size=1)
    return st.builds(
        CalendarSpec,
        zone=zones,
        hours=weeks.filter(lambda week: any(week.values())),
        holidays=st.dictionaries(dates, st.just("off"), max_size=6),
        workdays=st.dictionaries(dates, st.sampled_from(Weekday), max_size=3),
        special=st.dictionaries(dates, day_hours, max_size=3),
    ).map(Calendar)


start = datetime(2025, 12, 26, tzinfo=UTC)
instants = st.integers(0, 15 * 24 * 60).map(lambda minutes: start + minutes * MINUTE) | st.integers(
    0, 10 * 24 * 60
).map(lambda minutes: datetime(2026, 10, 24, tzinfo=UTC) + minutes * MINUTE)
durations = st.builds(Duration, st.integers(1, 40), st.sampled_from(Unit))
business = st.sampled_from([Unit.BUSINESS_HOURS, Unit.BUSINESS_DAYS])
amounts = st.integers(1, 40)


@given(calendars(zones), instants, instants, durations)
def test_a_later_instant_never_leads_to_an_earlier_one(
    calendar: Calendar, one: datetime, other: datetime, duration: Duration
) -> None:
    first, second = sorted((one, other))
    assert calendar.add(first, duration) <= calendar.add(second, duration)
    assert calendar.subtract(first, duration) <= calendar.subtract(second, duration)


@given(calendars(zones), instants, amounts, amounts, st.sampled_from(Unit))
def test_more_never_leads_to_less(
    calendar: Calendar, instant: datetime, one: int, other: int, unit: Unit
) -> None:
    less, more = Duration(min(one, other), unit), Duration(max(one, other), unit)
    assert instant <= calendar.add(instant, less) <= calendar.add(instant, more)
    assert instant >= calendar.subtract(instant, less) >= calendar.subtract(instant, more)


@given(calendars(zones), instants, amounts, business)
def test_business_time_leads_into_business_time(
    calendar: Calendar, instant: datetime, amount: int, unit: Unit
) -> None:
    duration = Duration(amount, unit)
    assert calendar.is_business(calendar.add(instant, duration))
    assert calendar.is_business(calendar.subtract(instant, duration))


@given(calendars(zones), instants, amounts)
def test_the_business_time_added_is_the_business_time_between(
    calendar: Calendar, instant: datetime, amount: int
) -> None:
    duration = Duration(amount, Unit.BUSINESS_HOURS)
    spent = timedelta(hours=amount)
    assert calendar.business_between(instant, calendar.add(instant, duration)) == spent
    assert calendar.business_between(calendar.subtract(instant, duration), instant) == spent
    assert calendar.add_business(instant, spent) == calendar.add(instant, duration)


@given(calendars(zones), instants, amounts)
def test_taking_business_hours_back_leads_to_the_start_but_for_time_nobody_worked(
    calendar: Calendar, instant: datetime, amount: int
) -> None:
    duration = Duration(amount, Unit.BUSINESS_HOURS)
    back = calendar.subtract(calendar.add(instant, duration), duration)
    assert back >= instant
    assert calendar.business_between(instant, back) == timedelta()


@given(calendars(zones), instants, instants, instants)
def test_business_time_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    between = calendar.business_between
    assert between(one, two) + between(two, three) == between(one, three)
    assert between(one, two) == -between(two, one)


def works(calendar: Calendar, wall: datetime) -> bool:
    """Whether the minute that begins at ``wall`` is worked."""
    minute = wall.hour * 60 + wall.minute
    return any(each.opens <= minute < each.closes for each in calendar.spec.hours_on(wall.date()))


@given(calendars(st.just(Zone.named("UTC"))), st.integers(0, 15 * 24 * 60), st.integers(0, 4 * 24 * 60))
def test_business_time_is_what_a_walk_from_minute_to_minute_counts(
    calendar: Calendar, first: int, minutes: int
) -> None:
    begins = start + first * MINUTE
    walked = sum(works(calendar, begins + step * MINUTE) for step in range(minutes))
    assert calendar.business_between(begins, begins + minutes * MINUTE) == walked * MINUTE


@given(calendars(st.just(Zone.named("UTC"))), instants, st.integers(1, 12))
def test_business_days_are_what_a_walk_from_day_to_day_counts(
    calendar: Calendar, instant: datetime, amount: int
) -> None:
    day = instant.date()
    for _ in range(amount):
        day += timedelta(days=1)
        while not calendar.spec.hours_on(day):
            day += timedelta(days=1)
    assert calendar.business_day_from(instant.date(), amount) == day
    hours = calendar.spec.hours_on(instant.date())
    minute = instant.hour * 60 + instant.minute
    if any(each.opens < minute <= each.closes for each in hours):
        there = [each for each in calendar.spec.hours_on(day) if each.opens <= minute]
        clock = min(minute, there[-1].closes) if there else calendar.spec.hours_on(day)[0].opens
        expected = datetime.combine(day, time(), UTC) + clock * MINUTE
        assert calendar.add(instant, Duration(amount, Unit.BUSINESS_DAYS)) == expected
