"""F105: a step that some way comes to without what must be done before it."""

from collections.abc import Iterator

from procflow.analysis.doing import does
from procflow.analysis.ways import shortest_way, written
from procflow.definition.process import Before
from procflow.diagnostics import Diagnostic
from procflow.program import Program


def check(program: Program) -> Iterator[Diagnostic]:
    """The invariants ``before``/``must`` that a way from the start refutes, each with a shortest one.

    That a milestone passed on the way may be void by then is left to the engine, which holds it always.
    """
    for rule in program.process.invariants:
        if isinstance(rule, Before):
            doing = {edge for edge in program.main.edges if does(program, edge, rule.must)}
            way = shortest_way(program.main, rule.step, doing)
            if way is not None:
                args = {"step": rule.step, "must": rule.must, "way": written(way)}
                yield Diagnostic("F105", rule.span, args)
