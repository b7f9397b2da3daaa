"""The typed tree of a guard: what the compiler runs and what the checker reasons about."""

from collections.abc import Iterator
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from procflow.guards.types import FieldType, Flag, Number, Value


class Comparison(StrEnum):
    """How two values of one type are compared."""

    EQUAL = "=="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Sign(StrEnum):
    """How two values are reckoned together."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"


class Field(Struct, frozen=True):
    """The value of a field."""

    name: str
    type: FieldType


class Literal(Struct, frozen=True):
    """A value written in the guard. A number is of type Number even where it stands for money or percent."""

    value: Value
    type: FieldType


class Has(Struct, frozen=True):
    """Whether a field is set."""

    name: str


class Not(Struct, frozen=True):
    """The opposite of a condition."""

    operand: "Tree"


class AllOf(Struct, frozen=True):
    """``and``: parts are worked out from left to right up to the first that does not hold."""

    parts: tuple["Tree", ...]


class AnyOf(Struct, frozen=True):
    """``or``: parts are worked out from left to right up to the first that holds."""

    parts: tuple["Tree", ...]


class Compare(Struct, frozen=True):
    """Two values of one type, compared."""

    operator: Comparison
    left: "Tree"
    right: "Tree"


class OneOf(Struct, frozen=True):
    """Whether a value is among the literals listed."""

    operand: "Tree"
    values: tuple[Literal, ...]


class Contains(Struct, frozen=True):
    """Whether a value is among those of a choice of several."""

    field: Field
    item: "Tree"


class Arithmetic(Struct, frozen=True):
    """Two values reckoned together; ``type`` is that of the result."""

    operator: Sign
    left: "Tree"
    right: "Tree"
    type: FieldType


class Negate(Struct, frozen=True):
    """The negative of a number or an amount."""

    operand: "Tree"


Tree = Field | Literal | Has | Not | AllOf | AnyOf | Compare | OneOf | Contains | Arithmetic | Negate


def type_of(tree: Tree) -> FieldType:
    """The type of a tree's value."""
    match tree:
        case Field() | Literal() | Arithmetic():
            return tree.type
        case Negate(operand):
            return type_of(operand)
        case Has() | Not() | AllOf() | AnyOf() | Compare() | OneOf() | Contains():
            return Flag()
        case _:
            assert_never(tree)


def is_bare_number(tree: Tree) -> bool:
    """Whether a tree is made of written numbers alone, and so may stand for money or percent."""
    match tree:
        case Literal(_, Number()):
            return True
        case Arithmetic(_, left, right, Number()):
            return is_bare_number(left) and is_bare_number(right)
        case Negate(operand):
            return is_bare_number(operand)
        case _:
            return False


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below, in the order in which they are worked out."""
    match tree:
        case Field() | Literal() | Has():
            return ()
        case Not(operand) | Negate(operand):
            return (operand,)
        case AllOf(parts) | AnyOf(parts):
            return parts
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case OneOf(operand, values):
            return (operand, *values)
        case Contains(field, item):
            return (item, field)
        case _:
            assert_never(tree)


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and every tree below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def fields_read(tree: Tree) -> frozenset[str]:
    """Every field that the tree names, ``has()`` included."""
    return frozenset(part.name for part in walk(tree) if isinstance(part, Field | Has))


def fields_required(tree: Tree) -> frozenset[str]:
    """The fields that must be set for the tree to be evaluable whatever the other values are.

    A field that is looked at only where ``has()`` has shown it to be set is not among them.
    """
    return _required(tree, frozenset())


def _required(tree: Tree, known: frozenset[str]) -> frozenset[str]:
    match tree:
        case Field(name):
            return frozenset({name}) - known
        case AllOf(parts) | AnyOf(parts):
            wanted: frozenset[str] = frozenset()
            for part in parts:
                wanted |= _required(part, known)
                known |= _shown_set(part, isinstance(tree, AllOf))
            return wanted
        case _:
            return frozenset().union(*(_required(child, known) for child in children(tree)))


def _shown_set(tree: Tree, outcome: bool) -> frozenset[str]:
    """The fields that ``has()`` proves to be set where the condition came out as ``outcome``."""
    match tree:
        case Has(name) if outcome:
            return frozenset({name})
        case Not(operand):
            return _shown_set(operand, not outcome)
        case AllOf(parts) | AnyOf(parts):
            shown = [_shown_set(part, outcome) for part in parts]
            decided_by_all = isinstance(tree, AllOf) is outcome
            return frozenset().union(*shown) if decided_by_all else frozenset.intersection(*shown)
        case _:
            return frozenset()
