from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from procflow.diagnostics import Span
from procflow.worktime import (
    Calendar,
    CalendarSpec,
    Duration,
    Hours,
    OutsideCalendar,
    Unit,
    Weekday,
    Zone,
    build_calendar,
    parse_duration,
    parse_hours,
    parse_weekdays,
)

SHANGHAI = Zone.named("Asia/Shanghai")


def locate(start: int, end: int) -> Span:
    return Span("organization.yaml", 1, start + 1, 1, end + 1)


def hours(text: str) -> Hours:
    found, problems = parse_hours(text, locate)
    assert problems == ()
    assert found is not None
    return found


def week(days: str, text: str) -> dict[Weekday, Hours]:
    found, problems = parse_weekdays(days, locate)
    assert problems == ()
    assert found is not None
    return dict.fromkeys(found, hours(text))


def length(text: str) -> Duration:
    found, problems = parse_duration(text, locate)
    assert problems == ()
    assert found is not None
    return found


def at(text: str, zone: Zone = SHANGHAI) -> datetime:
    return zone.instant(datetime.fromisoformat(text))


@pytest.fixture(scope="module")
def office() -> Calendar:
    calendar, problems = build_calendar(
        CalendarSpec(
            zone=SHANGHAI,
            hours=week("mon-fri", "09:00-12:00, 13:30-18:00"),
            holidays={date(2026, 2, day): "Spring Festival" for day in (16, 17, 18, 19, 20, 23)},
            workdays={date(2026, 2, 14): Weekday.MONDAY, date(2026, 2, 28): Weekday.MONDAY},
            special={date(2026, 3, 6): hours("09:00-12:00, 13:30-15:00"), date(2026, 3, 16): ()},
            published_until=date(2026, 12, 31),
        ),
        locate(0, 6),
    )
    assert problems == ()
    assert calendar is not None
    return calendar


def test_a_date_follows_its_special_hours_then_make_up_days_then_holidays_then_the_weekday(
    office: Calendar,
) -> None:
    assert office.business_day(date(2026, 2, 13))
    assert office.business_day(date(2026, 2, 14))  # a Saturday, worked instead
    assert not office.business_day(date(2026, 2, 15))
    assert not office.business_day(date(2026, 2, 17))
    assert not office.business_day(date(2026, 3, 16))  # a Monday with special hours: none
    assert office.closing(date(2026, 3, 6)) == at("2026-03-06 15:00")
    assert office.opening(date(2026, 2, 14)) == at("2026-02-14 09:00")


def test_business_days_are_counted_from_a_date_in_both_directions(office: Calendar) -> None:
    assert office.next_business_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert office.business_day_from(date(2026, 2, 17), 2) == date(2026, 2, 25)
    assert office.business_day_from(date(2026, 2, 17), -1) == date(2026, 2, 14)
    assert office.business_day_from(date(2026, 2, 24), -1) == date(2026, 2, 14)
    assert office.business_day_from(date(2026, 1, 1), -1) == date(2025, 12, 31)
    with pytest.raises(ValueError, match="zero"):
        office.business_day_from(date(2026, 1, 1), 0)


def test_business_days_keep_the_time_of_day_across_make_up_days(office: Calendar) -> None:
    assert office.add(at("2026-02-13 10:00"), length("1 business day")) == at("2026-02-14 10:00")
    assert office.add(at("2026-02-14 10:00"), length("1 business day")) == at("2026-02-24 10:00")
    assert office.subtract(at("2026-02-24 10:00"), length("2 business days")) == at("2026-02-13 10:00")


def test_business_hours_run_over_lunch_nights_and_holidays(office: Calendar) -> None:
    assert office.add(at("2026-03-02 11:00"), length("2 business hours")) == at("2026-03-02 14:30")
    assert office.add(at("2026-02-14 17:00"), length("2 business hours")) == at("2026-02-24 10:00")
    assert office.subtract(at("2026-03-02 10:00"), length("2 business hours")) == at("2026-02-28 17:00")
    assert office.business_between(at("2026-02-14 00:00"), at("2026-02-25 00:00")) == timedelta(hours=15)
    assert office.business_between(at("2026-02-25 00:00"), at("2026-02-14 00:00")) == timedelta(hours=-15)
    assert office.business_between(at("2025-12-31 17:00"), at("2026-01-01 10:00")) == timedelta(hours=2)


def test_business_hours_end_at_a_closing_and_begin_at_an_opening(office: Calendar) -> None:
    assert office.add(at("2026-03-02 09:00"), length("3 business hours")) == at("2026-03-02 12:00")
    assert office.subtract(at("2026-03-02 12:00"), length("3 business hours")) == at("2026-03-02 09:00")


def test_the_time_left_of_a_paused_item_can_be_added_back(office: Calendar) -> None:
    left = office.business_between(at("2026-03-02 11:45"), at("2026-03-03 10:00"))
    assert office.add_business(at("2026-03-05 16:00"), left) == at("2026-03-06 14:15")
    with pytest.raises(ValueError, match="above zero"):
        office.add_business(at("2026-03-05 16:00"), timedelta())


def test_opening_and_closing_are_working_time(office: Calendar) -> None:
    shown = {
        text: office.is_business(at(f"2026-03-02 {text}"))
        for text in ("08:59", "09:00", "12:00", "12:01", "18:00")
    }
    assert shown == {"08:59": False, "09:00": True, "12:00": True, "12:01": False, "18:00": True}
    assert not office.is_business(at("2026-03-01 10:00"))


