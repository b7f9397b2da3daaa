"""F102: a dead end, a step that is no end and that nothing leads away from."""

from collections.abc import Iterator

from procflow.definition.process import Review, Task
from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """Steps that people do and that lead to themselves alone, as far as anything reaches them."""
    main = program.main
    for name in reached(main.ways, main.start) - main.ends:
        step = program.step(name)
        if isinstance(step, Task | Review) and set(main.ways.onward[name]) <= {name}:
            yield Diagnostic("F102", step.span, {"step": name})
