"""What can be come to from where on a graph, and where between two steps a case can stand."""

from collections.abc import Callable, Collection, Iterable

import networkx as nx


def reached(graph: "nx.MultiDiGraph[str]", start: str, without: Collection[str] = ()) -> frozenset[str]:
    """The steps that can be come to from ``start``, itself included, with no foot on those of ``without``."""
    return _spread(graph.successors, [start], without)


def returning(graph: "nx.MultiDiGraph[str]", target: str, source: str) -> frozenset[str]:
    """The steps on which a flow that went from ``source`` back to ``target`` is still coming back.

    Those are ``target`` and the steps that lead on to ``source`` without coming by ``target`` again; a step
    that leads there only by way of ``target`` would go back once more, and belongs to another way.
    """
    return _spread(graph.predecessors, graph.predecessors(source), {source, target}) | {target}


def window(graph: "nx.MultiDiGraph[str]", start: str, after: str | None, until: str | None) -> frozenset[str]:
    """The steps that every way from ``start`` comes to through ``after``, up to and with ``until``.

    So a loop back to a step before ``after`` leaves the window and one inside it does not. Without ``after``
    the window opens at ``start``; without ``until``, or if nothing leads there, it never closes.
    """
    everything = reached(graph, start)
    inside = everything - reached(graph, start, {after or start})
    beyond = everything - reached(graph, start, {until}) - {until} if until in everything else frozenset()
    return inside - beyond


def _spread(
    onward: Callable[[str], Iterable[str]], first: Iterable[str], without: Collection[str]
) -> frozenset[str]:
    found = {step for step in first if step not in without}
    waiting = list(found)
    while waiting:
        for step in onward(waiting.pop()):
            if step not in found and step not in without:
                found.add(step)
                waiting.append(step)
    return frozenset(found)
