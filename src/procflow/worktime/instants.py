"""Dates and moments as people write them: ``2026-05-01``, ``2026-03-02 09:00``, ``2026-03-02T01:00:00Z``."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from procflow.diagnostics import Diagnostic
from procflow.worktime.parsing import Locate, Parsed, plain, stripped, too_long
from procflow.worktime.years import FIRST_YEAR, LAST_YEAR
from procflow.worktime.zone import Zone

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE_MEANT = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_MOMENT = re.compile(r"(?P<day>\S+?)(?:[ \t]+|[Tt](?=[0-9]))(?P<clock>[0-9].*)")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*(?P<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})?")


def parse_date(text: str, locate: Locate) -> Parsed[date]:
    """Read a date in the one form that nobody can misread."""
    if over := too_long(text, "date", locate):
        return None, (over,)
    body, start = stripped(plain(text))
    found = _read_date(body, start, locate)
    return (None, (found,)) if isinstance(found, Diagnostic) else (found, ())


def parse_instant(text: str, zone: Zone, locate: Locate) -> Parsed[datetime]:
    """Read a moment, as a UTC datetime.

    Without an offset or ``Z`` the clock of ``zone`` is meant; a date alone is the beginning of that day.
    """
    if over := too_long(text, "date and time", locate):
        return None, (over,)
    body, start = stripped(plain(text))
    match = _MOMENT.fullmatch(body)
    day = _read_date(match["day"] if match else body, start, locate)
    if isinstance(day, Diagnostic):
        return None, (day,)
    if match is None:
        return zone.instant(datetime.combine(day, time())), ()
    moment = _on_clock(day, match["clock"], zone)
    if moment is None:
        at = start + match.start("clock")
        args = {"text": match["clock"], "day": day.isoformat()}
        return None, (Diagnostic("W222", locate(at, start + len(body)), args),)
    return moment, ()


def _read_date(body: str, start: int, locate: Locate) -> date | Diagnostic:
    here = locate(start, start + max(len(body), 1))
    match = _DATE.fullmatch(body)
    meant = match or _DATE_MEANT.fullmatch(body)
    day = None
    if meant:
        try:
            day = date(int(meant[1]), int(meant[2]), int(meant[3]))
        except ValueError:
            return Diagnostic("W221", here, {"text": body})
    if day is None or match is None:
        return Diagnostic("W220", here, {"text": body, "fixed": day.isoformat() if day else ""})
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Diagnostic("W223", here, {"text": body, "first": str(FIRST_YEAR), "last": str(LAST_YEAR)})
    return day


def _on_clock(day: date, clock: str, zone: Zone) -> datetime | None:
    """The UTC instant of a time on ``day``; None if the time cannot be read."""
    match = _CLOCK.fullmatch(clock)
    if match is None:
        return None
    try:
        wall = datetime.combine(day, time(int(match[1]), int(match[2]), int(match[3] or 0)))
        if match["zone"] is None:
            return zone.instant(wall)
        return wall.replace(tzinfo=_offset(match["zone"])).astimezone(UTC)
    except ValueError:
        return None


def _offset(text: str) -> timezone:
    if text in ("Z", "z"):
        return UTC
    distance = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-distance if text[0] == "-" else distance)
