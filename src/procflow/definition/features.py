"""What a process uses of the language that this release reads and checks, and does not run yet."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from procflow.definition.process import (
    After,
    AnytimeEvent,
    Call,
    CaseOpen,
    DataField,
    GroupType,
    Mode,
    Never,
    Notice,
    Occasion,
    Parallel,
    Process,
    Review,
    Same,
    Step,
    System,
    Task,
    Wait,
)
from procflow.diagnostics import Diagnostic, Span
from procflow.guards import Checklist, Opaque, Person, type_name


class Feature(Struct, frozen=True):
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
    yield from _of_fields(process.fields.values())
    for fact in process.facts.values():
        if not isinstance(fact.true_once, Occasion | CaseOpen):
            yield Feature("facts", fact.span)
    for role_map in process.maps.values():
        yield Feature("by_value", role_map.span)
    for step in process.steps.values():
        yield from _of_step(step)
    for event in process.events.values():
        yield from _of_event(event)
    if process.owner is not None:
        yield Feature("owner", process.owner.span)
    for rule in process.invariants:
        match rule:
            case After():
                yield Feature("after", rule.span)
            case Never():
                yield Feature("never", rule.span)
            case Same():
                yield Feature("same", rule.span)
            case _:
                pass


def _of_fields(fields: Iterable[DataField]) -> Iterator[Feature]:
    for field in fields:
        if isinstance(field.type, GroupType):
            yield from _of_fields(field.type.fields)
        elif isinstance(field.type, Person | Checklist | Opaque):
            yield Feature(f"type: {type_name(field.type)}", field.span)
        if field.edit:
            yield Feature("edit", field.span)


def _of_event(event: AnytimeEvent) -> Iterator[Feature]:
    yield Feature("events", event.span)
    yield from _of_fields(event.fields.values())
    for step in event.flow.steps.values() if event.flow is not None else ():
        yield from _of_step(step)


def _of_step(step: Step) -> Iterator[Feature]:
    match step:
        case Notice() | Wait() | Call() | System():
            yield Feature(type(step).__name__.lower(), step.span)
        case Parallel():
            yield Feature("parallel", step.span)
            for lane in step.lanes.values():
                for inner in lane.flow.steps.values():
                    yield from _of_step(inner)
        case Review():
            if step.mode in (Mode.FIRST_ANSWER, Mode.VOTE):
                yield Feature(f"review: {step.mode}", step.span)
            if step.seating is not None:
                yield Feature("seats", step.span)
        case Task():
            if step.doer is not None:
                yield Feature("role", step.span)
            for outcome in step.outcomes.values():
                if outcome.raises is not None:
                    yield Feature("raises", outcome.span)
        case _:
            pass
