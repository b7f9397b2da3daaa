"""Deadlines and the moments around them, as they are written and as instants.

A deadline counts from the opening of the work item (``1 business day``) or from a date that the case holds
(``2 days before arrival``). What happens around it is placed by a moment: ``deadline``,
``2 business hours before deadline``, ``1 business hour after opening``.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from procflow.diagnostics import Diagnostic, Span, nearest
from procflow.worktime.calendar import Calendar
from procflow.worktime.duration import Duration, Unit, read_duration
from procflow.worktime.parsing import Locate, Parsed, plain, stripped, too_long
from procflow.worktime.years import from_micros, micros


class Side(StrEnum):
    """On which side of what it counts from a moment lies."""

    BEFORE = "before"
    AFTER = "after"


class Anchor(StrEnum):
    """What a moment of an escalation counts from."""

    OPENING = "opening"
    DEADLINE = "deadline"


class After(Struct, frozen=True):
    """A deadline that runs from the opening of the work item."""

    duration: Duration

    def __str__(self) -> str:
        return str(self.duration)


class FromField(Struct, frozen=True):
    """A deadline that counts from a date or a date and time among the case's data."""

    duration: Duration
    side: Side
    field: str

    def __str__(self) -> str:
        return f"{self.duration} {self.side} {self.field}"


Deadline = After | FromField


class At(Struct, frozen=True):
    """The moment of the opening or of the deadline itself."""

    anchor: Anchor

    def __str__(self) -> str:
        return self.anchor.value


class Offset(Struct, frozen=True):
    """A moment that lies a length before or after the opening or the deadline."""

    duration: Duration
    side: Side
    anchor: Anchor

    def __str__(self) -> str:
        return f"{self.duration} {self.side} {self.anchor}"


Moment = At | Offset

# A member of an enumeration is searched for at each mention, and these are mentioned in every command.
_DEADLINE, _AFTER = Anchor.DEADLINE, Side.AFTER

_SIDE = re.compile(r"(?<!\S)(before|after)(?!\S)", re.IGNORECASE)


class _Relative(Struct, frozen=True):
    """``<duration> <side> <name>``, with the place of the name."""

    duration: Duration
    side: Side
    name: str
    start: int


def parse_deadline(text: str, fields: Collection[str], locate: Locate) -> Parsed[Deadline]:
    """Read a deadline; ``fields`` names the data fields of type date or date and time."""
    found = too_long(text, "deadline", locate) or _read_deadline(plain(text), fields, locate)
    return (None, (found,)) if isinstance(found, Diagnostic) else (found, ())


def parse_moment(text: str, locate: Locate) -> Parsed[Moment]:
    """Read a moment relative to the opening or the deadline."""
    found = too_long(text, "moment", locate) or _read_moment(plain(text), locate)
    return (None, (found,)) if isinstance(found, Diagnostic) else (found, ())


def due(
    deadline: Deadline, calendar: Calendar, opened: datetime, dates: Mapping[str, date | datetime]
) -> datetime:
    """The UTC instant of a deadline for an item opened at ``opened``.

    ``dates`` holds the case's date fields; KeyError if the field that is counted from is not set.
    :class:`procflow.worktime.OutsideCalendar` where a date lies beyond all calendars.
    """
    if isinstance(deadline, After):
        return calendar.add(opened, deadline.duration)
    value = dates[deadline.field]
    if isinstance(value, datetime):
        return _shift(calendar, value, deadline.side, deadline.duration)
    return _from_date(calendar, value, deadline.side, deadline.duration)


def instants_around(
    deadline: Deadline,
    moments: Iterable[Moment],
    calendar: Calendar,
    opened: datetime,
    dates: Mapping[str, date | datetime],
) -> tuple[datetime, tuple[datetime, ...]]:
    """The instant of a deadline, as :func:`due` gives it, and those of the moments around it, in their order;
    a moment that would lie before the opening is the opening."""
    begin = micros(opened)
    if isinstance(deadline, After):
        end = calendar.shifted(begin, deadline.duration, 1)
    else:
        end = micros(due(deadline, calendar, opened, dates))
    found = []
    for moment in moments:
        at = end if moment.anchor is _DEADLINE else begin
        if isinstance(moment, Offset):
            at = calendar.shifted(at, moment.duration, 1 if moment.side is _AFTER else -1)
        found.append(from_micros(at if at > begin else begin))
    return from_micros(end), tuple(found)


def _shift(calendar: Calendar, instant: datetime, side: Side, duration: Duration) -> datetime:
    return from_micros(calendar.shifted(micros(instant), duration, 1 if side is _AFTER else -1))


