"""A review sheet: the printed form of a case."""

from enum import StrEnum

from msgspec import Struct

from procflow.definition.process import Basis, Title
from procflow.diagnostics import Span


class Numbering(StrEnum):
    """When the serial numbers begin at one again."""

    YEAR = "year"
    MONTH = "month"
    NEVER = "never"


class Serial(Struct, frozen=True):
    """Serial numbers: a prefix, the period that is part of them, and a running number of so many digits."""

    prefix: str
    per: Numbering
    digits: int


class FieldLine(Struct, frozen=True):
    """The value of a field or the name of an attachment."""

    name: str


class SignedLine(Struct, frozen=True):
    """What was answered at a step, or at a seat of a review: ``shows`` lists the columns."""

    step: str
    seat: str | None
    shows: tuple[str, ...]


class Line(Struct, frozen=True):
    """One line of the sheet."""

    title: Title | None
    what: FieldLine | SignedLine
    basis: Basis
    span: Span


class Section(Struct, frozen=True):
    """A part of the sheet under a heading."""

    title: Title
    lines: tuple[Line, ...]
    basis: Basis
    span: Span


class Sheet(Struct, frozen=True):
    """A whole review sheet."""

    name: str
    title: Title
    serial: Serial | None
    sections: tuple[Section, ...]
    span: Span
