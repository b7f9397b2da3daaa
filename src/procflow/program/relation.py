"""The step relation of one graph, carried by a flat ``transitions`` machine.

A machine is compiled once and shared by all cases and threads: it holds no state. A token is a plain slotted
object that is fired and thrown away; it is never registered with the machine.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from transitions import EventData, Machine, MachineError, State

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


class _Place(State):
    """A state without callbacks, which does not log two lines for every firing either."""

    def enter(self, event_data: EventData) -> None:
        """Nothing happens on entering."""

    def exit(self, event_data: EventData) -> None:
        """Nothing happens on leaving."""


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
        try:
            moved = event.trigger(token, values=values)
        except MachineError:
            moved = False
        if not moved:
            raise NoEdge(f"{self.name}: no open edge {trigger} leads on from {step}")
        return token._step


def build_graph(
    name: str, start: str, steps: Iterable[str], ends: Iterable[str], edges: Iterable[Edge]
) -> Graph:
    """Compile a graph. Raises ``ValueError`` for an edge from or to a step that is not there."""
    table = tuple(edges)
    ways = edge_ways(name, steps, table)
    places = [_Place(step) for step in ways.onward]
    machine = Machine(
        model=None,
        states=places,
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
