"""A position from its nodes."""

from collections.abc import Callable
from typing import TypeVar

from procflow.definition.build import naming
from procflow.definition.build.neighbours import Processes
from procflow.definition.build.questions import build_questions
from procflow.definition.build.reading import mappings, scalar, scalars, text
from procflow.definition.build.scope import Report, Scope, collect_names
from procflow.definition.build.titles import basis, optional_title, title
from procflow.definition.build.unused import check_clauses, check_unused
from procflow.definition.organization import Organization
from procflow.definition.position import Accountability, Duty, Nature, Position, Power
from procflow.definition.register import Register
from procflow.diagnostics import Diagnostic, has_errors
from procflow.source import Entry, MapNode
from procflow.source.schema import validate
from procflow.worktime import Period

Part = TypeVar("Part", Duty, Accountability, Power)


def build_position(
    node: MapNode,
    organization: Organization | None,
    register: Register | None,
    procedures: Processes | None,
) -> tuple[Position | None, tuple[Diagnostic, ...]]:
    """The position that a file describes, or None if there is an error, with all that was found in it.

    ``procedures`` are the processes of the folder that the position names, None where it names none.
    """
    return Report().built(lambda report: _position(report, node, organization, register, procedures))


def _position(
    report: Report,
    node: MapNode,
    organization: Organization | None,
    register: Register | None,
    procedures: Processes | None,
) -> Position:
    node, found = validate(node, "position")
    report.take(found)
    scope = Scope(report, collect_names(node, organization, register))
    name = scalar(node, "position")
    position = Position(
        name=naming.declared(report, name) if name else "",
        title=title(node, text(node, "position")),
        organization=organization.name if organization else "",
        role=naming.role(scope, node, "role"),
        superior=naming.role(scope, node, "superior"),
        basis=basis(scope, node),
        duties=_parts(scope, node, "duties", procedures, _duty),
        accountabilities=_parts(scope, node, "accountabilities", procedures, _accountability),
        powers=_parts(scope, node, "powers", procedures, _power),
        questions=build_questions(scope, node),
        span=node.entries[0].key.span if node.entries else node.span,
    )
    if not has_errors(report.collected()):
        check_unused(scope)
        check_clauses(scope, register, position.name)
    return position


def _parts(
    scope: Scope,
    node: MapNode,
    key: str,
    procedures: Processes | None,
    build: Callable[[Scope, Entry, MapNode, tuple[str, ...]], Part | None],
) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for entry, body in mappings(node, key):
        naming.declared(scope.report, entry.key)
        part = build(scope, entry, body, _procedures(scope, body, procedures))
        if part is not None:
            found[entry.name] = part
    return found


def _procedures(scope: Scope, node: MapNode, known: Processes | None) -> tuple[str, ...]:
    written = (*scalars(node, "procedure"), *scalars(node, "shown_by"))
    for item in written:
        if known is not None and item.text not in known.names:
            near = scope.report.suggestions.nearest(item.text, known.names)
            scope.report.add("P111", item.span, name=item.text, nearest=near)
    return tuple(item.text for item in written)


def _duty(scope: Scope, entry: Entry, node: MapNode, procedures: tuple[str, ...]) -> Duty | None:
    every, nature = text(node, "every"), text(node, "nature")
    based = basis(scope, node)
    if not every and not nature:
        return None
    return Duty(
        name=entry.name,
        title=title(node, entry.name),
        when=Period(every) if every else Nature(nature),
        produces=optional_title(node, "produces"),
        procedures=procedures,
        basis=based,
        span=entry.key.span,
    )


def _accountability(scope: Scope, entry: Entry, node: MapNode, procedures: tuple[str, ...]) -> Accountability:
    return Accountability(
        name=entry.name,
        title=title(node, entry.name),
        procedures=procedures,
        figure=optional_title(node, "figure"),
        none=optional_title(node, "none"),
        basis=basis(scope, node),
        span=entry.key.span,
    )


def _power(scope: Scope, entry: Entry, node: MapNode, procedures: tuple[str, ...]) -> Power:
    return Power(entry.name, title(node, entry.name), procedures, basis(scope, node), entry.key.span)
