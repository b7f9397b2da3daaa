"""What the conditions, tables and deadlines of a process read, and which values of it they tell apart."""

from collections.abc import Iterator, Mapping

from procflow.analysis.certainty import Domain
from procflow.analysis.columns import bounds, leaves
from procflow.definition.build.data import guard_types
from procflow.definition.process import (
    Call,
    Choose,
    DataField,
    ForTime,
    Limit,
    Notice,
    Process,
    Review,
    Task,
    Wait,
    every_step,
)
from procflow.guards import Cell, Compare, Field, Guard, Literal, OneOf, Value, ValuesCell, walk
from procflow.guards.atoms import atoms
from procflow.worktime import Deadline, FromField


def values_told_apart(process: Process, inner: Mapping[str, DataField]) -> Domain:
    """For every name, one value of each sort that some condition, cell or bound tells from the others.

    ``inner`` are the names that a branch or an event has beside those of the case.
    """
    limits = bounds({**process.fields, **inner})
    cells: dict[str, list[Cell]] = {}
    for name, cell in _cells(process):
        cells.setdefault(name, []).append(cell)
    found: dict[str, tuple[Value, ...]] = {}
    for name, field_type in guard_types({**process.fields, **inner}, process.facts).items():
        limit = limits.get(name)
        values = atoms(field_type, [*cells.get(name, ()), *([limit] if limit is not None else ())])
        found[name] = tuple(value for value in values if limit is None or limit.holds(value))
    return found


def _cells(process: Process) -> Iterator[tuple[str, Cell]]:
    for table in process.tables.values():
        for row in table.rows:
            yield from row.cells.items()
    for guard in guards(process):
        for part in walk(guard.tree):
            match part:
                case Compare(_, Field(name), Literal(value)) | Compare(_, Literal(value), Field(name)):
                    yield name, ValuesCell(frozenset({value}))
                case OneOf(Field(name), literals):
                    yield name, ValuesCell(frozenset(literal.value for literal in literals))
                case _:
                    pass


def guards(process: Process) -> Iterator[Guard]:
    """Every condition of the flow."""
    for step in every_step(process).values():
        if isinstance(step, Choose):
            yield from (line.when for line in step.lines if line.when is not None)
        elif isinstance(step, Task):
            yield from (o.allowed for o in step.outcomes.values() if o.allowed is not None)


def names_read(process: Process) -> frozenset[str]:
    """The names whose being filled matters to anything."""
    found: set[str] = set()
    for guard in guards(process):
        found |= guard.reads
    for table in process.tables.values():
        found.update(table.columns)
    found.update(role_map.field for role_map in process.maps.values())
    for limit in _limits(process):
        if limit is not None and isinstance(limit.deadline, FromField):
            found.add(limit.deadline.field)
    for step in every_step(process).values():
        if isinstance(step, Wait):
            waits = (way.until for way, _ in step.ways if isinstance(way, ForTime))
            found.update(name for until in waits if (name := field_of(until)) is not None)
    return frozenset(found)


def field_of(until: Deadline | str) -> str | None:
    """The field that a moment is counted from, if it is counted from one."""
    if isinstance(until, str):
        return until
    return until.field if isinstance(until, FromField) else None


def _limits(process: Process) -> Iterator[Limit | None]:
    if process.arbitration is not None:
        yield process.arbitration.limit
    for step in every_step(process).values():
        match step:
            case Task() | Notice() | Wait() | Call():
                yield step.limit
            case Review():
                yield from (seat.limit for seat in step.seats)
            case _:
                pass


def leaf_names(fields: Mapping[str, DataField], names: Iterator[str] | tuple[str, ...]) -> frozenset[str]:
    """The dotted names of the values that these fields hold; what is no field holds none."""
    tops = (fields[name] for name in names if name in fields)
    return frozenset(name for top in tops for name, _ in leaves(top))


def has_default(top: DataField, leaf: DataField) -> bool:
    """Whether a value is in place from the start."""
    given = top.default
    return given is not None if leaf is top else isinstance(given, Mapping) and leaf.name in given


def may_be_emptied(top: DataField) -> tuple[str, ...]:
    """The values of a field that a form with it may leave out."""
    held = ((n, f, has_default(top, f)) for n, f in leaves(top))
    return tuple(n for n, f, given in held if not ((f.required and top.required) or given))
