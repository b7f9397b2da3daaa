"""A102: two rows for one case in a table of which exactly one may hold."""

from collections.abc import Iterator

from procflow.analysis.columns import column_types, in_words, within_bounds
from procflow.definition.process import Hit
from procflow.diagnostics import Diagnostic, Related
from procflow.guards import overlaps
from procflow.program import Program


def check(program: Program) -> Iterator[Diagnostic]:
    """Every row that holds together with one before it, each once, with a case for which both do."""
    process = program.process
    for table in process.tables.values():
        if table.hit is not Hit.EXACTLY_ONE:
            continue
        rows = [row.cells for row in table.rows]
        told: set[int] = set()
        for overlap in overlaps(rows, column_types(process, table), within_bounds(process, table)):
            if overlap.second not in told:
                told.add(overlap.second)
                args = {
                    "table": table.name,
                    "first": str(overlap.first + 1),
                    "second": str(overlap.second + 1),
                    "case": in_words(overlap.witness),
                }
                related = (Related(table.rows[overlap.first].span),)
                yield Diagnostic("A102", table.rows[overlap.second].span, args, related)
