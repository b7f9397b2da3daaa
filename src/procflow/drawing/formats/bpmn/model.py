"""A drawing looked up by the writers of BPMN: names, ways, and what lies in which (sub-)process."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from procflow.drawing.formats.bpmn.blocks import block_of, inside
from procflow.drawing.formats.bpmn.kinds import CHOICES, UNANSWERED
from procflow.drawing.formats.names import short_names, slug
from procflow.drawing.model import Drawing, Edge, Node, Relation, Shape

MAIN = ""
"""The scope of the process itself; others have the id of their event or of the card of their block."""


@dataclass(frozen=True)
class Model:
    """An explicit drawing (:func:`with_gateways`) with what its writers ask for."""

    drawing: Drawing

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return {node.id: node for node in self.drawing.nodes}

    @cached_property
    def names(self) -> dict[str, str]:
        """The ASCII name of each node."""
        return short_names(self.nodes)

    @cached_property
    def edge_names(self) -> dict[str, str]:
        return short_names(edge.id for edge in self.drawing.edges)

    @cached_property
    def lane_names(self) -> dict[str, str]:
        return short_names(lane.id for lane in self.drawing.lanes)

    @cached_property
    def out(self) -> dict[str, list[Edge]]:
        """The lines of the flow out of each node."""
        return self._by(lambda edge: edge.source)

    @cached_property
    def into(self) -> dict[str, list[Edge]]:
        """The lines of the flow into each node."""
        return self._by(lambda edge: edge.target)

    def _by(self, end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.drawing.edges:
            if edge.relation is not Relation.RAISES:
                found[end(edge)].append(edge)
        return found

    @cached_property
    def process(self) -> str:
        """The id of the process: its name is the first word beneath the title."""
        return process_id(self.drawing.subtitle.partition(" ")[0] or self.drawing.title)

    @cached_property
    def scopes(self) -> dict[str, str]:
        """The scope that each node lies in."""
        found: dict[str, str] = {}
        sections = {node.id: node.section for node in self.drawing.nodes}
        beside: dict[str, set[str]] = defaultdict(set)
        for edge in self.drawing.edges:
            if edge.relation is not Relation.RAISES and sections[edge.source] == sections[edge.target]:
                beside[edge.source].add(edge.target)
                beside[edge.target].add(edge.source)
        for event in self.drawing.nodes:
            open_ = [event.id] if event.shape is Shape.EVENT else []
            while open_:
                node = open_.pop()
                if node not in found:
                    found[node] = event.id
                    open_.extend(beside[node])
        for node_ in self.drawing.nodes:
            found.setdefault(node_.id, block_of(node_.section) or MAIN)
        return found

    def inside(self, scope: str) -> list[Node]:
        """The nodes that lie in a scope itself."""
        return [node for node in self.drawing.nodes if self.scopes[node.id] == scope]

    def events(self) -> list[Node]:
        """The nodes at which any-time events begin, each with a scope of its own."""
        return [node for node in self.drawing.nodes if node.shape is Shape.EVENT]

    def is_alone(self, node: Node) -> bool:
        """Whether a node is an any-time event without steps."""
        return node.shape is Shape.EVENT and not self.out[node.id]

    def is_block(self, node: Node) -> bool:
        """Whether a card stands for a section of its own."""
        return any(section.id == inside(node.id) for section in self.drawing.sections)

    def blocks(self) -> Iterator[Node]:
        """The cards that stand for a section of their own."""
        return (node for node in self.drawing.nodes if self.is_block(node))

    def plane(self, node: str) -> str:
        """The page that a node is drawn on: that of the block around it, or the first."""
        scope = self.scopes[node]
        return scope if scope == MAIN or self.is_block(self.nodes[scope]) else MAIN

    def element(self, node: str) -> str:
        """The id of a node's element."""
        return f"Node_{self.names[node]}"

    def remark_end(self, node: str) -> str:
        """The id of the element that a remark leads to or from: of an event without steps the whole of it."""
        alone = self.is_alone(self.nodes[node])
        return f"Event_{self.names[node]}" if alone else self.element(node)

    def variable(self, node: str, suffix: str) -> str:
        """A variable of a node, such as the outcome chosen; the choice behind a card reads the card's."""
        name = self.names.get(node.removesuffix(":ways"), self.names[node])
        return f"{'n_' if name[0].isdigit() else ''}{name}_{suffix}"

    def timer(self, edge: Edge) -> str:
        """The variable that holds how long it takes until a deadline says so."""
        return self.variable(edge.source, f"{slug(edge.trigger.partition(':')[2])}_limit")

    def default(self, node: Node) -> Edge | None:
        """The way out of a choice that is taken when no condition holds: the one written so, else the plain
        one. Of other ways it is the last: silence is no consent, and what refuses is written last. Behind
        what no person answers it is the first."""
        if node.shape not in CHOICES or not self.out[node.id]:
            return None
        ways = self.out[node.id]
        written = [edge for edge in ways if edge.otherwise]
        bare = [edge for edge in ways if not edge.trigger and not edge.condition]
        behind = self.nodes.get(node.id.removesuffix(":ways"), node)
        rest = ways if behind.shape in UNANSWERED else ways[::-1]
        return (written or bare or rest)[0]

    def outcome(self, edge: Edge) -> str:
        """What the variable of a choice holds where this way is taken."""
        own = edge.trigger or f"to {edge.target}"
        twins = [way for way in self.out[edge.source] if way.trigger == edge.trigger]
        return own if not edge.trigger or len(twins) == 1 else f"{own} to {edge.target}"


def process_id(name: str) -> str:
    """The id of a process by its name; calls of it say the same."""
    return f"Process_{short_names([name])[name]}"
