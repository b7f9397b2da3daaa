"""One layout for definition files: comments, order and line breaks stay, and so does what the file says."""

from dataclasses import dataclass

from procflow.diagnostics import Diagnostic, has_errors
from procflow.source.layout.columns import Columns
from procflow.source.layout.lines import Line, lines_of
from procflow.source.layout.pieces import Piece
from procflow.source.layout.scanner import UnusualError, pieces_of
from procflow.source.nodes import plain
from procflow.source.reader import ReadResult, read

__all__ = ["LaidOut", "lay_out"]

PASSES = 8
"""How often a text is laid out at the most; the second pass changes hardly any."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text before and after; ``after`` is None where ``diagnostics`` hold an error."""

    before: str
    after: str | None
    diagnostics: tuple[Diagnostic, ...]


def lay_out(data: bytes | str, file: str) -> LaidOut:
    """Lay a YAML file out; ``file`` is the name that findings use.

    Each level is indented by two blanks, one blank stands behind each colon and comma, texts stand in double
    quotes where they need none of their own, at most one empty line is left anywhere, and the steps of a
    process and the scenarios of a scenario file are set apart by one. Line breaks stay where they are. Where
    the author aligned neighbouring lines or comments with each other, they stay aligned. A file with a key
    that is marked with ``?`` is left as it is. Laying out twice changes nothing.
    """
    result = read(data, file)
    if result.node is None or has_errors(result.diagnostics):
        return LaidOut(result.text, None, result.diagnostics)
    try:
        after = _settled(result.text.replace("\r\n", "\n").replace("\r", "\n"))
    except UnusualError:
        after = result.text
    if not _same(result, read(after, file)):
        raise AssertionError(f"laying out {file} would have changed what it says")
    return LaidOut(result.text, after, result.diagnostics)


def _same(before: ReadResult, after: ReadResult) -> bool:
    """Whether two texts say the same, in the same order, with numbers written alike."""
    if before.node is None or after.node is None:
        return False
    return repr(plain(before.node)) == repr(plain(after.node))


def _settled(text: str) -> str:
    """The text laid out until that changes nothing: lines that come to stand like columns of a table by being
    laid out are aligned, or not, by how they stand then."""
    for _ in range(PASSES):
        before, text = text, _laid_out(text)
        if text == before:
            break
    return text


def _laid_out(text: str) -> str:
    pieces = pieces_of(text)
    lines = lines_of(pieces)
    columns = Columns(pieces, lines)
    return "".join(f"{written}\n" for number in range(len(lines)) for written in _written(columns, number))


def _written(columns: Columns, number: int) -> list[str]:
    """A line as text: more than one where it is parted from the last, or a scalar goes on."""
    line = columns.lines[number]
    written = _Pen([""] if line.blank else [], 0)
    return written.line(columns, number, line)


@dataclass(slots=True)
class _Pen:
    """Lines as far as they are written, and the cell behind the last one's end."""

    done: list[str]
    cell: int

    def line(self, columns: Columns, number: int, line: Line) -> list[str]:
        """Write one line."""
        self.done.append("")
        for at in line.pieces:
            self._piece(columns.column[at], columns.pieces[at], columns)
            self.cell = columns.end(at)
        if line.comment:
            own = columns.begin(line)
            self._to(columns.comments.get(number, own))
            self.done[-1] += line.comment.text
        return self.done

    def _piece(self, column: int, piece: Piece, columns: Columns) -> None:
        first, *more = piece.lines
        self._to(column)
        self.done[-1] += first
        below = " " * columns.below(piece)
        self.done.extend(below + text if text else "" for text in more)

    def _to(self, column: int) -> None:
        self.done[-1] += " " * (column - self.cell)
        self.cell = column
