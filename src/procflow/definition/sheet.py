"""A review sheet: the printed form of a case."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from msgspec import Struct, field

from procflow.definition.process import Basis, Title
from procflow.diagnostics import Span


class Numbering(StrEnum):
    """When the serial numbers begin at one again."""

    YEAR = "year"
    MONTH = "month"
    NEVER = "never"

    def period(self, day: datetime) -> str:
        """The period that a day by the calendar's clock lies in, as a number holds it."""
        match self:
            case Numbering.YEAR:
                return f"{day.year:04d}"
            case Numbering.MONTH:
                return f"{day.year:04d}{day.month:02d}"
            case Numbering.NEVER:
                return ""
            case _:
                assert_never(self)


class Rounds(StrEnum):
    """What is shown where the same was answered several times: what is in force, or every round."""

    LAST = "last"
    ALL = "all"


class Serial(Struct, frozen=True):
    """Serial numbers: a prefix, the period that is part of them, and a running number of so many digits."""

    prefix: str
    per: Numbering
    digits: int

    def number(self, period: str, count: int) -> str:
        """The number of the case that is the ``count``-th of its period: ``HT-2026-0012``."""
        return "-".join(part for part in (self.prefix, period, f"{count:0{self.digits}d}") if part)


class Dated(Struct, frozen=True):
    """The date of the sheet: when ``step`` was done, or, without one, when the case was opened."""

    title: Title | None = None
    step: str | None = None


class FieldLine(Struct, frozen=True):
    """The value of a field, whether a fact holds, or the name of an attachment. ``values`` are the names of
    what a choice is between."""

    name: str
    values: Mapping[str, Title] = field(default_factory=dict)


class Place(Struct, frozen=True):
    """A step, or a seat of a review."""

    step: str
    seat: str | None = None

    @property
    def name(self) -> str:
        """As the file writes it."""
        return self.step if self.seat is None else f"{self.step}/{self.seat}"


class SignedLine(Struct, frozen=True):
    """What was answered at a step, or at a seat of a review. Several ``places`` are ways of which a case
    takes one; ``shows`` lists the columns."""

    places: tuple[Place, ...]
    shows: tuple[str, ...]
    rounds: Rounds = Rounds.LAST


class TopicLine(Struct, frozen=True):
    """The objections on a topic, and how they were ruled on."""

    topic: str
    shows: tuple[str, ...]


class TableLine(Struct, frozen=True):
    """The role that a table decided for."""

    table: str


class EventLine(Struct, frozen=True):
    """The occurrences of an any-time event, each with the same ``lines``."""

    event: str
    lines: tuple["Line", ...]


class ResultLine(Struct, frozen=True):
    """How the case ended, and when."""


class BlankLine(Struct, frozen=True):
    """So many empty ``rows``, for what is written or sealed by hand."""

    rows: int


What = FieldLine | SignedLine | TopicLine | TableLine | EventLine | ResultLine | BlankLine


class Line(Struct, frozen=True):
    """One line of the sheet."""

    title: Title | None
    what: What
    basis: Basis
    span: Span


class Section(Struct, frozen=True):
    """A part of the sheet under a heading; with two ``columns``, its fields stand side by side."""

    title: Title
    lines: tuple[Line, ...]
    basis: Basis
    span: Span
    columns: int = 1


class Remark(Struct, frozen=True):
    """A sentence under the sheet."""

    text: Title
    basis: Basis
    span: Span


class Sheet(Struct, frozen=True):
    """A whole review sheet. ``prints`` is the path of the process file that it belongs to, seen from its own
    file; empty where that process names the sheet."""

    name: str
    title: Title
    serial: Serial | None
    sections: tuple[Section, ...]
    span: Span
    prints: str = ""
    dated: Dated = Dated()
    remarks: tuple[Remark, ...] = ()
