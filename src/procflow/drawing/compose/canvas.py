"""What a picture is put together on: nodes and edges as they come, with lanes still to be settled."""

from dataclasses import dataclass, field

from procflow.definition.organization import Organization
from procflow.definition.register import Register
from procflow.drawing.compose.voice import Voice
from procflow.drawing.model import Edge, Node, Relation, Section
from procflow.program import Program

MAIN = "main"
"""The section of the main flow."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn: a program in its organization, with the register of its clauses where there is one."""

    program: Program
    organization: Organization
    register: Register | None
    voice: Voice


@dataclass(slots=True)
class Canvas:
    """Nodes and edges so far. ``entries`` says which node the flow enters a step by, ``section`` is the one
    that new nodes come into."""

    subject: Subject
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    sections: list[Section] = field(default_factory=lambda: [Section(MAIN)])
    entries: dict[str, str] = field(default_factory=dict)
    section: str = MAIN

    def add(self, node: Node) -> None:
        """Take a node in. Raises ``ValueError`` for an id that is there already."""
        if any(known.id == node.id for known in self.nodes):
            raise ValueError(f"two nodes are called {node.id}")
        self.nodes.append(node)

    def join(
        self,
        source: str,
        target: str,
        relation: Relation = Relation.FLOW,
        label: str = "",
        *,
        trigger: str = "",
        condition: str = "",
        otherwise: bool = False,
    ) -> None:
        """Draw an edge from a node to a node."""
        number = sum(edge.source == source and edge.target == target for edge in self.edges)
        name = f"{source}>{target}" + (f"#{number + 1}" if number else "")
        self.edges.append(Edge(name, source, target, relation, label, trigger, condition, otherwise))

    def before(self, node: str, other: str) -> bool:
        """Whether a node stands before another in reading order, or is the same; both have to be there."""
        order = [known.id for known in self.nodes]
        return order.index(node) <= order.index(other)

    def entry(self, step: str) -> str:
        """The node that the flow enters a step by."""
        return self.entries.get(step, step)
