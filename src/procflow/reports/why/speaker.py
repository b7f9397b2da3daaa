"""Names and values as an explanation gives them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from procflow.case.state import Performance
from procflow.case.why import CellRead, Decided, Place
from procflow.definition.process import Basis
from procflow.guards import AnyCell
from procflow.wording import Words, phrase


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One sentence of an explanation: ``depth`` 0 for what is explained, 1 for why; ``basis`` names the
    clauses and questions behind it."""

    text: str
    depth: int
    basis: Basis

    @property
    def cited(self) -> str:
        """The clauses and questions in one text, clauses first; empty if there are none."""
        return "; ".join(", ".join(names) for names in (self.basis.clauses, self.basis.questions) if names)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language, as of an instant."""

    words: Words
    now: datetime

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the table beside this module."""
        return phrase(name, self.words.lang, args, __package__)

    def line(self, depth: int, name: str, basis: Basis | None = None, /, **args: object) -> WhyLine:
        """A phrase as a line."""
        return WhyLine(self.say(name, **args), depth, basis or Basis())

    def when(self, instant: datetime | None) -> str:
        """An instant; empty if there is none."""
        return self.words.instant(instant, self.now) if instant is not None else ""

    def role(self, name: str) -> str:
        """A role, or a group."""
        return self.words.role(name)

    def roles(self, names: Iterable[str], last: str = "and") -> str:
        """Roles in a row."""
        return self.words.listed([self.role(name) for name in dict.fromkeys(names)], last)

    def done_by(self, who: Performance) -> str:
        """Who did something, and for whom."""
        by = self.words.person(who.by)
        if who.on_behalf_of is None:
            return by
        return by + self.say("on_behalf", giver=self.words.person(who.on_behalf_of))

    def place(self, place: Place) -> str:
        """A place inside a sentence."""
        if place.topic is not None:
            return self.words.dispute(place.topic)
        name = self.step(place.step)
        event = self.event(place.event) if place.event is not None else ""
        if place.seat is not None:
            name = self.words.aside(self.seat(place.step, place.seat), name)
        inside = [part for part in (event, place.branch, place.entry) if part]
        return self.say("in_branch", place=name, branch=" / ".join(inside)) if inside else name

    def step(self, name: str) -> str:
        """A step of any graph, by its title."""
        return self.words.step(name)

    def seat(self, step: str, seat: str) -> str:
        """A seat by its title; of one that the data named, and of a notice, whom or what it stands for."""
        known = self.words.find_seat(step, seat)
        if known is not None and known.name == seat:
            return self.words.title(known.title)
        named = known is None and seat in self.words.organization.people
        return self.words.entry(seat) if named else self.words.seat(step, seat)

    def event(self, name: str) -> str:
        """An any-time event, inside a sentence."""
        return self.words.event(name)

    def field(self, name: str) -> str:
        """A field of the case or of an any-time event, a fact or an attachment, inside a sentence."""
        process = self.words.process
        own = next((e.name for e in process.events.values() if name in e.fields), None)
        return self.words.covered(name, None if name in process.fields else own)

    def table(self, name: str) -> str:
        """A table or a map by its title."""
        process = self.words.process
        found = process.tables.get(name) or process.maps.get(name)
        return self.words.title(found.title) if found is not None else name

    def value(self, field: str, value: object, *, hidden: bool = False) -> str:
        """A value of a field, as far as it may be shown."""
        if hidden:
            return self.say("hidden")
        match value:
            case None:
                return self.words.say("part.nothing")
            case bool():
                return self.words.word("word", "yes" if value else "no")
            case Decimal():
                return self.words.value(self.words.process.fields.get(field), f"{value:f}")
            case datetime():
                return self.when(value)
            case date():
                return value.isoformat()
            case tuple() | list():
                return self.words.listed([str(part) for part in value])
            case _:
                return str(value)

    def cells(self, decided: Decided) -> str:
        """What the row asks for, and what the case has there; empty for a row that takes everything."""
        asked = self.words.row(self.words.process.tables[decided.table], decided.row)
        values = self.words.series(
            self._read(cell) for cell in decided.cells if not isinstance(cell.cell, AnyCell)
        )
        return self.say("cells", cells=asked, values=values) if asked else ""

    def _read(self, cell: CellRead) -> str:
        value = self.value(cell.column, cell.value, hidden=cell.hidden)
        return self.words.say("part.field", field=self.field(cell.column), value=value)
