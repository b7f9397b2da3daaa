"""The column of every piece and comment: what the author aligned with neighbouring lines stays aligned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from procflow.source.layout.lines import Base, Line, gap_width
from procflow.source.layout.pieces import Kind, Piece, cells
from procflow.source.layout.scanner import STEP

COMMENT_GAP = 2
"""The least blanks before a comment behind something."""


@dataclass(slots=True)
class Columns:
    """Where pieces stand, in cells from 0; ``comments`` by the number of their line."""

    pieces: list[Piece]
    lines: list[Line]
    column: list[int] = field(init=False)
    comments: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.column = [0] * len(self.pieces)
        self.comments = {}
        for run in self._runs():
            if len(run) > 1:
                self._place_together(run)
            else:
                self._place_alone(run[0])
        for comments in self._comment_runs():
            self._place_comments(comments)

    def begin(self, line: Line) -> int:
        """The column that a line begins in."""
        return self._at(line.base)

    def below(self, piece: Piece) -> int:
        """The column of a scalar's further lines."""
        level = piece.level
        if level is None:
            return STEP
        return self.column[level.opener] + 1 if level.opener is not None else level.column + STEP

    def end(self, at: int) -> int:
        """The column behind a piece."""
        piece = self.pieces[at]
        *upper, last = piece.lines
        return (self.below(piece) if upper else self.column[at]) + cells(last)

    def _at(self, base: Base) -> int:
        return base.column + (self.column[base.opener] if base.opener is not None else 0)

    def _need(self, line: Line, place: int) -> int:
        """The least column of a piece, once those before it are placed."""
        at = line.pieces[place]
        if place == 0:
            return self._at(line.base)
        before = line.pieces[place - 1]
        return self.end(before) + gap_width(self.pieces[before].kind, self.pieces[at].kind)

    def _place_alone(self, line: Line) -> None:
        for place, at in enumerate(line.pieces):
            self.column[at] = self._need(line, place)

    def _runs(self) -> Iterator[list[Line]]:
        """Lines in order, those together whose pieces may be aligned with each other."""
        run: list[Line] = []
        for line in self.lines:
            if run and not self._neighbours(run[-1], line):
                yield run
                run = []
            run.append(line)
        if run:
            yield run

    def _neighbours(self, upper: Line, lower: Line) -> bool:
        if lower.blank or not self._whole(upper) or not self._whole(lower):
            return False
        if lower.base.opener is None:
            return upper.base.opener is None and self._moved(upper) == self._moved(lower)
        if lower.base.opener == upper.base.opener:
            return self._source(upper) == self._source(lower)
        # The first line below a bracket is aligned with the bracket's line where it stood right already.
        opener = self.pieces[lower.base.opener]
        return lower.base.opener in upper.pieces and self._source(lower) == opener.column + 1

    def _whole(self, line: Line) -> bool:
        """Whether all of a line stood on one line before, too."""
        pieces = [self.pieces[at] for at in line.pieces]
        return bool(pieces) and all(
            piece.line == pieces[0].line and (len(piece.lines) == 1 or piece is pieces[-1])
            for piece in pieces
        )

    def _source(self, line: Line) -> int:
        return self.pieces[line.pieces[0]].column

    def _moved(self, line: Line) -> int:
        return line.base.column - self._source(line)

    def _place_together(self, run: list[Line]) -> None:
        """Place from left to right, so that what a place depends on is there already."""
        cells_of_run = sorted(
            (self.pieces[at].column, row, place)
            for row, line in enumerate(run)
            for place, at in enumerate(line.pieces)
        )
        for _, same in groupby(cells_of_run, key=lambda cell: cell[0]):
            group: list[tuple[Line, int]] = []
            for _, row, place in same:
                if self._movable(run[row], place):
                    group.append((run[row], place))
                else:
                    self.column[run[row].pieces[place]] = self._need(run[row], place)
            self._place_group(group)

    def _movable(self, line: Line, place: int) -> bool:
        return place > 0 and self.pieces[line.pieces[place - 1]].kind in (Kind.COMMA, Kind.COLON)

    def _place_group(self, group: list[tuple[Line, int]]) -> None:
        """Place pieces that stood below each other: still so, if the author had put blanks in to that end.

        The least blanks that one of them had before it stay.
        """
        columns = [self._need(line, place) for line, place in group]
        blanks = [self._blanks(line, place) for line, place in group]
        if len(group) > 1 and max(blanks) > 1:
            columns = [max(columns) + max(min(blanks), 1) - 1] * len(group)
        for (line, place), column in zip(group, columns, strict=True):
            self.column[line.pieces[place]] = column

    def _blanks(self, line: Line, place: int) -> int:
        """How many blanks stood before a piece."""
        before, piece = self.pieces[line.pieces[place - 1]], self.pieces[line.pieces[place]]
        return piece.column - before.column - cells(before.lines[0])

    def _comment_runs(self) -> Iterator[list[int]]:
        """Neighbouring lines, by number, whose comments stood below each other."""
        run: list[int] = []
        for number, line in enumerate(self.lines):
            if line.comment is None or not (line.pieces or line.goes_on):
                continue
            if run and not self._below_each_other(run[-1], number):
                yield run
                run = []
            run.append(number)
        if run:
            yield run

    def _below_each_other(self, upper: int, lower: int) -> bool:
        first, second = self.lines[upper].comment, self.lines[lower].comment
        if first is None or second is None or lower != upper + 1 or self.lines[lower].blank:
            return False
        return first.column == second.column

    def _place_comments(self, run: list[int]) -> None:
        first = self.lines[run[0]].comment
        assert first is not None
        ends = [self.end(self.lines[n].pieces[-1]) + COMMENT_GAP for n in run if self.lines[n].pieces]
        column = max(first.column, *ends)
        self.comments.update(dict.fromkeys(run, column))
