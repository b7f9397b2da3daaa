"""A process made ready for a book: its elements with their places, its matrices, its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from procflow.analysis.coverage import Element, Kind, process_elements, sheet_elements
from procflow.definition.process import Process
from procflow.diagnostics import Span
from procflow.reports.book.elements import Citing, Items, Titled
from procflow.reports.book.given import Given, GivenProcess
from procflow.reports.book.places import Anchors
from procflow.reports.book.terms import Word, words_of
from procflow.reports.book.values import Item
from procflow.reports.book.voice import Voice
from procflow.reports.matrices import Responsibility, Subject, responsibility


@dataclass(frozen=True, slots=True)
class Chapter:
    """A process in its organization on a day, told in one language."""

    of: GivenProcess
    subject: Subject
    responsibility: Responsibility
    elements: Items
    items: tuple[tuple[Element, Item], ...]
    citing: Citing
    words: tuple[Word, ...]

    @classmethod
    def made(cls, of: GivenProcess, given: Given, on: date, voice: Voice) -> "Chapter":
        """The chapter of a process. Raises ``OverflowError`` for a day at the very ends of time."""
        program = of.now.program
        subject = Subject.of(program, of.now.organization, on, voice.lang)
        matrix = responsibility(subject)
        own = process_elements(program.process)
        sheet = sheet_elements(of.sheet) if of.sheet is not None else ()
        elements = Items.of((*own, *sheet), Anchors())
        citing = Citing(voice, of.now.register, program.process.questions)
        titled = Titled(subject.words, voice)
        items = tuple(elements.items(titled, citing, given))
        return cls(of, subject, matrix, elements, items, citing, words_of(subject, matrix))

    @property
    def process(self) -> Process:
        """The process as it is now."""
        return self.of.now.program.process

    def places(self) -> Iterator[tuple[tuple[Kind, Span], Item]]:
        """Every element by what tells it from all others of its file."""
        return (((element.kind, element.span), item) for element, item in self.items)
