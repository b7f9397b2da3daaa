"""Names: how they may be spelt, and what each sort of them refers to."""

import re

from procflow.definition.build.reading import scalar, scalars
from procflow.definition.build.scope import Report, Scope, resolve
from procflow.definition.process import OWNER
from procflow.diagnostics import Span
from procflow.source import MapNode, ScalarNode

COMMENT = "comment"
TOPIC = "topic"
CONTINUE = "continue"
HOLDER = "holder"

VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
"""Three numbers with points between them."""
MAX_NAME = 100
"""Characters."""


def declared(report: Report, key: ScalarNode, reserved: tuple[str, ...] = ()) -> str:
    """An id that is given here."""
    check_spelling(report, key.text, key.span, reserved)
    return key.text


def check_spelling(report: Report, name: str, span: Span, reserved: tuple[str, ...] = ()) -> None:
    """An id is letters of any script, digits, ``-`` and ``_``, beginning with a letter."""
    spelt = name[:1].isalpha() and all(c.isalnum() or c in "-_" for c in name)
    if not spelt or len(name) > MAX_NAME:
        report.add("N101", span, name=name)
    elif name in reserved:
        report.add("N103", span, name=name)


def declared_variable(report: Report, key: ScalarNode) -> str:
    """A name that guards read: letters of any script, digits and ``_``, beginning with a letter."""
    name = key.text
    if not name.isidentifier() or not name[0].isalpha() or len(name) > MAX_NAME:
        fixed = name.replace("-", "_").replace(" ", "_")
        report.add("N102", key.span, name=name, fixed=fixed if fixed.isidentifier() else "")
    elif name in (COMMENT, TOPIC, "and", "or", "not", "in", "true", "false", "has"):
        report.add("N103", key.span, name=name)
    return name


def step(scope: Scope, node: MapNode, key: str) -> str:
    """The step that a key names; empty without one."""
    return step_named(scope, scalar(node, key))


def step_named(scope: Scope, node: ScalarNode | None) -> str:
    """The step that a node names; empty without one."""
    if node is not None and node.text not in scope.names.steps and node.text in scope.names.inner:
        scope.report.add("T102", node.span, name=node.text, place=scope.names.inner[node.text])
        return node.text
    return resolve(scope.report, node, scope.names.steps, "N201")


def role(scope: Scope, node: MapNode, key: str) -> str:
    """The role that a key names; empty without one."""
    return role_named(scope, scalar(node, key))


def role_named(scope: Scope, node: ScalarNode | None) -> str:
    """The role that a node names; empty without one. The owner of the case counts as one."""
    if node is not None and node.text == OWNER and scope.names.owner:
        return OWNER
    return resolve(scope.report, node, scope.names.roles, "N202")


def means_owner(scope: Scope, node: ScalarNode) -> bool:
    """Whether a name among those of fields and attachments means the owner: none of these is called so."""
    return node.text == OWNER and bool(scope.names.owner) and OWNER not in scope.names.contents


def roles(scope: Scope, node: MapNode, key: str) -> tuple[str, ...]:
    """The roles under a key that holds one or a list of them."""
    return tuple(role_named(scope, item) for item in scalars(node, key))


def process_named(scope: Scope, node: ScalarNode) -> str:
    """The process that a node names: this one, or one beside it where the files are at hand."""
    before, known = len(scope.report), scope.processes
    name = declared(scope.report, node)
    misspelt = len(scope.report) > before
    if known is not None and not misspelt and name not in known.names and name != scope.names.process:
        near = scope.report.suggestions.nearest(name, known.names)
        scope.report.add("N217", node.span, name=name, nearest=near)
    return name


def table(scope: Scope, node: MapNode, key: str) -> str | None:
    """The table that a key names; a value-to-role map ranks nothing, so it cannot stand for one."""
    written = scalar(node, key)
    if written and written.text in scope.names.maps:
        scope.report.add("T167", written.span, name=written.text)
        return None
    name = resolve(scope.report, written, scope.names.tables, "N205")
    scope.tables_used.add(name)
    return name or None


def fields(scope: Scope, node: MapNode, key: str) -> tuple[str, ...]:
    """The fields that a list names."""
    return tuple(resolve(scope.report, item, scope.names.fields, "N203") for item in scalars(node, key))


def contents(scope: Scope, node: MapNode, key: str, *also: str) -> tuple[str, ...]:
    """The fields and attachments that a list names, or words that mean something there."""
    return tuple(_content(scope, item, also) for item in scalars(node, key))


def _content(scope: Scope, node: ScalarNode, also: tuple[str, ...]) -> str:
    known = scope.names.contents
    if node.text not in known and node.text not in also and known.whole:
        near = scope.report.suggestions.nearest(node.text, (*also, *known))
        scope.report.add("N204", node.span, name=node.text, nearest=near)
    return node.text


def attachments(node: MapNode) -> tuple[str, ...]:
    """The attachments that ``attach`` lists; naming one there is what declares it."""
    return tuple(item.text for item in scalars(node, "attach"))


def group(scope: Scope, node: MapNode, key: str) -> str:
    """The group of the organization that a key names."""
    return resolve(scope.report, scalar(node, key), scope.names.groups, "N209")


def limits(scope: Scope, node: MapNode, key: str) -> tuple[str, ...]:
    """The limits of the organization that a list names."""
    return tuple(resolve(scope.report, item, scope.names.limits, "N211") for item in scalars(node, key))


def length(scope: Scope, node: MapNode, key: str) -> str:
    """The limit of the organization that a key names, whose value has to be a length of time."""
    written = scalar(node, key)
    found = resolve(scope.report, written, scope.names.limits, "N211")
    if written is not None and found in scope.names.limits and found not in scope.names.lengths:
        scope.report.add("T170", written.span, name=found)
    return found


def calendar(scope: Scope, node: MapNode) -> str:
    """The calendar that the process runs by; empty for the organization's first."""
    return resolve(scope.report, scalar(node, "calendar"), scope.names.calendars, "N210")
