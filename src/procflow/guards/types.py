"""The types that fields have for guards and table cells, and the values that stand for them.

A group has no type of its own: its fields are named by dotted paths, and ``terms.price`` is one name.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from msgspec import Struct


class Number(Struct, frozen=True):
    """A plain number; its values are ``Decimal``."""


class Money(Struct, frozen=True):
    """An amount in one currency (ISO 4217 code); its values are ``Decimal`` in whole units of it."""

    currency: str


class Percent(Struct, frozen=True):
    """A share in hundredths; its values are ``Decimal``, and 12.5 stands for 12.5 %."""


class Text(Struct, frozen=True):
    """Free text; its values are ``str``."""


class Flag(Struct, frozen=True):
    """Yes or no; its values are ``bool``."""


class Choice(Struct, frozen=True):
    """One of the values written; its values are ``str``."""

    values: tuple[str, ...]


class Choices(Struct, frozen=True):
    """Any number of the values written; its values are sets or sequences of ``str``."""

    values: tuple[str, ...]


class Person(Struct, frozen=True):
    """A person of the organization; its values are ids, and compare as ``str``."""


class Checklist(Struct, frozen=True):
    """Items to be ticked; its values are the ticked ones. Guards read it as a choice of several."""

    values: tuple[str, ...]


class Opaque(Struct, frozen=True):
    """Something that guards can only ask whether it is there; ``word`` is what a process file calls it."""

    word: str


class Date(Struct, frozen=True):
    """A day; its values are ``date`` and never ``datetime``."""


class DateTime(Struct, frozen=True):
    """An instant; its values are ``datetime`` with a time zone."""


class Duration(Struct, frozen=True):
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
