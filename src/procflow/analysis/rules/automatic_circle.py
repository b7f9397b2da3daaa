"""F104: a circle of steps that go on by themselves, so that nobody ever gets to stop it."""

from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from procflow.analysis.flows import FlowGraph, flow_graphs, goes_on_by_itself
from procflow.analysis.ways import written
from procflow.diagnostics import Diagnostic
from procflow.program import EdgeKind, Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """One circle of steps that nobody does for every part of the flow that has any.

    Nothing changes while a case goes round without people: what led it round once leads it round for ever.
    """
    for flow in flow_graphs(program):
        come_to = reached(flow.graph.ways, flow.graph.start)
        automatic = [n for n, step in flow.steps.items() if n in come_to and goes_on_by_itself(step)]
        onward: dict[str, list[str]] = {name: [] for name in automatic}
        for edge in flow.graph.edges:
            # An event cannot catch a case on a step that it leaves at once.
            if edge.source in onward and edge.target in onward and edge.kind is not EdgeKind.EVENT:
                onward[edge.source].append(edge.target)
        if _goes_round(onward):
            yield from _circles(flow, onward)


def _circles(flow: FlowGraph, onward: Mapping[str, Collection[str]]) -> Iterator[Diagnostic]:
    import networkx as nx

    among: nx.DiGraph[str] = nx.DiGraph(onward)
    for members in nx.strongly_connected_components(among):
        first = next(name for name in among if name in members)
        if len(members) > 1 or among.has_edge(first, first):
            circle = nx.find_cycle(among.subgraph(members), first)
            way = written((*(source for source, _ in circle), circle[0][0]))
            yield Diagnostic("F104", flow.steps[first].span, {"step": first, "way": way})


def _goes_round(onward: Mapping[str, Collection[str]]) -> bool:
    """Whether there is any circle; a step that leads to itself is one."""
    try:
        TopologicalSorter(onward).prepare()
    except CycleError:
        return True
    return False
