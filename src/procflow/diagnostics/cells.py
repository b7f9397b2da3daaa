"""How many terminal cells a piece of text takes, and how a source line is shown safely."""

from unicodedata import category, east_asian_width

from msgspec import Struct

TAB = 4
WINDOW = 100
"""The longest stretch of a source line that is shown, in characters."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"


class Excerpt(Struct, frozen=True):
    """One line as shown: its text, and where carets begin and how far they reach, in cells."""

    text: str
    indent: int
    carets: int


def width(char: str) -> int:
    """The cells a character takes: two for East Asian wide ones, none for combining ones."""
    if char.isascii():
        return 1
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """The text with characters that would steer a terminal or turn its direction shown as a sign instead."""
    # Nearly every text: what can be printed holds nothing of the kind.
    return text if text.isprintable() else "".join(_shown(char) for char in text)


def excerpt(line: str, start: int, end: int) -> Excerpt:
    """Characters ``start`` to ``end`` (from 0, end exclusive) of a line, marked; at least one caret is drawn.

    A line wider than :data:`WINDOW` is cut at both sides, so that the marked place stays in view.
    """
    start = min(max(start, 0), len(line))
    first = max(0, start - WINDOW // 3) if len(line) > WINDOW else 0
    last = min(len(line), first + WINDOW)
    shown, offsets = _lay_out(line[first:last])
    begin = offsets[start - first]
    stop = offsets[min(max(end, start), last) - first]
    left, right = "…" if first else "", "…" if last < len(line) else ""
    return Excerpt(left + shown + right, begin + len(left), max(stop - begin, 1))


def _lay_out(line: str) -> tuple[str, list[int]]:
    """The shown text, and the cell before each character (one more entry for the end)."""
    parts: list[str] = []
    offsets = [0]
    for char in line:
        if char == "\t":
            shown = " " * (TAB - offsets[-1] % TAB)
            cells = len(shown)
        else:
            shown = _shown(char)
            cells = width(shown)
        parts.append(shown)
        offsets.append(offsets[-1] + cells)
    return "".join(parts), offsets


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    unseen = code > 0x7F and category(char) in _UNSEEN and char not in _JOINERS
    return "\ufffd" if unseen else char
