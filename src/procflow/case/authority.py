"""Who decides: the authority tables, worked out on the data of now."""

from collections.abc import Mapping, Sequence
from typing import Any

from procflow.case.events import AuthorityDetermined
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import CaseState
from procflow.definition.process import Hit, Review, Row, Seat, Table
from procflow.guards import AnyCell
from procflow.program import Program

# A member of an enumeration is searched for at each mention.
_FIRST = Hit.FIRST


def row_for(table: Table, values: Mapping[str, object]) -> int:
    """The row of a table that holds, from 1. Refused if that hangs on a field that is not set, or if the
    rows do not decide; a field that no row in question looks at may be missing."""
    held: list[int] = []
    missing: list[str] = []
    for number, row in enumerate(table.rows, 1):
        unknown = _hangs_on(row, values)
        if unknown is None:
            continue
        if unknown:
            missing += unknown
        elif table.hit is _FIRST and not missing:
            return number
        else:
            held.append(number)
    if missing:
        names = tuple(dict.fromkeys(missing))
        raise Refused("data-missing", f"the table {table.name} cannot be read yet", missing=names)
    if not held or (len(held) > 1 and table.hit is not _FIRST):
        rows = f"rows {', '.join(map(str, held))} hold" if held else "no row holds"
        case = ", ".join(f"{c} = {values.get(c)}" for c in table.columns)
        raise Refused("table-undecided", f"the table {table.name} does not decide: {rows} for {case}")
    return held[0]


def _hangs_on(row: Row, values: Mapping[str, object]) -> Sequence[str] | None:
    """The columns without a value that would have to hold for a row to; None if it does not hold anyhow."""
    unknown: Sequence[str] = ()
    for column, cell in row.cells.items():
        value: Any = values.get(column)
        if value is not None:
            if not cell.holds(value):
                return None
        elif not isinstance(cell, AnyCell):
            unknown = (*unknown, column)
    return unknown


def determine(run: Run, name: str) -> str:
    """The role that a table decides for the data of now; recorded when it is new. A table that only rises
    keeps what it once reached (SEMANTICS 10)."""
    table = run.program.process.tables[name]
    row = row_for(table, run.values())
    role = table.rows[row - 1].then
    known = run.state.authority.get(name)
    if known is not None:
        if table.only_rises and table.ranks.index(role) <= table.ranks.index(known.role):
            return known.role
        if (known.role, known.row) == (role, row):
            return role
    run.emit(AuthorityDetermined(name, role, row))
    return role


def seats_for(review: Review, authority: str | None) -> tuple[Seat, ...]:
    """The seats of a review that are asked where its table decides for ``authority``; all without a table."""
    if review.only is not None:
        return tuple(seat for seat in review.seats if seat.role == authority)
    if review.until is None:
        return review.seats
    for count in range(len(review.seats), 0, -1):
        if review.seats[count - 1].role == authority:
            return review.seats[:count]
    raise ValueError(f"no seat of {review.name} decides for {authority}")


def is_final(program: Program, state: CaseState, step: str, role: str) -> bool:
    """Whether a role is the final authority of a review step, as last determined."""
    review = program.review(step)
    name = review.until or review.only
    return name is not None and decides(state, name, role)


def decides(state: CaseState, table: str, role: str) -> bool:
    """Whether a table, as last determined, decides for a role."""
    known = state.authority.get(table)
    return known is not None and known.role == role
