"""A103: a row of a table that no case comes to."""

from collections.abc import Iterator

from procflow.analysis.columns import column_types, out_of_bounds
from procflow.definition.process import Hit
from procflow.diagnostics import Diagnostic
from procflow.guards import NotDecided, uncovered
from procflow.guards.boxes import MOST_STEPS
from procflow.program import Program


def check(program: Program, most_steps: int = MOST_STEPS) -> Iterator[Diagnostic]:
    """Rows that hold for nothing within the bounds of the fields, or only for cases that rows above take."""
    for table in program.process.tables.values():
        types = column_types(program.process, table)
        outside = out_of_bounds(program.process, table)
        for number, row in enumerate(table.rows):
            earlier = table.rows[:number] if table.hit is Hit.FIRST else ()
            case = uncovered([*outside, *(above.cells for above in earlier)], types, row.cells, most_steps)
            if isinstance(case, NotDecided):
                yield Diagnostic("A104", row.span, {"table": table.name, "steps": str(case.steps)})
                break
            if case is None:
                yield Diagnostic("A103", row.span, {"table": table.name, "row": str(number + 1)})
