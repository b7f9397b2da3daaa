"""The ways out of each kind of step, as edges with the triggers that they are taken by."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from procflow.definition.process import (
    Arbitration,
    Call,
    Choose,
    End,
    Escalation,
    GoTo,
    Leave,
    Limit,
    Milestone,
    Notice,
    Object,
    Outcome,
    Parallel,
    Review,
    SettledTopic,
    Step,
    System,
    Target,
    Task,
    Wait,
)
from procflow.program.relation import Edge, EdgeKind

CHOICE = "choose"
REACHED = "reached"
# No answer of a seat can have this name, so a review is never passed by one that leads elsewhere.
PASSED = "review:passed"
VOTED_DOWN = "review:failed"
TOLD = "told"
DONE = "done"
FAILED = "failed"
JOINED = "joined"


def ruling_trigger(ruling: str) -> str:
    """The trigger of the edge that a ruling takes out of a review."""
    return f"ruling:{ruling}"


def topic_trigger(topic: str) -> str:
    """The trigger of the edge that an objection on a settled topic takes out of a review."""
    return f"topic:{topic}"


def escalation_trigger(rule: int, seat: str | None) -> str:
    """The trigger of the edge that an escalation takes, by its place in the list."""
    return f"escalation:{seat or ''}:{rule}"


def way_trigger(way: int) -> str:
    """The trigger of the edge that a wait takes when the thing at that place in its list happens."""
    return f"way:{way}"


def step_edges(arbitration: Arbitration | None, step: Step) -> Iterator[Edge]:
    """The edges out of a step, but for those that its inner graphs take."""
    match step:
        case Task():
            yield from _outcomes(step.name, step.outcomes.values())
            yield from _limited(step.name, step.limit)
        case Review():
            yield from _review_edges(arbitration, step)
        case Choose():
            for line in step.lines:
                yield Edge(step.name, CHOICE, line.target.step, EdgeKind.FLOW, line.when)
        case Milestone():
            yield _edge(step.name, REACHED, step.target)
        case Notice():
            yield _edge(step.name, TOLD, step.target)
            yield from _limited(step.name, step.limit)
        case Wait():
            for number, (_, target) in enumerate(step.ways):
                yield _edge(step.name, way_trigger(number), target)
            yield from _limited(step.name, step.limit)
        case Call():
            yield from _outcomes(step.name, step.outcomes.values())
            yield from _limited(step.name, step.limit)
        case System():
            yield _edge(step.name, DONE, step.target)
            yield Edge(step.name, FAILED, step.if_failed.step, EdgeKind.ESCALATION)
        case Parallel():
            yield _edge(step.name, JOINED, step.target)
        case End():
            return
        case _:
            assert_never(step)


def _edge(source: str, trigger: str, target: Target) -> Edge:
    kind = EdgeKind.FLOW if target.resume is None else EdgeKind.RETURN
    return Edge(source, trigger, target.step, kind)


def _outcomes(step: str, outcomes: Iterable[Outcome]) -> Iterator[Edge]:
    for outcome in outcomes:
        edge = _edge(step, outcome.name, outcome.target)
        yield Edge(step, edge.trigger, edge.target, EdgeKind.ESCALATION) if outcome.escalates else edge


def _review_edges(arbitration: Arbitration | None, step: Review) -> Iterator[Edge]:
    for outcome in step.outcomes.values():
        yield _edge(step.name, VOTED_DOWN if outcome.name == "failed" else PASSED, outcome.target)
    answers = {answer.name: answer for seat in step.seats for answer in seat.answers.values()}
    for answer in answers.values():
        if isinstance(answer.effect, Leave):
            yield _edge(step.name, answer.name, answer.effect.target)
    for seat in step.seats:
        if seat.limit is not None:
            yield from _escalations(step.name, seat.name, seat.limit.escalations)
    objects = any(isinstance(answer.effect, Object) for answer in answers.values())
    if objects and arbitration is not None:
        yield from _ruling_edges(step, arbitration)


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


def _limited(step: str, limit: Limit | None) -> Iterator[Edge]:
    if limit is not None:
        yield from _escalations(step, None, limit.escalations)


def _escalations(step: str, seat: str | None, escalations: tuple[Escalation, ...]) -> Iterator[Edge]:
    for rule, escalation in enumerate(escalations):
        if isinstance(escalation.action, GoTo):
            target = escalation.action.target.step
            yield Edge(step, escalation_trigger(rule, seat), target, EdgeKind.ESCALATION)
