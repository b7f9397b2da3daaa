"""The steps of a process, as its drawing says them: who, by when, with what, and which way on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from procflow.analysis.coverage import Element, Kind
from procflow.definition.organization import Organization
from procflow.definition.register import Register
from procflow.drawing import Drawing, Language, Node, Relation, Shape
from procflow.drawing.compose import Detail, draw_process
from procflow.drawing.formats.words import say as form_word
from procflow.program import Program
from procflow.reports.book.places import anchor
from procflow.reports.book.values import Cited, Group, Item, Line, Part, Ref, Way
from procflow.reports.book.voice import Voice, pair
from procflow.wording import Lang, phrase

_LANGUAGES: dict[Lang, Language] = {"en": Language.EN, "zh": Language.ZH}
_COMPOSED = "procflow.drawing.compose"
# Where a case begins and where branches meet there is nothing to say.
_SILENT = (Shape.START, Shape.JOIN, Shape.FINISHED)
# What stands in the corner of a card is who does it, but for these.
_CORNERS = {Shape.END: "part.ends", Shape.LEVEL: "part.level"}
_INSIDE = (Kind.OUTCOME, Kind.ANSWER, Kind.ESCALATION, Kind.AFTER_RULING, Kind.BRANCH)


def language_of(lang: Lang) -> Language:
    """The language of pictures in a book."""
    return _LANGUAGES[lang]


@dataclass(frozen=True, slots=True)
class Drawings:
    """A process drawn as the book shows it and seat by seat, each in both languages."""

    shown: Drawing
    seats: Drawing
    other: Drawing
    other_seats: Drawing

    @classmethod
    def of(
        cls, program: Program, organization: Organization, register: Register | None, voice: Voice
    ) -> "Drawings":
        """The drawings for a book in one language."""
        parts = (program, organization, register)
        here, there = language_of(voice.lang), language_of(voice.other)
        return cls(
            draw_process(*parts, language=here, detail=Detail.OVERVIEW),
            draw_process(*parts, language=here),
            draw_process(*parts, language=there, detail=Detail.OVERVIEW),
            draw_process(*parts, language=there),
        )


@dataclass(frozen=True, slots=True)
class Steps:
    """Makes the parts of one process. ``cited`` are the clauses and questions of a node, by their names,
    ``items`` the elements with their places, ``lent`` who may act under a grant, by place."""

    drawings: Drawings
    voice: Voice
    cited: Mapping[str, Cited]
    items: Sequence[tuple[Element, Item]]
    lent: Mapping[str, Line]

    def links(self) -> dict[str, str]:
        """Where the cards of the picture lead, by their elements."""
        return {node.element: f"#{_anchor(node)}" for node in self._nodes() if node.element}

    def groups(self) -> tuple[Group, ...]:
        """The parts by the sections of the drawing; the main flow first, which has no title."""
        shown = self.drawings.shown
        others = {section.id: section.title for section in self.drawings.other.sections}
        numbers = self._numbers()
        found = []
        for section in shown.sections:
            nodes = [node for node in self._nodes() if node.section == section.id]
            if nodes:
                title = pair(" ".join(section.title), " ".join(others.get(section.id, ())))
                found.append(Group(title, tuple(self._part(node, numbers.get(node.id, 0)) for node in nodes)))
        return tuple(found)

    def _nodes(self) -> Iterator[Node]:
        return (node for node in self.drawings.shown.nodes if node.shape not in _SILENT)

    def _numbers(self) -> dict[str, int]:
        """The steps counted through; events and levels of a dispute are none."""
        steps = {element.name for element, _ in self.items if element.kind is Kind.STEP}
        counted = (node for node in self._nodes() if _kind(node) is Kind.STEP and node.element in steps)
        return {node.id: number for number, node in enumerate(counted, 1)}

    def _part(self, node: Node, number: int) -> Part:
        titles = {each.id: each.title for each in self.drawings.other.nodes}
        return Part(
            anchor=_anchor(node),
            number=number,
            kind=form_word(f"shape.{node.shape}", language_of(self.voice.lang)),
            title=pair(" ".join(node.title), " ".join(titles.get(node.id, ()))),
            name=node.element,
            lines=self._lines(node),
            ways=tuple(self._ways(node, self.drawings.shown)),
            own=self._own(node),
            cited=self._cited(node),
            items=self._inside(node.element),
            parts=tuple(self._seats(node)) if node.shape is Shape.REVIEW else (),
        )

    def _seats(self, review: Node) -> Iterator[Part]:
        """The seats of a folded review, with what is known of each."""
        titles = {each.id: each.title for each in self.drawings.other_seats.nodes}
        for node in self.drawings.seats.nodes:
            if node.shape is Shape.SEAT and node.element.startswith(f"{review.element}/"):
                yield Part(
                    anchor=_anchor(node),
                    number=0,
                    kind=form_word("shape.seat", language_of(self.voice.lang)),
                    title=pair(" ".join(node.title), " ".join(titles.get(node.id, ()))),
                    name=node.element,
                    lines=self._lines(node),
                    ways=tuple(self._ways(node, self.drawings.seats)),
                    own=self._own(node),
                    cited=(),
                    items=(),
                )

    def _own(self, node: Node) -> Item | None:
        """The element that a card stands for."""
        kind = _kind(node)
        return next(
            (item for each, item in self.items if each.kind is kind and each.name == node.element), None
        )

    def _cited(self, node: Node) -> tuple[Cited, ...]:
        return tuple(self.cited[name] for name in node.basis if name in self.cited)

    def _lines(self, node: Node) -> tuple[Line, ...]:
        """What is known of a node, but for its clauses, which are cited beside it."""
        beside = {phrase(name, self.voice.lang, {}, _COMPOSED) for name in ("fact.clause", "fact.question")}
        told = [(fact.label, fact.text) for fact in node.facts if fact.label not in beside or not node.basis]
        if node.corner and all(node.corner not in text for _, text in told):
            told.insert(0, (self.voice.say(_CORNERS.get(node.shape, "part.who")), node.corner))
        found = [
            Line(label, tuple(dict.fromkeys(text for _, text in same)))
            for label, same in groupby(told, key=lambda pair: pair[0])
        ]
        lent = self.lent.get(node.element)
        if lent is not None:
            people = phrase("fact.people", self.voice.lang, {}, _COMPOSED)
            behind = [number for number, line in enumerate(found, 1) if line.label == people]
            found.insert(next(iter(behind), len(found)), lent)
        return tuple(found)

    def _ways(self, node: Node, drawing: Drawing) -> Iterator[Way]:
        """The ways on from a node; where seats meet is no place to go to."""
        known = {each.id: each for each in drawing.nodes}
        for edge in drawing.edges:
            target = known[edge.target]
            if edge.source == node.id and (edge.label or target.shape is not Shape.JOIN):
                title = " ".join(target.title) or form_word(
                    f"shape.{target.shape}", language_of(self.voice.lang)
                )
                leads = f"#{_anchor(target)}" if self._has_place(target) else ""
                yield Way(edge.label, self._sort(edge.relation), Ref(title, leads))

    def _has_place(self, node: Node) -> bool:
        """Whether a node has a part of its own, or stands for a seat that has."""
        return node.shape is Shape.SEAT or any(node.id == each.id for each in self._nodes())

    def _sort(self, relation: Relation) -> str:
        if relation is Relation.FLOW:
            return ""
        return form_word(f"relation.{relation}", language_of(self.voice.lang))

    def _inside(self, step: str) -> tuple[Item, ...]:
        """The elements inside a step that can name clauses of their own."""
        if not step:
            return ()
        return tuple(
            item for element, item in self.items if element.kind in _INSIDE and _outer(element.name) == step
        )


def _anchor(node: Node) -> str:
    """The place of a step, a seat or an event; of what is none of these by its node."""
    if not node.element:
        return anchor("place", node.id)
    return anchor(_kind(node).value, node.element)


def _kind(node: Node) -> Kind:
    match node.shape:
        case Shape.EVENT:
            return Kind.EVENT
        case Shape.SEAT:
            return Kind.SEAT
        case _:
            return Kind.STEP


def _outer(name: str) -> str:
    """The step that an element is written in, by the element's name."""
    return name.partition(": ")[0].partition("/")[0]
