"""The nearest right names for the wrong names of one file, in bounded time."""

from collections.abc import Collection

from procflow.diagnostics import nearest

COMPARISONS = 20_000
"""How many names are compared for one file, about a quarter of a second; later mistakes get no suggestion."""


class Suggestions:
    """Finds what wrong names were most likely meant to be, until the comparisons for one file are used up."""

    def __init__(self, comparisons: int = COMPARISONS) -> None:
        self._left = comparisons

    def nearest(self, wrong: str, right: Collection[str]) -> str:
        """The name among ``right`` that ``wrong`` was most likely meant to be, or an empty text."""
        if self._left <= 0:
            return ""
        self._left -= len(right)
        return nearest(wrong, right, most=COMPARISONS)
