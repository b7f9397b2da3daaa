"""Which types may be compared and reckoned together, and what comes out."""

from msgspec import Struct

from procflow.guards.literals import Slip, read_duration
from procflow.guards.tree import Sign, Tree, is_bare_number, type_of
from procflow.guards.types import (
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
    is_numeric,
)


class Refused(Struct, frozen=True):
    """Why two values cannot be reckoned together: the code of the diagnostic."""

    code: str


def mismatch(left: Tree, right: Tree) -> str | None:
    """The code of the diagnostic if two values cannot be compared, else None."""
    first, second = type_of(left), type_of(right)
    match first, second:
        case (Choices(), _) | (_, Choices()):
            return "G111"
        case (Opaque(), _) | (_, Opaque()):
            return "G130"
        case (Flag(), Flag()):
            return None
        case (Flag(), _) | (_, Flag()):
            return "G110"
        case (Money(one), Money(other)) if one != other:
            return "G106"
        case (Choice(values), Choice(others)):
            return None if set(values) & set(others) else "G123"
        case _ if first == second or _stands_for(left, second) or _stands_for(right, first):
            return None
        case _:
            return "G105"


def reckoned(sign: Sign, left: Tree, right: Tree) -> FieldType | Refused:
    """The type of ``left sign right``, or why it has none."""
    first, second = type_of(left), type_of(right)
    match first, sign, second:
        case (Number() | Money() | Percent(), Sign.PLUS | Sign.MINUS, Number() | Money() | Percent()):
            return _sum(left, right)
        case (Number() | Money() | Percent(), Sign.TIMES, Number() | Money() | Percent()):
            return _product(left, right)
        case (Date() | DateTime() | Duration(), Sign.PLUS | Sign.MINUS, Duration()):
            return first
        case (Date() | DateTime(), Sign.MINUS, _) if first == second:
            return Duration()
        case _:
            return Refused("G112")


def added_type(first: FieldType, sign: Sign, text: str) -> FieldType | None:
    """What a text in quotes means behind ``+`` or ``-``: a duration, or a moment taken away; else None."""
    match first, sign:
        case (Date() | DateTime(), Sign.MINUS):
            looks_like_moment = isinstance(read_duration(text), Slip) and text[:4].isdecimal()
            return first if looks_like_moment else Duration()
        case (Date() | DateTime() | Duration(), Sign.PLUS | Sign.MINUS):
            return Duration()
        case _:
            return None


def _sum(left: Tree, right: Tree) -> FieldType | Refused:
    first, second = type_of(left), type_of(right)
    if first == second or _stands_for(right, first):
        return first
    if _stands_for(left, second):
        return second
    return Refused("G106" if isinstance(first, Money) and isinstance(second, Money) else "G112")


def _product(left: Tree, right: Tree) -> FieldType | Refused:
    """Money times a number or a percent is money; percent multiplies nothing else."""
    first, second = type_of(left), type_of(right)
    match first, second:
        case (Number(), Number()):
            return first
        case (Money(), Number() | Percent()):
            return first
        case (Number() | Percent(), Money()):
            return second
        case (Money(), Money()):
            return Refused("G112")
        case _:
            return Refused("G113")


def _stands_for(tree: Tree, wanted: FieldType) -> bool:
    return is_numeric(wanted) and is_bare_number(tree)
