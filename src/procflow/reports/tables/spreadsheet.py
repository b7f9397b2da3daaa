"""Texts that no spreadsheet takes for a formula, and that it can hold."""

from procflow.diagnostics.cells import visible

_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
MOST = 32_767
"""A cell of a spreadsheet holds so many characters."""


def lines(text: str) -> str:
    """A text with what would steer a program shown as signs, and its lines kept."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return shown.translate(_NO_CHARACTERS)


def harmless(text: str) -> str:
    """A text that begins like a formula with an apostrophe before it, so that it is read as a text."""
    return f"'{text}" if text.lstrip(" \u3000\u00a0")[:1] in _FORMULA and text.strip() else text


def fitting(text: str) -> str:
    """A text as long as a cell can hold."""
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"
