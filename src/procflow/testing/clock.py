"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta


class VirtualClock:
    """Gives an engine its time: ``Engine.open(…, clock=VirtualClock(instant))``.

    Raises ``ValueError`` for an instant without a zone, and for a move backwards.
    """

    __slots__ = ("_now",)

    def __init__(self, now: datetime) -> None:
        self._now = _aware(now)

    def __call__(self) -> datetime:
        """The present instant, in UTC."""
        return self._now

    def move(self, length: timedelta) -> None:
        """Let time pass."""
        self.move_to(self._now + length)

    def move_to(self, instant: datetime) -> None:
        """Let time pass up to an instant."""
        if _aware(instant) < self._now:
            raise ValueError(f"{instant.isoformat()} has passed; it is {self._now.isoformat()}")
        self._now = _aware(instant)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(UTC)
