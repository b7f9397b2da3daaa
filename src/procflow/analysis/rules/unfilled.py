"""F106: a condition, table or deadline that looks at a field which some way leaves empty."""

from collections.abc import Iterator

from procflow.analysis.data_flow import MOST_STATES, NotFollowed, lacks
from procflow.analysis.ways import written
from procflow.diagnostics import Diagnostic
from procflow.program import Program


def check(program: Program, most_states: int = MOST_STATES) -> Iterator[Diagnostic]:
    """Every such reader and field, with a way; or that the ways are too many to tell."""
    found = lacks(program, most_states)
    if isinstance(found, NotFollowed):
        yield Diagnostic("F107", program.process.span, {"states": str(found.states)})
        return
    for lack in found:
        args = {"reader": lack.look.reader, "field": lack.look.field, "way": written(lack.way)}
        yield Diagnostic("F106", lack.look.span, args)
