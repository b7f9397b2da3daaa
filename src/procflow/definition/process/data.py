"""What a case holds: fields that people fill in, facts that the engine notices, tables that decide."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from procflow.definition.process.basics import Basis, Title
from procflow.diagnostics import Span
from procflow.guards import Cell, FieldType


class Change(Struct, frozen=True):
    """Who may change a field outside a form, and while the case stands after one step, up to another."""

    by: tuple[str, ...]
    after: str | None
    until: str | None


class GroupType(Struct, frozen=True):
    """The type of a field that is made of fields."""

    fields: tuple["DataField", ...]


class DataField(Struct, frozen=True):
    """A field that people fill in.

    ``default``, ``minimum`` and ``maximum`` are in stored form (see :mod:`procflow.definition.values`).
    ``see`` names the roles that may read it, empty for everybody who may read the case; ``edit`` those that
    may fill it in where a form has it, empty for whoever has the form. A ``personal`` field is kept under a
    salted hash on the record. A field of a group has its own name alone; guards read it as ``group.field``.
    ``entry`` is what each entry of a list holds, ``items`` the titles of a checklist's items, and ``unit`` is
    shown behind a number.
    """

    name: str
    type: FieldType | GroupType
    title: Title
    basis: Basis
    span: Span
    required: bool = False
    default: object = None
    minimum: object = None
    maximum: object = None
    personal: bool = False
    see: tuple[str, ...] = ()
    change: Change | None = None
    edit: tuple[str, ...] = ()
    entry: "DataField | None" = None
    items: Mapping[str, Title] = field(default_factory=dict)
    unit: str = ""


class Occasion(StrEnum):
    """What the engine notices by itself and can set a fact on."""

    OBJECTION_OPENED = "an objection is opened"


class StepDone(Struct, frozen=True):
    """A step has been done (``STEP is done``)."""

    step: str


class EventRaised(Struct, frozen=True):
    """An any-time event has been raised (``EVENT is raised``)."""

    event: str


class CaseOpen(Struct, frozen=True):
    """As long as a case of another process is open for the same key: what the field ``by`` holds (SEMANTICS
    34)."""

    process: str
    by: str


class Fact(Struct, frozen=True):
    """A flag that the engine sets and nobody fills in; once true it stays true, but for :class:`CaseOpen`."""

    name: str
    true_once: Occasion | StepDone | EventRaised | CaseOpen
    title: Title
    basis: Basis
    span: Span


class Hit(StrEnum):
    """How many rows of a table hold for one case."""

    EXACTLY_ONE = "exactly one"
    FIRST = "first"


class Row(Struct, frozen=True):
    """One row of a table: a cell per column, and the role that it decides for."""

    cells: Mapping[str, Cell]
    then: str
    basis: Basis
    span: Span


class Table(Struct, frozen=True):
    """An authority table: from the data of a case to the role that decides it.

    ``ranks`` lists the roles lowest first; with ``only_rises`` nothing lowers what a case has once reached.
    """

    name: str
    title: Title
    columns: tuple[str, ...]
    ranks: tuple[str, ...]
    only_rises: bool
    hit: Hit
    rows: tuple[Row, ...]
    basis: Basis
    span: Span


class RoleMap(Struct, frozen=True):
    """A role for every value that a field can hold (``by_value``); it ranks nothing."""

    name: str
    title: Title
    field: str
    roles: Mapping[str, str]
    basis: Basis
    span: Span
