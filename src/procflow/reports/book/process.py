"""The page of a process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from procflow.analysis.coverage import Accounts, Element, Kind, asked_questions
from procflow.definition.process import (
    CaseOpen,
    DataField,
    EventRaised,
    Fact,
    GroupType,
    Occasion,
    StepDone,
)
from procflow.diagnostics.catalogue.words import translated
from procflow.drawing.formats.html import figure
from procflow.drawing.picture import picture
from procflow.guards.types import Choice, Choices, type_name
from procflow.reports.book.chapter import Chapter
from procflow.reports.book.clauses import Carriers, clause_entries, gap_entries, question_entries
from procflow.reports.book.elements import EACH_LEVEL
from procflow.reports.book.given import Given, file_key
from procflow.reports.book.lending import lending
from procflow.reports.book.own import own_words
from procflow.reports.book.places import Places
from procflow.reports.book.steps import Drawings, Steps
from procflow.reports.book.terms import terms
from procflow.reports.book.values import (
    Cited,
    ClauseEntry,
    Frame,
    Item,
    Line,
    ProcessPage,
    QuestionEntry,
    Ref,
)
from procflow.reports.book.versions import versions
from procflow.reports.book.voice import Voice
from procflow.reports.matrices import authority, deadlines, separation
from procflow.reports.matrices.shown import (
    show_authority,
    show_deadlines,
    show_responsibility,
    show_separation,
)
from procflow.reports.tables import Document, Table
from procflow.wording import phrase

_DATA = (Kind.FIELD, Kind.FACT)
_TABLES = (Kind.TABLE, Kind.ROW)
_RULES = (Kind.OWNER, Kind.CADENCE, Kind.TOPIC, Kind.RULING_TIME, Kind.APPEAL, Kind.INVARIANT)
_SHEET = (Kind.SECTION, Kind.LINE, Kind.REMARK)


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the page of one process. ``accounts`` are those of its register, over the whole book."""

    chapter: Chapter
    given: Given
    places: Places
    frame: Frame
    voice: Voice
    carriers: Carriers
    accounts: Accounts | None

    def page(self) -> ProcessPage:
        """Everything of the process."""
        chapter, voice, single = self.chapter, self.voice, self.places.single
        now, process = chapter.of.now, chapter.process
        drawings = Drawings.of(now.program, now.organization, now.register, voice)
        lent = lending(chapter.responsibility, voice)
        steps = Steps(drawings, voice, self._cited(), chapter.items, lent)
        matrices = self._matrices()
        return ProcessPage(
            frame=self.frame,
            id=process.name,
            facts=tuple(self._facts()),
            figure=figure(picture(drawings.shown), steps.links()),
            picture=voice.say("picture.of", title=voice.one(process.title)),
            groups=steps.groups(),
            data=tuple(self._with_lines(element, item) for element, item in self._of(*_DATA)),
            tables=tuple(self._with_lines(element, item) for element, item in self._of(*_TABLES)),
            rules=tuple(item for element, item in chapter.items if _is_rule(element)),
            sheet=tuple(item for _, item in self._of(*_SHEET)),
            matrices=_in_order(matrices),
            notes=tuple(dict.fromkeys(note for document in matrices for note in document.notes[1:])),
            register=self._register(),
            clauses=self._clauses(),
            gaps=gap_entries(self.accounts, voice) if single and self.accounts is not None else (),
            questions=self._questions(),
            findings=tuple(voice.finding(each, self.given) for each in chapter.of.findings),
            terms=terms(chapter.words, voice),
            own=own_words(voice) if single else (),
            versions=versions(chapter.of, voice, self.given),
            index="",
        )

    def _of(self, *kinds: Kind) -> Iterator[tuple[Element, Item]]:
        return ((element, item) for element, item in self.chapter.items if element.kind in kinds)

    def _cited(self) -> dict[str, Cited]:
        """What the elements cite, by its name."""
        every = (cited for _, item in self.chapter.items for cited in (*item.own, *item.around))
        return {cited.ref.text: cited for cited in every}

    def _facts(self) -> Iterator[tuple[str, Ref]]:
        say, now, process = self.voice.say, self.chapter.of.now, self.chapter.process
        words = self.chapter.subject.words
        yield say("about.id"), Ref(process.name)
        yield say("about.version"), Ref(process.version)
        path = self.places.organizations.get(file_key(now.organization.span.file), "")
        leads = self.places.way(self.frame.path, path)
        yield say("about.organization"), Ref(self.voice.one(now.organization.title), leads)
        register = self._register()
        if register is not None:
            yield say("about.register"), register
            if now.register is not None and now.register.document:
                yield say("about.document"), Ref(now.register.document)
        if process.owner is not None:
            yield say("about.owner"), Ref(words.role(process.owner.role))
        if process.alarm is not None:
            yield say("about.alarm"), Ref(words.role(process.alarm))
        if process.cadence is not None:
            every = process.cadence.recurrence.every
            said = phrase(f"when.{every.name}", self.voice.lang, {}, "procflow.reports.matrices")
            yield say("about.cadence"), Ref(said)
        if process.one_open_per is not None:
            yield say("about.one_open_per"), Ref(words.covered(process.one_open_per))
        yield say("about.file"), Ref(self.given.place(now.where) if now.where else say("version.kept"))
        yield say("about.hash"), Ref(now.hash)

    def _register(self) -> Ref | None:
        register = self.chapter.of.now.register
        if register is None:
            return None
        return Ref(self.voice.one(register.title), self.places.way(self.frame.path, self._register_path()))

    def _register_path(self) -> str:
        register = self.chapter.of.now.register
        return self.places.registers.get(file_key(register.span.file), "") if register is not None else ""

    def _clauses(self) -> tuple[ClauseEntry, ...]:
        if self.accounts is None:
            return ()
        if self.places.single:
            return clause_entries(self.accounts, self.carriers)
        of, page = self.chapter.process.name, self._register_path()
        return clause_entries(self.accounts, self.carriers, of=of, register_page=page)

    def _questions(self) -> tuple[QuestionEntry, ...]:
        elements = self.chapter.elements.elements
        asked = asked_questions((self.chapter.process,), elements)
        return question_entries(asked, self.carriers, self.chapter.citing, self.given)

    def _matrices(self) -> tuple[Document, ...]:
        subject, lang = self.chapter.subject, self.voice.lang
        return (
            show_authority((authority(subject),), lang),
            show_responsibility((self.chapter.responsibility,), lang),
            show_separation((separation(subject),), lang),
            show_deadlines((deadlines(subject),), lang),
        )

    def _with_lines(self, element: Element, item: Item) -> Item:
        """A field or a row with what else is known of it."""
        match element.kind:
            case Kind.FIELD:
                field = self._field(element.name)
                return replace(item, lines=tuple(self._field_lines(field))) if field is not None else item
            case Kind.FACT:
                return replace(item, lines=(self._once(self.chapter.process.facts[element.name]),))
            case Kind.TABLE if element.name in self.chapter.process.maps:
                known = self.chapter.process.maps[element.name]
                lines = tuple(Line(value, (self._role(role),)) for value, role in known.roles.items())
                return replace(item, lines=lines)
            case Kind.ROW:
                table, _, number = element.name.rpartition(" row ")
                row = self.chapter.process.tables[table].rows[int(number) - 1]
                return replace(item, lines=(Line(self.voice.say("row.decides"), (self._role(row.then),)),))
            case _:
                return item

    def _role(self, name: str) -> str:
        subject = self.chapter.subject
        return subject.role_title(subject.named_role(name))

    def _once(self, fact: Fact) -> Line:
        """What makes a fact true."""
        words, say = self.chapter.subject.words, self.voice.say
        match fact.true_once:
            case Occasion.OBJECTION_OPENED:
                text = say("once.objection")
            case StepDone(step):
                text = say("once.step", step=words.step(step))
            case EventRaised(event):
                text = say("once.event", event=words.event(event))
            case CaseOpen(process, by):
                titles = self.given.titles()
                title = self.voice.one(titles[process]) if process in titles else process
                text = say("once.case", process=title, by=words.covered(by))
            case _:
                assert_never(fact.true_once)
        return Line(say("once"), (text,))

    def _field(self, name: str) -> DataField | None:
        outer, _, inner = name.partition(".")
        process = self.chapter.process
        if outer in process.events and inner:
            return process.events[outer].fields.get(inner)
        known = process.fields.get(outer)
        if not inner or known is None:
            return known
        held = known.entry.type if known.entry is not None else known.type
        fields = held.fields if isinstance(held, GroupType) else ()
        return next((field for field in fields if field.name == inner), None)

    def _field_lines(self, field: DataField) -> Iterator[Line]:
        say = self.voice.say
        yield Line(say("field.type"), (self._type(field),))
        if field.required:
            yield Line(say("field.required"), (say("word.yes"),))
        if field.personal:
            yield Line(say("field.personal"), (say("word.yes"),))
        readers = [self._role(role) for role in field.see]
        if readers:
            yield Line(say("field.see"), (self.voice.listed(readers),))
        changing = field.change.by if field.change is not None else ()
        if changing:
            named = [self._role(role) for role in changing]
            yield Line(say("field.change"), (self.voice.listed(named),))

    def _type(self, field: DataField) -> str:
        lang = self.voice.lang
        if field.entry is not None:
            return self.voice.say("field.list", of=self._type(field.entry))
        match field.type:
            case GroupType():
                return translated("type", "group", lang)
            case Choice(values) | Choices(values):
                name = translated("type", type_name(field.type), lang)
                return self.chapter.subject.words.aside(name, self.voice.listed(list(values)))
            case _:
                return translated("type", type_name(field.type), lang)


def _in_order(documents: Sequence[Document]) -> tuple[Table, ...]:
    """The tables, those first that are asked for most: who decides, then who may act for whom; the long one
    of all reasons comes last."""
    tables = [table for document in documents for table in document.tables]

    def place(table: Table) -> int:
        if table.name.endswith("-reasons"):
            return 3
        return 1 if table.name.endswith("-grants") else 2

    first = len(documents[0].tables)
    return (*tables[:first], *sorted(tables[first:], key=place))


def _is_rule(element: Element) -> bool:
    return element.kind in _RULES or element.name.startswith(f"{EACH_LEVEL}:")
