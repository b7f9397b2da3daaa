"""Shares of votes."""

from fractions import Fraction

from msgspec import Struct


class Threshold(Struct, frozen=True):
    """A share of a base, exact, from 0 to 1: ``> 50%`` is one half, ``strict``; ``>= 2/3`` is two thirds, and
    takes them as enough."""

    share: Fraction
    strict: bool

    def reached(self, part: int, base: int) -> bool:
        """Whether ``part`` of ``base`` reaches the share; never of an empty base."""
        if base == 0:
            return False
        wanted = self.share * base
        return part > wanted if self.strict else part >= wanted
