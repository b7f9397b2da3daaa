"""Lengths of time as an owner writes them: ``1 business day``, ``2 business hours``, ``3 days``.

The four kinds (days, hours, business days, business hours) are different things; how each is counted is the
business of :class:`procflow.worktime.Calendar`. Here they are only read, kept apart and written.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from procflow.diagnostics import Diagnostic, Span, nearest
from procflow.worktime.parsing import Locate, Parsed, plain, stripped, too_long


class Unit(StrEnum):
    """What a length is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    BUSINESS_HOURS = "business hours"
    BUSINESS_DAYS = "business days"

    @property
    def divisible(self) -> bool:
        """Whether parts of the unit have a meaning: half an hour does, half a business day does not."""
        return self in (Unit.HOURS, Unit.BUSINESS_HOURS)

    @property
    def most(self) -> int:
        """The greatest amount that is taken for meant: about ten years."""
        match self:
            case Unit.MINUTES:
                return 5_270_400
            case Unit.HOURS:
                return 87_840
            case Unit.DAYS | Unit.BUSINESS_DAYS:
                return 3_660
            case Unit.WEEKS:
                return 520
            case Unit.BUSINESS_HOURS:
                return 20_000
            case _:
                assert_never(self)

    @property
    def microseconds(self) -> int:
        """The length of a minute, hour or business hour; 0 for days and weeks, which have no fixed length."""
        match self:
            case Unit.MINUTES:
                return 60_000_000
            case Unit.HOURS | Unit.BUSINESS_HOURS:
                return 3_600_000_000
            case Unit.DAYS | Unit.WEEKS | Unit.BUSINESS_DAYS:
                return 0
            case _:
                assert_never(self)

    @property
    def days(self) -> int:
        """How many days or business days the unit is; 0 for what is counted by the clock."""
        match self:
            case Unit.DAYS | Unit.BUSINESS_DAYS:
                return 1
            case Unit.WEEKS:
                return 7
            case Unit.MINUTES | Unit.HOURS | Unit.BUSINESS_HOURS:
                return 0
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount above zero of one unit; whole except for hours and business hours. Else ValueError.

    ``microseconds`` is its length, or 0 for days and weeks, which have no fixed length; ``days`` is how many
    those are, or 0. ``business`` says that days or hours of business are counted.
    """

    amount: int | Decimal
    unit: Unit
    microseconds: int = field(init=False, repr=False, compare=False)
    days: int = field(init=False, repr=False, compare=False)
    business: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0 < self.amount <= self.unit.most:
            raise ValueError(f"{self.amount} {self.unit} is not above 0 and at most {self.unit.most}")
        if isinstance(self.amount, Decimal):
            if self.amount == self.amount.to_integral_value():
                object.__setattr__(self, "amount", int(self.amount))
            elif not self.unit.divisible:
                raise ValueError(f"{self.amount} {self.unit}: only hours have parts")
        object.__setattr__(self, "microseconds", int(self.amount * self.unit.microseconds))
        object.__setattr__(self, "days", int(self.amount * self.unit.days))
        object.__setattr__(self, "business", self.unit in (Unit.BUSINESS_HOURS, Unit.BUSINESS_DAYS))

    def __str__(self) -> str:
        return phrase(self.amount, self.unit)


_CHINESE = {
    Unit.MINUTES: "分鐘",
    Unit.HOURS: "小時",
    Unit.DAYS: "天",
    Unit.WEEKS: "週",
    Unit.BUSINESS_HOURS: "個工作小時",
    Unit.BUSINESS_DAYS: "個工作日",
}

_NAMES = {
    **{unit.value: unit for unit in Unit},
    **{unit.value.removesuffix("s"): unit for unit in Unit},
    **{"分鐘": Unit.MINUTES, "分钟": Unit.MINUTES, "小時": Unit.HOURS, "小时": Unit.HOURS},
    **{"天": Unit.DAYS, "日": Unit.DAYS, "週": Unit.WEEKS, "周": Unit.WEEKS, "星期": Unit.WEEKS},
    **{"工作小時": Unit.BUSINESS_HOURS, "工作小时": Unit.BUSINESS_HOURS},
    **{"工作日": Unit.BUSINESS_DAYS, "工作天": Unit.BUSINESS_DAYS},
}

_MEANT = {
    **dict.fromkeys(("m", "min", "mins"), Unit.MINUTES),
    **dict.fromkeys(("h", "hr", "hrs", "時", "鐘頭", "鍾頭"), Unit.HOURS),
    **dict.fromkeys(("d", "calendar day", "calendar days", "日曆日", "自然日"), Unit.DAYS),
    **dict.fromkeys(("w", "wk", "wks"), Unit.WEEKS),
    **dict.fromkeys(("working hour", "working hours", "office hours", "工作時", "bh"), Unit.BUSINESS_HOURS),
    **dict.fromkeys(("working day", "working days", "workday", "workdays", "bd"), Unit.BUSINESS_DAYS),
}

_DAYS_IN = {
    "month": 30,
    "months": 30,
    "月": 30,
    "quarter": 90,
    "quarters": 90,
    "季": 90,
    "year": 365,
    "years": 365,
}
_DAYS_IN |= {"年": 365}
_SECONDS = ("s", "sec", "second", "seconds", "秒", "秒鐘")

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_WORDS = {word: value for value, word in enumerate(_WORDS, 1)} | {"a": 1, "an": 1}
_CHINESE_NUMBERS = {word: value for value, word in enumerate("一二三四五六七八九十", 1)} | {"兩": 2, "两": 2}

_LENGTH = re.compile(r"(?P<number>[+-]?[0-9][0-9.,_]*(?:[eE][+-]?[0-9]+)?)?\s*(?P<unit>.*)", re.DOTALL)
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_ISO = re.compile(r"[+-]?P(?=[0-9T])(?P<parts>[0-9.,WDHMSYT]+)", re.IGNORECASE)
_ISO_PART = re.compile(r"([0-9]+)([WDHM])")


def phrase(amount: int | Decimal, unit: Unit) -> str:
    """The canonical English text: ``1 business day``, ``2.5 hours``."""
    name = unit.value.removesuffix("s") if amount == 1 else unit.value
    return f"{_digits(amount)} {name}"


def _digits(amount: int | Decimal) -> str:
    return f"{Decimal(amount).normalize():f}"


def describe(duration: Duration, lang: str) -> str:
    """The length in words: ``zh`` gives Traditional Chinese, everything else English."""
    if lang == "zh":
        return f"{_digits(duration.amount)} {_CHINESE[duration.unit]}"
    return str(duration)


def parse_duration(text: str, locate: Locate) -> Parsed[Duration]:
    """Read a length: a number and one unit, in English or Chinese."""
    over = too_long(text, "length of time", locate)
    found = over or read_duration(plain(text), 0, locate)
    return (found, ()) if isinstance(found, Duration) else (None, (found,))


def read_duration(text: str, offset: int, locate: Locate) -> Duration | Diagnostic:
    """Read a length that stands at ``offset`` of a longer text; ``text`` holds narrow characters."""
    body, start = stripped(text, offset)
    here = locate(start, start + max(len(body), 1))
    if not body:
        return Diagnostic("W101", here)
    if iso := _ISO.fullmatch(body):
        return Diagnostic("W105", here, {"text": body, "fixed": _from_iso(iso["parts"].upper())})
    match = _LENGTH.fullmatch(body)
    if match is None or match["number"] is None:
        return _without_number(body, here)
    number, name = match["number"], match["unit"]
    number_place = locate(start, start + len(number))
    if not _PLAIN_NUMBER.fullmatch(number):
        return Diagnostic("W104", number_place, {"text": number})
    amount = Decimal(number)
    if not name:
        return Diagnostic("W102", here, {"text": number, "example": _suggest(amount, Unit.BUSINESS_HOURS)})
    unit = _NAMES.get(_folded(name))
    if unit is None:
        return _wrong_unit(amount, name, locate(start + match.start("unit"), start + len(body)))
    return _checked(amount, unit, number_place)


def _checked(amount: Decimal, unit: Unit, place: Span) -> Duration | Diagnostic:
    shown = f"{amount:f}"
    if amount <= 0:
        return Diagnostic("W106", place, {"text": shown, "fixed": _suggest(amount, unit)})
    if amount > unit.most:
        return Diagnostic("W108", place, {"text": shown, "unit": unit.value, "most": str(unit.most)})
    whole = amount == amount.to_integral_value()
    if not whole and (not unit.divisible or amount * 60 % 1 != 0):
        fixed = _in_smaller(amount, unit)
        return Diagnostic("W107", place, {"text": shown, "unit": unit.value, "fixed": fixed})
    return Duration(int(amount) if whole else amount.normalize(), unit)


def _suggest(amount: int | Decimal, unit: Unit) -> str:
    """The length without its sign (nothing becomes one); empty if even that could not stand in a file."""
    try:
        return str(Duration(abs(Decimal(amount)) or Decimal(1), unit))
    except ValueError:
        return ""


def _in_smaller(amount: Decimal, unit: Unit) -> str:
    """The same length in a smaller unit, where that is exactly the same."""
    match unit:
        case Unit.DAYS:
            return _suggest(amount * 24, Unit.HOURS) if amount * 24 % 1 == 0 else ""
        case Unit.WEEKS:
            return _suggest(amount * 7, Unit.DAYS) if amount * 7 % 1 == 0 else ""
        case Unit.MINUTES | Unit.HOURS | Unit.BUSINESS_HOURS | Unit.BUSINESS_DAYS:
            return ""
        case _:
            assert_never(unit)


def _folded(name: str) -> str:
    """The name of a unit without what may differ: capitals, spacing, a Chinese measure word."""
    if name.isascii():
        return " ".join(name.casefold().split())
    return "".join(name.split()).removeprefix("個").removeprefix("个")


def _unit_meant(name: str) -> Unit | None:
    """The unit that a name stands for, or was most likely meant to."""
    known = _NAMES | _MEANT
    folded = _folded(name)
    found = folded if folded in known else nearest(folded, known)
    return known.get(found)


def _wrong_unit(amount: Decimal, name: str, place: Span) -> Diagnostic:
    folded = _folded(name)
    if folded in _DAYS_IN:
        fixed = _suggest(amount * _DAYS_IN[folded], Unit.DAYS)
        return Diagnostic("W109", place, {"unit": name, "fixed": fixed})
    if folded in _SECONDS:
        return Diagnostic("W109", place, {"unit": name, "fixed": _suggest(1, Unit.MINUTES)})
    if re.search("[0-9]", name):
        return Diagnostic("W111", place, {"text": name})
    unit = _unit_meant(name)
    return Diagnostic("W112", place, {"unit": name, "fixed": _suggest(amount, unit) if unit else ""})


def _without_number(body: str, place: Span) -> Diagnostic:
    first, _, rest = body.partition(" ")
    value, name = _NUMBER_WORDS.get(first.casefold()), rest
    if value is None:
        value, name = _CHINESE_NUMBERS.get(body[0]), body[1:]
    if value is not None and name and (unit := _unit_meant(name)):
        return Diagnostic("W110", place, {"text": body, "fixed": _suggest(value, unit)})
    if unit := _unit_meant(body):
        return Diagnostic("W103", place, {"text": body, "fixed": _suggest(1, unit)})
    return Diagnostic("W113", place, {"text": body})


def _from_iso(parts: str) -> str:
    """An ISO 8601 length of one part in the owner's words; empty where it has several, or is of months."""
    days, _, clock = parts.partition("T")
    units = {"W": Unit.WEEKS, "D": Unit.DAYS} if days else {"H": Unit.HOURS, "M": Unit.MINUTES}
    match = _ISO_PART.fullmatch(days or clock)
    if match is None or (days and clock) or match[2] not in units:
        return ""
    return _suggest(int(match[1]), units[match[2]])
