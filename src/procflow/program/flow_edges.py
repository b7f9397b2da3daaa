"""What every graph of steps is made of, the main flow as well as those of branches and any-time events."""

from collections.abc import Iterator, Mapping

from procflow.definition.process import (
    FINISHED,
    Arbitration,
    Choose,
    End,
    Ending,
    Flow,
    Milestone,
    Step,
    inner_flows,
)
from procflow.program.reach import Ways, window
from procflow.program.relation import Edge, EdgeKind
from procflow.program.step_edges import step_edges


def leave_trigger(target: str) -> str:
    """The trigger of the edge that a parallel block takes when a branch leaves it for a step around."""
    return f"leave:{target}"


def voided_trigger(milestone: str) -> str:
    """The trigger of the edge that the flow takes when a milestone is voided."""
    return f"voided:{milestone}"


def flow_edges(arbitration: Arbitration | None, step: Step) -> Iterator[Edge]:
    """The edges out of a step, with those that a parallel block takes when one of its branches leads out of
    it."""
    yield from step_edges(arbitration, step)
    targets = [target for flow in inner_flows(step) for target in outer_targets(arbitration, flow)]
    for target in dict.fromkeys(targets):
        yield Edge(step.name, leave_trigger(target), target, EdgeKind.RETURN)


def outer_targets(arbitration: Arbitration | None, flow: Flow) -> tuple[str, ...]:
    """The steps around an inner graph that its edges, and what voids its milestones, lead to, in the order of
    the file."""
    targets = (target for step in flow.steps.values() for target in _targets(arbitration, step))
    return tuple(dict.fromkeys(t for t in targets if t not in flow.steps and t != FINISHED))


def _targets(arbitration: Arbitration | None, step: Step) -> Iterator[str]:
    yield from (edge.target for edge in flow_edges(arbitration, step))
    if isinstance(step, Milestone) and step.if_voided is not None:
        yield step.if_voided


def covered_by(flow: Flow, ways: Ways) -> dict[str, frozenset[str]]:
    """The steps of a graph on which each of its milestones can be voided."""
    return {
        step.name: window(ways, flow.start, step.name, step.until)
        for step in flow.steps.values()
        if isinstance(step, Milestone)
    }


def void_edges(flow: Flow, covered: Mapping[str, frozenset[str]], *, events: bool = False) -> Iterator[Edge]:
    """The ways out of the steps that a token can rest on; the step that they lead to is asked again too.
    Where there are ``events``, a token can rest on a completed end."""
    for name, inside in covered.items():
        milestone = flow.steps[name]
        assert isinstance(milestone, Milestone)
        for step in flow.steps.values():
            if milestone.if_voided is not None and step.name in inside and rests(step, events=events):
                yield Edge(step.name, voided_trigger(name), milestone.if_voided, EdgeKind.VOID)


def rests(step: Step, *, events: bool = True) -> bool:
    """Whether a token can be found on a step: a completed end waits for open events (SEMANTICS 3)."""
    if isinstance(step, End):
        return events and step.ending is Ending.COMPLETED
    return not isinstance(step, Choose | Milestone)
