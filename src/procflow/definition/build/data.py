"""Fields and facts."""

from collections.abc import Mapping

from msgspec.structs import replace

from procflow.definition.build import naming
from procflow.definition.build.calls import check_key
from procflow.definition.build.reading import entries, flag, get, mapping, scalar, scalars, sound, text
from procflow.definition.build.scope import Report, Scope, resolve
from procflow.definition.build.titles import basis, bilingual, title
from procflow.definition.process import (
    CaseOpen,
    Change,
    DataField,
    EventRaised,
    Fact,
    GroupType,
    Occasion,
    StepDone,
    Title,
)
from procflow.definition.values import read_value
from procflow.diagnostics import Related
from procflow.guards import (
    Checklist,
    Choice,
    Choices,
    Date,
    DateTime,
    FieldType,
    Flag,
    Money,
    Number,
    Opaque,
    Percent,
    Person,
    Text,
)
from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode, plain

_IS_DONE, _IS_RAISED = " is done", " is raised"
_ORDERED = frozenset({"minimum", "maximum"})
_NEEDED = {"money": "currency", "choice": "of", "choices": "of", "group": "fields", "checklist": "items"}
_SAMPLES = {
    "currency": "CNY",
    "of": "[one, another]",
    "items": "[one, another]",
    "fields": "{name: {type: text}}",
}
_LISTED: Mapping[str, FieldType] = {
    "text": Text(),
    "number": Number(),
    "percent": Percent(),
    "flag": Flag(),
    "date": Date(),
    "datetime": DateTime(),
    "person": Person(),
    "attachment": Opaque("attachment"),
}
"""The types that a list can be ``of``; a list of groups has ``fields``."""
_MEANINGFUL: Mapping[str, frozenset[str]] = {
    "money": _ORDERED | {"currency"},
    "number": _ORDERED | {"unit"},
    "percent": _ORDERED,
    "date": _ORDERED,
    "datetime": _ORDERED,
    "choice": frozenset({"of"}),
    "choices": frozenset({"of"}),
    "group": frozenset({"fields"}),
    "checklist": frozenset({"items"}),
    "list": frozenset({"of", "fields"}),
}
_TYPE_KEYS = frozenset({"currency", "of", "fields", "minimum", "maximum", "unit", "items"})


def build_fields(scope: Scope, node: MapNode) -> dict[str, DataField]:
    """The fields under ``data`` whose declaration can be read."""
    found = (build_field(scope, entry, inside=False) for entry in entries(node, "data"))
    fields = {f.name: f for f in found if f is not None}
    for field in fields.values():
        clash = scope.names.attachments.places.get(field.name)
        if clash:
            related = (Related(field.span),)
            scope.report.add("N104", clash, related, name=field.name, first="field", second="attachment")
    return fields


def build_field(scope: Scope, entry: Entry, *, inside: bool) -> DataField | None:
    """One field; ``inside`` a group there is no other group."""
    name = naming.declared_variable(scope.report, entry.key)
    node = entry.value
    if not isinstance(node, MapNode):
        return None
    declared = text(node, "type")
    field_type = _type(scope, node, declared, name, inside)
    if field_type is None:
        return None
    field = DataField(
        name=name,
        type=field_type,
        title=title(node, name),
        basis=basis(scope, node),
        span=entry.key.span,
        required=flag(node, "required"),
        personal=flag(node, "personal"),
        see=naming.roles(scope, node, "see"),
        change=_change(scope, node),
        edit=naming.roles(scope, node, "edit"),
        items=_items(scope, node) if isinstance(field_type, Checklist) else {},
        unit=text(node, "unit"),
    )
    if declared == "list":
        entry_field = _listed(scope, node, field)
        return replace(field, entry=entry_field) if entry_field else None
    return _with_values(scope.report, node, field)


