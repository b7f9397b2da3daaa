"""Who does something where it is not simply one role."""

from procflow.definition.build import naming
from procflow.definition.build.reading import get, scalar, text
from procflow.definition.build.scope import Known, Scope, resolve
from procflow.definition.build.titles import basis
from procflow.definition.process import OWNER, Doer, Each, Owner, OwnerDoes, PersonIn, RoleBy, WhenNone
from procflow.guards import Choice, FieldType, Person
from procflow.source import MapNode, ScalarNode


def build_owner(scope: Scope, node: MapNode) -> Owner | None:
    """The owner of the cases, if the process has one."""
    entry = node.entry("owner")
    if entry is None or not isinstance(entry.value, MapNode):
        return None
    body = entry.value
    return Owner(
        bound_at=naming.step(scope, body, "bound_at"),
        role=naming.role(scope, body, "role"),
        reassigned_by=naming.roles(scope, body, "reassigned_by"),
        basis=basis(scope, body),
        span=entry.key.span,
    )


def build_doer(scope: Scope, node: MapNode) -> tuple[str, Doer | None]:
    """The role that does a task, and who of it or instead of it; the role is empty where the data say it."""
    written = get(node, "role")
    if isinstance(written, MapNode):
        if scalar(written, "person"):
            return "", PersonIn(_person_field(scope, written))
        tables, maps = scope.names.tables, scope.names.maps
        known = Known({**tables.places, **maps.places}, tables.whole)
        by = resolve(scope.report, scalar(written, "by"), known, "N205")
        scope.tables_used.add(by)
        return "", RoleBy(by) if by else None
    if isinstance(written, ScalarNode) and written.text == OWNER and scope.names.owner:
        return scope.names.owner, OwnerDoes()
    return naming.role(scope, node, "role"), None


def _person_field(scope: Scope, node: MapNode) -> str:
    written = scalar(node, "person")
    name = resolve(scope.report, written, scope.names.fields, "N203")
    known = scope.types.get(name)
    if written and known is not None and not isinstance(known, Person):
        scope.report.add("T111", written.span, name=name)
    return name


def build_each(scope: Scope, node: MapNode) -> Each | None:
    """The field that ``each`` names, with the value-to-role map that ``by`` names."""
    written, by = scalar(node, "each"), scalar(node, "by")
    field = resolve(scope.report, written, scope.names.fields, "N203")
    if not field or written is None:
        return None
    held = scope.held.get(field)
    if held is None and field in scope.names.fields and field not in scope.unsure:
        scope.report.add("T112", written.span, name=field)
    elif isinstance(held, Person) and by is not None:
        scope.report.add("T113", by.span, name=field)
    role_map = resolve(scope.report, by, scope.names.maps, "T168")
    scope.tables_used.add(role_map)
    mapped = scope.mapped.get(role_map)
    if by and held and mapped is not None and not _covers(mapped, held):
        scope.report.add("T169", by.span, name=role_map, field=field, values=", ".join(sorted(mapped)))
    return Each(field, role_map or None)


def _covers(mapped: frozenset[str], held: FieldType) -> bool:
    """Whether a map has every value; that persons go through none is told elsewhere."""
    return isinstance(held, Person) or (isinstance(held, Choice) and mapped.issuperset(held.values))


def when_none(node: MapNode) -> WhenNone:
    """What it means that nobody is named; refused where what is written was found wrong."""
    return WhenNone(text(node, "none") or WhenNone.REFUSE)
