"""Conditions and cells in words: ``amount > 10000`` as ``Contract amount > 10,000``."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from procflow.guards import AnyCell, Cell, RangeCell, ValuesCell
from procflow.guards.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Comparison,
    Contains,
    Field,
    Has,
    Literal,
    Negate,
    Not,
    OneOf,
    Tree,
)
from procflow.guards.types import Flag, Value
from procflow.wording.words import Words

_SIGNS = {
    Comparison.EQUAL: "=",
    Comparison.UNEQUAL: "≠",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "≤",
    Comparison.MORE: ">",
    Comparison.AT_LEAST: "≥",
}


def condition(words: Words, tree: Tree) -> str:
    """A condition as people read it, with the titles of its fields."""
    match tree:
        case Field(name, Flag()):
            return words.say("condition.holds", field=field_words(words, name))
        case Field(name):
            return field_words(words, name)
        case Literal(value):
            return value_words(words, value)
        case Has(name):
            return words.say("condition.has", field=field_words(words, name))
        case Not(Field(name, Flag())):
            return words.say("condition.holds_not", field=field_words(words, name))
        case Not(Has(name)):
            return words.say("condition.has_not", field=field_words(words, name))
        case Not(operand):
            return words.say("condition.not", condition=condition(words, operand))
        case AllOf(parts):
            return words.say("condition.and").join(_inside(words, part) for part in parts)
        case AnyOf(parts):
            return words.say("condition.or").join(condition(words, part) for part in parts)
        case Compare(operator, left, right):
            return f"{condition(words, left)} {_SIGNS[operator]} {condition(words, right)}"
        case OneOf(operand, values):
            listed = words.listed([condition(words, value) for value in values], "or")
            return f"{condition(words, operand)} = {listed}"
        case Contains(known, item):
            field, value = field_words(words, known.name), condition(words, item)
            return words.say("condition.contains", field=field, value=value)
        case Arithmetic(operator, left, right):
            return f"{condition(words, left)} {operator} {condition(words, right)}"
        case Negate(operand):
            return f"−{condition(words, operand)}"
        case _:
            assert_never(tree)


def _inside(words: Words, tree: Tree) -> str:
    text = condition(words, tree)
    return words.say("condition.inside", condition=text) if isinstance(tree, AnyOf) else text


def field_words(words: Words, name: str) -> str:
    """A field by its title; one of a group with the group's before it."""
    outer, _, inner = name.partition(".")
    known = words.process.fields.get(outer)
    if inner and known is not None:
        return " · ".join((words.title(known.title), words.inner_field(outer, inner)))
    return words.title(known.title) if known is not None else words.covered(name)


def value_words(words: Words, value: Value) -> str:
    """A value that a condition or a cell names."""
    match value:
        case bool():
            return words.word("word", "yes" if value else "no")
        case Decimal():
            return f"{value:,f}"
        case datetime():
            return f"{words.local(value):%Y-%m-%d %H:%M}"
        case str() | date() | timedelta():
            return str(value)
        case _:
            assert_never(value)


def cell_words(words: Words, cell: Cell) -> str:
    """A cell as it stands beneath the title of its column: ``> 500,000  < 3,000,000``, or ``–`` for any."""
    match cell:
        case AnyCell():
            return "–"
        case ValuesCell(values, negated):
            listed = words.listed(sorted(value_words(words, value) for value in values), "or")
            return words.say("condition.cell_not", value=listed) if negated else listed
        case RangeCell(low, low_in, high, high_in):
            ends = (
                "" if low is None else f"{'≥' if low_in else '>'} {value_words(words, low)}",
                "" if high is None else f"{'≤' if high_in else '<'} {value_words(words, high)}",
            )
            return "  ".join(end for end in ends if end)
        case _:
            assert_never(cell)
