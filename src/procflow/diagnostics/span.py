"""A place in a text file."""

from msgspec import Struct


# A long file has hundreds of thousands; outside the garbage collector reading stays linear.
class Span(Struct, frozen=True, order=True, gc=False):
    """A stretch of a file: lines and columns count from 1, columns in code points, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def whole_file(cls, file: str) -> "Span":
        """The span for a finding that has no better place than the file itself."""
        return cls(file, 1, 1, 1, 1)

    def part(self, start: int, end: int) -> "Span":
        """Characters ``start`` to ``end`` (from 0, end exclusive) of a span that lies on one line."""
        if self.line != self.end_line:
            return self
        stop = min(self.column + max(end, start + 1), self.end_column)
        begin = min(self.column + start, max(stop - 1, self.column))
        return Span(self.file, self.line, begin, self.line, max(stop, begin + 1))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
