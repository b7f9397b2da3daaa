"""The graphs that steps are followed on: the main flow, and those of branches and any-time events."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from procflow.definition.process import Call, Choose, End, Milestone, Notice, Step
from procflow.program import MAIN, Graph, Program


class FlowGraph(Struct, frozen=True):
    """A graph with its own steps in reading order; its other nodes are where it is left."""

    graph: Graph
    steps: Mapping[str, Step]


def flow_graphs(program: Program) -> Iterator[FlowGraph]:
    """The main flow, then the graphs of branches and events, in the order of the file."""
    for name in dict.fromkeys((MAIN, *program.placed.values())):
        graph = program.graphs[name]
        own = {n: program.steps[n] for n in graph.ways.onward if program.placed.get(n) == name}
        yield FlowGraph(graph, own)


def goes_on_by_itself(step: Step) -> bool:
    """Whether a case leaves a step at once, with nobody asked, nothing waited for and nothing changed."""
    match step:
        case Choose() | Milestone():
            return True
        case Notice(acknowledge=asked):
            return asked is None or not asked.waits
        case Call(waits=waits):
            return not waits
        case _:
            return False


def is_done_by_somebody(step: Step) -> bool:
    """Whether a case rests on a step until something happens: a person, a program, another case, the time."""
    return not isinstance(step, End) and not goes_on_by_itself(step)
