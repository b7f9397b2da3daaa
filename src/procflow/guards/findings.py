"""The mistakes found in one text, collected with their places."""

from collections.abc import Callable

from procflow.diagnostics import Diagnostic, Span

Locate = Callable[[int, int], Span]
"""From a stretch of the text (start and end in characters from 0, end exclusive) to its place in the file."""

LONGEST_CORRECTION = 200
"""Characters of a corrected text that still help; a longer one buries the correction."""


class Findings:
    """Collects diagnostics for ``text``, whose characters ``locate`` finds in the file."""

    def __init__(self, text: str, locate: Locate) -> None:
        self.text = text
        self._locate = locate
        self._found: list[Diagnostic] = []

    def add(self, code: str, start: int, end: int, **args: str) -> None:
        """Record one mistake at characters ``start`` to ``end``."""
        self._found.append(Diagnostic(code, self._locate(start, end), args))

    def corrected(self, start: int, end: int, right: str) -> str:
        """The whole text with ``right`` in place of a stretch; empty if that is too long to show."""
        return presentable(self.text[:start] + right + self.text[end:]) if right else ""

    def collected(self) -> tuple[Diagnostic, ...]:
        """Everything recorded, in the order of recording."""
        return tuple(self._found)


def presentable(text: str) -> str:
    """``text`` if a message can show it whole on one line, else an empty text."""
    return text if len(text) <= LONGEST_CORRECTION and len(text.splitlines()) <= 1 else ""
