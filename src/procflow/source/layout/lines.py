"""From pieces to lines: which line each piece and each comment stands on, and where the line begins."""

from dataclasses import dataclass, field
from itertools import pairwise

from procflow.source.layout.pieces import Comment, Kind, Level, Piece
from procflow.source.layout.scanner import STEP


@dataclass(frozen=True, slots=True)
class Base:
    """Where a line begins: a column, or one that counts from the bracket ``opener``."""

    column: int
    opener: int | None = None


@dataclass(slots=True)
class Line:
    """A line to write: pieces by their place among all, or none where it is a comment alone.

    ``blank`` asks for an empty line above; ``goes_on`` says that the comment continues the one above it,
    which stands behind something.
    """

    base: Base
    blank: bool
    pieces: list[int] = field(default_factory=list)
    comment: Comment | None = None
    goes_on: bool = False


def lines_of(pieces: list[Piece]) -> list[Line]:
    """The lines of all pieces, with the author's line breaks, save those at the inner edges of brackets."""
    lines: list[Line] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else None
        if before and lines and _continues(before, piece):
            lines[-1].pieces.append(at)
        else:
            _begin(lines, before, piece, at)
    if lines:
        lines[0].blank = False
    _set_apart(lines, pieces)
    return lines


def _continues(before: Piece, piece: Piece) -> bool:
    gap = piece.gap
    if gap.comments or piece.kind is Kind.END:
        return False
    return not gap.broken or before.kind is Kind.OPEN or piece.kind is Kind.CLOSE


def _begin(lines: list[Line], before: Piece | None, piece: Piece, at: int) -> None:
    """Add the comments of a gap, and the line of the piece behind it."""
    base = _base(piece)
    for comment in piece.gap.comments:
        if comment.trailing and lines:
            lines[-1].comment = comment
        else:
            place = _comment_base(comment, before, piece, base)
            goes_on = bool(lines) and _goes_on(comment, lines[-1], piece)
            lines.append(Line(place, comment.blank, [], comment, goes_on))
    if piece.kind is not Kind.END:
        lines.append(Line(base, piece.gap.blank, [at]))


def _base(piece: Piece) -> Base:
    level = piece.level
    if level is None or piece.kind in (Kind.MARK, Kind.END):
        return Base(0)
    if level.opener is not None:
        return Base(0 if piece.kind is Kind.CLOSE else 1, level.opener)
    return Base(level.column if piece.kind in (Kind.KEY, Kind.DASH) else level.column + STEP)


def _comment_base(comment: Comment, before: Piece | None, piece: Piece, base: Base) -> Base:
    """A comment stands with what follows it, or with the block ending here that it was indented like."""
    if base.opener is not None:
        return Base(1, base.opener)
    if comment.column <= piece.column or before is None:
        return base
    level = before.level
    while level and (level.opener is not None or level.source > comment.column):
        level = level.parent
    return Base(max(level.column, base.column)) if level else base


def _goes_on(comment: Comment, above: Line, piece: Piece) -> bool:
    if above.comment is None or comment.blank or comment.column <= piece.column:
        return False
    return comment.column == above.comment.column and (bool(above.pieces) or above.goes_on)


def _set_apart(lines: list[Line], pieces: list[Piece]) -> None:
    """Put an empty line between the entries of spaced mappings, unless both stand on one line."""
    starts: list[tuple[int, Level]] = []
    for number, line in enumerate(lines):
        piece = pieces[line.pieces[0]] if line.pieces else None
        level = piece.level if piece and piece.kind is Kind.KEY else None
        if level and level.spaced:
            starts.append((number, level))
    for (first, level), (second, other) in pairwise(starts):
        if level is other and (_long(lines, pieces, first) or _long(lines, pieces, second)):
            _part(lines, pieces, first, second)


def _long(lines: list[Line], pieces: list[Piece], start: int) -> bool:
    """Whether the entry that begins with a line has more lines than it."""
    if any(len(pieces[at].lines) > 1 for at in lines[start].pieces):
        return True
    following = next((line for line in lines[start + 1 :] if line.pieces), None)
    if following is None:
        return False
    base = following.base
    return base.opener is not None or base.column > lines[start].base.column


def _part(lines: list[Line], pieces: list[Piece], first: int, second: int) -> None:
    last = max(number for number in range(first, second) if lines[number].pieces)
    between = lines[last + 1 : second + 1]
    if any(line.blank for line in between) or pieces[lines[last].pieces[-1]].keeps_blanks:
        return
    upper = second
    while upper - 1 > last and lines[upper - 1].base == lines[second].base:
        upper -= 1
    lines[upper].blank = True


def gap_width(before: Kind, kind: Kind) -> int:
    """The blanks between two pieces of one line, where nothing is aligned."""
    match before, kind:
        case Kind.COLON, _:
            return 1
        case (Kind.OPEN, _) | (_, Kind.CLOSE | Kind.COMMA | Kind.COLON):
            return 0
        case _:
            return 1
