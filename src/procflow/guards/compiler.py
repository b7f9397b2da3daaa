"""From the typed tree to closures that work it out."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from enum import StrEnum
from typing import Any, assert_never

from procflow.guards.literals import MOST_DIGITS
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
    Sign,
    Tree,
    type_of,
)
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
    is_numeric,
)

Values = Mapping[str, object]
"""The values of the fields by dotted name; a field that is not set is missing or None."""

_Run = Callable[[Values], Any]

_EXACT = Context(prec=MOST_DIGITS, traps=[Inexact, InvalidOperation, Overflow])
_HUNDREDTHS = -2

_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}


class Fault(StrEnum):
    """Why a guard could not be worked out."""

    MISSING = "missing"
    """A field that the guard reads is not set."""
    UNREADABLE = "unreadable"
    """A field holds a value that is not of its type."""
    OUT_OF_RANGE = "out of range"
    """A result has over 60 digits, is a date beyond the calendar, or a date moved by part of a day."""


class GuardError(Exception):
    """A guard could not be worked out.

    ``field`` is the field at fault (empty where it is no single one), ``guard`` the guard's text.
    """

    def __init__(self, field: str, guard: str, fault: Fault) -> None:
        self.field = field
        self.guard = guard
        self.fault = fault
        of_field = f"{field} is {fault}" if field else f"a result is {fault}"
        super().__init__(f"the guard `{guard}` cannot be worked out: {of_field}")


def is_filled(value: object) -> bool:
    """Whether something is there: no text of white space alone, and no list, choice or group without
    entries."""
    return value is not None and not (
        (isinstance(value, str) and not value.strip()) or value == () or value in ([], {})
    )


def compile_tree(tree: Tree, guard: str) -> _Run:
    """A function of the fields' values that works the tree out; ``guard`` is named in its errors.

    Parts are worked out from left to right, and ``and`` and ``or`` stop at the first part that decides.
    """
    match tree:
        case Field(name, field_type):
            return _field(name, field_type, guard)
        case Literal(value):
            return lambda values: value
        case Has(name):
            return lambda values: is_filled(values.get(name))
        case Not(operand):
            run = compile_tree(operand, guard)
            return lambda values: not run(values)
        case AllOf(parts):
            return _until(False, [compile_tree(part, guard) for part in parts])
        case AnyOf(parts):
            return _until(True, [compile_tree(part, guard) for part in parts])
        case Compare(comparison, left, right):
            return _comparison(_COMPARE[comparison], left, right, guard)
        case OneOf(operand, literals):
            run, listed = compile_tree(operand, guard), frozenset(item.value for item in literals)
            return lambda values: run(values) in listed
        case Contains(field, item):
            within, run = compile_tree(field, guard), compile_tree(item, guard)
            return lambda values: run(values) in within(values)
        case Arithmetic():
            return _arithmetic(tree, guard)
        case Negate(operand):
            return _guarded(_EXACT.minus, (operand,), guard)
        case _:
            assert_never(tree)


def _until(deciding: bool, parts: list[_Run]) -> _Run:
    if len(parts) == 2:
        first, second = parts
        if deciding:
            return lambda values: first(values) or second(values)
        return lambda values: first(values) and second(values)

    def run(values: Values) -> Any:
        for part in parts:
            if part(values) is deciding:
                return deciding
        return not deciding

    return run


def _comparison(compare: Callable[[Any, Any], bool], left: Tree, right: Tree, guard: str) -> _Run:
    first = compile_tree(left, guard)
    if isinstance(right, Literal):
        value = right.value
        return lambda values: compare(first(values), value)
    second = compile_tree(right, guard)
    return lambda values: compare(first(values), second(values))


def _field(name: str, field_type: FieldType, guard: str) -> _Run:
    kind, is_usable = _readable(field_type)

    def read(values: Values) -> Any:
        value = values.get(name)
        if isinstance(value, kind) and (is_usable is None or is_usable(value)):
            return value
        raise GuardError(name, guard, Fault.MISSING if value is None else Fault.UNREADABLE)

    return read


def _readable(field_type: FieldType) -> tuple[type | tuple[type, ...], Callable[[Any], bool] | None]:
    """The classes of the type's values and what else must hold of one.

    Anything else would compare as unequal, and so as false, where the guard must fail.
    """
    match field_type:
        case Number() | Money() | Percent():
            return Decimal, Decimal.is_finite
        case Text() | Person() | Choice():
            return str, None
        case Flag():
            return bool, None
        case Choices() | Checklist():
            return (frozenset, set, tuple, list), _all_texts
        case Date():
            return date, lambda value: not isinstance(value, datetime)
        case DateTime():
            return datetime, lambda value: value.utcoffset() is not None
        case Duration():
            return timedelta, None
        case Opaque():
            return object, None
        case _:
            assert_never(field_type)


def _all_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _arithmetic(tree: Arithmetic, guard: str) -> _Run:
    left, right = type_of(tree.left), type_of(tree.right)
    work_out = (
        _on_decimals(tree.operator, left, right) if is_numeric(tree.type) else _on_times(tree.operator, left)
    )
    return _guarded(work_out, (tree.left, tree.right), guard)


def _guarded(work_out: Callable[..., Any], operands: tuple[Tree, ...], guard: str) -> _Run:
    """Applies ``work_out``; a result that cannot be had exactly is an error, never a rounded value."""
    runs = [compile_tree(operand, guard) for operand in operands]

    def run(values: Values) -> Any:
        arguments = [operand(values) for operand in runs]
        try:
            return work_out(*arguments)
        except ArithmeticError as error:
            raise GuardError("", guard, Fault.OUT_OF_RANGE) from error

    return run


def _on_decimals(sign: Sign, left: FieldType, right: FieldType) -> Callable[[Decimal, Decimal], Decimal]:
    match sign:
        case Sign.PLUS:
            return _EXACT.add
        case Sign.MINUS:
            return _EXACT.subtract
        case Sign.TIMES if isinstance(left, Percent) or isinstance(right, Percent):
            return lambda one, other: _EXACT.scaleb(_EXACT.multiply(one, other), _HUNDREDTHS)
        case Sign.TIMES:
            return _EXACT.multiply
        case _:
            assert_never(sign)


def _on_times(sign: Sign, left: FieldType) -> Callable[[Any, Any], Any]:
    work_out = operator.add if sign is Sign.PLUS else operator.sub
    return _whole_days(work_out) if isinstance(left, Date) else work_out


def _whole_days(work_out: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def run(day: date, other: date | timedelta) -> Any:
        if isinstance(other, timedelta) and other % timedelta(days=1):
            raise ArithmeticError("a date moves by whole days only")
        return work_out(day, other)

    return run
