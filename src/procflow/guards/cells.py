"""A cell of a table: what one column's value must be for the row to hold.

The union is closed and each member is a plain set of values, so that rows can be reasoned about exactly.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct

from procflow.guards.types import Value

_MISSING = "a cell cannot be tried on a value that is missing"

Bound = Decimal | date | datetime | timedelta
"""The end of a range."""


class AnyCell(Struct, frozen=True):
    """Every value, also none at all."""

    def holds(self, value: Value | None) -> bool:
        """Whether the value is one that the cell names."""
        return True


class ValuesCell(Struct, frozen=True):
    """The values listed, or if ``negated`` every other."""

    values: frozenset[Value]
    negated: bool = False

    def holds(self, value: Value | None) -> bool:
        """Whether the value is one that the cell names; ValueError where there is none."""
        if value is None:
            raise ValueError(_MISSING)
        return (value in self.values) is not self.negated


class RangeCell(Struct, frozen=True):
    """The values between two bounds, each of which belongs to it or not; None leaves that side open."""

    low: Bound | None
    low_in: bool
    high: Bound | None
    high_in: bool

    def holds(self, value: Value | None) -> bool:
        """Whether the value lies in the range; ValueError where there is none, TypeError if it has another
        type.
        """
        if value is None:
            raise ValueError(_MISSING)
        present: Any = value
        low, high = self.low, self.high
        if low is not None and not (present >= low if self.low_in else present > low):
            return False
        return high is None or bool(present <= high if self.high_in else present < high)

    def is_empty(self) -> bool:
        """Whether the bounds leave no room for any value."""
        low: Any = self.low
        if low is None or self.high is None:
            return False
        return bool(low > self.high) or (low == self.high and not (self.low_in and self.high_in))


Cell = AnyCell | ValuesCell | RangeCell
