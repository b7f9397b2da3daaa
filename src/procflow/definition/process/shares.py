"""Shares of votes."""

from decimal import Decimal

from msgspec import Struct


class Threshold(Struct, frozen=True):
    """A share of a base: ``> 50%`` is ``strict`` with ``percent`` 50; else the share itself is enough."""

    percent: Decimal
    strict: bool

    def reached(self, part: int, base: int) -> bool:
        """Whether ``part`` of ``base`` reaches the share; never of an empty base."""
        if base == 0:
            return False
        share = Decimal(part * 100)
        wanted = self.percent * base
        return share > wanted if self.strict else share >= wanted
