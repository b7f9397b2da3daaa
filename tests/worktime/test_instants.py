from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.worktime import Zone, parse_date, parse_instant

SHANGHAI = Zone.named("Asia/Shanghai")
BERLIN = Zone.named("Europe/Berlin")


def locate(start: int, end: int) -> Span:
    return Span("scenario.yaml", 1, start + 1, 1, end + 1)


@given(st.dates(date(1900, 1, 1), date(2399, 12, 31)))
def test_a_date_reads_back(day: date) -> None:
    assert parse_date(day.isoformat(), locate) == (day, ())


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02 09:00", datetime(2026, 3, 2, 1, 0, tzinfo=UTC)),
        ("2026-03-02T09:00", datetime(2026, 3, 2, 1, 0, tzinfo=UTC)),
        ("２０２６-03-02 ０９：００", datetime(2026, 3, 2, 1, 0, tzinfo=UTC)),
        ("2026-03-02 9:00:30", datetime(2026, 3, 2, 1, 0, 30, tzinfo=UTC)),
        ("2026-03-02T09:00:00Z", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
        ("2026-03-02T09:00:00+02:00", datetime(2026, 3, 2, 7, 0, tzinfo=UTC)),
        ("2026-03-02 09:00 -05:00", datetime(2026, 3, 2, 14, 0, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 1, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_on_the_clock_of_the_zone(text: str, instant: datetime) -> None:
    assert parse_instant(text, SHANGHAI, locate) == (instant, ())


def test_a_skipped_time_is_the_end_of_the_gap_and_a_repeated_one_its_first_pass() -> None:
    assert parse_instant("2026-03-29 02:30", BERLIN, locate)[0] == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert parse_instant("2026-10-25 02:30", BERLIN, locate)[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.text(max_size=250) | st.text(alphabet="0123456789-:TZ+/ 年月日"))
def test_any_text_is_read_or_explained(text: str) -> None:
    for value, problems in (parse_date(text, locate), parse_instant(text, SHANGHAI, locate)):
        assert (value is None) == bool(problems)
        for problem in problems:
            assert problem.message()
            problem.help()
