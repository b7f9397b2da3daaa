"""F104: a circle of steps that go on by themselves, so that nobody ever gets to stop it."""

from collections.abc import Iterator

import networkx as nx

from procflow.analysis.ways import written
from procflow.definition.process import Choose, Milestone
from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """One circle of choices and milestones for every part of the flow that has any.

    Nothing changes while a case goes round without people: what led it round once leads it round for ever.
    """
    graph = program.main.graph
    automatic = {
        name
        for name in reached(graph, program.main.start)
        if isinstance(program.step(name), Choose | Milestone)
    }
    among: nx.DiGraph[str] = nx.DiGraph(graph.subgraph(automatic))
    for members in nx.strongly_connected_components(among):
        first = next(name for name in graph if name in members)
        if len(members) > 1 or among.has_edge(first, first):
            circle = nx.find_cycle(among.subgraph(members), first)
            way = written((*(source for source, _ in circle), circle[0][0]))
            yield Diagnostic("F104", program.step(first).span, {"step": first, "way": way})
