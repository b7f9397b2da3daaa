"""F101: a step that nothing reaches."""

from collections.abc import Collection, Iterator

from procflow.analysis.flows import FlowGraph, flow_graphs
from procflow.analysis.ways import between
from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """The first step of every part of the main flow, of a branch or of an event that no way comes to.

    Steps that only such a step leads to are not named: they are reached as soon as it is.
    """
    for flow in flow_graphs(program):
        cut_off = flow.steps.keys() - reached(flow.graph.ways, flow.graph.start)
        if cut_off:
            yield from _first_of_each_part(flow, cut_off)


def _first_of_each_part(flow: FlowGraph, cut_off: Collection[str]) -> Iterator[Diagnostic]:
    import networkx as nx

    graph = between(flow.graph, cut_off)
    parts = nx.condensation(graph)
    for part, members in parts.nodes(data="members"):
        if parts.in_degree(part) == 0:
            step = next(name for name in graph if name in members)
            yield Diagnostic("F101", flow.steps[step].span, {"step": step})
