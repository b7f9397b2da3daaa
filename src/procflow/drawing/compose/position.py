"""The map of a position: its duties by how often they come up, its powers, and the procedures they open."""

from collections.abc import Iterable, Iterator, Mapping

from procflow.definition.position import Accountability, Duty, Nature, Position, Power
from procflow.definition.process import Basis, Title
from procflow.definition.register import Register
from procflow.drawing.compose.facts import basis_names
from procflow.drawing.compose.voice import main_language, said, say, titled
from procflow.drawing.model import Drawing, Edge, Fact, Grid, Lane, Language, Node, Relation, Section, Shape
from procflow.wording import Lang
from procflow.worktime import Period

DUTIES = "duties"
PROCEDURES = "procedures"
POWERS = "powers"


def draw_position(
    position: Position,
    procedures: Mapping[str, Title],
    register: Register | None = None,
    *,
    language: Language = Language.BOTH,
) -> Drawing:
    """The map of a position; ``procedures`` are the titles of processes by their ids, as far as known.

    Duties, the procedures that they open, and powers have a lane each; how often a duty comes up is the
    section that it stands in. A procedure stands where it is opened first, a power beside its first
    procedure. What the position answers for is a grid beneath.
    """
    mapper = _Mapper(procedures, register, language, main_language(language))
    rhythms = {duty.when for duty in position.duties.values()}
    order = [when for when in (*Period, *Nature) if when in rhythms]
    sections = [Section(f"when:{when.name}", said(f"when.{when.name}", language)) for when in order]
    for when, section in zip(order, sections, strict=True):
        for duty in position.duties.values():
            if duty.when == when:
                mapper.add(duty.name, Shape.DUTY, duty, DUTIES, section.id)
    for power in position.powers.values():
        mapper.add(power.name, Shape.POWER, power, POWERS, mapper.section_of(power))
    used = {node.section for node in mapper.nodes.values()}
    if POWERS in used or not sections:
        sections.append(Section(POWERS, said("lane.powers", language)))
    document = titled(register.title, language)[0] if register is not None else ""
    return Drawing(
        title=" ".join(titled(position.title, language)),
        subtitle=" · ".join(part for part in (position.name, document) if part),
        language=language,
        lanes=tuple(Lane(lane, said(f"lane.{lane}", language)) for lane in (DUTIES, PROCEDURES, POWERS)),
        sections=tuple(sections),
        nodes=tuple(mapper.nodes.values()),
        edges=tuple(mapper.edges),
        grids=tuple(mapper.accountabilities(position.accountabilities.values())),
    )


class _Mapper:
    def __init__(
        self, procedures: Mapping[str, Title], register: Register | None, language: Language, lang: Lang
    ) -> None:
        self.procedures, self.register = procedures, register
        self.language, self.lang = language, lang
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []

    def section_of(self, power: Power) -> str:
        """The section of the first procedure that a power opens; its own where none stands yet."""
        opened = (self.nodes.get(f"procedure:{name}") for name in power.procedures)
        return next((node.section for node in opened if node is not None), POWERS)

    def add(self, name: str, shape: Shape, element: Duty | Power, lane: str, section: str) -> None:
        """A duty or a power, with the procedures that it opens."""
        node = f"{shape}:{name}"
        self.nodes[node] = Node(
            id=node,
            shape=shape,
            lane=lane,
            section=section,
            title=titled(element.title, self.language),
            corner=name,
            basis=basis_names(element.basis),
            facts=tuple(self._facts(element)),
            element=name,
        )
        for procedure in element.procedures:
            target = f"procedure:{procedure}"
            if target not in self.nodes:
                title = self.procedures.get(procedure)
                lines = titled(title, self.language) if title is not None else (procedure,)
                opened = Node(
                    target, Shape.PROCEDURE, PROCEDURES, section, lines, corner=procedure, element=procedure
                )
                self.nodes[target] = opened
            self.edges.append(Edge(f"{node}>{target}", node, target, Relation.RAISES))

    def _facts(self, element: Duty | Power) -> Iterator[Fact]:
        yield from self._clauses(element.basis)
        produces = element.produces if isinstance(element, Duty) else None
        if isinstance(element, Duty):
            yield Fact(say("fact.when", self.lang), say(f"when.{element.when.name}", self.lang))
        if produces is not None:
            yield Fact(say("fact.produces", self.lang), self._one(produces))

    def _clauses(self, basis: Basis) -> Iterator[Fact]:
        for name in basis.clauses:
            known = self.register.clauses.get(name) if self.register is not None else None
            text = self._one(known.title) if known is not None else ""
            yield Fact(say("fact.clause", self.lang), f"{name} {text}".rstrip())

    def _one(self, title: Title) -> str:
        return title.zh if self.lang == "zh" else title.en

    def accountabilities(self, found: Iterable[Accountability]) -> Iterator[Grid]:
        """What the position answers for, with what shows it."""
        rows = tuple(
            (
                each.name,
                self._one(each.title),
                self._shown(each),
                " ".join(basis_names(each.basis)),
            )
            for each in found
        )
        if rows:
            heads = ("", "grid.accountability", "grid.shown_by", "fact.clause")
            named = tuple(say(head, self.lang) if head else "" for head in heads)
            yield Grid("accountabilities", said("grid.accountabilities", self.language), named, rows)

    def _shown(self, each: Accountability) -> str:
        titles = (self.procedures.get(name, Title(name, name)) for name in each.procedures)
        procedures = [self._one(title) for title in titles]
        others = [self._one(title) for title in (each.figure, each.none) if title is not None]
        return ("；" if self.lang == "zh" else "; ").join([*procedures, *others])
