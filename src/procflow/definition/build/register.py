"""The clause register from its nodes."""

from collections.abc import Mapping

from procflow.definition.build import naming
from procflow.definition.build.reading import entries, mapping, mappings, scalar, scalars, text
from procflow.definition.build.scope import Report
from procflow.definition.build.titles import bilingual, optional_title, title
from procflow.definition.process import Title
from procflow.definition.register import Clause, Register
from procflow.diagnostics import Diagnostic, Related
from procflow.source import MapNode
from procflow.source.schema import validate


def build_register(node: MapNode) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """The register that a file describes, or None if there is an error, with everything found in the file."""
    return Report().built(lambda report: _register(report, node))


def _register(report: Report, node: MapNode) -> Register:
    node, found = validate(node, "clauses")
    report.take(found)
    name = scalar(node, "register")
    source = mapping(node, "source")
    clauses = {
        entry.name: Clause(
            name=entry.name,
            title=title(body, entry.name),
            informative=optional_title(body, "informative"),
            carried_by=tuple(item.text for item in scalars(body, "carried_by")),
            span=entry.key.span,
        )
        for entry, body in mappings(node, "clauses")
    }
    gaps = _gaps(report, node, clauses)
    return Register(
        name=naming.declared(report, name) if name else "",
        title=title(source, name.text if name else "") if source else title(node, ""),
        document=text(source, "document") if source else "",
        clauses=clauses,
        span=node.entries[0].key.span if node.entries else node.span,
        gaps=gaps,
    )


def _gaps(report: Report, node: MapNode, clauses: Mapping[str, Clause]) -> dict[str, Title]:
    """The numbers that the source skips; what is skipped is no clause."""
    found: dict[str, Title] = {}
    for entry in entries(node, "gaps"):
        if entry.name in clauses:
            report.add("L103", entry.key.span, (Related(clauses[entry.name].span),), name=entry.name)
        found[entry.name] = bilingual(entry.value) or Title(entry.name, entry.name)
    return found
