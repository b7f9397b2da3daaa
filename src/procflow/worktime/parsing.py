"""What the small parsers of this package share: how they report, and what they read as the same character."""

from collections.abc import Callable
from typing import TypeVar

from procflow.diagnostics import Diagnostic, Span

T = TypeVar("T")

Locate = Callable[[int, int], Span]
"""The span of characters ``start`` to ``end`` (from 0, end exclusive) of the text being read."""

Parsed = tuple[T | None, tuple[Diagnostic, ...]]
"""What was read, or None with at least one error; a value may come with warnings."""

LONGEST_TEXT = 200
"""Characters. Everything read here is a line that a person writes; beyond it nothing sensible follows."""

_ALIKE = str.maketrans("０１２３４５６７８９．：，、＋　", "0123456789.:,,+ ")


def plain(text: str) -> str:
    """Full-width digits, point, colon, comma and space as their narrow forms, at the same offsets."""
    return text.translate(_ALIKE)


def stripped(text: str, offset: int = 0) -> tuple[str, int]:
    """``text`` without the space around it, and where it begins: ``offset`` is where ``text`` began."""
    body = text.strip()
    return body, offset + len(text) - len(text.lstrip()) if body else offset


def too_long(text: str, what: str, locate: Locate) -> Diagnostic | None:
    """The finding for a text that no parser of this package should even look at."""
    if len(text) <= LONGEST_TEXT:
        return None
    return Diagnostic("W100", locate(0, len(text)), {"what": what, "limit": str(LONGEST_TEXT)})
