"""F101: a step that nothing reaches."""

from collections.abc import Iterator

import networkx as nx

from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """The first step of every part of the flow that no way from the start comes to.

    Steps that only such a step leads to are not named: they are reached as soon as it is.
    """
    graph = program.main.graph
    cut_off = graph.subgraph(set(graph) - reached(graph, program.main.start))
    parts = nx.condensation(nx.DiGraph(cut_off))
    for part, members in parts.nodes(data="members"):
        if parts.in_degree(part) == 0:
            step = next(name for name in graph if name in members)
            yield Diagnostic("F101", program.step(step).span, {"step": step})
