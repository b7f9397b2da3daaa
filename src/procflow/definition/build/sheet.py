"""A review sheet from its nodes, held to the process that it prints."""

from procflow.definition.build import naming
from procflow.definition.build.reading import get, items, mapping, scalar, scalars, text
from procflow.definition.build.scope import Report, Scope, collect_names
from procflow.definition.build.titles import basis, optional_title, title
from procflow.definition.process import GroupType, Process, Review
from procflow.definition.register import Register
from procflow.definition.sheet import FieldLine, Line, Numbering, Section, Serial, Sheet, SignedLine
from procflow.diagnostics import Diagnostic
from procflow.source import MapNode, ScalarNode
from procflow.source.schema import validate

SHOWN = ("answer", "person", "role", "date", "comment")
"""What a signed line can show; all of it if the line does not say."""


def build_sheet(
    node: MapNode, process: Process | None, register: Register | None
) -> tuple[Sheet | None, tuple[Diagnostic, ...]]:
    """The sheet that a file describes, or None if there is an error, with all that was found in it.

    Without the process the names of fields, steps and seats are taken as they are.
    """
    return Report().built(lambda report: _sheet(report, node, process, register))


def _sheet(report: Report, node: MapNode, process: Process | None, register: Register | None) -> Sheet:
    node, found = validate(node, "sheet")
    report.take(found)
    scope = Scope(report, collect_names(node, None, register))
    name = scalar(node, "sheet")
    sections = tuple(
        _section(scope, section, process)
        for section in items(node, "sections")
        if isinstance(section, MapNode)
    )
    return Sheet(
        name=naming.declared(report, name) if name else "",
        title=title(node, text(node, "sheet")),
        serial=_serial(node),
        sections=sections,
        span=node.entries[0].key.span if node.entries else node.span,
    )


def _serial(node: MapNode) -> Serial | None:
    serial = mapping(node, "serial")
    digits = scalar(serial, "digits") if serial else None
    if serial is None or digits is None or not isinstance(digits.value, int) or not text(serial, "per"):
        return None
    return Serial(text(serial, "prefix"), Numbering(text(serial, "per")), digits.value)


def _section(scope: Scope, node: MapNode, process: Process | None) -> Section:
    lines = (_line(scope, line, process) for line in items(node, "lines") if isinstance(line, MapNode))
    return Section(
        title=title(node, ""),
        lines=tuple(line for line in lines if line is not None),
        basis=basis(scope, node),
        span=node.span,
    )


def _line(scope: Scope, node: MapNode, process: Process | None) -> Line | None:
    what = _what(scope, node, process)
    based = basis(scope, node)
    return Line(optional_title(node, "title"), what, based, node.span) if what else None


def _what(scope: Scope, node: MapNode, process: Process | None) -> FieldLine | SignedLine | None:
    if field := scalar(node, "field"):
        known = _shown(process) if process else {}
        if process and field.text not in known:
            near = scope.report.suggestions.nearest(field.text, known)
            scope.report.add("N204", field.span, name=field.text, nearest=near)
        return FieldLine(field.text)
    shows = tuple(item.text for item in scalars(node, "shows")) or SHOWN
    if step := scalar(node, "step"):
        _check_step(scope, step, step.text, process)
        return SignedLine(step.text, None, shows)
    seat = scalar(node, "seat")
    return _seat(scope, seat, process, shows) if seat and get(node, "seat") else None


def _shown(process: Process) -> dict[str, None]:
    """What a line can show: fields, the fields of groups, attachments."""
    names = [*process.fields, *process.attachments]
    for field in process.fields.values():
        if isinstance(field.type, GroupType):
            names.extend(f"{field.name}.{part.name}" for part in field.type.fields)
    return dict.fromkeys(names)


def _seat(
    scope: Scope, written: ScalarNode, process: Process | None, shows: tuple[str, ...]
) -> SignedLine | None:
    step, slash, seat = written.text.partition("/")
    if not slash:
        scope.report.add("P121", written.span, value=written.text)
        return None
    if _check_step(scope, written, step, process) and process is not None:
        review = process.steps[step]
        seats = [s.name for s in review.seats] if isinstance(review, Review) else []
        if seat not in seats:
            at = written.part(len(step) + 1, len(written.text))
            near = scope.report.suggestions.nearest(seat, seats)
            scope.report.add("N214", at, name=seat, step=step, nearest=near)
    return SignedLine(step, seat, shows)


def _check_step(scope: Scope, written: ScalarNode, name: str, process: Process | None) -> bool:
    if process is None or name in process.steps:
        return True
    near = scope.report.suggestions.nearest(name, process.steps)
    scope.report.add("N201", written.part(0, len(name)), name=name, nearest=near)
    return False
