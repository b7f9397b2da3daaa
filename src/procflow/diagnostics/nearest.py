"""The nearest right name to a wrong one."""

from collections.abc import Collection
from difflib import get_close_matches

LONGEST_NAME = 100
"""Characters; comparing longer texts costs more than a suggestion is worth."""
MOST_NAMES = 1_000
"""Names that a wrong one is compared with unless more are asked for, in about a hundredth of a second."""


def nearest(wrong: str, right: Collection[str], most: int = MOST_NAMES) -> str:
    """The name among ``right`` that ``wrong`` was most likely meant to be, or an empty text.

    Empty too where there are more than ``most`` names, or the wrong one is over :data:`LONGEST_NAME`
    characters long.
    """
    if len(wrong) > LONGEST_NAME or len(right) > most:
        return ""
    by_folded = {name.casefold().replace("_", "-"): name for name in right if len(name) <= LONGEST_NAME}
    found = get_close_matches(wrong.casefold().replace("_", "-"), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""
