"""Values as an author writes them, read and written: numbers, dates, instants, durations, choices, flags.

Each reader returns the value, or the :class:`Slip` that tells what was written amiss and what was meant.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from typing import assert_never

from msgspec import Struct

from procflow.diagnostics import nearest
from procflow.guards.types import (
    Checklist,
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    FieldType,
    Flag,
    Money,
    Number,
    Opaque,
    Percent,
    Person,
    Text,
    Value,
)

MOST_DIGITS = 60
"""Significant digits of a number, written or worked out; beyond them nothing is rounded, it is an error."""


class SlipKind(Enum):
    """What a text that was meant as a value fails to be."""

    NUMBER = auto()
    SHORT_NUMBER = auto()
    DATE = auto()
    DATE_TIME = auto()
    DURATION = auto()
    CHOICE = auto()
    FLAG = auto()


class Slip(Struct, frozen=True):
    """A value written amiss; ``meant`` is the right form, or empty where it cannot be guessed."""

    kind: SlipKind
    meant: str


_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_LOOSE_NUMBER = re.compile(
    r"([+-]?)(?:[¥$€£]|[A-Z]{3})?([0-9]+(?:\.[0-9]+)?)(?:[eE]\+?([0-9]{1,2}))?"
    r"([十百千kK]?)([萬万億亿]?)(?:元|圓|%|[A-Z]{3})?"
)
_POWERS_OF_TEN = {"": 0, "十": 1, "百": 2, "千": 3, "k": 3, "萬": 4, "万": 4, "億": 8, "亿": 8}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOSE_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_DATE_TIME = re.compile(r"[0-9-]{10}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_DURATION = re.compile(r"([0-9]{1,6}) (minute|hour|day|week)s?")
_LOOSE_DURATION = re.compile(
    r"([0-9]{1,6})\s*(?:(min)(?:ute)?|(h)(?:ou)?r?|(d)(?:ay)?|(w)(?:ee)?k?)s?", re.IGNORECASE
)
_UNITS = {
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
}
_YES = frozenset({"true", "yes", "y", "on", "是"})
_NO = frozenset({"false", "no", "n", "off", "否"})


def read_value(text: str, field_type: FieldType) -> Value | Slip:
    """The value of the type that ``text`` stands for; of a choice of several, one of the values."""
    match field_type:
        case Number() | Money() | Percent():
            return read_number(text)
        case Text() | Person() | Opaque():
            return text
        case Flag():
            return _read_flag(text)
        case Choice(values) | Choices(values) | Checklist(values):
            return _read_choice(text, values)
        case Date():
            return read_date(text)
        case DateTime():
            return _read_date_time(text)
        case Duration():
            return read_duration(text)
        case _:
            assert_never(field_type)


def read_number(text: str) -> Decimal | Slip:
    """An exact decimal: digits and at most one point, without separators, exponent or unit."""
    if not _NUMBER.fullmatch(text):
        return Slip(SlipKind.NUMBER, _plain_number(text))
    number = Decimal(text)
    return number if len(number.as_tuple().digits) <= MOST_DIGITS else Slip(SlipKind.SHORT_NUMBER, "")


def read_date(text: str) -> date | Slip:
    """A day written ``2026-03-01``."""
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Slip(SlipKind.DATE, "")
    loose = _LOOSE_DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if loose is None:
        return Slip(SlipKind.DATE, "")
    try:
        return Slip(SlipKind.DATE, date(*(int(part) for part in loose.groups())).isoformat())
    except ValueError:
        return Slip(SlipKind.DATE, "")


def read_duration(text: str) -> timedelta | Slip:
    """A length of time written ``2 days``: a whole number of minutes, hours, days or weeks."""
    match = _DURATION.fullmatch(text)
    if match is not None:
        return int(match[1]) * _UNITS[match[2]]
    loose = _LOOSE_DURATION.fullmatch(text.strip())
    if loose is None:
        return Slip(SlipKind.DURATION, "")
    initial = next(unit for unit in loose.groups()[1:] if unit).lower()
    unit = next(unit for unit in _UNITS if unit.startswith(initial))
    return Slip(SlipKind.DURATION, _counted(int(loose[1]), unit))


def write_value(value: Value) -> str:
    """The value as an author writes it, without quotes; reading it again gives the same value."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case str():
            return value
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            unit = next((unit for unit, length in _UNITS.items() if not value % length), "minute")
            return _counted(value // _UNITS[unit], unit)
        case _:
            assert_never(value)


def quoted(text: str) -> str:
    """``text`` in double quotes, with its quotes and backslashes marked."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _read_flag(text: str) -> bool | Slip:
    if text in ("true", "false"):
        return text == "true"
    word = text.casefold()
    return Slip(SlipKind.FLAG, "true" if word in _YES else "false" if word in _NO else "")


def _read_choice(text: str, values: Collection[str]) -> str | Slip:
    return text if text in values else Slip(SlipKind.CHOICE, nearest(text, values))


def _read_date_time(text: str) -> datetime | Slip:
    if not _DATE_TIME.fullmatch(text):
        return Slip(SlipKind.DATE_TIME, "")
    try:
        instant = datetime.fromisoformat(text)
        instant.astimezone(UTC)  # an instant that no calendar reaches cannot be compared with another
    except (ValueError, OverflowError):
        return Slip(SlipKind.DATE_TIME, "")
    return instant


def _plain_number(text: str) -> str:
    bare = re.sub(r"[\s_,]", "", unicodedata.normalize("NFKC", text))
    match = _LOOSE_NUMBER.fullmatch(bare)
    if match is None or len(bare) > MOST_DIGITS:
        return ""
    sign, digits, exponent, small, large = match.groups()
    powers = int(exponent or 0) + _POWERS_OF_TEN[small.lower()] + _POWERS_OF_TEN[large]
    plain = format(Decimal(f"{digits}e{powers}"), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return ("-" if sign == "-" else "") + plain
