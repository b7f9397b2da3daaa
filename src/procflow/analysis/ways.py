"""Ways through the main flow, as findings show them."""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from procflow.program import Edge, Graph

Place = TypeVar("Place", bound=Hashable)

Way = tuple[str, ...]
"""The steps of a way, from its first to its last."""


def edges_out(graph: Graph) -> dict[str, list[Edge]]:
    """The edges out of every step, in the order in which they are tried."""
    found: dict[str, list[Edge]] = {step: [] for step in graph.graph}
    for edge in graph.edges:
        found[edge.source].append(edge)
    return found


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


def way_back(came_from: Mapping[Place, Place | None], last: Place) -> tuple[Place, ...]:
    """The places that a search came by, from its first to ``last``."""
    way = [last]
    while (before := came_from[way[-1]]) is not None:
        way.append(before)
    return tuple(reversed(way))


def written(way: Iterable[str]) -> str:
    """A way as it is read aloud."""
    return " → ".join(way)
