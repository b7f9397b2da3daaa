"""The graphs of branches and any-time events.

A step of a graph around an inner one stands in it as an end: a token that comes there leaves the inner graph,
and the scope around it goes on at that step (SEMANTICS 2).
"""

from collections.abc import Iterator, Mapping

from procflow.definition.process import FINISHED, Arbitration, End, Flow, Parallel, Process, Step
from procflow.program.relation import Edge, EdgeKind, Graph, build_graph
from procflow.program.step_edges import step_edges


def lane_graph_name(parallel: str, lane: str) -> str:
    """The name of a branch's graph."""
    return f"parallel:{parallel}/{lane}"


def event_graph_name(event: str) -> str:
    """The name of the graph that the occurrences of an any-time event run on."""
    return f"event:{event}"


def leave_trigger(target: str) -> str:
    """The trigger of the edge that a parallel block takes when a branch leaves it for a step around."""
    return f"leave:{target}"


def inner_graphs(process: Process) -> Mapping[str, Graph]:
    """The graphs of every branch and event of a process, by name."""
    found: dict[str, Graph] = {}
    for step in process.steps.values():
        found.update(_lane_graphs(process, step))
    for event in process.events.values():
        if event.flow is not None:
            found.update(_flow_graphs(process, event_graph_name(event.name), event.flow))
    return found


def leave_edges(arbitration: Arbitration | None, step: Step) -> Iterator[Edge]:
    """The edges that a parallel block takes when one of its branches leads out of it."""
    if isinstance(step, Parallel):
        targets = [t for lane in step.lanes.values() for t in outer_targets(arbitration, lane.flow)]
        for target in dict.fromkeys(targets):
            yield Edge(step.name, leave_trigger(target), target, EdgeKind.RETURN)


def outer_targets(arbitration: Arbitration | None, flow: Flow) -> tuple[str, ...]:
    """The steps around an inner graph that its edges lead to, in the order of the file."""
    edges = (edge for step in flow.steps.values() for edge in _edges(arbitration, step))
    return tuple(
        dict.fromkeys(e.target for e in edges if e.target not in flow.steps and e.target != FINISHED)
    )


def _edges(arbitration: Arbitration | None, step: Step) -> Iterator[Edge]:
    yield from step_edges(arbitration, step)
    yield from leave_edges(arbitration, step)


def _lane_graphs(process: Process, step: Step) -> Iterator[tuple[str, Graph]]:
    if isinstance(step, Parallel):
        for lane in step.lanes.values():
            yield from _flow_graphs(process, lane_graph_name(step.name, lane.name), lane.flow)


def _flow_graphs(process: Process, name: str, flow: Flow) -> Iterator[tuple[str, Graph]]:
    outer = outer_targets(process.arbitration, flow)
    edges = [edge for step in flow.steps.values() for edge in _edges(process.arbitration, step)]
    ends = [FINISHED, *outer, *(step.name for step in flow.steps.values() if isinstance(step, End))]
    yield name, build_graph(name, flow.start, [*flow.steps, FINISHED, *outer], ends, edges)
    for step in flow.steps.values():
        yield from _lane_graphs(process, step)
