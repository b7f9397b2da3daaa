"""F104: a circle of steps that go on by themselves, so that nobody ever gets to stop it."""

from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from procflow.analysis.ways import between, written
from procflow.definition.process import Choose, Milestone
from procflow.diagnostics import Diagnostic
from procflow.program import Program, reached


def check(program: Program) -> Iterator[Diagnostic]:
    """One circle of choices and milestones for every part of the flow that has any.

    Nothing changes while a case goes round without people: what led it round once leads it round for ever.
    """
    main = program.main
    automatic = {
        name for name in reached(main.ways, main.start) if isinstance(program.step(name), Choose | Milestone)
    }
    if not _goes_round({name: automatic.intersection(main.ways.onward[name]) for name in automatic}):
        return
    import networkx as nx

    among = between(main, automatic)
    for members in nx.strongly_connected_components(among):
        first = next(name for name in among if name in members)
        if len(members) > 1 or among.has_edge(first, first):
            circle = nx.find_cycle(among.subgraph(members), first)
            way = written((*(source for source, _ in circle), circle[0][0]))
            yield Diagnostic("F104", program.step(first).span, {"step": first, "way": way})


def _goes_round(onward: Mapping[str, Collection[str]]) -> bool:
    """Whether there is any circle; a step that leads to itself is one."""
    try:
        TopologicalSorter(onward).prepare()
    except CycleError:
        return True
    return False
