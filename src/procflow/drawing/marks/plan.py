"""Where on a drawing the steps, seats, levels and ways of a process are found.

What a drawing does not have is answered with None: a drawing may be of another version than the case.
"""

from collections.abc import Iterator

from procflow.definition.process import (
    FINISHED,
    Mode,
    Parallel,
    Review,
    RuledTopic,
    Seat,
    Step,
    inner_flows,
    steps_within,
)
from procflow.drawing.compose.disputes import DISPUTE, RULING, level_id
from procflow.drawing.compose.process import finished_id
from procflow.drawing.compose.reviews import asked_id, passed_id, seat_id
from procflow.drawing.compose.steps import joined_id
from procflow.drawing.compose.ways import event_id
from procflow.drawing.model import Drawing, Edge, Node, Relation, Shape
from procflow.program import Program
from procflow.program.inner_graphs import branch_of_graph, event_of_graph
from procflow.program.step_edges import PASSED
from procflow.wording import seat_in


class Plan:
    """A drawing to look things up on, by the names that a program gives them."""

    def __init__(self, drawing: Drawing, program: Program) -> None:
        self.drawing = drawing
        self.program = program
        self.nodes: dict[str, Node] = {node.id: node for node in drawing.nodes}
        self.edges: dict[str, Edge] = {edge.id: edge for edge in drawing.edges}
        self.ways: dict[str, list[Edge]] = {node.id: [] for node in drawing.nodes}
        for edge in drawing.edges:
            self.ways[edge.source].append(edge)

    def node(self, name: str) -> str | None:
        """A node by its id, if it is there."""
        return name if name in self.nodes else None

    def step(self, name: str) -> Step | None:
        """A step of the program, if it has one of that name."""
        return self.program.steps.get(name)

    def review(self, name: str) -> Review | None:
        """A review of the program, if it has one of that name."""
        step = self.program.steps.get(name)
        return step if isinstance(step, Review) else None

    def entry(self, step: str) -> str | None:
        """The node that the flow enters a step by."""
        review = self.review(step)
        if step in self.nodes or review is None:
            return self.node(step)
        return self.node(seat_id(step, review.seats[0].name))

    def folded(self, step: str) -> bool:
        """Whether a review is drawn as one card."""
        return step in self.nodes and self.nodes[step].shape is Shape.REVIEW

    def beside(self, review: Review) -> bool:
        """Whether the seats of a review are drawn side by side, between two bars."""
        return review.mode is not Mode.IN_TURN and passed_id(review.name) in self.nodes

    def seat(self, step: str, seat: str) -> str | None:
        """The node of a seat; the card of its review where that is folded."""
        found = self.seat_in_file(step, seat)
        if found is not None and seat_id(step, found.name) in self.nodes:
            return seat_id(step, found.name)
        return self.node(step) if found is not None else None

    def seat_in_file(self, step: str, seat: str) -> Seat | None:
        """A seat as the file writes it; for one that the data named, their pattern."""
        return seat_in(self.review(step), seat)

    def asked(self, step: str, seat: str) -> str | None:
        """The diamond behind a seat at which a table says whether the flow goes further."""
        return self.node(asked_id(step, seat))

    def joined(self, step: str) -> str | None:
        """Where the branches of a block or the seats of a review meet."""
        name = passed_id(step) if self.review(step) is not None else joined_id(step)
        return self.node(name)

    def level(self, topic: str, level: int) -> str | None:
        """The node of a level that rules on a topic."""
        arbitration = self.program.process.arbitration
        known = arbitration.topics.get(topic) if arbitration is not None else None
        levels = known.levels if isinstance(known, RuledTopic) else ()
        return self.node(level_id(level, levels[level])) if 0 <= level < len(levels) else None

    def dispute(self) -> str | None:
        """Where objections go to their topic."""
        return self.node(DISPUTE)

    def ruling(self) -> str | None:
        """Where rulings part."""
        return self.node(RULING)

    def event(self, name: str) -> str | None:
        """Where an any-time event begins."""
        return self.node(event_id(name))

    def target(self, graph: str, step: str) -> str | None:
        """The node that an edge of a graph leads to."""
        if step != FINISHED:
            return self.entry(step)
        branch, event = branch_of_graph(graph), event_of_graph(graph)
        if branch is not None:
            return self.node(joined_id(branch[0]))
        return self.node(finished_id(event)) if event is not None else None

    def of_step(self, step: str, seat: str | None = None) -> tuple[str, ...]:
        """The nodes that ways out of a step begin at, those of a seat first."""
        review = self.review(step)
        names = [] if seat is None else [self.seat(step, seat)]
        if review is not None:
            for each in review.seats:
                names += [self.seat(step, each.name), self.asked(step, each.name)]
        names += [self.node(step), self.joined(step)]
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def within(self, block: str) -> Iterator[str]:
        """The steps inside a parallel block."""
        step = self.step(block)
        if isinstance(step, Parallel):
            for flow in inner_flows(step):
                yield from steps_within(flow)

    def edge(
        self, source: str | None, trigger: str, target: str | None, relation: Relation | None = None
    ) -> Edge | None:
        """The edge from a node to a node with a trigger. An escalation that several seats share is drawn
        once, with the trigger of the first of them."""
        found = [edge for edge in self.ways.get(source or "", ()) if edge.target == target]
        exact = next((edge for edge in found if edge.trigger == trigger), None)
        if exact is not None or not trigger.startswith("escalation:"):
            return exact if relation is None or exact is None or exact.relation is relation else None
        return next((edge for edge in found if edge.trigger.startswith("escalation:")), None)

    def any_edge(self, source: str | None, target: str | None) -> Edge | None:
        """The first edge from a node to a node."""
        return next((edge for edge in self.ways.get(source or "", ()) if edge.target == target), None)

    def led_out(self, step: str, seat: str | None, trigger: str, target: str | None) -> Edge | None:
        """The edge by which a step of an inner graph leads to a step around it. What passed a review is told
        by its last answer, which is no way out itself."""
        found = [
            edge
            for node in self.of_step(step, seat)
            for edge in self.ways[node]
            if target is None or edge.target == target
        ]
        for wanted in (trigger, PASSED) if target is not None else (trigger,):
            exact = next((edge for edge in found if wanted and edge.trigger == wanted), None)
            if exact is not None:
                return exact
        return found[0] if found and target is not None else None
