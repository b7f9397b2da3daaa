"""The atoms of a column: sets of values that no cell of the column tells apart, each by one of its values.

For ordered types they are the points that the cells name and the stretches between, before and behind them.
Numbers are dense, so every stretch between two numbers has a value; dates, instants and durations have a
finest step, so that between one day and the next there is none.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import Any, assert_never

from procflow.guards.cells import AnyCell, Cell, RangeCell, ValuesCell
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
    Value,
)

_Between = Callable[[Any, Any], Any]
"""A value strictly between two bounds, None standing for no bound; None if there is no such value."""

_WIDE = Context(prec=1000)
_DAYS = (timedelta(days=1),)
_MOMENTS = (
    timedelta(days=1),
    timedelta(hours=1),
    timedelta(minutes=1),
    timedelta(seconds=1),
    timedelta.resolution,
)


def atoms(field_type: FieldType, cells: Iterable[Cell]) -> tuple[Value, ...]:
    """A value of each atom, the points that cells name first: a case at a boundary is the most telling."""
    points = _points(cells)
    match field_type:
        case Flag():
            return (False, True)
        case Choice(values):
            return values
        case Choices() | Checklist() | Opaque():
            return ("",)
        case Text() | Person():
            return (*sorted(points), _text_outside(points))
        case Number() | Money() | Percent():
            stretches = _stretches(sorted(points), _number_between)
            return (*sorted(points), *sorted(stretches, key=lambda number: number < 0))
        case Date():
            return _points_and_stretches(points, _time_between(_DAYS, date(2026, 1, 1)))
        case DateTime():
            return _points_and_stretches(points, _time_between(_MOMENTS, datetime(2026, 1, 1, tzinfo=UTC)))
        case Duration():
            lengths = sorted({timedelta(0), *points})
            return (*lengths, *_stretches(lengths, _time_between(_MOMENTS, timedelta(0)))[1:])
        case _:
            assert_never(field_type)


def _points(cells: Iterable[Cell]) -> set[Any]:
    points: set[Any] = set()
    for cell in cells:
        match cell:
            case AnyCell():
                pass
            case ValuesCell(values):
                points |= values
            case RangeCell(low, _, high, _):
                points |= {bound for bound in (low, high) if bound is not None}
            case _:
                assert_never(cell)
    return points


def _points_and_stretches(points: set[Any], between: _Between) -> tuple[Value, ...]:
    ordered = sorted(points)
    return (*ordered, *_stretches(ordered, between))


def _stretches(points: Sequence[Any], between: _Between) -> list[Any]:
    """A value of each stretch that has one, from the lowest up; the first lies before every point."""
    ends = [None, *points, None]
    found = [between(low, high) for low, high in pairwise(ends)]
    return [value for value in found if value is not None]


def _number_between(low: Decimal | None, high: Decimal | None) -> Decimal:
    if low is None:
        return Decimal(0) if high is None else _WIDE.subtract(high, Decimal(1))
    above = _WIDE.add(low, Decimal(1))
    if high is None or above < high:
        return above
    return _WIDE.divide(_WIDE.add(low, high), Decimal(2))


def _time_between(steps: Sequence[timedelta], anywhere: Any) -> _Between:
    def between(low: Any, high: Any) -> Any:
        if low is None and high is None:
            return anywhere
        for step in steps:
            try:
                value = low + step if low is not None else high - step
            except OverflowError:
                continue
            if low is None or high is None or value < high:
                return value
        return None

    return between


def _text_outside(texts: set[str]) -> str:
    number = 1
    while f"text {number}" in texts:
        number += 1
    return f"text {number}"
