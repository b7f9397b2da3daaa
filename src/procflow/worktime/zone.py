"""A time zone whose two directions, instant to wall clock and back, both never run backwards.

Clocks are put forward and back. A wall-clock time that is skipped stands for the moment after the gap; one
that comes twice stands for its first pass, and an instant within the second pass reads as the end of the
repeated stretch. So a later instant never has an earlier wall clock, and deadlines keep the order of
their beginnings.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from msgspec import Struct

from procflow.diagnostics import Diagnostic, nearest
from procflow.worktime.parsing import Locate, Parsed, stripped, too_long

_MICROSECOND = timedelta(microseconds=1)


class Zone(Struct, frozen=True):
    """A zone of the IANA time zone database."""

    info: ZoneInfo

    @classmethod
    def named(cls, key: str) -> "Zone":
        """The zone of an IANA name such as ``Asia/Shanghai``; ValueError if there is none."""
        try:
            return cls(ZoneInfo(key))
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {key!r}") from error

    @property
    def key(self) -> str:
        return self.info.key

    def local(self, instant: datetime) -> datetime:
        """The same instant with the zone's clock, for showing."""
        return instant.astimezone(self.info)

    def wall(self, instant: datetime) -> datetime:
        """What the wall clock shows at an aware ``instant``, as a naive datetime; else ValueError."""
        local = aware(instant).astimezone(self.info)
        if not local.fold:
            return local.replace(tzinfo=None)
        wall, before, after = self._around(local.replace(tzinfo=None, fold=0))
        return self._change(wall - before, wall - after, after) + before

    def instant(self, wall: datetime) -> datetime:
        """The UTC instant at which the wall clock shows the naive ``wall``."""
        wall, before, after = self._around(wall)
        if after > before:
            return self._change(wall - after, wall - before, after).replace(tzinfo=UTC)
        return (wall - before).replace(tzinfo=UTC)

    def _around(self, wall: datetime) -> tuple[datetime, timedelta, timedelta]:
        """``wall`` with its two possible offsets; they differ only where the clock is being changed."""
        first = wall.replace(tzinfo=self.info).utcoffset()
        second = wall.replace(tzinfo=self.info, fold=1).utcoffset()
        assert first is not None and second is not None  # a ZoneInfo always knows its offset
        return wall, first, second

    def _change(self, low: datetime, high: datetime, after: timedelta) -> datetime:
        """The first moment (naive, in UTC) of ``low`` to ``high`` with the offset ``after``, by halving."""
        while high - low > _MICROSECOND:
            middle = low + (high - low) // 2
            if middle.replace(tzinfo=UTC).astimezone(self.info).utcoffset() == after:
                high = middle
            else:
                low = middle
        return high


def aware(instant: datetime) -> datetime:
    """``instant`` itself; ValueError if it names no time zone, for then it is no instant."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} names no time zone")
    return instant


def parse_zone(text: str, locate: Locate) -> Parsed[Zone]:
    """Read the name of a time zone."""
    if over := too_long(text, "time zone", locate):
        return None, (over,)
    body, start = stripped(text)
    try:
        return Zone.named(body), ()
    except ValueError:
        args = {"text": body, "nearest": _nearest_zone(body)}
        return None, (Diagnostic("W230", locate(start, start + max(len(body), 1)), args),)


def _nearest_zone(wrong: str) -> str:
    """The zone of a city that was named alone, else the name written most alike."""
    city = wrong.casefold().replace(" ", "_")
    zones = sorted(available_timezones())
    named = [zone for zone in zones if zone.casefold().rpartition("/")[2] == city and "/" in zone]
    return named[0] if named else nearest(wrong, zones)
