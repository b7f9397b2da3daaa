"""The tree of a guard as it is written, before names and types are known.

``start`` and ``end`` are characters of the text, brackets around a part included.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """A field, by its dotted name."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A literal: a number, a text in quotes, ``true`` or ``false``."""

    value: Decimal | str | bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """``not`` or ``-`` before an operand."""

    operator: str
    operand: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Infix:
    """A comparison, ``in``, or a sign of arithmetic between two operands."""

    operator: str
    left: "Node"
    right: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Two or more parts joined by the same ``and`` or ``or``."""

    operator: str
    parts: tuple["Node", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Listing:
    """``[a, b]``."""

    items: tuple["Node", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A word with brackets behind it, such as ``has(field)``."""

    word: str
    arguments: tuple["Node", ...]
    start: int
    end: int


Node = Name | Plain | Prefix | Infix | Chain | Listing | Call
