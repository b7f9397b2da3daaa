"""Authority tables: their columns, and a cell of each column in every row."""

from decimal import Decimal

from procflow.definition.build import naming
from procflow.definition.build.reading import (
    entries,
    flag,
    get,
    items,
    mappings,
    scalar,
    scalars,
    sound,
    text,
)
from procflow.definition.build.scope import Known, Scope, resolve
from procflow.definition.build.titles import basis, title
from procflow.definition.process import Hit, RoleMap, Row, Table
from procflow.diagnostics import Span
from procflow.guards import Cell, Choice, Choices, FieldType, Opaque, compile_cell
from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode

_NO_COLUMNS = frozenset({"then", "clause", "question", "title"})


def build_tables(scope: Scope, node: MapNode) -> dict[str, Table]:
    """The tables of the process that can be read, but for the value-to-role maps among them."""
    found: dict[str, Table] = {}
    for entry, body in mappings(node, "tables"):
        naming.declared(scope.report, entry.key)
        if body.get("by_value") is None:
            found[entry.name] = _table(scope, entry, body)
    return found


def build_maps(scope: Scope, node: MapNode) -> dict[str, RoleMap]:
    """The value-to-role maps of the process."""
    bodies = ((entry, body) for entry, body in mappings(node, "tables") if body.get("by_value") is not None)
    return {entry.name: _map(scope, entry, body) for entry, body in bodies}


def _map(scope: Scope, entry: Entry, node: MapNode) -> RoleMap:
    """A value-to-role map: a role for every value that the field ``of`` can hold."""
    of = scalar(node, "of")
    field = resolve(scope.report, of, scope.names.fields, "N203")
    held = scope.types.get(field)
    values = held.values if isinstance(held, Choice | Choices) else ()
    if of and field in scope.names.fields and field not in scope.unsure and not values:
        scope.report.add("T163", of.span, name=field)
    by_value: dict[str, str] = {}
    for line in entries(node, "by_value"):
        if values and line.name not in values:
            near = scope.report.suggestions.nearest(line.name, values)
            scope.report.add(
                "T164", line.key.span, value=line.name, field=field, values=", ".join(values), nearest=near
            )
        elif isinstance(line.value, ScalarNode) and not line.value.poisoned:
            by_value[line.name] = naming.role_named(scope, line.value)
    missing = [value for value in values if value not in {line.name for line in entries(node, "by_value")}]
    written = node.entry("by_value")
    if missing and written and not written.value.poisoned and len(by_value) == len(entries(node, "by_value")):
        scope.report.add("T165", written.key.span, values=", ".join(missing), field=field)
    if values and not missing and len(by_value) == len(values):
        scope.mapped[entry.name] = frozenset(by_value)
    return RoleMap(
        name=entry.name,
        title=title(node, entry.name),
        field=field,
        roles=by_value,
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _table(scope: Scope, entry: Entry, node: MapNode) -> Table:
    rows = [row for row in items(node, "rows") if isinstance(row, MapNode)]
    columns = _columns(scope, rows)
    ranks = scalars(node, "ranks")
    known = _ranks(scope, node, ranks)
    if not known.whole:
        scope.unranked.add(entry.name)
    return Table(
        name=entry.name,
        title=title(node, entry.name),
        columns=tuple(columns),
        ranks=tuple(naming.role_named(scope, rank) for rank in ranks),
        only_rises=flag(node, "only_rises"),
        hit=Hit(text(node, "hit") or Hit.EXACTLY_ONE),
        rows=tuple(_row(scope, row, columns, known) for row in rows),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _ranks(scope: Scope, node: MapNode, ranks: tuple[ScalarNode, ...]) -> Known:
    """The ranks that rows may name; not whole where one was found wrong or names no role."""
    written, roles = get(node, "ranks"), scope.names.roles
    misspelt = roles.whole and any(rank.text not in roles for rank in ranks)
    return Known(
        {rank.text: rank.span for rank in ranks}, written is not None and sound(written) and not misspelt
    )


def _columns(scope: Scope, rows: list[MapNode]) -> dict[str, FieldType]:
    """The columns with their types: every key of any row that is a field or a fact."""
    found: dict[str, FieldType] = {}
    places: dict[str, Span] = {}
    for row in rows:
        for entry in row:
            if entry.name not in _NO_COLUMNS:
                places.setdefault(entry.name, entry.key.span)
    for name, span in places.items():
        if isinstance(scope.types.get(name), Opaque):
            scope.report.add("T166", span, name=name)
        elif name in scope.types:
            found[name] = scope.types[name]
        elif name not in scope.unsure and scope.names.fields.whole and scope.names.facts.whole:
            scope.report.add(
                "N203", span, name=name, nearest=scope.report.suggestions.nearest(name, scope.types)
            )
    return found


def _row(scope: Scope, node: MapNode, columns: dict[str, FieldType], ranks: Known) -> Row:
    cells: dict[str, Cell] = {}
    strays = [e.name for e in node if e.name not in columns and e.name not in _NO_COLUMNS]
    # A misspelt column was reported by its own name; that the right one is missing says nothing new.
    meant = {scope.report.suggestions.nearest(stray, columns) for stray in strays}
    values = {entry.name: entry.value for entry in node}
    for name, field_type in columns.items():
        written = values.get(name)
        if written is None:
            if not node.poisoned and name not in meant:
                scope.report.add("D121", node.entries[0].key.span, column=name)
            continue
        cell = _cell(scope, written, field_type)
        if cell is not None:
            cells[name] = cell
    then = resolve(scope.report, scalar(node, "then"), ranks, "D122")
    return Row(cells, then, basis(scope, node), node.span)


def _cell(scope: Scope, node: Node, field_type: FieldType) -> Cell | None:
    match node:
        case ScalarNode(poisoned=False, value=str() | int() | Decimal() as value):
            cell, found = compile_cell(value, field_type, node.part)
        case ListNode(poisoned=False):
            items = [item for item in node if isinstance(item, ScalarNode) and item.value is not None]
            values = [item.value for item in items if item.value is not None]
            cell, found = compile_cell(
                values, field_type, lambda start, end: items[start].span if end == start + 1 else node.span
            )
        case _:
            return None
    scope.report.take(found)
    return cell
