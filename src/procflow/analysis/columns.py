"""What tables look at: the types and bounds of their columns, and cases in words."""

from collections.abc import Mapping
from typing import cast

from procflow.definition.build.data import guard_types
from procflow.definition.process import DataField, GroupType, Process, Table
from procflow.definition.values import typed
from procflow.guards import AnyCell, Cell, FieldType, RangeCell, Row, Witness
from procflow.guards.cells import Bound
from procflow.guards.literals import write_value


def leaves(top: DataField) -> tuple[tuple[str, DataField], ...]:
    """The fields of a field that hold a value of their own, itself or those of a group, by dotted name."""
    if isinstance(top.type, GroupType):
        return tuple((f"{top.name}.{inner.name}", inner) for inner in top.type.fields)
    return ((top.name, top),)


def bounds(fields: Mapping[str, DataField]) -> dict[str, Cell]:
    """The range that each bounded field is held to when it is filled in."""
    return {
        name: RangeCell(_bound(field, field.minimum), True, _bound(field, field.maximum), True)
        for top in fields.values()
        for name, field in leaves(top)
        if field.minimum is not None or field.maximum is not None
    }


def _bound(field: DataField, stored: object) -> Bound | None:
    # Only numbers, amounts, dates and instants have bounds, and their values are what ranges are made of.
    return cast(Bound | None, typed(field, stored))


def column_types(process: Process, table: Table) -> dict[str, FieldType]:
    """The types of a table's columns."""
    types = guard_types(process.fields, process.facts)
    return {column: types[column] for column in table.columns}


def within_bounds(process: Process, table: Table) -> Row:
    """The cases that can come to a table: those within the bounds of the fields that it looks at."""
    return {name: cell for name, cell in bounds(process.fields).items() if name in table.columns}


def out_of_bounds(process: Process, table: Table) -> list[Row]:
    """Rows for the cases that cannot come to a table."""
    found: list[Row] = []
    whole: Mapping[str, Cell] = dict.fromkeys(table.columns, AnyCell())
    for name, cell in within_bounds(process, table).items():
        if isinstance(cell, RangeCell) and cell.low is not None:
            found.append({**whole, name: RangeCell(None, False, cell.low, False)})
        if isinstance(cell, RangeCell) and cell.high is not None:
            found.append({**whole, name: RangeCell(cell.high, False, None, False)})
    return found


def in_words(case: Witness) -> str:
    """A case as an owner would put it: ``disputed = false, mode = meeting, amount = 3000000``."""
    return ", ".join(f"{name} = {write_value(value)}" for name, value in case.items())
