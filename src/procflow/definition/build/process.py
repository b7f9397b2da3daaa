"""The passes that make a typed process out of the nodes of its file, in their order."""

from collections.abc import Iterator, Mapping

from procflow.definition.build import naming
from procflow.definition.build.arbitration import build_arbitration
from procflow.definition.build.cadence import build_cadence
from procflow.definition.build.calls import check_circles
from procflow.definition.build.data import build_facts, build_fields, date_names, guard_types, held_types
from procflow.definition.build.doers import build_owner
from procflow.definition.build.events import build_events
from procflow.definition.build.fits import papers
from procflow.definition.build.inner import check_step_names
from procflow.definition.build.invariants import build_invariants
from procflow.definition.build.neighbours import Processes
from procflow.definition.build.questions import build_questions
from procflow.definition.build.reading import mapping, scalar, sound, text
from procflow.definition.build.scope import Report, Scope, collect_names, resolve
from procflow.definition.build.shared import build_templates
from procflow.definition.build.size import check_size
from procflow.definition.build.steps import build_steps, inner_steps_of
from procflow.definition.build.tables import build_maps, build_tables
from procflow.definition.build.titles import title
from procflow.definition.build.unused import check_clauses, check_unused
from procflow.definition.features import notes
from procflow.definition.organization import Organization
from procflow.definition.process import (
    Answer,
    Arbitration,
    DataField,
    End,
    GroupType,
    Object,
    Process,
    Review,
    Step,
)
from procflow.definition.register import Register
from procflow.diagnostics import Diagnostic, Related, has_errors
from procflow.guards import Money, Number, Opaque, Percent
from procflow.source import MapNode
from procflow.source.schema import validate


def build_process(
    node: MapNode,
    organization: Organization | None,
    register: Register | None,
    processes: Processes | None = None,
) -> tuple[Process | None, tuple[Diagnostic, ...]]:
    """The process that a file describes, or None if there is an error, with all that was found in it.

    Without the organization or the register (they could not be read, or the process comes from stored content
    that was checked before) the names that stand in them are taken as they are, and so are those of other
    processes without ``processes``, which are those beside the file.
    """
    return Report().built(lambda report: _checked(report, node, organization, register, processes))


def _checked(
    report: Report,
    node: MapNode,
    organization: Organization | None,
    register: Register | None,
    processes: Processes | None,
) -> Process:
    node, found = validate(node, "process")
    report.take(found)
    scope = Scope(report, collect_names(node, organization, register), processes=processes)
    process = _process(scope, node, organization)
    check_circles(scope, process)
    check_size(scope, node, process)
    _check_names(scope)
    _check_objections(scope, node, process.steps, process.arbitration)
    if not has_errors(report.collected()):
        report.take(notes(process))
        check_unused(scope)
        check_clauses(scope, register, process.name)
        _check_grants(scope, process, organization)
    return process


def _process(scope: Scope, node: MapNode, organization: Organization | None) -> Process:
    """The process itself; what is declared comes before what refers to it, the questions last of all."""
    fields = build_fields(scope, node)
    scope.declared = {**papers(scope.names.attachments.places), **fields}
    facts = build_facts(scope, node)
    scope.types, scope.held = guard_types(fields, facts), held_types(fields)
    scope.dates = date_names(scope.types)
    declared = {*scope.names.fields, *scope.names.facts}
    scope.unsure = frozenset(declared - {name.partition(".")[0] for name in scope.types})
    tables = build_tables(scope, node)
    maps = build_maps(scope, node)
    templates = build_templates(scope, node)
    check_step_names(scope, node)
    steps = build_steps(scope, node, templates, tables)
    events = build_events(scope, node, inner_steps_of(templates, tables))
    arbitration = build_arbitration(scope, node)
    invariants = build_invariants(scope, node, steps)
    return Process(
        name=_name(scope.report, node),
        version=_version(scope.report, node),
        title=title(node, text(node, "process")),
        organization=organization.name if organization else "",
        calendar=naming.calendar(scope, node),
        start=_start(scope, node, steps),
        fields=fields,
        facts=facts,
        attachments=tuple(scope.names.attachments),
        tables=tables,
        steps=steps,
        arbitration=arbitration,
        invariants=invariants,
        questions=build_questions(scope, node),
        span=node.entries[0].key.span if node.entries else node.span,
        alarm=naming.role(scope, node, "alarm") or None,
        owner=build_owner(scope, node),
        events=events,
        maps=maps,
        cadence=build_cadence(scope, node),
        one_open_per=_one_open_per(scope, node, fields),
    )


def _name(report: Report, node: MapNode) -> str:
    written = scalar(node, "process")
    return naming.declared(report, written) if written else ""


def _version(report: Report, node: MapNode) -> str:
    written = scalar(node, "version")
    if written and not naming.VERSION.fullmatch(written.text):
        report.add("D111", written.span, value=written.text)
    return written.text if written else ""


def _one_open_per(scope: Scope, node: MapNode, fields: Mapping[str, DataField]) -> str | None:
    """The field of which no two open cases hold the same value: one that is there from the start."""
    written = scalar(node, "one_open_per")
    name = resolve(scope.report, written, scope.names.fields, "N203")
    field = fields.get(name)
    declared = mapping(node, "data")
    body = declared.get(name) if declared else None
    if body is not None and not sound(body):
        return name
    if written and field and (not field.required or isinstance(field.type, GroupType | Opaque)):
        scope.report.add("T162", written.span, name=name)
    elif written and field and field.personal:
        scope.report.add("T195", written.span, (Related(field.span),), name=name)
    return name or None


def _start(scope: Scope, node: MapNode, steps: Mapping[str, Step]) -> str:
    start = naming.step(scope, node, "start")
    written = scalar(node, "start")
    if written and isinstance(steps.get(start), End):
        scope.report.add("D112", written.span, name=start)
    return start


def _check_names(scope: Scope) -> None:
    for name, span in scope.names.attachments.places.items():
        naming.check_spelling(scope.report, name, span, (naming.COMMENT, naming.TOPIC))


def _objections(steps: Mapping[str, Step]) -> Iterator[Answer]:
    for step in steps.values():
        for seat in step.seats if isinstance(step, Review) else ():
            yield from (answer for answer in seat.answers.values() if isinstance(answer.effect, Object))


def _check_objections(
    scope: Scope, node: MapNode, steps: Mapping[str, Step], arbitration: Arbitration | None
) -> None:
    objections = list(_objections(steps))
    if node.get("arbitration") is None and not node.poisoned:
        for answer in objections:
            scope.report.add("D182", answer.span, name=answer.name)
    if arbitration is not None and not objections and not has_errors(scope.report.collected()):
        scope.report.add("D183", arbitration.span)


def _check_grants(scope: Scope, process: Process, organization: Organization | None) -> None:
    """A grant made for this process is limited by numbers and amounts that it has."""
    grants = organization.grants.values() if organization else ()
    numbers = [name for name, kind in scope.types.items() if isinstance(kind, Number | Money | Percent)]
    for grant in grants:
        for name in grant.limits if process.name in grant.processes else ():
            if name not in numbers:
                args = {"name": name, "grant": grant.name, "process": process.name}
                scope.report.add(
                    "O135", grant.span, **args, nearest=scope.report.suggestions.nearest(name, numbers)
                )
