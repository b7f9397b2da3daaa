from datetime import UTC, datetime, timedelta, timezone

import pytest

from procflow.testing import VirtualClock

NOW = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))


def test_it_stands_still_until_it_is_moved() -> None:
    clock = VirtualClock(NOW)
    assert clock() == clock() == NOW
    assert clock().tzinfo is UTC
    clock.move(timedelta(hours=3))
    assert clock() == NOW + timedelta(hours=3)
    clock.move_to(NOW + timedelta(days=1))
    assert clock() == NOW + timedelta(days=1)


def test_it_never_runs_backwards() -> None:
    clock = VirtualClock(NOW)
    with pytest.raises(ValueError, match="has passed"):
        clock.move_to(NOW - timedelta(seconds=1))
    with pytest.raises(ValueError, match="has passed"):
        clock.move(-timedelta(seconds=1))
    assert clock() == NOW


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        VirtualClock(datetime(2026, 3, 2))
    with pytest.raises(ValueError, match="needs a zone"):
        VirtualClock(NOW).move_to(datetime(2026, 3, 3))
