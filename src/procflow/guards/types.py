"""The types that fields have for guards and table cells, and the values that stand for them.

A group has no type of its own: its fields are named by dotted paths, and ``terms.price`` is one name.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number; its values are ``Decimal``."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code); its values are ``Decimal`` in whole units of it."""

    currency: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in hundredths; its values are ``Decimal``, and 12.5 stands for 12.5 %."""


@dataclass(frozen=True, slots=True)
class Text:
    """Free text; its values are ``str``."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; its values are ``bool``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values written; its values are ``str``."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of the values written; its values are sets or sequences of ``str``."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the organization; its values are ids, and compare as ``str``."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items to be ticked; its values are the ticked ones. Guards read it as a choice of several."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that guards can only ask whether it is there; ``word`` is what a process file calls it."""

    word: str


@dataclass(frozen=True, slots=True)
class Date:
    """A day; its values are ``date`` and never ``datetime``."""


@dataclass(frozen=True, slots=True)
class DateTime:
    """An instant; its values are ``datetime`` with a time zone."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A plain length of time, on no calendar; its values are ``timedelta``."""


FieldType = (
    Number
    | Money
    | Percent
    | Text
    | Person
    | Flag
    | Choice
    | Choices
    | Checklist
    | Date
    | DateTime
    | Duration
    | Opaque
)
Value = Decimal | str | bool | date | datetime | timedelta


def type_name(field_type: FieldType) -> str:
    """The type as it is called in a process file."""
    match field_type:
        case Number():
            return "number"
        case Money(currency):
            return f"money {currency}"
        case Percent():
            return "percent"
        case Text():
            return "text"
        case Person():
            return "person"
        case Checklist():
            return "checklist"
        case Opaque(word):
            return word
        case Flag():
            return "flag"
        case Choice():
            return "choice"
        case Choices():
            return "choice of several"
        case Date():
            return "date"
        case DateTime():
            return "date and time"
        case Duration():
            return "duration"
        case _:
            assert_never(field_type)


def has_order(field_type: FieldType) -> bool:
    """Whether two values of the type can be told apart as smaller and larger, or earlier and later."""
    return isinstance(field_type, Number | Money | Percent | Date | DateTime | Duration)


def is_numeric(field_type: FieldType) -> bool:
    """Whether values of the type are decimals."""
    return isinstance(field_type, Number | Money | Percent)
