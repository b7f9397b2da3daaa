"""A report laid out in sections, ready to be printed in any format: nothing that prints it computes."""

from collections.abc import Iterable
from dataclasses import dataclass

from procflow.reports.case_report.values import Again
from procflow.reports.story import Kind
from procflow.reports.tables.model import Cell
from procflow.wording import Lang


@dataclass(frozen=True, slots=True)
class Events:
    """A cell of numbers of events, each of which leads to it; ``more`` are not listed."""

    seqs: tuple[int, ...]
    more: str = ""

    @property
    def finding(self) -> bool:
        """Numbers of events are nothing to be looked at."""
        return False

    @property
    def whole(self) -> str:
        """All in one line."""
        return ", ".join((*map(str, self.seqs), *((self.more,) if self.more else ())))


Row = tuple[Cell | Events, ...]


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
    facts: tuple[tuple[str, Cell], ...] = ()
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
    """The whole report in the order in which it is read. ``alarms`` stand on top: what is wrong with the case,
    each with what a check says of it and its event, 0 for none. ``listed`` are the heads of the list of
    ``events``, ``record`` is the last section."""

    lang: Lang
    title: str
    subtitle: str
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
