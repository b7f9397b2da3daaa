"""A101: a table without a row for some case."""

from collections.abc import Iterator

from procflow.analysis.columns import column_types, in_words, within_bounds
from procflow.diagnostics import Diagnostic
from procflow.guards import NotDecided, uncovered
from procflow.guards.boxes import MOST_STEPS
from procflow.program import Program


def check(program: Program, most_steps: int = MOST_STEPS) -> Iterator[Diagnostic]:
    """Every table that leaves a case undecided, with one such case; or that this could not be found out."""
    process = program.process
    for table in process.tables.values():
        rows = [row.cells for row in table.rows]
        case = uncovered(rows, column_types(process, table), within_bounds(process, table), most_steps)
        if isinstance(case, NotDecided):
            yield Diagnostic("A104", table.span, {"table": table.name, "steps": str(case.steps)})
        elif case is not None:
            yield Diagnostic("A101", table.span, {"table": table.name, "case": in_words(case)})
