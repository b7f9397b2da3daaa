from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.worktime import Zone, parse_zone

ZONES = [
    Zone.named(key)
    for key in (
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "UTC",
    )
]
BERLIN = ZONES[1]

instants = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
near_changes = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 3, 8, 7, tzinfo=UTC),
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),
            datetime(2011, 12, 30, 10, tzinfo=UTC),
        ]
    ),
    st.integers(-300, 300),
)


def locate(start: int, end: int) -> Span:
    return Span("organization.yaml", 1, start + 1, 1, end + 1)


def test_a_zone_is_read_by_its_name() -> None:
    zone, problems = parse_zone(" Asia/Shanghai ", locate)
    assert problems == ()
    assert zone is not None
    assert zone.key == "Asia/Shanghai"
    assert zone.local(datetime(2026, 3, 2, 1, 0, tzinfo=UTC)).hour == 9


def test_the_second_pass_of_a_repeated_hour_reads_as_its_end() -> None:
    assert BERLIN.wall(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(2026, 10, 25, 2, 30)
    assert BERLIN.wall(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == datetime(2026, 10, 25, 3, 0)
    assert BERLIN.wall(datetime(2026, 10, 25, 2, 0, tzinfo=UTC)) == datetime(2026, 10, 25, 3, 0)


def test_a_date_that_a_zone_left_out_is_the_moment_after_it() -> None:
    apia = Zone.named("Pacific/Apia")
    assert apia.instant(datetime(2011, 12, 30, 12, 0)) == apia.instant(datetime(2011, 12, 31, 0, 0))


def test_an_unknown_zone_is_misuse_where_a_name_was_promised() -> None:
    with pytest.raises(ValueError, match="Mars/Olympus"):
        Zone.named("Mars/Olympus")


@given(st.sampled_from(ZONES), instants | near_changes, instants | near_changes)
def test_neither_direction_runs_backwards(zone: Zone, one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert zone.wall(first) <= zone.wall(second)
    walls = sorted((one.replace(tzinfo=None), other.replace(tzinfo=None)))
    assert zone.instant(walls[0]) <= zone.instant(walls[1])


@given(st.sampled_from(ZONES), instants | near_changes)
def test_the_way_there_and_back_never_goes_earlier_than_the_wall_clock_says(
    zone: Zone, instant: datetime
) -> None:
    wall = zone.wall(instant)
    assert zone.wall(zone.instant(wall)) == wall
