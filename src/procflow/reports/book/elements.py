"""Elements of a file in words, each with a place on its page and the clauses that it names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from procflow.analysis.coverage import Element, Kind
from procflow.definition.process import (
    Basis,
    Call,
    Limit,
    Notice,
    Parallel,
    Question,
    Review,
    Task,
    Title,
    Wait,
)
from procflow.definition.register import Register
from procflow.reports.book.given import Given
from procflow.reports.book.places import Anchors, anchor
from procflow.reports.book.values import Cited, Item, Ref
from procflow.reports.book.voice import Voice
from procflow.reports.matrices.shown import kind_words
from procflow.wording import Words, escalation_words

EACH_LEVEL = "each level"
"""What coverage calls the levels of a dispute together."""


def clause_anchor(name: str) -> str:
    """The place of a clause on a page that lists clauses."""
    return anchor("clause", name)


def question_anchor(name: str) -> str:
    """The place of a question on a page that lists questions."""
    return anchor("question", name)


@dataclass(frozen=True, slots=True)
class Citing:
    """How clauses and questions are cited on a page: both stand on the page itself."""

    voice: Voice
    register: Register | None
    questions: Mapping[str, Question]

    def cited(self, basis: Basis) -> tuple[Cited, ...]:
        """The clauses, then the questions, each with its text and the way to it."""
        return (*self.clauses(basis.clauses), *map(self._question, basis.questions))

    def clauses(self, names: Iterable[str]) -> tuple[Cited, ...]:
        """Clauses with their texts."""
        known = self.register.clauses if self.register is not None else {}
        return tuple(
            Cited(Ref(name, f"#{clause_anchor(name)}"), self.voice.one(known[name].title))
            if name in known
            else Cited(Ref(name), "")
            for name in names
        )

    def _question(self, name: str) -> Cited:
        question = self.questions.get(name)
        if question is None:
            return Cited(Ref(name), "")
        return Cited(Ref(name, f"#{question_anchor(name)}"), self.voice.one(question.ask))


@dataclass(frozen=True, slots=True)
class Titled:
    """Puts an element in words."""

    words: Words
    voice: Voice

    def title(self, element: Element) -> str:
        """What an element is called by people; by its id where the file gives no title."""
        name = element.name
        place, _, inner = name.partition(": ")
        match element.kind:
            case Kind.STEP:
                return self.words.step(name)
            case Kind.BRANCH | Kind.SEAT | Kind.LINE:
                return self._place(name)
            case Kind.ANSWER | Kind.OUTCOME:
                return self.voice.say("element.way", place=self._place(place), way=self._way(place, inner))
            case Kind.ESCALATION:
                return self.voice.say("element.way", place=self._place(place), way=self._escalation(element))
            case Kind.AFTER_RULING:
                return self.voice.say("element.after_ruling", place=self._place(place))
            case Kind.FIELD | Kind.FACT:
                return self._field(name)
            case Kind.TABLE:
                return self._table(name)
            case Kind.ROW:
                table, _, number = name.rpartition(" row ")
                return self._row(table, int(number))
            case Kind.EVENT:
                known = self.words.process.events.get(name)
                return self.words.title(known.title) if known is not None else name
            case Kind.TOPIC:
                return next((self.words.title(t.title) for t in self.words.topics() if t.name == name), name)
            case Kind.RULING_TIME:
                return self.voice.say("element.time_to_rule")
            case Kind.APPEAL | Kind.OWNER | Kind.CADENCE:
                return self.voice.say(f"element.{element.kind}")
            case Kind.INVARIANT:
                return self._rule(name)
            case Kind.POSITION | Kind.DUTY | Kind.ACCOUNTABILITY | Kind.POWER | Kind.SECTION | Kind.REMARK:
                return name
            case _:
                assert_never(element.kind)

    def short(self, element: Element) -> str:
        """The title without that of the step around."""
        place, _, inner = element.name.partition(": ")
        match element.kind:
            case Kind.ANSWER | Kind.OUTCOME:
                return self._way(place, inner)
            case Kind.ESCALATION:
                return self._escalation(element)
            case Kind.AFTER_RULING:
                return self.voice.say("element.short_after_ruling")
            case Kind.BRANCH:
                return self._branch(*element.name.split("/", 1))
            case _:
                return self.title(element)

    def _place(self, name: str) -> str:
        if name == EACH_LEVEL:
            return self.voice.say("element.each_level")
        step, slash, inner = name.partition("/")
        if not slash:
            known = self.words.program.steps.get(step)
            return self.words.title(known.title) if known is not None else self.words.covered(step)
        seat = self.words.find_seat(step, inner)
        title = self.words.title(seat.title) if seat is not None else self._branch(step, inner)
        return self.voice.say("element.inside", outer=self.words.step(step), inner=title)

    def _branch(self, step: str, name: str) -> str:
        known = self.words.program.steps.get(step)
        branch = known.branches.get(name) if isinstance(known, Parallel) else None
        return self.words.title(branch.title) if branch is not None else name

    def _way(self, place: str, name: str) -> str:
        step = self.words.program.steps.get(place.partition("/")[0])
        titles: dict[str, Title] = {}
        if isinstance(step, Review):
            titles = {known.name: known.title for seat in step.seats for known in seat.answers.values()}
        if isinstance(step, Task | Review | Call):
            titles.update({known.name: known.title for known in step.outcomes.values()})
        return self.words.title(titles[name]) if name in titles else name

    def _escalation(self, element: Element) -> str:
        """What happens around a deadline; by its number where it cannot be found."""
        place, _, inner = element.name.partition(": ")
        limit = self._limit(place)
        known = limit.escalations if limit is not None else ()
        found = (escalation_words(self.words, each) for each in known if each.span == element.span)
        return next(found, inner)

    def _limit(self, place: str) -> Limit | None:
        if place == EACH_LEVEL:
            arbitration = self.words.process.arbitration
            return arbitration.limit if arbitration is not None else None
        name, _, seat = place.partition("/")
        step = self.words.program.steps.get(name)
        match step:
            case Task() | Notice() | Wait() | Call():
                return step.limit
            case Review():
                return next((each.limit for each in step.seats if each.name == seat), None)
            case _:
                return None

    def _field(self, name: str) -> str:
        outer, _, inner = name.partition(".")
        event = self.words.process.events.get(outer)
        if event is not None and inner in event.fields:
            parts = (self.words.title(event.title), self.words.title(event.fields[inner].title))
            return self.voice.say("element.inside", outer=parts[0], inner=parts[1])
        if inner:
            group = self.words.process.fields.get(outer)
            title = self.words.title(group.title) if group is not None else outer
            return self.voice.say("element.inside", outer=title, inner=self.words.inner_field(outer, inner))
        known = self.words.process.fields.get(name) or self.words.process.facts.get(name)
        return self.words.title(known.title) if known is not None else name

    def _table(self, name: str) -> str:
        known = self.words.process.tables.get(name) or self.words.process.maps.get(name)
        return self.words.title(known.title) if known is not None else name

    def _row(self, table: str, number: int) -> str:
        known = self.words.process.tables.get(table)
        says = self.words.row(known, number) if known is not None else ""
        title = self.voice.say("element.row", table=self._table(table), number=number)
        return self.words.aside(title, says) if says else title

    def _rule(self, name: str) -> str:
        kind, _, rest = name.partition(" ")
        if kind in ("same:", "different:"):
            places = [self._place(each) for each in rest.split(", ")]
            return self.voice.say(f"rule.{kind[:-1]}", places=self.voice.listed(places))
        step, _, other = rest.partition(": ")
        return self.voice.say(f"rule.{kind}", step=self._place(step), other=self._place(other))


def item_of(element: Element, anchor: str, titles: tuple[str, str], citing: Citing, given: Given) -> Item:
    """An element as it stands on a page, under its title and the shorter one."""
    return Item(
        anchor=anchor,
        kind=kind_words(element.kind, citing.voice.lang),
        title=titles[0],
        short=titles[1],
        name=element.name,
        own=citing.cited(element.basis),
        around=citing.cited(element.around),
        missing=not element.accounted,
        place=given.place(element.span.file, element.span.line),
    )


@dataclass(frozen=True, slots=True)
class Items:
    """The elements of a page with their anchors, in the order of the file."""

    elements: tuple[Element, ...]
    anchors: Mapping[int, str]

    @classmethod
    def of(cls, elements: Iterable[Element], anchors: Anchors) -> "Items":
        """The elements, each with a place of its own."""
        found = tuple(elements)
        kinds = (element.kind.value for element in found)
        named = {
            number: anchors.take(kind, element.name)
            for number, (kind, element) in enumerate(zip(kinds, found, strict=True))
        }
        return cls(found, named)

    def items(self, titled: Titled, citing: Citing, given: Given) -> Iterator[tuple[Element, Item]]:
        """Each element in words."""
        for number, element in enumerate(self.elements):
            titles = (titled.title(element), titled.short(element))
            yield element, item_of(element, self.anchors[number], titles, citing, given)
