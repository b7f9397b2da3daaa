"""The nearest right name to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(wrong: str, right: Iterable[str]) -> str:
    """The name among ``right`` that ``wrong`` was most likely meant to be, or an empty text."""
    by_folded = {name.casefold().replace("_", "-"): name for name in right}
    found = get_close_matches(wrong.casefold().replace("_", "-"), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""
