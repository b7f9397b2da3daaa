"""What tables and maps decided, cell by cell."""

from typing import cast

from procflow.case.authority import row_for
from procflow.case.refusal import Refused
from procflow.case.surroundings import entry_of_field
from procflow.case.why.look import Look
from procflow.case.why.values import CellRead, Decided, MapGives
from procflow.definition.process import Row
from procflow.guards import AnyCell, Value
from procflow.program import MAIN


def decided(look: Look, name: str) -> Decided | None:
    """What a table decided last; None before it did."""
    known = look.state.authority.get(name)
    if known is None:
        return None
    table = look.program.process.tables[name]
    row, values = table.rows[known.row - 1], look.values(MAIN)
    cells = tuple(_read(look, row, column, values) for column in table.columns)
    return Decided(name, known.role, known.row, cells, row.basis, _kept(look, name, known.row))


def _read(look: Look, row: Row, column: str, values: dict[str, object]) -> CellRead:
    cell, value = row.cells[column], values.get(column)
    hidden = look.hides(column)
    if isinstance(cell, AnyCell):
        holds: bool | None = True
    else:
        holds = None if value is None else cell.holds(cast(Value, value))
    return CellRead(column, cell, None if hidden else value, hidden, holds)


def _kept(look: Look, name: str, row: int) -> bool:
    """Whether another row, or none yet, would hold for the data of now."""
    try:
        return row_for(look.program.process.tables[name], look.values(MAIN)) != row
    except Refused:
        return False


def mapped(look: Look, scope: str, name: str) -> MapGives:
    """The role that a map gives, for what its field holds around a scope."""
    table = look.program.process.maps[name]
    entry = entry_of_field(look.program, look.state, scope, table.field)
    value = entry.value if entry is not None else look.values(scope).get(table.field)
    role = table.roles.get(str(value), "")
    hidden = look.hides(table.field)
    return MapGives(name, table.field, role, None if hidden else value, hidden, table.basis)
