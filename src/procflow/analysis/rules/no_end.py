"""F103: steps from which a case can never come to an end."""

from collections.abc import Collection, Iterator

from procflow.analysis.flows import FlowGraph, flow_graphs, is_done_by_somebody
from procflow.analysis.ways import between, written
from procflow.diagnostics import Diagnostic
from procflow.program import Program, leading_to, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """Every round of several steps that nothing leads out of, with somebody to do one of them.

    Steps that only lead into such a round are not named: they end as soon as it does. A round without people
    is the business of :mod:`procflow.analysis.rules.automatic_circle`.
    """
    for flow in flow_graphs(program):
        graph = flow.graph
        endless = reached(graph.ways, graph.start) - leading_to(graph.ways, graph.ends)
        if endless:
            yield from _rounds(flow, endless)


def _rounds(flow: FlowGraph, endless: Collection[str]) -> Iterator[Diagnostic]:
    import networkx as nx

    graph = between(flow.graph, endless)
    parts = nx.condensation(graph)
    for part, members in parts.nodes(data="members"):
        steps = [flow.steps[name] for name in graph if name in members]
        if len(steps) > 1 and parts.out_degree(part) == 0 and any(map(is_done_by_somebody, steps)):
            args = {"step": steps[0].name, "steps": written(step.name for step in steps)}
            yield Diagnostic("F103", steps[0].span, args)
