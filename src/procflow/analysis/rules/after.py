"""F109: a case that is completed without what must be done once a step was."""

from collections.abc import Iterator

from procflow.analysis.doing import does
from procflow.analysis.ways import shortest_way_past, written
from procflow.definition.process import After, Ending
from procflow.diagnostics import Diagnostic
from procflow.program import Program


def check(program: Program) -> Iterator[Diagnostic]:
    """The invariants ``after``/``must`` that a way refutes, each with a shortest one.

    What must be done may have been done earlier; cases that are cancelled or rejected owe nothing any more.
    """
    edges = program.main.edges
    completed = {
        name for name in program.main.ends if (end := program.ended(name)) and end.ending is Ending.COMPLETED
    }
    for rule in program.process.invariants:
        if isinstance(rule, After):
            past = {edge for edge in edges if does(program, edge, rule.step)}
            doing = {edge for edge in edges if does(program, edge, rule.must)}
            way = shortest_way_past(program.main, past, completed, doing)
            if way is not None:
                args = {"step": rule.step, "must": rule.must, "way": written(way)}
                yield Diagnostic("F109", rule.span, args)
