"""Where the time comes from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from procflow import Engine, Library
from procflow.engine.clock import mark_sandbox, store_clock, system_clock
from procflow.engine.driver import carry_out
from procflow.store import open_store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_the_system_clock_gives_utc() -> None:
    before = datetime.now(UTC)
    assert before <= system_clock() <= datetime.now(UTC)
    assert system_clock().tzinfo is UTC


def test_an_instant_of_any_zone_is_taken_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    with Engine(open_store("memory:"), Library(), clock=lambda: NOON.astimezone(shanghai)) as engine:
        assert (engine.now(), engine.now().tzinfo) == (NOON, UTC)


@pytest.mark.parametrize(
    ("clock", "error"),
    [
        (lambda: datetime(2026, 3, 2, 12, 0), ValueError),
        (lambda: None, TypeError),
        (lambda: "2026-03-02", TypeError),
        (NOON.date, TypeError),
    ],
)
def test_a_clock_that_gives_no_instant_is_told_at_once(
    clock: Callable[[], Any], error: type[Exception]
) -> None:
    with Engine(open_store("memory:"), Library(), clock=clock) as engine:
        for call in (engine.now, engine.advance, lambda: engine.inbox("ann")):
            with pytest.raises(error, match="clock: "):
                call()


def test_the_offset_stays_with_the_store() -> None:
    store = open_store("memory:")
    clock = carry_out(store, store_clock(lambda: NOON))
    carry_out(store, mark_sandbox())
    until = carry_out(store, clock.require_movable(NOON + timedelta(days=2, microseconds=1)))
    carry_out(store, clock.move_to(until))
    assert clock.now() == NOON + timedelta(days=2, microseconds=1)
    later = carry_out(store, store_clock(lambda: NOON + timedelta(hours=1)))
    assert later.now() == NOON + timedelta(days=2, hours=1, microseconds=1)
    assert carry_out(open_store("memory:"), store_clock(lambda: NOON)).now() == NOON
