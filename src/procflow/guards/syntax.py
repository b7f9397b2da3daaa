"""The tree of a guard as it is written, before names and types are known.

``start`` and ``end`` are characters of the text, brackets around a part included.
"""

from decimal import Decimal

from msgspec import Struct


class Name(Struct, frozen=True):
    """A field, by its dotted name."""

    name: str
    start: int
    end: int


class Plain(Struct, frozen=True):
    """A literal: a number, a text in quotes, ``true`` or ``false``."""

    value: Decimal | str | bool
    start: int
    end: int


class Prefix(Struct, frozen=True):
    """``not`` or ``-`` before an operand."""

    operator: str
    operand: "Node"
    start: int
    end: int


class Infix(Struct, frozen=True):
    """A comparison, ``in``, or a sign of arithmetic between two operands."""

    operator: str
    left: "Node"
    right: "Node"
    start: int
    end: int


class Chain(Struct, frozen=True):
    """Two or more parts joined by the same ``and`` or ``or``."""

    operator: str
    parts: tuple["Node", ...]
    start: int
    end: int


class Listing(Struct, frozen=True):
    """``[a, b]``."""

    items: tuple["Node", ...]
    start: int
    end: int


class Call(Struct, frozen=True):
    """A word with brackets behind it, such as ``has(field)``."""

    word: str
    arguments: tuple["Node", ...]
    start: int
    end: int


Node = Name | Plain | Prefix | Infix | Chain | Listing | Call
