"""Working hours of a day and the weekdays that they hold for: ``09:00-12:00, 13:30-18:00`` on ``mon-fri``."""

import re
from enum import IntEnum

from msgspec import Struct

from procflow.diagnostics import Diagnostic, nearest
from procflow.worktime.parsing import Locate, Parsed, plain, stripped, too_long

DAY_MINUTES = 24 * 60


class Weekday(IntEnum):
    """A day of the week, numbered as :meth:`datetime.date.weekday` does."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Interval(Struct, frozen=True, order=True):
    """A stretch of working time within one day, in minutes from midnight; 1440 is its end, 24:00.

    ValueError unless ``0 <= opens < closes <= 1440``.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_MINUTES:
            raise ValueError(f"no stretch of a day: minutes {self.opens} to {self.closes}")

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Hours = tuple[Interval, ...]
"""The working time of a day, in order and without overlap; empty on a day off."""

_DASHES = str.maketrans("－–—～~至", "------")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_TIME_MEANT = re.compile(r"([0-9]{1,2}?)[.:h點点時时]?([0-9]{2})?分?\s*([ap]m)?", re.IGNORECASE)

_ENGLISH_DAYS = {day.name.lower(): day for day in Weekday} | {day.name[:3].lower(): day for day in Weekday}
_CHINESE_DAYS = {
    prefix + sign: day
    for prefix in ("週", "周", "星期", "禮拜")
    for day, signs in zip(Weekday, ("一", "二", "三", "四", "五", "六", "日天"), strict=True)
    for sign in signs
}
_DAYS = _ENGLISH_DAYS | _CHINESE_DAYS


def parse_hours(text: str, locate: Locate) -> Parsed[Hours]:
    """Read the working hours of a day; ``closed`` is a day without any."""
    if over := too_long(text, "line of working hours", locate):
        return None, (over,)
    narrow = plain(text).translate(_DASHES)
    if narrow.strip().casefold() == "closed":
        return (), ()
    found: list[Interval] = []
    problems: list[Diagnostic] = []
    for part, start in _listed(narrow):
        read = _interval(part, start, locate)
        if isinstance(read, Diagnostic):
            problems.append(read)
        elif clash := next((other for other in found if _overlap(other, read)), None):
            merged = Interval(min(clash.opens, read.opens), max(clash.closes, read.closes))
            args = {"first": str(clash), "second": str(read), "fixed": str(merged)}
            problems.append(Diagnostic("W204", locate(start, start + len(part)), args))
        else:
            found.append(read)
    return (None, tuple(problems)) if problems else (tuple(sorted(found)), ())


def parse_weekdays(text: str, locate: Locate) -> Parsed[tuple[Weekday, ...]]:
    """Read weekdays: one (``sat``), several (``mon, wed``) or a run (``mon-fri``), each named once."""
    if over := too_long(text, "line of weekdays", locate):
        return None, (over,)
    found: list[Weekday] = []
    problems: list[Diagnostic] = []
    for part, start in _listed(plain(text).translate(_DASHES)):
        ends: list[Weekday] = []
        offset = start
        for name in part.split("-", 1):
            word, at = stripped(name, offset)
            offset += len(name) + 1
            day = _DAYS.get(word.casefold())
            if day is not None:
                ends.append(day)
                continue
            args = {"text": word, "nearest": nearest(word, _DAYS)}
            problems.append(Diagnostic("W211", locate(at, at + max(len(word), 1)), args))
        if len(ends) == part.count("-") + 1:
            run = [Weekday((ends[0] + step) % 7) for step in range((ends[-1] - ends[0]) % 7 + 1)]
            if doubled := next((day for day in run if day in found), None):
                args = {"text": doubled.name.lower()}
                problems.append(Diagnostic("W212", locate(start, start + len(part)), args))
            found += run
    return (None, tuple(problems)) if problems else (tuple(sorted(found)), ())


def _listed(text: str) -> list[tuple[str, int]]:
    """The parts between commas, each with its place."""
    parts: list[tuple[str, int]] = []
    offset = 0
    for part in text.split(","):
        parts.append(stripped(part, offset))
        offset += len(part) + 1
    return parts


def _overlap(one: Interval, other: Interval) -> bool:
    return one.opens < other.closes and other.opens < one.closes


def _interval(part: str, start: int, locate: Locate) -> Interval | Diagnostic:
    here = locate(start, start + max(len(part), 1))
    if part.count("-") != 1:
        return Diagnostic("W202" if part else "W201", here, {"text": part})
    minutes: list[int] = []
    offset = start
    for name in part.split("-"):
        word, at = stripped(name, offset)
        offset += len(name) + 1
        read = _minute(word)
        if read is None:
            args = {"text": word, "fixed": _time_meant(word)}
            return Diagnostic("W203", locate(at, at + max(len(word), 1)), args)
        minutes.append(read)
    opens, closes = minutes
    if opens < closes:
        return Interval(opens, closes)
    night = {"first": f"{_clock(opens)}-24:00", "second": f"00:00-{_clock(closes)}"}
    return Diagnostic("W205", here, {"text": part, **(night if 0 < closes < opens else {})})


def _minute(word: str) -> int | None:
    """Minutes from midnight of a time such as ``9:00`` or ``24:00``; None if it is none."""
    match = _TIME.fullmatch(word)
    if match is None or int(match[2]) > 59:
        return None
    minute = int(match[1]) * 60 + int(match[2])
    return minute if minute <= DAY_MINUTES else None


def _time_meant(word: str) -> str:
    """The time that ``9``, ``9.30``, ``1800``, ``5pm`` or ``9點30分`` was meant to be, or nothing."""
    match = _TIME_MEANT.fullmatch(word)
    if match is None:
        return ""
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return _clock(hour * 60 + minute) if minute < 60 and hour < 24 else ""


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
