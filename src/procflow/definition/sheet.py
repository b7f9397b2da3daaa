"""A review sheet: the printed form of a case."""

from dataclasses import dataclass
from enum import StrEnum

from procflow.definition.process import Basis, Title
from procflow.diagnostics import Span


class Numbering(StrEnum):
    """When the serial numbers begin at one again."""

    YEAR = "year"
    MONTH = "month"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Serial:
    """Serial numbers: a prefix, the period that is part of them, and a running number of so many digits."""

    prefix: str
    per: Numbering
    digits: int


@dataclass(frozen=True, slots=True)
class FieldLine:
    """The value of a field or the name of an attachment."""

    name: str


@dataclass(frozen=True, slots=True)
class SignedLine:
    """What was answered at a step, or at a seat of a review: ``shows`` lists the columns."""

    step: str
    seat: str | None
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet."""

    title: Title | None
    what: FieldLine | SignedLine
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet under a heading."""

    title: Title
    lines: tuple[Line, ...]
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole review sheet."""

    name: str
    title: Title
    serial: Serial | None
    sections: tuple[Section, ...]
    span: Span
