"""The checker: every rule over a compiled program, in order."""

from procflow.analysis.rules import (
    after,
    automatic_circle,
    before,
    dead_end,
    never,
    no_end,
    table_gap,
    table_overlap,
    table_row,
    unfilled,
    unfinished,
    unreachable,
)
from procflow.diagnostics import Diagnostic, first_errors, shortened
from procflow.program import Program

RULES = (
    unreachable.check,
    dead_end.check,
    no_end.check,
    automatic_circle.check,
    unfinished.check,
    before.check,
    after.check,
    never.check,
    unfilled.check,
    table_gap.check,
    table_overlap.check,
    table_row.check,
)


def check_program(program: Program) -> tuple[Diagnostic, ...]:
    """What the rules find, in their order, up to the hundredth error; empty for a program without a fault."""
    return shortened(first_errors(found for rule in RULES for found in rule(program)))
