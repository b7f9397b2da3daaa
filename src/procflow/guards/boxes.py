"""Exact reasoning about the rows of a table: what no row covers, and what two rows cover both.

A cell is kept as the set of its column's atoms that it holds for (the bits of an integer), a row as a box:
one such set per column.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from procflow.guards.atoms import atoms
from procflow.guards.cells import AnyCell, Cell
from procflow.guards.types import Choices, FieldType, Value

Row = Mapping[str, Cell]
"""The cells of a row by column."""

Witness = Mapping[str, Value]
"""One concrete case: a value per column. A column that holds a choice of several is not named."""

MOST_STEPS = 20_000
"""Boxes looked at before the search gives up."""


class NotDecided(Struct, frozen=True):
    """The search gave up after looking at ``steps`` boxes; nothing is known."""

    steps: int


class Overlap(Struct, frozen=True):
    """Two rows, by their places from 0, that both hold for ``witness``."""

    first: int
    second: int
    witness: Witness


def uncovered(
    rows: Sequence[Row],
    types: Mapping[str, FieldType],
    within: Row | None = None,
    most_steps: int = MOST_STEPS,
) -> Witness | NotDecided | None:
    """A case for which no row holds; None if there is none.

    ``types`` names the columns, and every row has a cell for each. ``within`` narrows the cases that count:
    columns that it names must lie in its cells. With one row of the table as ``within`` and the others as
    ``rows``, the answer None says that the others hide the row.
    """
    table = _Table(rows, types, within or {})
    found = _search(table.whole, table.boxes, most_steps)
    return found if found is None or isinstance(found, NotDecided) else table.witness(found)


def overlaps(rows: Sequence[Row], types: Mapping[str, FieldType], within: Row | None = None) -> list[Overlap]:
    """Every two rows that can hold for the same case, each with one; arguments as for :func:`uncovered`."""
    table = _Table(rows, types, within or {})
    inside = [_meet(box, table.whole) for box in table.boxes]
    found: list[Overlap] = []
    for (first, one), (second, other) in combinations(enumerate(inside), 2):
        common = _meet(one, other)
        if all(common):
            found.append(Overlap(first, second, table.witness(common)))
    return found


_Box = tuple[int, ...]


class _Table:
    """The columns' atoms, and the rows as boxes over them."""

    def __init__(self, rows: Sequence[Row], types: Mapping[str, FieldType], within: Row) -> None:
        self._types = types
        self._atoms: list[Sequence[Value]] = []
        columns: list[list[int]] = []
        for name, field_type in types.items():
            cells = [within.get(name, AnyCell()), *(row[name] for row in rows)]
            column_atoms = atoms(field_type, cells)
            masks = {cell: _mask(cell, column_atoms) for cell in set(cells)}
            self._atoms.append(column_atoms)
            columns.append([masks[cell] for cell in cells])
        boxes: list[_Box] = list(zip(*columns, strict=True)) if columns else [()] * (len(rows) + 1)
        self.whole = boxes[0]
        self.boxes = boxes[1:]

    def witness(self, box: _Box) -> Witness:
        """The most telling case of a box that is not empty."""
        return {
            name: column_atoms[(bits & -bits).bit_length() - 1]
            for (name, field_type), column_atoms, bits in zip(
                self._types.items(), self._atoms, box, strict=True
            )
            if not isinstance(field_type, Choices)
        }


def _mask(cell: Cell, column_atoms: Sequence[Value]) -> int:
    return sum(1 << place for place, value in enumerate(column_atoms) if cell.holds(value))


def _search(whole: _Box, boxes: Sequence[_Box], most_steps: int) -> _Box | NotDecided | None:
    """A part of ``whole`` that no box meets; takes away the box that cuts least and goes on with the rest."""
    waiting = [(whole, boxes)] if all(whole) else []
    steps = 0
    while waiting:
        steps += 1
        if steps > most_steps:
            return NotDecided(most_steps)
        rest, candidates = waiting.pop()
        meeting = [box for box in candidates if all(_meet(rest, box))]
        if not meeting:
            return rest
        cutting = min(meeting, key=lambda box: _cuts(rest, box))
        others = [box for box in meeting if box is not cutting]
        waiting.extend((part, others) for part in _without(rest, cutting))
    return None


def _meet(one: _Box, other: _Box) -> _Box:
    return tuple(map(int.__and__, one, other))


def _cuts(box: _Box, taken: _Box) -> int:
    """In how many columns ``taken`` leaves a part of ``box`` over."""
    return sum(1 for have, take in zip(box, taken, strict=True) if have & ~take)


def _without(box: _Box, taken: _Box) -> list[_Box]:
    """Boxes apart from each other that make up ``box`` less ``taken``, which meets it."""
    parts: list[_Box] = []
    for column, (have, take) in enumerate(zip(box, taken, strict=True)):
        if have & ~take:
            parts.append((*box[:column], have & ~take, *box[column + 1 :]))
            box = (*box[:column], have & take, *box[column + 1 :])
    return parts
