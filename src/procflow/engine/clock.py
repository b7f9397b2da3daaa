"""Where an engine takes the time from."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def shifted(clock: Clock, offset: timedelta) -> Clock:
    """A clock that runs ``offset`` ahead of another; a sandbox keeps its offset in its database (SEMANTICS
    31)."""

    def now() -> datetime:
        return clock() + offset

    return now
