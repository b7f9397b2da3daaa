"""SEMANTICS 30: the turns of a cadence, on days off, at the ends of months, when clocks are put forward."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.worktime import (
    Calendar,
    CalendarSpec,
    DayOfYear,
    Interval,
    NthDay,
    On,
    OutsideCalendar,
    Period,
    Recurrence,
    Shift,
    Turn,
    Weekday,
    Zone,
    last_before,
    occurrences,
    period_named,
    turn_of,
    turns,
)

DAY = timedelta(days=1)
NINE_TO_FIVE = (Interval(9 * 60, 17 * 60),)
WEEKDAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)
LAST_DAY, LAST_BUSINESS_DAY = NthDay(1, True, False), NthDay(1, True, True)


def office(
    zone: str = "UTC", workdays: Mapping[date, Weekday] | None = None, *, off: tuple[date, ...] = ()
) -> Calendar:
    return Calendar(
        CalendarSpec(
            Zone.named(zone),
            dict.fromkeys(WEEKDAYS, NINE_TO_FIVE),
            holidays=dict.fromkeys(off, "off"),
            workdays=workdays or {},
        )
    )


def every(
    period: Period, on: On | None = None, at: int | None = None, shift: Shift | None = None
) -> Recurrence:
    return Recurrence(period, on, at, shift)


def days(recurrence: Recurrence, calendar: Calendar, first: date, last: date) -> dict[str, str]:
    """The days of the turns from one date to another, by period."""
    start, end = calendar.start_of(first), calendar.end_of(last) - timedelta(microseconds=1)
    zone = calendar.spec.zone
    found = occurrences(recurrence, calendar, start - timedelta(microseconds=1), end)
    return {turn.period: f"{zone.local(turn.at):%m-%d}" for turn in found}


@pytest.mark.parametrize(
    ("period", "on", "key"),
    [
        (Period.DAY, None, "2026-05-04"),
        (Period.BUSINESS_DAY, None, "2026-05-04"),
        (Period.WEEK, Weekday.MONDAY, "2026-W19"),
        (Period.MONTH, NthDay(4, False, False), "2026-05"),
        (Period.QUARTER, NthDay(34, False, False), "2026-Q2"),
        (Period.YEAR, DayOfYear(5, 4), "2026"),
    ],
)
def test_the_key_of_a_period(period: Period, on: On | None, key: str) -> None:
    turn = turn_of(every(period, on, shift=Shift.STAY), office(), date(2026, 5, 4))
    assert turn.period == key
    assert turn.at == datetime(2026, 5, 4, 9, tzinfo=UTC)


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    monday = every(Period.WEEK, Weekday.MONDAY, shift=Shift.STAY)
    assert turn_of(monday, office(), date(2027, 1, 1)).period == "2026-W53"
    assert turn_of(monday, office(), date(2024, 12, 31)).period == "2025-W01"


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (Shift.EARLIER, {"2026-W21": "05-15", "2026-W22": "05-26"}),
        (Shift.LATER, {"2026-W20": "05-12", "2026-W21": "05-20", "2026-W22": "05-26"}),
        (Shift.STAY, {"2026-W20": "05-12", "2026-W21": "05-19", "2026-W22": "05-26"}),
        (Shift.SKIP, {"2026-W20": "05-12", "2026-W22": "05-26"}),
    ],
)
def test_what_a_day_off_does(shift: Shift, expected: dict[str, str]) -> None:
    calendar = office(off=(date(2026, 5, 18), date(2026, 5, 19)))
    tuesdays = every(Period.WEEK, Weekday.TUESDAY, shift=shift)
    first = date(2026, 5, 15) if shift is Shift.EARLIER else date(2026, 5, 11)
    assert days(tuesdays, calendar, first, date(2026, 5, 31)) == expected


def test_a_make_up_working_day_is_one() -> None:
    calendar = office(workdays={date(2026, 5, 9): Weekday.FRIDAY}, off=(date(2026, 5, 4),))
    daily = every(Period.BUSINESS_DAY)
    assert list(days(daily, calendar, date(2026, 5, 1), date(2026, 5, 12))) == [
        "2026-05-01",
        "2026-05-05",
        "2026-05-06",
        "2026-05-07",
        "2026-05-08",
        "2026-05-09",
        "2026-05-11",
        "2026-05-12",
    ]
    saturday = every(Period.WEEK, Weekday.SATURDAY, shift=Shift.LATER)
    assert days(saturday, calendar, date(2026, 5, 4), date(2026, 5, 18)) == {
        "2026-W18": "05-05",
        "2026-W19": "05-09",
        "2026-W20": "05-18",
    }


def test_several_days_that_are_moved_to_one_are_all_there() -> None:
    daily = every(Period.DAY, shift=Shift.LATER)
    assert days(daily, office(), date(2026, 5, 8), date(2026, 5, 11)) == {
        "2026-05-08": "05-08",
        "2026-05-09": "05-11",
        "2026-05-10": "05-11",
        "2026-05-11": "05-11",
    }


def test_day_31_and_29_february_are_the_last_where_there_is_none() -> None:
    last = every(Period.MONTH, NthDay(31, False, False), shift=Shift.STAY)
    found = days(last, office(), date(2027, 1, 1), date(2027, 4, 30))
    assert list(found.values()) == ["01-31", "02-28", "03-31", "04-30"]
    assert found == days(
        every(Period.MONTH, LAST_DAY, shift=Shift.STAY), office(), date(2027, 1, 1), date(2027, 4, 30)
    )
    leap = every(Period.YEAR, DayOfYear(2, 29), shift=Shift.STAY)
    assert days(leap, office(), date(2027, 1, 1), date(2028, 12, 31)) == {"2027": "02-28", "2028": "02-29"}


def test_a_day_moved_into_the_next_period_keeps_its_key() -> None:
    first = every(Period.MONTH, NthDay(1, False, False), shift=Shift.EARLIER)
    # 1 August 2026 is a Saturday, 1 November a Sunday.
    assert days(first, office(), date(2026, 7, 1), date(2026, 11, 30)) == {
        "2026-07": "07-01",
        "2026-08": "07-31",
        "2026-09": "09-01",
        "2026-10": "10-01",
        "2026-11": "10-30",
    }
    last = every(Period.MONTH, LAST_DAY, shift=Shift.LATER)
    assert days(last, office(), date(2026, 5, 1), date(2026, 6, 30)) == {
        "2026-05": "06-01",
        "2026-06": "06-30",
    }


def test_business_days_are_counted_from_both_ends() -> None:
    calendar = office(off=(date(2026, 5, 1), date(2026, 5, 29)))
    third = every(Period.MONTH, NthDay(3, False, True))
    assert days(third, calendar, date(2026, 5, 1), date(2026, 5, 31)) == {"2026-05": "05-06"}
    last = every(Period.MONTH, LAST_BUSINESS_DAY)
    assert days(last, calendar, date(2026, 5, 1), date(2026, 5, 31)) == {"2026-05": "05-28"}
    beyond = every(Period.MONTH, NthDay(31, False, True))
    assert days(beyond, calendar, date(2026, 5, 1), date(2026, 5, 31)) == {"2026-05": "05-28"}


def test_a_month_without_a_business_day_has_its_day_beside_it() -> None:
    closed = tuple(date(2026, 2, 1) + n * DAY for n in range(28))
    calendar = office(off=closed)
    whole = date(2026, 1, 30), date(2026, 3, 2)
    assert days(every(Period.MONTH, LAST_BUSINESS_DAY), calendar, *whole) == {
        "2026-01": "01-30",
        "2026-02": "01-30",
    }
    assert days(every(Period.MONTH, NthDay(2, False, True)), calendar, date(2026, 1, 3), whole[1]) == {
        "2026-02": "03-02",
    }


def test_work_begins_when_the_calendar_says() -> None:
    spec = CalendarSpec(
        Zone.named("Asia/Shanghai"),
        {Weekday.MONDAY: (Interval(8 * 60, 12 * 60),), Weekday.FRIDAY: (Interval(10 * 60, 12 * 60),)},
    )
    calendar = Calendar(spec)
    monday = turn_of(every(Period.WEEK, Weekday.MONDAY, shift=Shift.LATER), calendar, date(2026, 5, 4))
    assert monday.at == datetime(2026, 5, 4, 0, tzinfo=UTC)
    # A day off that stays begins as the next business day does.
    thursday = turn_of(every(Period.WEEK, Weekday.THURSDAY, shift=Shift.STAY), calendar, date(2026, 5, 4))
    assert thursday.at == datetime(2026, 5, 7, 2, tzinfo=UTC)


def test_a_time_of_day_that_clocks_skip_or_repeat() -> None:
    berlin = office("Europe/Berlin")
    half_past_two = every(Period.DAY, at=150, shift=Shift.STAY)
    spring = turn_of(half_past_two, berlin, date(2026, 3, 29))
    assert spring.at == datetime(2026, 3, 29, 1, tzinfo=UTC)
    autumn = turn_of(half_past_two, berlin, date(2026, 10, 25))
    assert autumn.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    noon = every(Period.DAY, at=720, shift=Shift.STAY)
    assert turn_of(noon, berlin, date(2026, 3, 28)).at == datetime(2026, 3, 28, 11, tzinfo=UTC)
    assert turn_of(noon, berlin, date(2026, 3, 29)).at == datetime(2026, 3, 29, 10, tzinfo=UTC)


def test_beyond_the_calendars_there_are_no_turns() -> None:
    yearly = every(Period.YEAR, DayOfYear(7, 1), shift=Shift.STAY)
    assert [turn.period for turn in turns(yearly, office(), date(2398, 1, 1))] == ["2398", "2399"]
    assert last_before(yearly, office(), datetime(1900, 7, 1, 9, tzinfo=UTC)) is None
    assert last_before(yearly, office(), datetime(1800, 7, 1, 9, tzinfo=UTC)) is None
    with pytest.raises(OutsideCalendar):
        turn_of(yearly, office(), date(2400, 1, 1))
    found = occurrences(
        yearly, office(), datetime(1899, 1, 1, tzinfo=UTC), datetime(1901, 12, 31, tzinfo=UTC)
    )
    assert [turn.period for turn in found] == ["1900", "1901"]


ZONES = st.sampled_from(("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia"))
DATES = st.dates(date(2025, 12, 1), date(2027, 1, 31))
BEGINNINGS = st.integers(0, 23 * 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    weekdays = draw(st.sets(st.sampled_from(list(Weekday)), min_size=1))
    opens = {day: draw(BEGINNINGS) for day in sorted(weekdays)}
    off = draw(st.sets(DATES, max_size=40))
    if draw(st.booleans()):
        start = draw(DATES)
        off |= {start + n * DAY for n in range(draw(st.integers(1, 45)))}
    makeup = draw(st.dictionaries(DATES, st.sampled_from(sorted(weekdays)), max_size=10))
    return Calendar(
        CalendarSpec(
            Zone.named(draw(ZONES)),
            {day: (Interval(minute, minute + 60),) for day, minute in opens.items()},
            holidays=dict.fromkeys(off, "off"),
            workdays=makeup,
        )
    )


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    period = draw(st.sampled_from(list(Period)))
    on: On | None = None
    match period:
        case Period.WEEK:
            on = draw(st.sampled_from(list(Weekday)))
        case Period.MONTH | Period.QUARTER | Period.YEAR:
            nth = st.builds(NthDay, st.integers(1, 99), st.just(False), st.booleans())
            last = st.builds(NthDay, st.just(1), st.just(True), st.booleans())
            dates = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda d: DayOfYear(d.month, d.day))
            on = draw(st.one_of(nth, last, dates) if period is Period.YEAR else st.one_of(nth, last))
        case _:
            pass
    business = period is Period.BUSINESS_DAY or (isinstance(on, NthDay) and on.business)
    shift = None if business else draw(st.sampled_from(list(Shift)))
    return Recurrence(period, on, draw(st.none() | st.integers(0, 24 * 60 - 1)), shift)


INSTANTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 1, 31), timezones=st.just(UTC))


@given(recurrences(), calendars())
def test_every_period_has_one_turn_and_none_overtakes_another(
    recurrence: Recurrence, calendar: Calendar
) -> None:
    """All periods of a year, one behind the other without a gap, their instants in order."""
    start, end = date(2026, 1, 1), date(2027, 1, 1)
    found = list(takewhile(lambda turn: turn.first < end, turns(recurrence, calendar, start)))
    assert found[0].first <= start <= found[0].last
    assert found[-1].last >= end - DAY
    assert len({turn.period for turn in found}) == len(found)
    for one, other in pairwise(found):
        assert other.first == one.last + DAY
        assert one.at <= other.at
        assert one.period < other.period
    if recurrence.shift is not Shift.SKIP and recurrence.every is not Period.BUSINESS_DAY:
        assert not any(turn.skipped for turn in found)


@given(recurrences(), calendars(), INSTANTS, INSTANTS, st.lists(INSTANTS, max_size=8))
def test_however_time_is_cut_the_pieces_have_what_the_whole_has(
    recurrence: Recurrence, calendar: Calendar, one: datetime, other: datetime, cuts: list[datetime]
) -> None:
    start, end = min(one, other), max(one, other)
    whole = list(occurrences(recurrence, calendar, start, end))
    bounds = sorted({start, end, *(cut for cut in cuts if start <= cut <= end)})
    pieces: list[Turn] = []
    for after, until in pairwise(bounds):
        part = list(occurrences(recurrence, calendar, after, until))
        assert all(after < turn.at <= until for turn in part)
        pieces += part
    assert pieces == whole


@given(recurrences(), calendars())
def test_what_occurs_in_a_year_is_what_its_periods_and_their_neighbours_have(
    recurrence: Recurrence, calendar: Calendar
) -> None:
    """Against the plain way: every period from long before to long after, looked at by itself."""
    start = datetime.combine(date(2026, 1, 1), time(), UTC)
    end = datetime.combine(date(2027, 1, 1), time(), UTC)
    seen: dict[str, Turn] = {}
    for ordinal in range(date(2025, 1, 1).toordinal(), date(2027, 12, 31).toordinal()):
        turn = turn_of(recurrence, calendar, date.fromordinal(ordinal))
        seen[turn.period] = turn
    expected = [turn for turn in seen.values() if start < turn.at <= end and not turn.skipped]
    assert list(occurrences(recurrence, calendar, start, end)) == expected


@given(recurrences(), calendars())
def test_a_turn_is_on_a_business_day_unless_it_stays(recurrence: Recurrence, calendar: Calendar) -> None:
    zone = calendar.spec.zone
    for turn in occurrences(
        recurrence, calendar, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    ):
        if recurrence.shift is not Shift.STAY and recurrence.at is None:
            day = zone.local(turn.at).date()
            assert turn.at == calendar.opening(day)


@given(recurrences(), calendars(), INSTANTS)
def test_the_last_before_an_instant_is_followed_by_one_that_is_not(
    recurrence: Recurrence, calendar: Calendar, instant: datetime
) -> None:
    before = last_before(recurrence, calendar, instant)
    assert before is not None
    assert before.at < instant
    assert turn_of(recurrence, calendar, before.last + DAY).at >= instant


@given(st.sampled_from(list(Period)), st.dates(date(1900, 1, 1), date(2399, 12, 31)))
def test_a_period_is_found_by_its_key(period: Period, day: date) -> None:
    on: On | None = None
    if period not in (Period.DAY, Period.BUSINESS_DAY):
        on = Weekday.MONDAY if period is Period.WEEK else NthDay(1, False, False)
    turn = turn_of(every(period, on, 0, Shift.STAY), office(), day)
    assert period_named(period, turn.period) == turn.first


@pytest.mark.parametrize(
    ("period", "key"),
    [
        (Period.DAY, "20260504"),
        (Period.DAY, "2026-02-30"),
        (Period.WEEK, "2026-W54"),
        (Period.WEEK, "2026-W1"),
        (Period.WEEK, "2026-Q2"),
        (Period.MONTH, "2026-13"),
        (Period.QUARTER, "2026-Q5"),
        (Period.QUARTER, "2026-05"),
        (Period.YEAR, "26"),
        (Period.YEAR, ""),
    ],
)
def test_what_is_no_key_of_a_period(period: Period, key: str) -> None:
    assert period_named(period, key) is None
