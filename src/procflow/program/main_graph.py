"""The graph of a process's main flow: one node for each step, one edge for each way out of it."""

from collections.abc import Iterator, Mapping

import networkx as nx

from procflow.definition.process import (
    AnytimeEvent,
    Choose,
    End,
    EndsAt,
    Milestone,
    Process,
    Review,
    Step,
    Task,
    Window,
)
from procflow.program.inner_graphs import leave_edges, outer_targets
from procflow.program.reach import reached, window
from procflow.program.relation import Edge, EdgeKind, Graph, build_graph, edge_graph
from procflow.program.step_edges import (
    CHOICE,
    PASSED,
    REACHED,
    escalation_trigger,
    ruling_trigger,
    step_edges,
    topic_trigger,
)

__all__ = [
    "CHOICE",
    "MAIN",
    "PASSED",
    "REACHED",
    "escalation_trigger",
    "event_trigger",
    "main_graph",
    "ruling_trigger",
    "topic_trigger",
    "voided_trigger",
]

MAIN = "main"


def voided_trigger(milestone: str) -> str:
    """The trigger of the edge that the flow takes when a milestone is voided."""
    return f"voided:{milestone}"


def event_trigger(event: str, target: str) -> str:
    """The trigger of the edge that an any-time event sends the main flow along."""
    return f"event:{event}:{target}"


def main_graph(process: Process) -> tuple[Graph, Mapping[str, frozenset[str]]]:
    """Compile the main flow of a process, with the steps on which each of its milestones can be voided."""
    edges = [edge for step in process.steps.values() for edge in _edges(process, step)]
    plain = edge_graph(MAIN, process.steps, edges)
    covered = {
        step.name: window(plain, process.start, step.name, step.until)
        for step in process.steps.values()
        if isinstance(step, Milestone)
    }
    edges.extend(_void_edges(process, covered))
    edges.extend(edge for event in process.events.values() for edge in _event_edges(process, event, plain))
    ends = [step.name for step in process.steps.values() if isinstance(step, End)]
    return build_graph(MAIN, process.start, process.steps, ends, edges), covered


def _edges(process: Process, step: Step) -> Iterator[Edge]:
    yield from step_edges(process.arbitration, step)
    yield from leave_edges(process.arbitration, step)


def _void_edges(process: Process, covered: Mapping[str, frozenset[str]]) -> Iterator[Edge]:
    """The ways out of the steps that a case can rest on; the step that they lead to is asked again too."""
    for name, inside in covered.items():
        milestone = process.steps[name]
        assert isinstance(milestone, Milestone)
        for step in process.steps.values():
            if milestone.if_voided is not None and step.name in inside and isinstance(step, Task | Review):
                yield Edge(step.name, voided_trigger(name), milestone.if_voided, EdgeKind.VOID)


def _event_edges(process: Process, event: AnytimeEvent, plain: "nx.MultiDiGraph[str]") -> Iterator[Edge]:
    """The ways that an event sends the main flow: at once from where it can be raised, and out of its own
    steps from wherever the main flow may have come by then."""
    opened = raisable(process, event.window, plain)
    if isinstance(event.stance, EndsAt):
        yield from _sent(process, event, opened, event.stance.target.step)
    running = frozenset(step for start in opened for step in reached(plain, start))
    for target in outer_targets(process.arbitration, event.flow) if event.flow else ():
        yield from _sent(process, event, running, target)


def raisable(process: Process, opens: Window | None, plain: "nx.MultiDiGraph[str]") -> frozenset[str]:
    """The steps on which an event with this window can be raised."""
    if opens is None:
        return reached(plain, process.start)
    return frozenset(opens.at) or window(plain, process.start, opens.since, opens.until)


def _sent(process: Process, event: AnytimeEvent, steps: frozenset[str], target: str) -> Iterator[Edge]:
    for step in process.steps.values():
        if step.name in steps and not isinstance(step, Choose | Milestone | End):
            yield Edge(step.name, event_trigger(event.name, target), target, EdgeKind.EVENT)
