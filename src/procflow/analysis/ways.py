"""Ways through the main flow, as findings show them."""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from procflow.program import Edge, Graph

if TYPE_CHECKING:
    import networkx as nx

Place = TypeVar("Place", bound=Hashable)

Way = tuple[str, ...]
"""The steps of a way, from its first to its last."""


def edges_out(graph: Graph) -> dict[str, list[Edge]]:
    """The edges out of every step, in the order in which they are tried."""
    found: dict[str, list[Edge]] = {step: [] for step in graph.ways.onward}
    for edge in graph.edges:
        found[edge.source].append(edge)
    return found


def between(graph: Graph, steps: Collection[str]) -> "nx.DiGraph[str]":
    """Some steps of a graph, in the order of the file, and the ways between them, for networkx."""
    import networkx as nx

    among: nx.DiGraph[str] = nx.DiGraph(graph.network())
    among.remove_nodes_from([step for step in graph.ways.onward if step not in steps])
    return among


def shortest_way(graph: Graph, goal: str, without: Collection[Edge] = ()) -> Way | None:
    """A shortest way from the start to a step that takes no edge of ``without``; None if there is none."""
    out = edges_out(graph)
    came_from: dict[str, str | None] = {graph.start: None}
    waiting = deque([graph.start])
    while waiting:
        step = waiting.popleft()
        if step == goal:
            return way_back(came_from, step)
        for edge in out[step]:
            if edge.target not in came_from and edge not in without:
                came_from[edge.target] = step
                waiting.append(edge.target)
    return None


def shortest_way_past(
    graph: Graph, past: Collection[Edge], goals: Collection[str], without: Collection[Edge] = ()
) -> Way | None:
    """A shortest way from the start by an edge of ``past`` to a later step of ``goals`` that takes no edge of
    ``without``; None if there is none."""
    out = edges_out(graph)
    start = graph.start, False
    came_from: dict[tuple[str, bool], tuple[str, bool] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        step, is_past = place
        if is_past and step in goals:
            return tuple(name for name, _ in way_back(came_from, place))
        for edge in out[step]:
            following = edge.target, is_past or edge in past
            if following not in came_from and edge not in without:
                came_from[following] = place
                waiting.append(following)
    return None


def way_back(came_from: Mapping[Place, Place | None], last: Place) -> tuple[Place, ...]:
    """The places that a search came by, from its first to ``last``."""
    way = [last]
    while (before := came_from[way[-1]]) is not None:
        way.append(before)
    return tuple(reversed(way))


def written(way: Iterable[str]) -> str:
    """A way as it is read aloud."""
    return " → ".join(way)
