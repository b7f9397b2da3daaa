"""What a process uses of the language that this release reads and checks, and does not run yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from procflow.definition.process import DataField, GroupType, Process
from procflow.diagnostics import Diagnostic, Span
from procflow.guards import Checklist, Opaque, Person, type_name


@dataclass(frozen=True, slots=True)
class Feature:
    """One use of a part of the language, by the words that it is written with."""

    name: str
    span: Span


def not_run_yet(process: Process) -> tuple[Feature, ...]:
    """Every use in a process of what no case can run on yet, in the order of the file."""
    found = {(feature.name, feature.span): feature for feature in _uses(process)}
    return tuple(sorted(found.values(), key=lambda feature: (feature.span, feature.name)))


def notes(process: Process) -> tuple[Diagnostic, ...]:
    """A note for each use of what no case can run on yet."""
    return tuple(Diagnostic("D301", f.span, {"feature": f.name}) for f in not_run_yet(process))


def _uses(process: Process) -> Iterator[Feature]:
    for field in process.fields.values():
        yield from _of_field(field)


def _of_field(field: DataField) -> Iterator[Feature]:
    if isinstance(field.type, GroupType):
        for inner in field.type.fields:
            yield from _of_field(inner)
    elif isinstance(field.type, Person | Checklist | Opaque):
        yield Feature(f"type: {type_name(field.type)}", field.span)
    if field.edit:
        yield Feature("edit", field.span)
