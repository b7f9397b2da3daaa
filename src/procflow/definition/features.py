"""What a process uses of the language that this release reads and checks, and does not run yet."""

from collections.abc import Iterator

from msgspec import Struct

from procflow.definition.process import ChosenSeats, Process, Review, every_step
from procflow.diagnostics import Diagnostic, Span


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
    for step in every_step(process).values():
        if isinstance(step, Review) and isinstance(step.seating, ChosenSeats):
            yield Feature("chosen_by", step.span)
