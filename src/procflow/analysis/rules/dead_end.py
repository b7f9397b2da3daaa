"""F102: a dead end, a step that is no end and that nothing leads away from."""

from collections.abc import Iterator

from procflow.analysis.flows import flow_graphs, is_done_by_somebody
from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """Steps that a case rests on and that lead to themselves alone, as far as anything reaches them."""
    for flow in flow_graphs(program):
        ways = flow.graph.ways
        for name in reached(ways, flow.graph.start) & flow.steps.keys():
            step = flow.steps[name]
            if is_done_by_somebody(step) and set(ways.onward[name]) <= {name}:
                yield Diagnostic("F102", step.span, {"step": name})
