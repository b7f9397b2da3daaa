"""A report laid out in sections, ready to be printed in any format: nothing that prints it computes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from procflow.reports.case_report.values import Again
from procflow.reports.story import Kind
from procflow.wording import Lang

Shape = Literal["text", "short", "when", "paper"]
"""How much room a cell needs: words, which may wrap; a number, or numbers of events; an instant; the name of
a file or a hash, which breaks anywhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell: a text with what is said beside it, or numbers of events, each of which leads
    to it. A ``finding`` is to be looked at."""

    text: str = ""
    aside: str = ""
    finding: bool = False
    seqs: tuple[int, ...] = ()
    shape: Shape = "text"


Row = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a section: ``heads`` are the titles of its columns. ``name`` is unique in the report."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: Iterable[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: what is to be said of it, then facts by their labels, then tables."""

    name: str
    title: str
    notes: tuple[str, ...] = ()
    facts: tuple[tuple[str, Entry], ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the list of events. ``behind`` are the authority, the grants and the clauses, each with its
    label."""

    seq: int
    seqs: tuple[int, ...]
    number: str
    time: str
    who: str
    kind: Kind
    text: str
    detail: str
    behind: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The whole report in the order in which it is read.

    ``marked`` says what the mark ``!`` means; ``alarms`` stand on top: what is wrong with the case, each with
    what a check says of it and its event, 0 for none. ``listed`` says what the list of ``events`` is,
    ``heads`` are those of its columns; ``record`` comes last.
    """

    lang: Lang
    title: str
    subtitle: str
    marked: str
    alarm_title: str
    alarm_note: str
    alarms: tuple[tuple[str, str, int], ...]
    sections: tuple[Section, ...]
    picture_title: str
    picture_note: str
    listed: Section
    heads: tuple[str, ...]
    events: Again[Told]
    record: tuple[Section, ...]
