"""Conditions and table cells: a small typed language, total and free of side effects.

``compile_guard`` reads a condition, ``compile_cell`` a cell of a table; both give what they read or the
mistakes in it. ``uncovered`` and ``overlaps`` reason exactly about the rows of a table.
"""

from procflow.guards.boxes import NotDecided, Overlap, Row, Witness, overlaps, uncovered
from procflow.guards.cell_reader import Scalar, compile_cell
from procflow.guards.cells import AnyCell, Cell, RangeCell, ValuesCell
from procflow.guards.compiler import Fault, GuardError, Values, is_filled
from procflow.guards.findings import Locate
from procflow.guards.guard import Guard, compile_guard
from procflow.guards.printer import write_tree
from procflow.guards.python import python_expression, python_name
from procflow.guards.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Compare,
    Comparison,
    Contains,
    Field,
    Has,
    Literal,
    Negate,
    Not,
    OneOf,
    Sign,
    Tree,
    children,
    type_of,
    walk,
)
from procflow.guards.types import (
    Checklist,
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    FieldType,
    Flag,
    Money,
    Number,
    Opaque,
    Percent,
    Person,
    Text,
    Value,
    type_name,
)

__all__ = [
    "AllOf",
    "AnyCell",
    "AnyOf",
    "Arithmetic",
    "Cell",
    "Checklist",
    "Choice",
    "Choices",
    "Compare",
    "Comparison",
    "Contains",
    "Date",
    "DateTime",
    "Duration",
    "Fault",
    "Field",
    "FieldType",
    "Flag",
    "Guard",
    "GuardError",
    "Has",
    "Literal",
    "Locate",
    "Money",
    "Negate",
    "Not",
    "NotDecided",
    "Number",
    "OneOf",
    "Opaque",
    "Overlap",
    "Percent",
    "Person",
    "RangeCell",
    "Row",
    "Scalar",
    "Sign",
    "Text",
    "Tree",
    "Value",
    "Values",
    "ValuesCell",
    "Witness",
    "children",
    "compile_cell",
    "compile_guard",
    "is_filled",
    "overlaps",
    "python_expression",
    "python_name",
    "type_name",
    "type_of",
    "uncovered",
    "walk",
    "write_tree",
]