def _from_date(calendar: Calendar, day: date, side: Side, duration: Duration) -> datetime:
    """Counting from a date without a time: nothing of that date itself counts.

    Days and weeks lead to a date and end with it; business days lead to a working day and end at its closing;
    hours count back from the date's beginning and on from its end.
    """
    match duration.unit:
        case Unit.DAYS | Unit.WEEKS:
            return _shift(calendar, calendar.end_of(day), side, duration)
        case Unit.BUSINESS_DAYS:
            count = int(duration.amount)
            return calendar.closing(calendar.business_day_from(day, count if side is Side.AFTER else -count))
        case Unit.MINUTES | Unit.HOURS | Unit.BUSINESS_HOURS:
            edge = calendar.start_of(day) if side is Side.BEFORE else calendar.end_of(day)
            return _shift(calendar, edge, side, duration)
        case _:
            assert_never(duration.unit)


def _read_deadline(text: str, fields: Collection[str], locate: Locate) -> Deadline | Diagnostic:
    relative = _relative(text, sorted(fields), locate)
    if isinstance(relative, Diagnostic | Duration):
        return relative if isinstance(relative, Diagnostic) else After(relative)
    place = locate(relative.start, relative.start + max(len(relative.name), 1))
    if relative.name in fields:
        return FromField(relative.duration, relative.side, relative.name)
    name = relative.name.casefold()
    if name == Anchor.OPENING and relative.side is Side.AFTER:
        return After(relative.duration)
    if name in (Anchor.OPENING, Anchor.DEADLINE):
        code = "W123" if name == Anchor.OPENING else "W124"
        return Diagnostic(code, place, {"fixed": str(relative.duration)})
    near = nearest(relative.name, sorted(fields))
    return Diagnostic("W120", place, {"name": relative.name, "nearest": near})


def _read_moment(text: str, locate: Locate) -> Moment | Diagnostic:
    names = [anchor.value for anchor in Anchor]
    body, start = stripped(text)
    if body.casefold() in names:
        return At(Anchor(body.casefold()))
    if body and " " not in body and (near := nearest(body, names)):
        return Diagnostic("W130", locate(start, start + len(body)), {"name": body, "nearest": near})
    relative = _relative(text, names, locate)
    if isinstance(relative, Diagnostic):
        return relative
    if isinstance(relative, Duration):
        return Diagnostic("W131", locate(start, start + len(body)), {"length": str(relative)})
    place = locate(relative.start, relative.start + max(len(relative.name), 1))
    name = relative.name.casefold()
    if name not in names:
        return Diagnostic("W130", place, {"name": relative.name, "nearest": nearest(name, names)})
    if name == Anchor.OPENING and relative.side is Side.BEFORE:
        return Diagnostic("W123", place, {"fixed": f"{relative.duration} before deadline"})
    return Offset(relative.duration, relative.side, Anchor(name))


def _relative(text: str, names: Collection[str], locate: Locate) -> _Relative | Duration | Diagnostic:
    """A length with ``before`` or ``after`` and what follows it, or a length alone."""
    side = _SIDE.search(text)
    if side is None:
        return _one_sided(text, names, locate)
    if not text[: side.start()].strip():
        return Diagnostic("W101", locate(side.start(), side.end()))
    duration = read_duration(text[: side.start()], 0, locate)
    if isinstance(duration, Diagnostic):
        return duration
    name, start = stripped(text[side.end() :], side.end())
    if not name:
        return Diagnostic("W122", locate(side.start(), side.end()), {"side": side[0].lower()})
    return _Relative(duration, Side(side[0].lower()), name, start)


def _one_sided(text: str, names: Collection[str], locate: Locate) -> Duration | Diagnostic:
    """A length alone, or one that lost its ``before`` or ``after``."""
    duration = read_duration(text, 0, locate)
    if isinstance(duration, Duration):
        return duration
    words = list(re.finditer(r"\S+", text))
    for count in range(len(words) - 1, 0, -1):
        head = read_duration(text[: words[count].start()], 0, locate)
        rest = [word[0] for word in words[count:]]
        if isinstance(head, Duration) and not rest[0][0].isdigit():
            return _lost_side(head, rest, names, locate(*words[count].span()))
    return duration


def _lost_side(head: Duration, rest: list[str], names: Collection[str], place: Span) -> Diagnostic:
    side = nearest(rest[0], [side.value for side in Side])
    target = nearest(rest[-1], names)
    fixed = f"{head} {side or Side.BEFORE} {target}" if target else ""
    return Diagnostic("W121", place, {"text": rest[0], "length": str(head), "fixed": fixed})
