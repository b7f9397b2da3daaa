"""The graphs of branches and any-time events.

A step of a graph around an inner one stands in it as an end: a token that would come there leaves the inner
graph, and the scope around it goes on at that step (SEMANTICS 2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from procflow.definition.process import FINISHED, End, Flow, Parallel, Process, Step
from procflow.program.flow_edges import covered_by, flow_edges, outer_targets, void_edges
from procflow.program.relation import Graph, build_graph, edge_ways


def branch_graph_name(block: str, branch: str) -> str:
    """The name of a branch's graph."""
    return f"parallel:{block}/{branch}"


def event_graph_name(event: str) -> str:
    """The name of the graph that the occurrences of an any-time event run on."""
    return f"event:{event}"


def branch_of_graph(graph: str) -> tuple[str, str] | None:
    """The block and the branch that a graph is of; None for any other graph."""
    kind, _, name = graph.partition(":")
    block, _, branch = name.rpartition("/")
    return (block, branch) if kind == "parallel" else None


def event_of_graph(graph: str) -> str | None:
    """The any-time event that a graph is of; None for any other graph."""
    kind, _, name = graph.partition(":")
    return name if kind == "event" else None


@dataclass(frozen=True, slots=True)
class Inner:
    """The graph of a branch or an event, its steps, and where each of its milestones can be voided."""

    graph: Graph
    flow: Flow
    covered: Mapping[str, frozenset[str]]


def inner_graphs(process: Process) -> dict[str, Inner]:
    """The graphs of every branch and event of a process, by name."""
    found: dict[str, Inner] = {}
    for step in process.steps.values():
        found.update(_branch_graphs(process, step))
    for event in process.events.values():
        if event.flow is not None:
            found.update(_flow_graphs(process, event_graph_name(event.name), event.flow))
    return found


def _branch_graphs(process: Process, step: Step) -> Iterator[tuple[str, Inner]]:
    if isinstance(step, Parallel):
        for branch in step.branches.values():
            yield from _flow_graphs(process, branch_graph_name(step.name, branch.name), branch.flow)


def _flow_graphs(process: Process, name: str, flow: Flow) -> Iterator[tuple[str, Inner]]:
    outer = outer_targets(process.arbitration, flow)
    nodes = [*flow.steps, FINISHED, *outer]
    edges = [edge for step in flow.steps.values() for edge in flow_edges(process.arbitration, step)]
    covered = covered_by(flow, edge_ways(name, nodes, edges))
    edges.extend(void_edges(flow, covered))
    ends = [FINISHED, *outer, *(step.name for step in flow.steps.values() if isinstance(step, End))]
    yield name, Inner(build_graph(name, flow.start, nodes, ends, edges), flow, covered)
    for step in flow.steps.values():
        yield from _branch_graphs(process, step)
