"""The graph of a process's main flow: one node for each step, one edge for each way out of it."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from procflow.definition.process import (
    Arbitration,
    Choose,
    End,
    Escalation,
    GoTo,
    Leave,
    Milestone,
    Object,
    Process,
    Review,
    SettledTopic,
    Step,
    Target,
    Task,
)
from procflow.program.reach import window
from procflow.program.relation import Edge, EdgeKind, Graph, build_graph, edge_graph

MAIN = "main"

CHOICE = "choose"
REACHED = "reached"
# No answer of a seat can have this name, so a review is never passed by one that leads elsewhere.
PASSED = "review:passed"


def ruling_trigger(ruling: str) -> str:
    """The trigger of the edge that a ruling takes out of a review."""
    return f"ruling:{ruling}"


def topic_trigger(topic: str) -> str:
    """The trigger of the edge that an objection on a settled topic takes out of a review."""
    return f"topic:{topic}"


def escalation_trigger(rule: int, seat: str | None) -> str:
    """The trigger of the edge that an escalation takes, by its place in the list."""
    return f"escalation:{seat or ''}:{rule}"


def voided_trigger(milestone: str) -> str:
    """The trigger of the edge that the flow takes when a milestone is voided."""
    return f"voided:{milestone}"


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
    ends = [step.name for step in process.steps.values() if isinstance(step, End)]
    return build_graph(MAIN, process.start, process.steps, ends, edges), covered


def _edges(process: Process, step: Step) -> Iterator[Edge]:
    match step:
        case Task():
            for outcome in step.outcomes.values():
                yield _edge(step.name, outcome.name, outcome.target)
            if step.limit is not None:
                yield from _escalations(step.name, None, step.limit.escalations)
        case Review():
            yield from _review_edges(process, step)
        case Choose():
            for branch in step.branches:
                yield Edge(step.name, CHOICE, branch.target.step, EdgeKind.FLOW, branch.when)
        case Milestone():
            yield _edge(step.name, REACHED, step.target)
        case End():
            return
        case _:
            assert_never(step)


def _edge(source: str, trigger: str, target: Target) -> Edge:
    kind = EdgeKind.FLOW if target.resume is None else EdgeKind.RETURN
    return Edge(source, trigger, target.step, kind)


def _review_edges(process: Process, step: Review) -> Iterator[Edge]:
    for outcome in step.outcomes.values():
        yield _edge(step.name, PASSED, outcome.target)
    answers = {answer.name: answer for seat in step.seats for answer in seat.answers.values()}
    for answer in answers.values():
        if isinstance(answer.effect, Leave):
            yield _edge(step.name, answer.name, answer.effect.target)
    for seat in step.seats:
        if seat.limit is not None:
            yield from _escalations(step.name, seat.name, seat.limit.escalations)
    objects = any(isinstance(answer.effect, Object) for answer in answers.values())
    if objects and process.arbitration is not None:
        yield from _ruling_edges(step, process.arbitration)


def _ruling_edges(step: Review, arbitration: Arbitration) -> Iterator[Edge]:
    upheld, refused = arbitration.upheld, arbitration.refused
    yield Edge(step.name, ruling_trigger("upheld"), upheld.step, EdgeKind.RULING)
    if refused is not None:
        yield Edge(step.name, ruling_trigger("refused"), refused.step, EdgeKind.RULING)
    if step.after_ruling is not None:
        yield Edge(step.name, ruling_trigger("overruled"), step.after_ruling.step, EdgeKind.RULING)
    for topic in arbitration.topics.values():
        if isinstance(topic, SettledTopic):
            yield Edge(step.name, topic_trigger(topic.name), topic.target.step, EdgeKind.RETURN)


def _escalations(step: str, seat: str | None, escalations: tuple[Escalation, ...]) -> Iterator[Edge]:
    for rule, escalation in enumerate(escalations):
        if isinstance(escalation.action, GoTo):
            target = escalation.action.target.step
            yield Edge(step, escalation_trigger(rule, seat), target, EdgeKind.ESCALATION)


def _void_edges(process: Process, covered: Mapping[str, frozenset[str]]) -> Iterator[Edge]:
    """The ways out of the steps that a case can rest on; the step that they lead to is asked again too."""
    for name, inside in covered.items():
        milestone = process.steps[name]
        assert isinstance(milestone, Milestone)
        for step in process.steps.values():
            if milestone.if_voided is not None and step.name in inside and isinstance(step, Task | Review):
                yield Edge(step.name, voided_trigger(name), milestone.if_voided, EdgeKind.VOID)
