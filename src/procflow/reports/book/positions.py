"""The page of a position: its map, its duties, accountabilities and powers, and its part in each process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from procflow.analysis.coverage import Accounts, Element, Kind, asked_questions, position_elements
from procflow.definition.position import Accountability, Duty, Power
from procflow.drawing.compose import draw_position
from procflow.drawing.formats.html import figure
from procflow.drawing.picture import picture
from procflow.reports.book.chapter import Chapter
from procflow.reports.book.clauses import Carriers, clause_entries, question_entries
from procflow.reports.book.elements import Citing, item_of
from procflow.reports.book.given import Given, GivenPosition, file_key
from procflow.reports.book.lending import power_lines
from procflow.reports.book.places import Anchors, Places
from procflow.reports.book.steps import language_of
from procflow.reports.book.values import ClauseEntry, Frame, Item, Line, PositionPage, Ref
from procflow.reports.book.voice import Voice
from procflow.reports.matrices import PositionMatrix, of_position
from procflow.reports.matrices.shown import show_position
from procflow.wording import phrase

Part = Duty | Accountability | Power


@dataclass(frozen=True, slots=True)
class PositionChapter:
    """A position made ready: its elements with their places."""

    of: GivenPosition
    citing: Citing
    items: tuple[tuple[Element, Item], ...]

    @classmethod
    def made(cls, of: GivenPosition, given: Given, voice: Voice) -> "PositionChapter":
        """The chapter of a position."""
        position = of.position
        citing = Citing(voice, of.register, position.questions)
        anchors = Anchors()
        titles = {
            (kind, part.name): part
            for kind, parts in (
                (Kind.DUTY, position.duties),
                (Kind.ACCOUNTABILITY, position.accountabilities),
                (Kind.POWER, position.powers),
            )
            for part in parts.values()
        }
        found = []
        for element in position_elements(position):
            part = titles.get((element.kind, element.name))
            titled = voice.one(part.title if part is not None else position.title)
            where = anchors.take(element.kind.value, element.name)
            item = item_of(element, where, (titled, titled), citing, given)
            if part is not None:
                item = replace(item, lines=tuple(_lines(part, voice)))
            found.append((element, item))
        return cls(of, citing, tuple(found))


def _lines(part: Part, voice: Voice) -> Iterator[Line]:
    """When it comes up, what it produces, what shows it."""
    match part:
        case Duty():
            when = phrase(f"when.{part.when.name}", voice.lang, {}, "procflow.reports.matrices")
            yield Line(voice.say("duty.when"), (when,))
            if part.produces is not None:
                yield Line(voice.say("duty.produces"), (voice.one(part.produces),))
        case Accountability():
            shown = [voice.one(title) for title in (part.figure, part.none) if title is not None]
            if shown:
                yield Line(voice.say("accountability.shown"), tuple(shown))
        case Power():
            return


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the page of one position. ``accounts`` are those of its register, over the whole book."""

    chapter: PositionChapter
    given: Given
    places: Places
    frame: Frame
    carriers: Carriers
    accounts: Accounts | None

    def page(self, chapters: Sequence[Chapter]) -> PositionPage:
        """Everything of the position, with its part in the processes of the book."""
        of, voice, places = self.chapter.of, self.chapter.citing.voice, self.places
        position, titles = of.position, self.given.titles()
        drawn = draw_position(position, titles, of.register, language=language_of(voice.lang))
        subjects = tuple(each.subject for each in chapters)
        matrix = of_position(position, subjects, voice.lang, titles)
        elements = tuple(element for element, _ in self.chapter.items)
        asked = asked_questions((position,), elements)
        return PositionPage(
            frame=self.frame,
            id=position.name,
            facts=tuple(_facts(self.chapter, matrix, places, self.frame)),
            figure=figure(picture(drawn), self._links()),
            picture=voice.say("picture.position", title=voice.one(position.title)),
            items=tuple(self._with_procedures(item, chapters) for _, item in self.chapter.items),
            tables=show_position(matrix, voice.lang).tables,
            clauses=self._clauses(),
            questions=question_entries(asked, self.carriers, self.chapter.citing, self.given),
            findings=tuple(voice.finding(each, self.given) for each in of.findings),
        )

    def _links(self) -> dict[str, str]:
        """Where the cards of the map lead: duties and powers down the page, procedures to their pages."""
        links = {item.name: f"#{item.anchor}" for _, item in self.chapter.items}
        return links | {name: self._process(name) for name in self.places.processes}

    def _process(self, name: str) -> str:
        return self.places.way(self.frame.path, self.places.processes.get(name, ""))

    def _with_procedures(self, item: Item, chapters: Sequence[Chapter]) -> Item:
        """A duty, an accountability or a power with the ways to its procedures; a power with what its holder
        may do there."""
        voice, position, titles = self.chapter.citing.voice, self.chapter.of.position, self.given.titles()
        parts = (position.duties, position.accountabilities, position.powers)
        procedures = next((group[item.name].procedures for group in parts if item.name in group), ())
        refs = tuple(
            Ref(voice.one(titles[name]) if name in titles else name, self._process(name), name)
            for name in procedures
        )
        if not refs:
            return item
        lines = (*item.lines, Line(voice.say("duty.procedures"), (), refs))
        if item.name in position.powers:
            mine = [each for each in chapters if each.process.name in procedures]
            lines += tuple(power_lines(position.role, mine, self.places, self.frame.path))
        return replace(item, lines=lines)

    def _clauses(self) -> tuple[ClauseEntry, ...]:
        if self.accounts is None:
            return ()
        page = self.places.registers.get(file_key(self.accounts.register.span.file), "")
        of = self.chapter.of.position.name
        return clause_entries(self.accounts, self.carriers, of=of, register_page=page)


def _facts(
    chapter: PositionChapter, matrix: PositionMatrix, places: Places, frame: Frame
) -> Iterator[tuple[str, Ref]]:
    of, voice = chapter.of, chapter.citing.voice
    yield voice.say("about.id"), Ref(of.position.name)
    yield voice.say("about.file"), Ref(chapter.items[0][1].place.rpartition(":")[0])
    yield voice.say("about.role"), Ref(matrix.role)
    yield voice.say("about.superior"), Ref(matrix.superior)
    if of.register is not None:
        path = places.registers.get(file_key(of.register.span.file), "")
        yield voice.say("about.register"), Ref(voice.one(of.register.title), places.way(frame.path, path))
