"""The tables that matrices are printed as. What stands in a cell is taken from a matrix; nothing is worked
out here but where it stands."""

from procflow.reports.matrices.shown.coverage import kind_words, show_coverage
from procflow.reports.matrices.shown.deciding import show_authority
from procflow.reports.matrices.shown.persons import show_separation
from procflow.reports.matrices.shown.raci import show_person, show_position, show_responsibility
from procflow.reports.matrices.shown.times import show_deadlines

__all__ = [
    "kind_words",
    "show_authority",
    "show_coverage",
    "show_deadlines",
    "show_person",
    "show_position",
    "show_responsibility",
    "show_separation",
]