def test_a_round_the_clock_week_belongs_to_the_day_that_ends_at_midnight() -> None:
    desk = Calendar(CalendarSpec(SHANGHAI, week("mon-fri", "00:00-24:00")))
    saturday = at("2026-03-07 00:00")
    assert desk.is_business(saturday)
    assert desk.add(at("2026-03-06 12:00"), length("12 business hours")) == saturday
    assert desk.add(saturday, length("1 business day")) == at("2026-03-10 00:00")
    assert desk.add(at("2025-12-31 23:00"), length("1 business hour")) == at("2026-01-01 00:00")
    assert desk.business_between(at("2026-03-01 00:00"), at("2026-03-08 00:00")) == timedelta(days=5)


def test_a_year_that_ends_in_working_time_belongs_to_it_when_the_new_one_begins_closed() -> None:
    hours = week("mon-sun", "00:00-24:00")
    desk = Calendar(CalendarSpec(SHANGHAI, hours, holidays={date(2026, 1, 1): "New Year"}))
    assert desk.is_business(at("2026-01-01 00:00"))
    assert not desk.is_business(at("2026-01-01 00:01"))
    assert desk.add(at("2026-01-01 00:00"), length("1 business day")) == at("2026-01-03 00:00")


def test_a_year_without_a_working_day_is_passed_over() -> None:
    closed = {date(2026, 1, 1) + timedelta(days=day): "closed" for day in range(365)}
    desk = Calendar(CalendarSpec(SHANGHAI, week("mon-sun", "09:00-17:00"), holidays=closed))
    assert desk.add(at("2025-12-31 16:00"), length("2 business hours")) == at("2027-01-01 10:00")
    assert desk.subtract(at("2027-01-01 10:00"), length("2 business hours")) == at("2025-12-31 16:00")
    assert desk.add(at("2026-05-01 12:00"), length("1 business day")) == at("2027-01-02 09:00")
    assert desk.subtract(at("2026-05-01 12:00"), length("1 business day")) == at("2025-12-30 17:00")


def test_days_keep_the_clock_while_hours_keep_the_distance() -> None:
    berlin = Zone.named("Europe/Berlin")
    desk = Calendar(CalendarSpec(berlin, week("mon-sun", "00:00-24:00")))
    before = at("2026-03-28 12:00", berlin)
    assert desk.add(before, length("1 day")) == at("2026-03-29 12:00", berlin)
    assert desk.add(before, length("24 hours")) == at("2026-03-29 13:00", berlin)
    assert desk.add(before, length("24 business hours")) == at("2026-03-29 13:00", berlin)
    assert desk.add(before, length("1 business day")) == at("2026-03-29 12:00", berlin)
    assert desk.subtract(at("2026-03-30 12:00", berlin), length("1 business day")) == at(
        "2026-03-29 12:00", berlin
    )
    assert desk.add(before, length("1 week")) == at("2026-04-04 12:00", berlin)


def test_working_hours_that_a_change_of_the_clock_swallows_are_no_working_time() -> None:
    berlin = Zone.named("Europe/Berlin")
    night = Calendar(CalendarSpec(berlin, week("sun", "02:00-03:00")))
    assert not night.business_day(date(2026, 3, 29))
    assert night.business_day(date(2026, 10, 25))
    spent = night.business_between(at("2026-10-25 00:00", berlin), at("2026-10-26 00:00", berlin))
    assert spent == timedelta(hours=2)  # the hour comes twice


def test_publication_ends_with_its_last_date(office: Calendar) -> None:
    assert not office.beyond_publication(at("2026-12-31 23:59"))
    assert office.beyond_publication(at("2027-01-01 00:00"))
    assert not Calendar(CalendarSpec(SHANGHAI, week("mon", "09:00-10:00"))).beyond_publication(
        at("2099-01-01 00:00")
    )


def test_what_no_calendar_covers_is_said_so(office: Calendar) -> None:
    last = datetime(2399, 12, 31, 12, tzinfo=UTC)
    with pytest.raises(OutsideCalendar):
        office.add(last, length("3660 business days"))
    with pytest.raises(OutsideCalendar):
        office.add(last, length("20000 business hours"))
    with pytest.raises(OutsideCalendar):
        office.subtract(datetime(1900, 1, 2, tzinfo=UTC), length("20 business hours"))
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(OutsideCalendar):
            office.end_of(day)
        with pytest.raises(OutsideCalendar):
            office.business_day_from(day, 1)
    for text in ("1 day", "1 hour", "1 business day", "1 business hour"):
        with pytest.raises(OutsideCalendar):
            office.add(datetime(9999, 12, 31, 23, tzinfo=UTC), length(text))


def test_misuse_is_refused(office: Calendar) -> None:
    for unit in Unit:
        with pytest.raises(ValueError, match="time zone"):
            office.add(datetime(2026, 3, 2), Duration(1, unit))
    with pytest.raises(ValueError, match="no business day"):
        office.closing(date(2026, 3, 1))
    with pytest.raises(ValueError, match="at least one weekday"):
        Calendar(CalendarSpec(SHANGHAI, {}))
    with pytest.raises(ValueError, match="out of order"):
        CalendarSpec(SHANGHAI, {Weekday.MONDAY: tuple(reversed(hours("09:00-12:00, 13:30-18:00")))})


def test_threads_that_share_a_fresh_calendar_agree() -> None:
    calendar = Calendar(CalendarSpec(SHANGHAI, week("mon-fri", "09:00-12:00, 13:30-18:00")))
    found: list[datetime] = []
    together = Barrier(8)

    def ask() -> None:
        together.wait()
        found.append(calendar.add(at("2026-12-31 17:00"), length("1000 business hours")))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
