"""The graph of a process's main flow: one node for each step, one edge for each way out of it."""

from collections.abc import Iterator, Sequence

from procflow.definition.process import (
    AnytimeEvent,
    End,
    EndsAt,
    Flow,
    Process,
    Window,
)
from procflow.program.flow_edges import covered_by, flow_edges, outer_targets, rests, void_edges
from procflow.program.reach import Ways, reached, window
from procflow.program.relation import Edge, EdgeKind, Graph, build_graph, edge_ways

MAIN = "main"
"""The name of the main flow: of its graph, and in a case of the scope that runs on it."""


def event_trigger(event: str, target: str) -> str:
    """The trigger of the edge that an any-time event sends the main flow along."""
    return f"event:{event}:{target}"


def main_graph(process: Process) -> tuple[Graph, dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Compile the main flow of a process, with the steps on which each of its milestones can be voided, and
    those on which each of its events can be raised."""
    flow = Flow(process.start, process.steps)
    edges = [edge for step in process.steps.values() for edge in flow_edges(process.arbitration, step)]
    plain = edge_ways(MAIN, process.steps, edges)
    covered = covered_by(flow, plain)
    edges.extend(void_edges(flow, covered, events=bool(process.events)))
    opened: dict[str, frozenset[str]] = {}
    edges.extend(_event_edges(process, edges, plain, opened))
    ends = [step.name for step in process.steps.values() if isinstance(step, End)]
    return build_graph(MAIN, process.start, process.steps, ends, edges), covered, opened


def _event_edges(
    process: Process, edges: Sequence[Edge], plain: Ways, opened: dict[str, frozenset[str]]
) -> list[Edge]:
    """The ways that events send the main flow: at once from where they can be raised, and out of their own
    steps from wherever the main flow may have come by then.

    What only an event leads to is a place to raise events from too, so both are worked out until nothing is
    new; ``opened`` is filled in with where each event can be raised.
    """
    found: list[Edge] = []
    known = -1
    while len(found) != known:
        known = len(found)
        ways = edge_ways(MAIN, process.steps, [*edges, *found]) if found else plain
        found = []
        for event in process.events.values():
            opened[event.name] = raisable(process, event.window, plain, ways)
            found.extend(_ways_of(process, event, opened[event.name], ways))
    return found


def _ways_of(process: Process, event: AnytimeEvent, opened: frozenset[str], ways: Ways) -> Iterator[Edge]:
    if isinstance(event.stance, EndsAt):
        yield from _sent(process, event, opened, event.stance.target.step)
    running = frozenset(step for start in opened for step in reached(ways, start))
    for target in outer_targets(process.arbitration, event.flow) if event.flow else ():
        yield from _sent(process, event, running, target)


def raisable(process: Process, opens: Window | None, plain: Ways, ways: Ways) -> frozenset[str]:
    """The steps on which an event with this window can be raised: those that the window names, or all that a
    case comes to on its ``ways``, be they ``plain`` or taken for an event."""
    inside = reached(ways, process.start)
    if opens is not None:
        inside = frozenset(opens.at) or window(plain, process.start, opens.since, opens.until)
    return frozenset(name for name in inside if rests(process.steps[name]))


def _sent(process: Process, event: AnytimeEvent, steps: frozenset[str], target: str) -> Iterator[Edge]:
    for step in process.steps.values():
        if step.name in steps and rests(step):
            yield Edge(step.name, event_trigger(event.name, target), target, EdgeKind.EVENT)
