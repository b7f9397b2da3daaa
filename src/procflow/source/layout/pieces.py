"""What a YAML text is made of: pieces that carry its meaning, and the gaps between them that do not.

A gap holds blanks, line breaks and comments alone, so a layout is nothing but a choice of gaps.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from procflow.diagnostics.cells import width


class Kind(Enum):
    """What a piece is for the layout."""

    KEY = auto()
    VALUE = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    COLON = auto()
    DASH = auto()
    MARK = auto()
    """``---`` or ``...``."""
    END = auto()
    """The end of the text; it holds the last gap."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its ``#``; ``trailing`` if it stood behind something, ``blank`` if below an empty line.

    ``column`` counts cells from 0.
    """

    text: str
    column: int
    trailing: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before a piece; ``blank`` if there is an empty line right above it."""

    broken: bool = False
    blank: bool = False
    comments: tuple[Comment, ...] = ()

    def then(self, other: "Gap") -> "Gap":
        """The gap where the piece between this one and another has gone."""
        moved = tuple(replace(comment, trailing=False) for comment in other.comments)
        comments = (*self.comments, *(moved if self.broken or self.comments else other.comments))
        blank = other.blank if other.broken else self.blank
        return Gap(self.broken or other.broken, blank, comments)


@dataclass(frozen=True, slots=True)
class Level:
    """A block mapping, a block list (``dashed``) or a pair of brackets around a piece.

    ``source`` is the column that its entries had (in brackets: that of the bracket), ``column`` the one that
    they get. ``opener`` is the place of the bracket among the pieces. The entries of a ``spaced`` mapping are
    set apart by empty lines.
    """

    source: int
    column: int
    parent: "Level | None"
    dashed: bool = False
    opener: int | None = None
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the text with the gap before it; ``column`` is where it stood, in cells from 0.

    ``lines`` is what to write: further lines come without indentation, and go below the first as
    ``level`` says.
    """

    kind: Kind
    lines: tuple[str, ...]
    line: int
    column: int
    level: Level | None
    gap: Gap
    keeps_blanks: bool = False
    """Empty lines behind it are part of it."""


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return len(text) if text.isascii() else sum(map(width, text))


def gap_of(text: str, column: int) -> Gap:
    """The gap that a stretch of blanks and comments is; ``column`` is where it begins, in cells."""
    first, *rest = text.split("\n")
    comments: list[Comment] = []
    if first.strip():
        before = first[: first.index("#")]
        comments.append(Comment(first.strip(), column + len(before), trailing=True, blank=False))
    blank = False
    for at, line in enumerate(rest):
        content = line.strip()
        if content:
            comments.append(Comment(content, line.index("#"), trailing=False, blank=blank))
            blank = False
        elif at < len(rest) - 1:
            blank = True
    return Gap(bool(rest), blank, tuple(comments))
