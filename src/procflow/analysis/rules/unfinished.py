"""F108: a parallel block that can never be gone on from, because its branches do not finish."""

from collections.abc import Iterator

from procflow.definition.process import FINISHED, Parallel
from procflow.diagnostics import Diagnostic, Related
from procflow.program import Program, reached
from procflow.program.inner_graphs import branch_graph_name


def check(program: Program) -> Iterator[Diagnostic]:
    """Every block that waits for more branches than have a way to ``finished``."""
    for step in program.steps.values():
        if not isinstance(step, Parallel):
            continue
        stuck = [name for name in step.branches if not _can_finish(program, step, name)]
        if stuck and len(step.branches) - len(stuck) < (step.join or len(step.branches)):
            related = tuple(Related(step.branches[name].span, {"branch": name}) for name in stuck)
            args = {"step": step.name, "next": step.target.step, "branches": ", ".join(stuck)}
            yield Diagnostic("F108", step.span, args, related)


def _can_finish(program: Program, step: Parallel, branch: str) -> bool:
    graph = program.graphs[branch_graph_name(step.name, branch)]
    return FINISHED in reached(graph.ways, graph.start)
