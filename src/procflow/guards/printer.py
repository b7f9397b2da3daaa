"""From a typed tree back to text; parsing the text gives the same tree."""

from decimal import Decimal
from typing import assert_never

from procflow.guards.literals import quoted, write_value
from procflow.guards.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Contains,
    Field,
    Has,
    Literal,
    Negate,
    Not,
    OneOf,
    Sign,
    Tree,
)
from procflow.guards.types import Value

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _MINUS, _ATOM = range(1, 9)


def write_tree(tree: Tree) -> str:
    """The tree as a guard, with no more brackets than it needs."""
    match tree:
        case Field(name):
            return name
        case Literal(value):
            return _literal(value)
        case Has(name):
            return f"has({name})"
        case Not(operand):
            return f"not {_within(operand, _NOT)}"
        case AllOf(parts):
            return " and ".join(_within(part, _NOT) for part in parts)
        case AnyOf(parts):
            return " or ".join(_within(part, _AND) for part in parts)
        case Compare(operator, left, right):
            return f"{_within(left, _SUM)} {operator} {_within(right, _SUM)}"
        case OneOf(operand, values):
            return f"{_within(operand, _SUM)} in [{', '.join(_literal(item.value) for item in values)}]"
        case Contains(field, item):
            return f"{_within(item, _SUM)} in {field.name}"
        case Arithmetic(operator, left, right):
            own = _binding(tree)
            return f"{_within(left, own)} {operator} {_within(right, own + 1)}"
        case Negate(operand):
            return f"-{_within(operand, _MINUS)}"
        case _:
            assert_never(tree)


def _within(tree: Tree, needed: int) -> str:
    text = write_tree(tree)
    return text if _binding(tree) >= needed else f"({text})"


def _binding(tree: Tree) -> int:
    match tree:
        case AnyOf():
            return _OR
        case AllOf():
            return _AND
        case Not():
            return _NOT
        case Compare() | OneOf() | Contains():
            return _COMPARISON
        case Arithmetic(operator):
            return _PRODUCT if operator is Sign.TIMES else _SUM
        case Negate():
            return _MINUS
        case Field() | Literal() | Has():
            return _ATOM
        case _:
            assert_never(tree)


def _literal(value: Value) -> str:
    text = write_value(value)
    return text if isinstance(value, bool | Decimal) else quoted(text)
