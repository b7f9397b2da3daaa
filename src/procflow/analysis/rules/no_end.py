"""F103: steps from which a case can never come to an end."""

from collections.abc import Iterator

from procflow.analysis.ways import between, written
from procflow.definition.process import Review, Task
from procflow.diagnostics import Diagnostic
from procflow.program import Program, leading_to, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """Every round of several steps that nothing leads out of, with somebody to do one of them.

    Steps that only lead into such a round are not named: they end as soon as it does. A round without people
    is the business of :mod:`procflow.analysis.rules.automatic_circle`.
    """
    main = program.main
    endless = reached(main.ways, main.start) - leading_to(main.ways, main.ends)
    if not endless:
        return
    import networkx as nx

    graph = between(main, endless)
    parts = nx.condensation(graph)
    for part, members in parts.nodes(data="members"):
        steps = [program.step(name) for name in graph if name in members]
        if (
            len(steps) > 1
            and parts.out_degree(part) == 0
            and any(isinstance(s, Task | Review) for s in steps)
        ):
            args = {"step": steps[0].name, "steps": written(step.name for step in steps)}
            yield Diagnostic("F103", steps[0].span, args)
