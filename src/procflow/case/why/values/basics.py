"""What the parts of an explanation have in common: places, what tables decided, what rests."""

from datetime import datetime

from msgspec import Struct

from procflow.definition.process import Basis
from procflow.guards import Cell


class Place(Struct, frozen=True, omit_defaults=True):
    """Where something is asked, or could be.

    ``scope`` is the one of the case that it stands in, None for what nothing has come to. ``topic`` is that
    of an arbitration; ``branch`` and ``entry`` are of a parallel block and of the value that the branch goes
    through, ``event`` is the any-time event around it. ``basis`` are the clauses and questions of the file.
    """

    step: str
    scope: str | None = None
    seat: str | None = None
    topic: str | None = None
    branch: str | None = None
    entry: str | None = None
    event: str | None = None
    basis: Basis = Basis()


class CellRead(Struct, frozen=True, omit_defaults=True):
    """A cell of a table's row, and what the case has in its column; ``holds`` is None where that is
    nothing."""

    column: str
    cell: Cell
    value: object = None
    hidden: bool = False
    holds: bool | None = None


class Decided(Struct, frozen=True, omit_defaults=True):
    """What a table decided last: the role and the row, counted from 1, with its cells as they read now.

    ``kept`` says that the row would not hold any more for the data of now, and that the table only rises.
    """

    table: str
    role: str
    row: int
    cells: tuple[CellRead, ...]
    basis: Basis = Basis()
    kept: bool = False


class Suspension(Struct, frozen=True, omit_defaults=True):
    """The main flow rests for an occurrence of an any-time event, since it was raised, and by whom;
    ``clock_stops`` says that its deadlines rest too."""

    event: str
    scope: str
    clock_stops: bool
    since: datetime | None = None
    by: str | None = None
