"""The step relation of one graph, carried by a flat ``transitions`` machine.

A machine is compiled once and shared by all cases and threads: it holds no state. A token is a plain slotted
object that is fired and thrown away; it is never registered with the machine.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from transitions import Event, EventData, Machine, State, Transition

from procflow.guards import Guard
from procflow.program.reach import Ways, ways_between

if TYPE_CHECKING:
    import networkx as nx

Environment = Mapping[str, object]

# Where a machine finds a token's step. No trigger may have this name; those of a file begin with a letter.
_PLACE = "_step"


class EdgeKind(StrEnum):
    """What an edge means, for the kernel and the checker."""

    FLOW = "flow"
    RETURN = "return"
    RULING = "ruling"
    ESCALATION = "escalation"
    VOID = "void"
    EVENT = "event"


class Edge(Struct, frozen=True):
    """A way from one step to another. With a guard it is open only while that holds."""

    source: str
    trigger: str
    target: str
    kind: EdgeKind = EdgeKind.FLOW
    guard: Guard | None = None


class NoEdge(Exception):
    """A step has no open edge for a trigger: an error of the definition, never silence (SEMANTICS 4)."""


class _Token:
    """A throw-away mark on one step of a graph."""

    __slots__ = (_PLACE,)

    def __init__(self, step: str) -> None:
        self._step = step


class _Way(Transition):
    """A transition that its guard alone decides: nothing is called before, after or around it."""

    def execute(self, event_data: EventData) -> bool:
        """Move the token, unless the guard says no."""
        if not self._eval_conditions(event_data):
            return False
        setattr(event_data.model, _PLACE, self.dest)
        return True


class _Trigger(Event):
    """A trigger that tries its transitions in their order, without a queue, callbacks or lines in a log."""

    def trigger(self, model: object, *args: object, **kwargs: object) -> bool:
        """Whether a token has been moved. Raises ``ValueError`` for one on a step that is not there."""
        place = self.machine.get_model_state(model)
        event_data = EventData(place, self, self.machine, model, args, kwargs)
        return any(way.execute(event_data) for way in self.transitions.get(place.name, ()))


class _Relation(Machine):
    """A machine that is asked where a trigger leads to, and nothing else."""

    event_cls = _Trigger
    transition_cls = _Way


class Graph(Struct, frozen=True):
    """Steps, the edges between them, and the machine compiled from both.

    ``ways`` and :meth:`network` are the same table: for what can be reached, and for components.
    ``kinds`` says what the edges of a step with a trigger mean; ``guarded`` are those of which one has a
    guard, so that the values of the others need not be worked out.
    """

    name: str
    start: str
    ends: frozenset[str]
    edges: tuple[Edge, ...]
    machine: Machine
    ways: Ways
    kinds: Mapping[tuple[str, str], EdgeKind]
    guarded: frozenset[tuple[str, str]]

    def network(self) -> "nx.MultiDiGraph[str]":
        """The graph for networkx, which is loaded here first: a sound file is checked without it.

        Its nodes are the steps in the order of the file, and its edges carry ``edge``.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.ways.onward)
        for edge in self.edges:
            graph.add_edge(edge.source, edge.target, edge=edge)
        return graph

    def fire(self, step: str, trigger: str, values: Environment) -> str:
        """The step that ``trigger`` leads to from ``step`` with these field values.

        Raises :class:`NoEdge` if there is none, ``ValueError`` for a step that the graph does not have, and
        whatever a guard raises that cannot be evaluated.
        """
        token = _Token(step)
        event = self.machine.events.get(trigger)
        if event is None:
            raise NoEdge(f"{self.name}: nothing is called {trigger}")
        if not event.trigger(token, values=values):
            raise NoEdge(f"{self.name}: no open edge {trigger} leads on from {step}")
        return token._step


def build_graph(
    name: str, start: str, steps: Iterable[str], ends: Iterable[str], edges: Iterable[Edge]
) -> Graph:
    """Compile a graph. Raises ``ValueError`` for an edge from or to a step that is not there."""
    table = tuple(edges)
    ways = edge_ways(name, steps, table)
    machine = _Relation(
        model=None,
        states=[State(step) for step in ways.onward],
        initial=None,
        auto_transitions=False,
        send_event=True,
        model_attribute=_PLACE,
    )
    for edge in table:
        condition = _condition(edge.guard) if edge.guard is not None else None
        machine.add_transition(edge.trigger, edge.source, edge.target, conditions=condition)
    kinds = {(edge.source, edge.trigger): edge.kind for edge in table}
    guarded = frozenset((edge.source, edge.trigger) for edge in table if edge.guard is not None)
    return Graph(name, start, frozenset(ends), table, machine, ways, kinds, guarded)


def edge_ways(name: str, steps: Iterable[str], edges: Iterable[Edge]) -> Ways:
    """Which steps the edges lead from and to.

    Raises ``ValueError`` for an edge from or to a step that is not there.
    """
    known, table = dict.fromkeys(steps), tuple(edges)
    for edge in table:
        if edge.source not in known or edge.target not in known:
            raise ValueError(f"{name}: edge {edge.trigger} from {edge.source} to {edge.target} leads nowhere")
    return ways_between(known, ((edge.source, edge.target) for edge in table))


def _condition(guard: Guard) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        verdict = guard.evaluate(event.kwargs["values"])
        # transitions takes any falsy value for "try the next edge"; only a real answer may decide a way.
        if verdict is not True and verdict is not False:
            raise TypeError(f"the guard {guard.text!r} came to {verdict!r}, which is neither true nor false")
        return verdict

    return holds
