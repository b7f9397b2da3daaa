"""A program: a process compiled for running, shared by all its cases and by all threads."""

from collections.abc import Mapping

from msgspec import Struct

from procflow.definition.process import (
    AnytimeEvent,
    Arbitration,
    Different,
    End,
    ForCase,
    ForField,
    Milestone,
    Process,
    Review,
    RuledTopic,
    Same,
    Seat,
    Step,
    Task,
    Wait,
    every_step,
)
from procflow.program.arbitration_graph import arbitration_graph, graph_name
from procflow.program.inner_graphs import inner_graphs
from procflow.program.main_graph import MAIN, main_graph
from procflow.program.offers import Offer, SeatOffer, seat_offer, task_offer
from procflow.program.reach import returning, window
from procflow.program.relation import EdgeKind, Graph, edge_ways


class Program(Struct, frozen=True):
    """The process, the content hash of its definition, and the graphs that its scopes run on.

    ``steps`` are those of all graphs, ``placed`` names the graph that each is a step of; ``seats`` are those
    of each review that the file lists, by their names, and ``seat_offers`` what each offers; ``task_offers``
    are what each task does. ``covered`` holds the steps on which a milestone can
    be voided, ``changeable`` the steps on which a field can be changed outside a form, ``raisable`` those on
    which an event can be raised; ``ways_back`` holds, for a return from a review to a step, the steps on
    which the flow is still coming back. ``awaiting`` are the steps that wait for a field or another case.
    ``separations`` keep places in different hands, ``sames`` in one; ``ruled_places`` are what both name.
    """

    process: Process
    hash: str
    graphs: Mapping[str, Graph]
    steps: Mapping[str, Step]
    placed: Mapping[str, str]
    seats: Mapping[str, Mapping[str, Seat]]
    task_offers: Mapping[str, Offer]
    seat_offers: Mapping[str, Mapping[str, SeatOffer]]
    covered: Mapping[str, frozenset[str]]
    changeable: Mapping[str, frozenset[str]]
    raisable: Mapping[str, frozenset[str]]
    ways_back: Mapping[tuple[str, str], frozenset[str]]
    awaiting: frozenset[str]
    milestones: tuple[Milestone, ...]
    separations: tuple[Different, ...]
    sames: tuple[Same, ...]
    ruled_places: frozenset[str]

    @property
    def main(self) -> Graph:
        """The graph of the main flow."""
        return self.graphs[MAIN]

    def step(self, name: str) -> Step:
        """A step of any graph of the process. Raises ``KeyError`` if there is none of that name."""
        return self.steps[name]

    def task(self, name: str) -> Task:
        """A step that is a task. Raises ``TypeError`` for another kind."""
        step = self.steps[name]
        if not isinstance(step, Task):
            raise TypeError(f"{name} is no task")
        return step

    def review(self, name: str) -> Review:
        """A step that is a review. Raises ``TypeError`` for another kind."""
        step = self.steps[name]
        if not isinstance(step, Review):
            raise TypeError(f"{name} is no review")
        return step

    def seat(self, review: str, name: str) -> Seat:
        """A seat of a review. Raises ``KeyError`` if it has none of that name."""
        return self.seats[review][name]

    def milestone(self, name: str) -> Milestone:
        """A step that is a milestone. Raises ``TypeError`` for another kind."""
        step = self.steps[name]
        if not isinstance(step, Milestone):
            raise TypeError(f"{name} is no milestone")
        return step

    def arbitration(self) -> Arbitration:
        """The arbitration part of the process. Raises ``LookupError`` if it has none."""
        found = self.process.arbitration
        if found is None:
            raise LookupError(f"{self.process.name} has no arbitration")
        return found

    def ruled_topic(self, name: str) -> RuledTopic:
        """A topic that somebody rules on. Raises ``TypeError`` for one that is settled otherwise."""
        topic = self.arbitration().topics[name]
        if not isinstance(topic, RuledTopic):
            raise TypeError(f"nobody rules on {name}")
        return topic

    def last_level(self, topic: str) -> int:
        """The last level that rules on a topic, counted from 0."""
        return len(self.ruled_topic(topic).levels) - 1

    def event(self, name: str) -> AnytimeEvent:
        """An any-time event. Raises ``KeyError`` if there is none of that name."""
        return self.process.events[name]

    def ended(self, step: str) -> End | None:
        """The step, if it is an end."""
        found = self.steps[step]
        return found if isinstance(found, End) else None


def compile_program(process: Process, content_hash: str) -> Program:
    """Compile a process; ``content_hash`` names its definition."""
    main, covered, raisable = main_graph(process)
    inner = inner_graphs(process)
    graphs = {MAIN: main, **{name: each.graph for name, each in inner.items()}}
    placed = dict.fromkeys(process.steps, MAIN)
    for name, each in inner.items():
        placed.update(dict.fromkeys(each.flow.steps, name))
        covered.update(each.covered)
    arbitration = process.arbitration
    if arbitration is not None:
        for topic in arbitration.topics.values():
            if isinstance(topic, RuledTopic):
                refusal = arbitration.refused is not None
                graphs[graph_name(topic.name)] = arbitration_graph(topic, refusal=refusal)
    changeable = {
        field.name: window(main.ways, main.start, field.change.after, field.change.until)
        for field in process.fields.values()
        if field.change is not None
    }
    ways_back: dict[tuple[str, str], frozenset[str]] = {}
    for graph in (main, *(each.graph for each in inner.values())):
        ways_back.update(_ways_back(graph))
    steps = every_step(process)
    reviews = [step for step in steps.values() if isinstance(step, Review)]
    separations = tuple(rule for rule in process.invariants if isinstance(rule, Different))
    sames = tuple(rule for rule in process.invariants if isinstance(rule, Same))
    return Program(
        process=process,
        hash=content_hash,
        graphs=graphs,
        steps=steps,
        placed=placed,
        seats={review.name: {seat.name: seat for seat in review.seats} for review in reviews},
        task_offers={step.name: task_offer(step) for step in steps.values() if isinstance(step, Task)},
        seat_offers={
            review.name: {seat.name: seat_offer(arbitration, seat) for seat in review.seats}
            for review in reviews
        },
        covered=covered,
        changeable=changeable,
        raisable=raisable,
        ways_back=ways_back,
        awaiting=frozenset(step.name for step in steps.values() if _awaits(step)),
        milestones=tuple(step for step in steps.values() if isinstance(step, Milestone)),
        separations=separations,
        sames=sames,
        ruled_places=frozenset(place for rule in separations for place in rule.places)
        | frozenset(place for rule in sames for place in rule.places),
    )


def _awaits(step: Step) -> bool:
    return isinstance(step, Wait) and any(isinstance(way, ForField | ForCase) for way, _ in step.ways)


def _ways_back(graph: Graph) -> dict[tuple[str, str], frozenset[str]]:
    """The way back is the plain one: what rulings, returns and deadlines lead to is another way."""
    onward = edge_ways(graph.name, graph.ways.onward, (e for e in graph.edges if e.kind is EdgeKind.FLOW))
    returns = {
        (edge.source, edge.target)
        for edge in graph.edges
        if edge.kind in (EdgeKind.RETURN, EdgeKind.RULING, EdgeKind.ESCALATION)
        and edge.target not in graph.ends
    }
    return {(source, target): returning(onward, target, source) for source, target in returns}
