from datetime import date
from decimal import Decimal

import pytest

from procflow.guards import AnyCell, RangeCell, ValuesCell

FIVE, NINE = Decimal(5), Decimal(9)


@pytest.mark.parametrize(
    ("cell", "inside", "outside"),
    [
        (ValuesCell(frozenset({"a", "b"})), ["a", "b"], ["c"]),
        (ValuesCell(frozenset({"a"}), negated=True), ["b"], ["a"]),
        (RangeCell(FIVE, True, NINE, True), [FIVE, Decimal("5.0"), NINE], [Decimal("4.99"), Decimal("9.01")]),
        (RangeCell(FIVE, False, NINE, False), [Decimal("5.01"), Decimal("8.99")], [FIVE, NINE]),
        (RangeCell(None, False, FIVE, True), [FIVE, Decimal(-(10**20))], [Decimal("5.01")]),
        (RangeCell(FIVE, True, None, False), [FIVE, Decimal(10**20)], [Decimal("4.99")]),
        (RangeCell(date(2026, 1, 1), False, None, False), [date(2026, 1, 2)], [date(2026, 1, 1)]),
    ],
)
def test_which_values_a_cell_names(
    cell: ValuesCell | RangeCell, inside: list[Decimal], outside: list[Decimal]
) -> None:
    assert [cell.holds(value) for value in inside] == [True] * len(inside)
    assert [cell.holds(value) for value in outside] == [False] * len(outside)


def test_only_any_holds_for_a_value_that_is_missing() -> None:
    assert AnyCell().holds(None)
    for cell in (ValuesCell(frozenset({"a"}), negated=True), RangeCell(None, False, FIVE, True)):
        with pytest.raises(ValueError, match="missing"):
            cell.holds(None)


@pytest.mark.parametrize(
    ("cell", "empty"),
    [
        (RangeCell(FIVE, True, FIVE, True), False),
        (RangeCell(FIVE, True, FIVE, False), True),
        (RangeCell(NINE, True, FIVE, True), True),
        (RangeCell(FIVE, False, NINE, False), False),
        (RangeCell(None, False, FIVE, False), False),
    ],
)
def test_a_range_with_no_room_in_it(cell: RangeCell, empty: bool) -> None:
    assert cell.is_empty() is empty
