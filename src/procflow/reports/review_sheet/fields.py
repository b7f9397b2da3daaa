"""The lines of a sheet that show what a case holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from procflow.definition.process import DataField, GroupType, Title
from procflow.definition.sheet import FieldLine, Line, TableLine
from procflow.diagnostics.cells import width
from procflow.guards import Checklist
from procflow.reports.review_sheet.acts import Acts
from procflow.reports.review_sheet.values import FieldRow, PairRow, Row, Text, Tick
from procflow.reports.review_sheet.voice import HASH, Voice

_HALF = 26
"""The columns of text that half a sheet has room for on two lines or so."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Prints fields, facts and papers of a case, of one ``occurrence`` of an event where that is given.
    ``hidden`` are the fields that whoever reads may not see."""

    voice: Voice
    acts: Acts
    hidden: frozenset[str]
    occurrence: str | None = None

    def rows(self, line: Line, what: FieldLine) -> Iterator[FieldRow]:
        """A row; for a group, one for each of its fields."""
        process = self.acts.program.process
        if what.name in process.attachments:
            yield self._paper(line, what.name)
            return
        fact = process.facts.get(what.name)
        if fact is not None:
            held = self.acts.facts.get(what.name, False)
            value = self.voice.each(lambda words: words.word("word", "yes" if held else "no"))
            yield FieldRow(self._title(line, fact.title), value)
            return
        name, _, part = what.name.partition(".")
        scope, field = self._declared(name)
        if field is None:
            yield FieldRow(self._title(line, Title(what.name, what.name)), (), missing=self._open)
        elif isinstance(field.type, GroupType):
            parts = [each for each in field.type.fields if part in ("", each.name)]
            for each in parts:
                yield self._field(line if part else None, each, what, scope, name)
        else:
            yield self._field(line, field, what, scope, name)

    def table(self, line: Line, what: TableLine) -> FieldRow:
        """Whom a table decided for, by which row."""
        table = self.acts.program.process.tables.get(what.table)
        title = self._title(line, table.title if table is not None else Title(what.table, what.table))
        decided = self.acts.tables.get(what.table)
        if decided is None:
            return FieldRow(title, (), missing=self._open)
        known = table is not None and 1 <= decided.row <= len(table.rows)
        clauses = self.voice.cited(table.rows[decided.row - 1].basis) if table is not None and known else ""
        aside = self.voice.say("row", row=decided.row, clauses=clauses)
        return FieldRow(title, self.voice.role(decided.role), aside)

    @property
    def _open(self) -> bool:
        return self.acts.ended is None

    def _title(self, line: Line | None, own: Title) -> Text:
        return self.voice.title(line.title if line is not None and line.title is not None else own)

    def _declared(self, name: str) -> tuple[str | None, DataField | None]:
        """A field, and the occurrence that it belongs to, or None where it is the case's."""
        opened = self.acts.scopes.get(self.occurrence or "")
        event = opened.raised.event if opened is not None and opened.raised is not None else None
        own = self.voice.first.fields_of(event) if event is not None else {}
        if name in own:
            return self.occurrence, own[name]
        return None, self.acts.program.process.fields.get(name)

    def _field(
        self, line: Line | None, field: DataField, what: FieldLine, scope: str | None, name: str
    ) -> FieldRow:
        """``name`` is what the case holds the value under: that of the group, for a field of one."""
        title = self._title(line, field.title)
        if name in self.hidden or (scope, name) in self.acts.gone:
            said = self.voice.say("withheld" if name in self.hidden else "left_out")
            return FieldRow(title, said, withheld=True)
        stored = self.acts.data.get((scope, name))
        if field.name != name:
            stored = stored.get(field.name) if isinstance(stored, Mapping) else None
        ticks = tuple(self._ticks(field, what.values, stored))
        value = self.voice.value(field, stored) if not ticks else ()
        return FieldRow(title, value, ticks=ticks, missing=stored is None and self._open)

    def _ticks(self, field: DataField, values: Mapping[str, Title], stored: object) -> Iterator[Tick]:
        """The boxes of a checklist, and of a choice whose values the sheet names."""
        ticked = stored if isinstance(stored, list | tuple) else (stored,)
        titles = field.items if isinstance(field.type, Checklist) else values
        for name, title in titles.items():
            yield Tick(self.voice.title(title), name in ticked)
        # What the form has no box for must not go unseen.
        for other in ticked if titles else ():
            if other is not None and other not in titles:
                yield Tick(self.voice.plain(str(other)), ticked=True)

    def _paper(self, line: Line, name: str) -> FieldRow:
        title = self._title(line, Title(name, name))
        paper = self.acts.papers.get(name)
        if paper is None:
            return FieldRow(title, (), missing=self._open)
        aside = self.voice.say("paper_of", hash=paper.sha256[:HASH], size=f"{paper.size:,}")
        return FieldRow(title, self.voice.plain(paper.filename), aside)


def paired(rows: Iterable[Row]) -> Iterator[Row]:
    """Short fields side by side, in their order; a long one, and anything else, has a row to itself."""
    waiting: FieldRow | None = None
    for row in rows:
        if not isinstance(row, FieldRow) or _is_long(row):
            if waiting is not None:
                yield waiting
            waiting = None
            yield row
        elif waiting is None:
            waiting = row
        else:
            yield PairRow(waiting, row)
            waiting = None
    if waiting is not None:
        yield waiting


def _is_long(row: FieldRow) -> bool:
    texts = (*row.value, *(said for tick in row.ticks for said in tick.text))
    return any("\n" in said.text for said in texts) or sum(_columns(said.text) for said in texts) > 2 * _HALF


def _columns(text: str) -> int:
    return sum(width(char) for char in text)
