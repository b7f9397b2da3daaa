"""F101: a step that nothing reaches."""

from collections.abc import Iterator

from procflow.analysis.ways import between
from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """The first step of every part of the flow that no way from the start comes to.

    Steps that only such a step leads to are not named: they are reached as soon as it is.
    """
    main = program.main
    cut_off = main.ways.onward.keys() - reached(main.ways, main.start)
    if not cut_off:
        return
    import networkx as nx

    graph = between(main, cut_off)
    parts = nx.condensation(graph)
    for part, members in parts.nodes(data="members"):
        if parts.in_degree(part) == 0:
            step = next(name for name in graph if name in members)
            yield Diagnostic("F101", program.step(step).span, {"step": step})
