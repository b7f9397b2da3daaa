"""F110: a step that some way comes to although another one rules it out."""

from collections.abc import Iterator

from procflow.analysis.doing import does
from procflow.analysis.ways import shortest_way_past, written
from procflow.definition.process import Never
from procflow.diagnostics import Diagnostic
from procflow.program import Program


def check(program: Program) -> Iterator[Diagnostic]:
    """The invariants ``never``/``once`` that a way refutes, each with a shortest one.

    With ``when`` the rule is about data, of which the graph alone says nothing; the engine holds it.
    """
    for rule in program.process.invariants:
        if isinstance(rule, Never) and rule.once is not None:
            once = rule.once
            past = {edge for edge in program.main.edges if does(program, edge, once)}
            way = shortest_way_past(program.main, past, {rule.step})
            if way is not None:
                args = {"step": rule.step, "once": once, "way": written(way)}
                yield Diagnostic("F110", rule.span, args)
