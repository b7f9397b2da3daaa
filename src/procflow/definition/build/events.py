"""Any-time events."""

from procflow.definition.build import naming
from procflow.definition.build.data import build_fields, date_names, guard_types, held_types
from procflow.definition.build.inner import Around, InnerSteps, build_flow
from procflow.definition.build.reading import flag, get, mapping, mappings, scalar, scalars, text
from procflow.definition.build.scope import Scope, known_under
from procflow.definition.build.titles import basis, optional_title, title
from procflow.definition.process import (
    AnytimeEvent,
    Continues,
    DataField,
    EndsAt,
    Pauses,
    Stance,
    Target,
    Window,
)
from procflow.diagnostics import Related
from procflow.source import Entry, MapNode


def build_events(scope: Scope, node: MapNode, inner: InnerSteps) -> dict[str, AnytimeEvent]:
    """The any-time events of the process, in the order of the file."""
    found: dict[str, AnytimeEvent] = {}
    for entry, body in mappings(node, "events"):
        naming.declared(scope.report, entry.key)
        found[entry.name] = _event(scope, entry, body, inner)
    return found


def _event(scope: Scope, entry: Entry, node: MapNode, inner: InnerSteps) -> AnytimeEvent:
    fields = _fields(scope, node)
    types = guard_types(fields, {})
    around = Around(known_under(node, "data"), types, inner, fields, held_types(fields), date_names(types))
    return AnytimeEvent(
        name=entry.name,
        title=title(node, entry.name),
        raised_by=naming.roles(scope, node, "raised_by"),
        window=_window(scope, node),
        several=flag(node, "several"),
        fields=fields,
        stance=_stance(scope, node),
        guidance=optional_title(node, "guidance"),
        flow=build_flow(scope, node, around),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _fields(scope: Scope, node: MapNode) -> dict[str, DataField]:
    """What is filled in when the event is raised; its steps read it beside the data of the case."""
    fields = build_fields(scope, node)
    for field in fields.values():
        other = scope.names.fields.places.get(field.name) or scope.names.facts.places.get(field.name)
        if other:
            scope.report.add("T151", field.span, (Related(other, {"name": field.name}),), name=field.name)
    return fields


def _window(scope: Scope, node: MapNode) -> Window | None:
    window = mapping(node, "window")
    if window is None:
        return None
    return Window(
        at=tuple(naming.step_named(scope, item) for item in scalars(window, "while")),
        since=naming.step(scope, window, "from") or None,
        until=naming.step(scope, window, "until") or None,
    )


def _stance(scope: Scope, node: MapNode) -> Stance:
    clock, written = node.entry("clock"), get(node, "main_flow")
    if isinstance(written, MapNode):
        if clock:
            scope.report.add("T153", clock.key.span)
        return EndsAt(Target(naming.step_named(scope, scalar(written, "ends_at"))))
    if text(node, "main_flow") == "pauses":
        if clock is None and not node.poisoned:
            scope.report.add("T152", written.span if written else node.span)
        return Pauses(clock_stops=text(node, "clock") == "stops")
    if clock and written is not None:
        scope.report.add("T153", clock.key.span)
    return Continues()
