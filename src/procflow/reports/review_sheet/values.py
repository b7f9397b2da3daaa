"""What a review sheet of a case says, ready to be printed: every text as it will stand, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from procflow.wording import Lang


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language; ``lang`` is None for what people wrote, and for what is in none."""

    text: str
    lang: Lang | None = None


Text: TypeAlias = tuple[Said, ...]
"""The same in each language of the sheet, once where it is the same in both; empty for nothing."""


class Standing(StrEnum):
    """Whether what was signed still counts: it is in force, it was given in an earlier round, or what it
    approved was changed since."""

    IN_FORCE = "in-force"
    EARLIER = "earlier"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody answered. ``notes`` say for whom and under which paper, that it came by a deadline, and
    the like; what the line does not show is empty."""

    answer: Text
    comment: str
    person: Text
    role: Text
    at: str
    notes: tuple[Text, ...]
    standing: Standing
    round: Text = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """An item of a checklist, and whether it is ticked."""

    text: Text
    ticked: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with its value; ``aside`` is in smaller letters. A ``missing`` value is not in the case yet,
    and one that is ``withheld`` is there, but not for whoever reads this."""

    kind: ClassVar[str] = "field"

    title: Text
    value: Text
    aside: Text = ()
    ticks: tuple[Tick, ...] = ()
    missing: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two fields side by side."""

    kind: ClassVar[str] = "pair"

    left: FieldRow
    right: FieldRow


@dataclass(frozen=True, slots=True)
class SignedRow:
    """A line that is signed, with what was answered; ``missing`` where nobody has yet, or has again, and
    ``unasked`` where the review went by without this seat."""

    kind: ClassVar[str] = "signed"

    title: Text
    signatures: tuple[Signature, ...]
    missing: bool
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A heading among the rows, such as that of an occurrence of an event."""

    kind: ClassVar[str] = "heading"

    title: Text


@dataclass(frozen=True, slots=True)
class BlankRow:
    """Room for what is written or sealed by hand, so many rows high."""

    kind: ClassVar[str] = "blank"

    title: Text
    rows: int


Row = FieldRow | PairRow | SignedRow | HeadingRow | BlankRow


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet under its heading; ``signed`` if any of its rows is."""

    title: Text
    rows: tuple[Row, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class Number:
    """The serial number, or why there is none to print."""

    text: str
    missing: Text = ()


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A review sheet of a case.

    ``house`` is whose form it is, ``notices`` say that it is not ``final`` or the record not ``whole``, and
    ``facts`` are what a reader needs to find the record again: the case, its version, its head. ``labels``
    are the words of the form itself, by name.
    """

    name: str
    case: str
    process: str
    langs: tuple[Lang, ...]
    house: Text
    title: Text
    number: Number | None
    date_title: Text
    date: Text
    notices: tuple[Text, ...]
    final: bool
    whole: bool
    parts: tuple[Part, ...]
    remarks: tuple[Text, ...]
    facts: tuple[Text, ...]
    labels: Mapping[str, Text]
