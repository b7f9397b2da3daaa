"""Names and values as people read them. What the definition at hand does not know is shown by its id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import assert_never

from procflow.case import CLOCK
from procflow.definition.organization import Organization
from procflow.definition.process import (
    DataField,
    GroupType,
    Process,
    Review,
    Seat,
    Step,
    Table,
    Task,
    Title,
    Topic,
)
from procflow.definition.values import typed
from procflow.guards import AnyCell, Cell, Money, Percent, RangeCell, ValuesCell
from procflow.program import Program
from procflow.program.arbitration_graph import graph_name
from procflow.wording.phrases import Lang, known_phrase, phrase
from procflow.worktime import Zone

_WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "zh": tuple("一二三四五六日")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Words:
    """The names that a process and an organization give, in one language."""

    program: Program
    organization: Organization
    lang: Lang

    @property
    def process(self) -> Process:
        """The process that the names are taken from."""
        return self.program.process

    def say(self, phrase_name: str, /, **args: object) -> str:
        """A phrase of the table."""
        return phrase(phrase_name, self.lang, args)

    def part(self, phrase_name: str, /, **args: object) -> str:
        """A part of a phrase; empty if one of its arguments is."""
        return phrase(f"part.{phrase_name}", self.lang, args) if all(args.values()) else ""

    def word(self, group: str, name: str) -> str:
        """A word of the engine's own, such as a ruling; one that it does not have as it stands."""
        key = f"{group}.{name}"
        return phrase(key, self.lang, {}) if known_phrase(key) else name

    def title(self, title: Title) -> str:
        """A title by itself."""
        return title.zh if self.lang == "zh" else title.en

    def inline(self, title: Title) -> str:
        """A title inside a sentence; in English it begins small unless its first word is an abbreviation."""
        text = self.title(title)
        first = text.split(" ", 1)[0]
        return text if self.lang == "zh" or not first[1:].islower() else text[0].lower() + text[1:]

    def person(self, person: str) -> str:
        """A person; in English with the name in both scripts."""
        if person == CLOCK:
            return self.say("part.clock")
        known = self.organization.people.get(person)
        if known is None:
            return person
        if self.lang == "zh" or known.title.zh == known.title.en:
            return self.title(known.title)
        return f"{known.title.en} {known.title.zh}"

    def people(self, persons: Iterable[str], last: str = "and") -> str:
        """Persons in a row; more than two with the name in one script."""
        row = list(persons)
        named = [self.person(p) if len(row) <= 2 else self.name(p) for p in row]
        return self.listed(named, last) or self.say("part.nobody")

    def name(self, person: str) -> str:
        """A person, with the name in one script."""
        known = self.organization.people.get(person)
        return self.title(known.title) if known is not None else self.person(person)

    def listed(self, names: list[str], last: str = "and") -> str:
        """Names in a row."""
        if self.lang == "zh":
            return ("或" if last == "or" else "、").join(names)
        return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def aside(self, text: str, aside: str) -> str:
        """A text with another in brackets behind it."""
        return self.say("part.aside", text=text, aside=aside)

    def series(self, parts: Iterable[str]) -> str:
        """Parts that may hold commas of their own, in a row."""
        return ("；" if self.lang == "zh" else "; ").join(part for part in parts if part)

    def role(self, name: str) -> str:
        """A role, or a group."""
        known = self.organization.roles.get(name) or self.organization.groups.get(name)
        return self.inline(known.title) if known is not None else name

    def step(self, name: str) -> str:
        """A step of the main flow, of a branch or of an event, by itself."""
        known = self.program.steps.get(name)
        return self.title(known.title) if known is not None else name

    def place(self, step: str, seat: str | None = None) -> str:
        """A step, a seat of it, or the dispute on a topic, inside a sentence."""
        for topic in self.topics():
            if graph_name(topic.name) == step:
                return self.dispute(topic.name)
        if seat is not None:
            return self.seat(step, seat)
        known = self.program.steps.get(step)
        return self.inline(known.title) if known is not None else step

    def topics(self) -> tuple[Topic, ...]:
        """The topics that may be disputed."""
        arbitration = self.process.arbitration
        return tuple(arbitration.topics.values()) if arbitration is not None else ()

    def topic(self, name: str) -> str:
        """A topic, inside a sentence."""
        return next((self.inline(t.title) for t in self.topics() if t.name == name), name)

    def dispute(self, topic: str) -> str:
        """The dispute on a topic."""
        return self.say("part.dispute", topic=self.topic(topic))

    def find_seat(self, step: str, seat: str) -> Seat | None:
        """A seat, if the process has it; for one that the data named, its pattern."""
        return seat_in(self.program.steps.get(step), seat)

    def seat(self, step: str, seat: str) -> str:
        """A seat of a review, inside a sentence; one that the data named with what they named it for."""
        known = self.find_seat(step, seat)
        if known is None:
            return self.role(seat)
        title = self.inline(known.title)
        return (
            title if known.name == seat else self.say("part.named_seat", seat=title, value=self.entry(seat))
        )

    def entry(self, value: str) -> str:
        """An entry of a field that a seat or a branch stands for: a person by name, all else as it is."""
        return self.name(value)

    def seats(self, step: str, seats: Iterable[str]) -> str:
        """Seats in a row."""
        return self.listed([self.seat(step, seat) for seat in seats])

    def answer(self, step: str, seat: str, name: str) -> str:
        """An answer of a seat."""
        known = self.find_seat(step, seat)
        found = known.answers.get(name) if known is not None else None
        return self.inline(found.title) if found is not None else name

    def outcome(self, step: str, name: str) -> str:
        """An outcome of a task."""
        known = self.program.steps.get(step)
        found = known.outcomes.get(name) if isinstance(known, Task) else None
        return self.inline(found.title) if found is not None else name

    def event(self, name: str) -> str:
        """An any-time event, inside a sentence."""
        known = self.process.events.get(name)
        return self.inline(known.title) if known is not None else name

    def inner_field(self, group: str, name: str) -> str:
        """A field of a group, by itself."""
        known = self.process.fields.get(group)
        inner = known.type.fields if known is not None and isinstance(known.type, GroupType) else ()
        return next((self.title(field.title) for field in inner if field.name == name), name)

    def fields_of(self, event: str | None) -> Mapping[str, DataField]:
        """The fields of the case or, with an event's name, those that each occurrence of it has."""
        if event is None:
            return self.process.fields
        known = self.process.events.get(event)
        return known.fields if known is not None else {}

    def covered(self, name: str, event: str | None = None) -> str:
        """A field, a fact or an attachment, inside a sentence."""
        known = self.fields_of(event).get(name) or self.process.facts.get(name)
        return self.inline(known.title) if known is not None else name

    @property
    def zone(self) -> Zone:
        """The time zone that the process counts in."""
        return self.organization.zone_of(self.process.calendar)

    def local(self, instant: datetime) -> datetime:
        """An instant by the clock of the process's calendar."""
        return self.zone.local(instant)

    def weekday(self, at: datetime) -> str:
        """The day of the month with its weekday."""
        weekday = _WEEKDAYS[self.lang][at.weekday()]
        return f"{at.day}日（{weekday}）" if self.lang == "zh" else f"{weekday} {at.day}"

    def day(self, at: datetime, *, year: bool = False) -> str:
        """A day as people write it, with the weekday."""
        if self.lang == "zh":
            return f"{f'{at.year}年' if year else ''}{at.month}月{self.weekday(at)}"
        return f"{self.weekday(at)} {_MONTHS[at.month - 1]}{f' {at.year}' if year else ''}"

    def instant(self, instant: datetime, now: datetime) -> str:
        """An instant as people write it; the year only where it is another than that of ``now``."""
        at = self.local(instant)
        gap = "" if self.lang == "zh" else " "
        return f"{self.day(at, year=at.year != self.local(now).year)}{gap}{at:%H:%M}"

    def value(self, field: DataField | None, stored: object) -> str:
        """A stored value."""
        if stored is None:
            return self.say("part.nothing")
        if field is None:
            return str(stored)
        if isinstance(field.type, GroupType):
            inner = stored if isinstance(stored, Mapping) else {}
            known = {f.name: f for f in field.type.fields}
            return self.fields(known, {name: inner[name] for name in known if name in inner}, {})
        try:
            found = typed(field, stored)
        except ValueError:
            return str(stored)
        match found:
            case bool():
                return self.word("word", "yes" if found else "no")
            case Decimal():
                return f"{found:,f}{_unit(field)}"
            case tuple():
                return self.listed([str(item) for item in found])
            case datetime():
                return f"{self.local(found):%Y-%m-%d %H:%M}"
            case _:
                return str(found)

    def fields(
        self, fields: Mapping[str, DataField], values: Mapping[str, object], before: Mapping[str, object]
    ) -> str:
        """Fields with their values, and what they were where something was there."""
        parts: list[str] = []
        for name, stored in values.items():
            field, earlier = fields.get(name), before.get(name)
            title = self.inline(field.title) if field is not None else name
            group = field.type if field is not None and isinstance(field.type, GroupType) else None
            if group is not None and isinstance(stored, Mapping) and isinstance(earlier, Mapping):
                inner = {f.name: f for f in group.fields}
                changed = {n: v for n, v in stored.items() if earlier.get(n) != v}
                gone = {n: None for n in earlier if n not in stored}
                parts.append(self.fields(inner, {**changed, **gone}, earlier))
            elif group is not None:
                parts.append(self.value(field, stored))
            elif earlier is not None:
                old, new = self.value(field, earlier), self.value(field, stored)
                parts.append(self.say("part.changed", field=title, before=old, after=new))
            else:
                parts.append(self.say("part.field", field=title, value=self.value(field, stored)))
        return self.series(parts)

    def field(self, name: str, value: object) -> str:
        """A field with a value that stands for it, such as a limit."""
        field = self.process.fields.get(name)
        return self.say("part.field", field=self.covered(name), value=self.value(field, str(value)))

    def row(self, table: Table, number: int) -> str:
        """What a row of a table asks for, column by column; a column that takes anything is left out."""
        if not 1 <= number <= len(table.rows):
            return ""
        cells = table.rows[number - 1].cells
        told = [self._cell(column, cells[column]) for column in table.columns]
        return ("，" if self.lang == "zh" else ", ").join(text for text in told if text)

    def _cell(self, column: str, cell: Cell) -> str:
        field = self.process.fields.get(column)
        name = self.covered(column)
        match cell:
            case AnyCell():
                return ""
            case ValuesCell(values, negated) if values in ({True}, {False}):
                return self.say("cell.yes" if (True in values) is not negated else "cell.no", column=name)
            case ValuesCell(values, negated):
                shown = sorted(self._cell_value(field, value) for value in values)
                return self.say(
                    "cell.not" if negated else "cell.is", column=name, value=self.listed(shown, "or")
                )
            case RangeCell(low, low_in, high, high_in):
                ends = []
                if low is not None:
                    ends.append(
                        self.say("cell.from" if low_in else "cell.above", value=self._cell_value(field, low))
                    )
                if high is not None:
                    ends.append(
                        self.say("cell.to" if high_in else "cell.below", value=self._cell_value(field, high))
                    )
                return self.say("cell.is", column=name, value=self.listed(ends))
            case _:
                assert_never(cell)

    def _cell_value(self, field: DataField | None, value: object) -> str:
        if isinstance(value, bool):
            return self.word("word", "yes" if value else "no")
        if isinstance(value, Decimal):
            return f"{value:,f}"
        return str(value)


def _unit(field: DataField) -> str:
    match field.type:
        case Money(currency):
            return f" {currency}"
        case Percent():
            return "%"
        case _:
            return ""


def seat_in(step: Step | None, name: str) -> Seat | None:
    """A seat of a step, if it has one of that name; where the data name the seats, the pattern of all."""
    if not isinstance(step, Review):
        return None
    if step.seating is not None:
        return step.seats[0]
    return next((seat for seat in step.seats if seat.name == name), None)
