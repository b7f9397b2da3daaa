from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.worktime import (
    After,
    Anchor,
    At,
    Calendar,
    CalendarSpec,
    Deadline,
    Duration,
    FromField,
    Moment,
    Offset,
    Side,
    Unit,
    Zone,
    due,
    instants_around,
    parse_deadline,
    parse_hours,
    parse_moment,
    parse_weekdays,
)

FIELDS = ("arrival", "opening_day", "到店日")


def locate(start: int, end: int) -> Span:
    return Span("process.yaml", 1, start + 1, 1, end + 1)


def read(text: str) -> Deadline:
    deadline, problems = parse_deadline(text, FIELDS, locate)
    assert problems == ()
    assert deadline is not None
    return deadline


def moment(text: str) -> Moment:
    found, problems = parse_moment(text, locate)
    assert problems == ()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def office() -> Calendar:
    hours, _ = parse_hours("09:00-12:00, 13:30-18:00", locate)
    days, _ = parse_weekdays("mon-fri", locate)
    assert hours and days
    return Calendar(CalendarSpec(Zone.named("Asia/Shanghai"), dict.fromkeys(days, hours)))


TWO_DAYS = Duration(2, Unit.DAYS)
ONE_BUSINESS_DAY = Duration(1, Unit.BUSINESS_DAYS)
TWO_BUSINESS_HOURS = Duration(2, Unit.BUSINESS_HOURS)


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("1 business day", After(ONE_BUSINESS_DAY)),
        ("1 business day after opening", After(ONE_BUSINESS_DAY)),
        ("2 days before arrival", FromField(TWO_DAYS, Side.BEFORE, "arrival")),
        (
            "2 business hours After  opening_day",
            FromField(TWO_BUSINESS_HOURS, Side.AFTER, "opening_day"),
        ),
        ("2 天 before 到店日", FromField(TWO_DAYS, Side.BEFORE, "到店日")),
    ],
)
def test_a_deadline_counts_from_the_opening_or_a_date(text: str, deadline: Deadline) -> None:
    assert read(text) == deadline
    assert read(str(deadline)) == deadline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deadline", At(Anchor.DEADLINE)),
        ("opening", At(Anchor.OPENING)),
        (
            "2 business hours before deadline",
            Offset(TWO_BUSINESS_HOURS, Side.BEFORE, Anchor.DEADLINE),
        ),
        (
            "1 business day after deadline",
            Offset(ONE_BUSINESS_DAY, Side.AFTER, Anchor.DEADLINE),
        ),
        (
            "1 business hour after opening",
            Offset(Duration(1, Unit.BUSINESS_HOURS), Side.AFTER, Anchor.OPENING),
        ),
    ],
)
def test_a_moment_lies_at_or_around_the_deadline_or_the_opening(text: str, expected: Moment) -> None:
    assert moment(text) == expected
    assert moment(str(expected)) == expected


def test_a_field_may_be_called_like_an_anchor() -> None:
    found, _ = parse_deadline("1 day after deadline", ["deadline"], locate)
    assert found == FromField(Duration(1, Unit.DAYS), Side.AFTER, "deadline")


def shown(instant: datetime, calendar: Calendar) -> str:
    return calendar.spec.zone.local(instant).strftime("%Y-%m-%d %H:%M")


def test_a_deadline_from_a_date_and_time_is_counted_like_one_from_the_opening(office: Calendar) -> None:
    opened = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    dates = {"arrival": datetime(2026, 3, 10, 6, 0, tzinfo=UTC)}  # 14:00 in Shanghai, a Tuesday
    by_days = due(read("2 days before arrival"), office, opened, dates)
    by_business_days = due(read("2 business days before arrival"), office, opened, dates)
    assert shown(by_days, office) == "2026-03-08 14:00"
    assert shown(by_business_days, office) == "2026-03-06 14:00"


def test_a_deadline_needs_its_date(office: Calendar) -> None:
    with pytest.raises(KeyError):
        due(read("2 days before arrival"), office, datetime(2026, 3, 2, tzinfo=UTC), {})


def test_moments_are_placed_around_the_deadline(office: Calendar) -> None:
    opened = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 10:00
    deadline = read("1 business day")
    ends = due(deadline, office, opened, {})
    placed = {
        "2 business hours before deadline": "2026-03-02 17:00",
        "deadline": "2026-03-03 10:00",
        "1 business day after deadline": "2026-03-04 10:00",
        "1 hour after opening": "2026-03-02 11:00",
        "opening": "2026-03-02 10:00",
    }
    for text, expected in placed.items():
        found = instants_around(deadline, [moment(text)], office, opened, {})
        assert (found[0], shown(found[1][0], office)) == (ends, expected)


def test_no_moment_lies_before_the_opening(office: Calendar) -> None:
    opened = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    deadline = read("1 business hour")
    assert instants_around(deadline, [moment("1 week before deadline")], office, opened, {})[1] == (opened,)


units = st.sampled_from(["minutes", "hours", "days", "weeks", "business hours", "business days"])


@given(units, st.integers(1, 9), st.integers(0, 200), st.sampled_from(list(Side)))
def test_deadlines_keep_the_order_of_the_dates_they_count_from(
    unit: str, amount: int, day: int, side: Side
) -> None:
    hours, _ = parse_hours("09:00-12:00, 13:30-18:00", locate)
    days, _ = parse_weekdays("mon-fri", locate)
    assert hours and days
    office = Calendar(CalendarSpec(Zone.named("Europe/Berlin"), dict.fromkeys(days, hours)))
    opened = datetime(2026, 1, 1, tzinfo=UTC)
    deadline = read(f"{amount} {unit} {side} arrival")
    dates = [date.fromordinal(date(2026, 1, 1).toordinal() + day + later) for later in range(4)]
    instants = [due(deadline, office, opened, {"arrival": each}) for each in dates]
    assert instants == sorted(instants)


words = st.sampled_from(["2", "days", "before", "after", "arrival", "opening", "deadline", "P1D", "0"])


@given(st.text(max_size=60) | st.lists(words).map(" ".join))
def test_any_text_is_read_or_explained(text: str) -> None:
    for value, problems in (parse_deadline(text, FIELDS, locate), parse_moment(text, locate)):
        assert (value is None) == bool(problems)
        assert len(problems) <= 1
        for problem in problems:
            assert problem.message()
            problem.help()