def _type(
    scope: Scope, node: MapNode, declared: str, name: str, inside: bool
) -> FieldType | GroupType | None:
    for entry in node:
        if declared and entry.name in _TYPE_KEYS - _MEANINGFUL.get(declared, frozenset()):
            scope.report.add("D102", entry.key.span, key=entry.name, type=declared)
    needed = _NEEDED.get(declared)
    if needed and get(node, needed) is None:
        written = scalar(node, "type")
        if written and node.get(needed) is None and not node.poisoned:
            scope.report.add("D101", written.span, type=declared, key=needed, example=_SAMPLES[needed])
        return None
    values = _values(scope, node, declared)
    if values is None:
        return None
    match declared:
        case "text":
            return Text()
        case "money":
            return _money(scope.report, node)
        case "number":
            return Number()
        case "percent":
            return Percent()
        case "flag":
            return Flag()
        case "choice":
            return Choice(values)
        case "choices":
            return Choices(values)
        case "person":
            return Person()
        case "checklist":
            return Checklist(tuple(_items(scope, node)))
        case "attachment":
            return Opaque(declared)
        case "list":
            return _nested(scope, node, name, inside)
        case "date":
            return Date()
        case "datetime":
            return DateTime()
        case "group":
            return _group(scope, node, name, inside)
        case _:
            return None


def _values(scope: Scope, node: MapNode, declared: str) -> tuple[str, ...] | None:
    """The values of a choice, which are a list; None where one of them was found wrong."""
    of = get(node, "of")
    if declared in ("choice", "choices") and isinstance(of, ScalarNode):
        scope.report.add("S111", of.span, label="of", expected="a list", value=of.text)
        return None
    if isinstance(of, ListNode) and not sound(of):
        return None
    return tuple(item.text for item in scalars(node, "of"))


def _money(report: Report, node: MapNode) -> Money | None:
    currency = scalar(node, "currency")
    code = currency.text if currency else ""
    if currency and not (len(code) == 3 and code.isascii() and code.isupper()):
        fixed = code.strip().upper()
        good = len(fixed) == 3 and fixed.isascii() and fixed.isalpha()
        report.add("D103", currency.span, value=code, fixed=fixed if good else "")
        return None
    return Money(code)


def _group(scope: Scope, node: MapNode, name: str, inside: bool) -> GroupType | None:
    if inside:
        written = scalar(node, "type")
        assert written is not None
        scope.report.add("D104", written.span, name=name)
        return None
    built = [build_field(scope, entry, inside=True) for entry in entries(node, "fields")]
    return GroupType(tuple(field for field in built if field is not None))


def _nested(scope: Scope, node: MapNode, name: str, inside: bool) -> Opaque | None:
    """The type of a list; inside a group or another list there is none."""
    if inside:
        written = scalar(node, "type")
        assert written is not None
        scope.report.add("D107", written.span, name=name)
        return None
    return Opaque("list")


def _listed(scope: Scope, node: MapNode, field: DataField) -> DataField | None:
    """What each entry of a list holds: one value ``of`` a simple type, or the ``fields`` of a group."""
    kind, of, fields = node.entry("type"), node.entry("of"), node.entry("fields")
    if kind is None or node.poisoned or (of or fields) is None:
        if kind and not node.poisoned:
            scope.report.add("D108", kind.value.span, name=field.name)
        return None
    plain_entry = replace(field, required=True, see=(), edit=(), change=None)
    if fields is not None:
        if of is not None:
            scope.report.add("D108", of.key.span, name=field.name)
        group = _group(scope, node, field.name, inside=False)
        return replace(plain_entry, type=group) if group else None
    written = scalar(node, "of")
    if written is None or written.text not in _LISTED:
        at = of.value.span if of else kind.value.span
        if not (of and of.value.poisoned):
            value = written.text if written else ""
            near = scope.report.suggestions.nearest(value, _LISTED)
            scope.report.add("D109", at, name=field.name, allowed=", ".join(_LISTED), nearest=near)
        return None
    return replace(plain_entry, type=_LISTED[written.text])


def _items(scope: Scope, node: MapNode) -> dict[str, Title]:
    """The items of a checklist by name: a list of names, or names with titles."""
    for entry in entries(node, "items"):
        naming.declared(scope.report, entry.key)
    named = {e.name: bilingual(e.value) or Title(e.name, e.name) for e in entries(node, "items")}
    return named or {item.text: Title(item.text, item.text) for item in scalars(node, "items")}


def _change(scope: Scope, node: MapNode) -> Change | None:
    change = mapping(node, "change")
    if change is None:
        return None
    return Change(
        by=naming.roles(scope, change, "by"),
        after=naming.step(scope, change, "after") or None,
        until=naming.step(scope, change, "until") or None,
    )


