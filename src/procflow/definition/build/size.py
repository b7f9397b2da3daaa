"""How large a process may be, so that its check ends in bounded time."""

from collections.abc import Iterable, Iterator, Mapping

from procflow.definition.build.scope import Scope
from procflow.definition.process import AnytimeEvent, Milestone, Parallel, Process, Step
from procflow.source import MapNode

MOST_PLACES = 10_000_000
"""Steps times what opens and closes between them; a thousand milestones among ten thousand steps."""


def check_size(scope: Scope, node: MapNode, process: Process) -> None:
    """Refuse a process with too many windows: for each changeable field, milestone and any-time event the
    checker works out on which steps it is open."""
    events = process.events.values()
    places = sum(_milestones(steps) * len(steps) for steps in _graphs(process.steps, events))
    windows = sum(field.change is not None for field in process.fields.values()) + len(process.events)
    places += windows * len(process.steps)
    written = node.entry("steps")
    if places > MOST_PLACES and written is not None:
        scope.report.add("D116", written.key.span, count=str(len(process.steps)), limit=str(MOST_PLACES))


def _milestones(steps: Mapping[str, Step]) -> int:
    return sum(isinstance(step, Milestone) for step in steps.values())


def _graphs(steps: Mapping[str, Step], events: Iterable[AnytimeEvent] = ()) -> Iterator[Mapping[str, Step]]:
    """The steps of the graph itself, and of every branch and event in it."""
    yield steps
    for step in steps.values():
        for branch in step.branches.values() if isinstance(step, Parallel) else ():
            yield from _graphs(branch.flow.steps)
    for event in events:
        if event.flow is not None:
            yield from _graphs(event.flow.steps)