def _with_values(report: Report, node: MapNode, field: DataField) -> DataField:
    """The field with its bounds and default, each tried as a value of the field."""
    for key in ("minimum", "maximum"):
        value = get(node, key)
        if isinstance(value, ScalarNode) and key in _MEANINGFUL.get(text(node, "type"), frozenset()):
            stored = _stored(report, key, field, value)
            if key == "minimum":
                field = replace(field, minimum=stored)
            else:
                field = _with_maximum(report, field, value, stored)
    default = get(node, "default")
    return field if default is None else replace(field, default=_stored(report, "default", field, default))


def _with_maximum(report: Report, field: DataField, node: ScalarNode, stored: object) -> DataField:
    if stored is not None and field.minimum is not None and read_value(field, stored)[1]:
        report.add("D106", node.span, name=field.name, minimum=str(field.minimum), maximum=str(stored))
        return field
    return replace(field, maximum=stored)


def _stored(report: Report, key: str, field: DataField, node: Node) -> object:
    free = field if key == "default" else replace(field, minimum=None, maximum=None)
    stored, problem = read_value(free, plain(node))
    if problem:
        report.add("D105", node.span, key=key, problem=problem)
    return stored


def build_facts(scope: Scope, node: MapNode) -> dict[str, Fact]:
    """The facts of the process."""
    found: dict[str, Fact] = {}
    for entry in entries(node, "facts"):
        name = naming.declared_variable(scope.report, entry.key)
        other = scope.names.fields.places.get(name)
        if other:
            related = (Related(other),)
            scope.report.add("N104", entry.key.span, related, name=name, first="field", second="fact")
        if isinstance(entry.value, MapNode):
            occasion = _occasion(scope, entry.value)
            based = basis(scope, entry.value)
            if occasion is not None:
                found[name] = Fact(name, occasion, title(entry.value, name), based, entry.key.span)
    return found


def _occasion(scope: Scope, node: MapNode) -> Occasion | StepDone | EventRaised | CaseOpen | None:
    """What makes a fact true."""
    report, names = scope.report, scope.names
    if case := scalar(node, "while_open"):
        by = scalar(node, "by")
        found = CaseOpen(naming.process_named(scope, case), resolve(report, by, names.fields, "N203"))
        check_key(scope, case, by)
        return found
    written = scalar(node, "true_once")
    if written is None:
        return None
    if written.text == Occasion.OBJECTION_OPENED:
        return Occasion.OBJECTION_OPENED
    name = written.text.removesuffix(_IS_DONE).removesuffix(_IS_RAISED)
    at = written.part(0, len(name))
    if written.text.endswith(_IS_DONE):
        known = {*names.steps, *names.inner}
        if name not in known and names.steps.whole:
            report.add("N201", at, name=name, nearest=report.suggestions.nearest(name, known))
        return StepDone(name)
    if written.text.endswith(_IS_RAISED):
        if name not in names.events and names.events.whole:
            report.add("T105", at, name=name, nearest=report.suggestions.nearest(name, names.events))
        return EventRaised(name)
    near = report.suggestions.nearest(written.text, [Occasion.OBJECTION_OPENED.value])
    report.add("T161", written.span, value=written.text, nearest=near)
    return None


def date_names(types: Mapping[str, FieldType]) -> tuple[str, ...]:
    """The names that deadlines can count from."""
    return tuple(name for name, kind in types.items() if isinstance(kind, Date | DateTime))


def held_types(fields: Mapping[str, DataField]) -> dict[str, FieldType]:
    """What the entries are of the fields that hold several values, or one person."""
    found: dict[str, FieldType] = {}
    for field in fields.values():
        match field.type:
            case Choices(values):
                found[field.name] = Choice(values)
            case Person():
                found[field.name] = field.type
            case Opaque() if field.entry is not None and not isinstance(field.entry.type, GroupType):
                found[field.name] = field.entry.type
            case _:
                pass
    return found


def guard_types(fields: Mapping[str, DataField], facts: Mapping[str, Fact]) -> dict[str, FieldType]:
    """The types of what guards and cells may read, by dotted name."""
    found: dict[str, FieldType] = {name: Flag() for name in facts}
    for field in fields.values():
        if isinstance(field.type, GroupType):
            for inner in field.type.fields:
                if not isinstance(inner.type, GroupType):
                    found[f"{field.name}.{inner.name}"] = _readable(inner.type)
        else:
            found[field.name] = _readable(field.type)
    return found


def _readable(field_type: FieldType) -> FieldType:
    """What a type is for guards: of a checklist they read which items are ticked."""
    return Choices(field_type.values) if isinstance(field_type, Checklist) else field_type
