"""Everything that a case of a process can go through, read from the compiled program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from procflow.definition.organization import Organization
from procflow.definition.process import (
    Answer,
    Arbitration,
    Call,
    Choose,
    End,
    GroupLevel,
    Leave,
    Limit,
    Notice,
    Outcome,
    Review,
    RuledTopic,
    Step,
    Task,
    Wait,
)
from procflow.diagnostics import Span
from procflow.program import Edge, EdgeKind, Graph, Program
from procflow.program.arbitration_graph import FELL, NO_QUORUM, SUPERIOR_RULES, graph_name, level_node
from procflow.program.step_edges import PASSED, VOTED_DOWN

ARBITRATION = "arbitration"


class WayKind(StrEnum):
    """What can be taken."""

    OUTCOME = "outcome"
    EDGE = "edge"
    LINE = "line"
    SEAT = "seat"
    ANSWER = "answer"
    ESCALATION = "escalation"
    EVENT = "event"
    ROW = "row"
    RULING = "ruling"
    END = "end"


@dataclass(frozen=True, slots=True)
class Way:
    """Something that a case can take, and where the file says so: ``name`` at a ``place``."""

    kind: WayKind
    place: str
    name: str
    span: Span


Key = tuple[WayKind, str, str, str, str]
"""What tells on a record that a way was taken; several keys may stand for one way."""


def edge_key(graph: str, source: str, trigger: str, target: str) -> Key:
    """An edge of a graph."""
    return WayKind.EDGE, graph, source, trigger, target


def key(kind: WayKind, place: str, name: str = "", part: str = "") -> Key:
    """Anything but an edge."""
    return kind, place, name, part, ""


def ways_of(program: Program, organization: Organization) -> dict[Key, Way]:
    """The ways of a program by what tells that they were taken.

    What is written once for several counts once: an answer or an escalation that the seats of one review
    share, where an event or a voided milestone sends the flow, wherever that stood, and how a group sits,
    whatever the topic. Left out is what no case can come to: an answer that only a final authority has, in a
    review in which none sits; a second convening of a group that the organization gives none.
    """
    found: dict[Key, Way] = {}
    for table in program.process.tables.values():
        for number, row in enumerate(table.rows, 1):
            found[key(WayKind.ROW, table.name, str(number))] = Way(
                WayKind.ROW, table.name, f"row {number}", row.span
            )
    for role_map in program.process.maps.values():
        for value in role_map.roles:
            found[key(WayKind.ROW, role_map.name, value)] = Way(
                WayKind.ROW, role_map.name, value, role_map.span
            )
    for step in program.steps.values():
        found.update(_of_step(program, step))
    for event in program.process.events.values():
        found[key(WayKind.EVENT, event.name)] = Way(WayKind.EVENT, event.name, "raised", event.span)
    for graph in program.graphs.values():
        found.update(_edges(program, organization, graph))
    if program.process.arbitration is not None:
        found.update(_arbitration(program.process.arbitration))
    return found


def answers_of(program: Program, review: Review) -> Iterator[Answer]:
    """The answers that some seat of a review can give."""
    roles = {seat.role for seat in review.seats}
    answers = {answer.name: answer for seat in review.seats for answer in seat.answers.values()}
    for answer in answers.values():
        table = program.process.tables.get(answer.only or "")
        if table is None or any(row.then in roles for row in table.rows):
            yield answer


def _of_step(program: Program, step: Step) -> Iterator[tuple[Key, Way]]:
    match step:
        case Review():
            for seat in step.seats:
                place = f"{step.name}/{seat.name}"
                yield key(WayKind.SEAT, step.name, seat.name), Way(WayKind.SEAT, place, "answers", seat.span)
                yield from _limit(step.name, seat.name, seat.limit)
            for answer in answers_of(program, step):
                way = Way(WayKind.ANSWER, step.name, answer.name, answer.span)
                yield key(WayKind.ANSWER, step.name, answer.name), way
        case Choose():
            for number, line in enumerate(step.lines, 1):
                way = Way(WayKind.LINE, step.name, f"line {number}", line.span)
                yield key(WayKind.LINE, step.name, str(number)), way
        case Task() | Notice() | Wait() | Call():
            yield from _limit(step.name, "", step.limit)
        case End():
            yield key(WayKind.END, step.name), Way(WayKind.END, step.name, step.ending.value, step.span)
        case _:
            return


def _limit(place: str, seat: str, limit: Limit | None) -> Iterator[tuple[Key, Way]]:
    for rule, escalation in enumerate(limit.escalations if limit is not None else ()):
        way = Way(WayKind.ESCALATION, place, f"escalation {rule + 1}", escalation.span)
        yield key(WayKind.ESCALATION, place, seat, str(rule)), way


def _edges(program: Program, organization: Organization, graph: Graph) -> Iterator[tuple[Key, Way]]:
    topics = _topics_by_graph(program)
    topic = topics.get(graph.name)
    for edge in graph.edges:
        if topic is None:
            way = _of_flow(program, graph, edge)
        else:
            way = _of_topic(tuple(topics.values()), organization, topic, edge)
        if way is not None:
            yield edge_key(graph.name, edge.source, edge.trigger, edge.target), way


def _topics_by_graph(program: Program) -> Mapping[str, RuledTopic]:
    arbitration = program.process.arbitration
    topics = arbitration.topics.values() if arbitration is not None else ()
    return {graph_name(topic.name): topic for topic in topics if isinstance(topic, RuledTopic)}


def _of_topic(
    topics: Sequence[RuledTopic], organization: Organization, topic: RuledTopic, edge: Edge
) -> Way | None:
    """The way of an edge of an arbitration; that a level rules is told by its rulings, and how a group sits
    stands at the first topic that comes to it."""
    if edge.kind is EdgeKind.RULING:
        return None
    if edge.trigger not in (FELL, NO_QUORUM, SUPERIOR_RULES):
        return Way(WayKind.EDGE, graph_name(topic.name), f"{edge.source}: {edge.trigger}", topic.span)
    number = next(n for n in range(len(topic.levels)) if edge.source.startswith(f"{level_node(n)}."))
    level = topic.levels[number]
    assert isinstance(level, GroupLevel)
    group = organization.groups.get(level.group)
    if edge.trigger == NO_QUORUM and group is not None and group.without_quorum.again == 0:
        return None
    first = next(topic for topic in topics if _comes_to(topic, level.group))
    return Way(WayKind.EDGE, level.group, edge.trigger, first.span)


def _comes_to(topic: RuledTopic, group: str) -> bool:
    return any(isinstance(level, GroupLevel) and level.group == group for level in topic.levels)


def _of_flow(program: Program, graph: Graph, edge: Edge) -> Way | None:
    """The way of an edge between steps; a choice is told by its lines, an escalation by itself."""
    step = program.steps[edge.source]
    where = program.placed[edge.source]
    if where != graph.name or isinstance(step, Choose) or edge.trigger.startswith("escalation:"):
        return None
    if edge.kind in (EdgeKind.VOID, EdgeKind.EVENT):
        kind, _, rest = edge.trigger.partition(":")
        name = rest.partition(":")[0]
        span = (program.steps[name] if edge.kind is EdgeKind.VOID else program.event(name)).span
        return Way(WayKind.EDGE, name, f"{kind} → {edge.target}", span)
    outcome = _outcome(step, edge.trigger)
    if outcome is not None:
        return Way(WayKind.OUTCOME, step.name, outcome.name, outcome.span)
    answer = _leaves_by(step, edge.trigger)
    if answer is not None and isinstance(step, Review) and answer not in tuple(answers_of(program, step)):
        return None
    return Way(WayKind.EDGE, step.name, f"{edge.trigger} → {edge.target}", step.span)


def _outcome(step: Step, trigger: str) -> Outcome | None:
    match step:
        case Task() | Call():
            return step.outcomes.get(trigger)
        case Review():
            return step.outcomes.get({PASSED: "passed", VOTED_DOWN: "failed"}.get(trigger, ""))
        case _:
            return None


def _leaves_by(step: Step, trigger: str) -> Answer | None:
    """The answer that leads out of a review by an edge."""
    if not isinstance(step, Review):
        return None
    answers = (seat.answers.get(trigger) for seat in step.seats)
    return next((a for a in answers if a is not None and isinstance(a.effect, Leave)), None)


def _arbitration(arbitration: Arbitration) -> Iterator[tuple[Key, Way]]:
    for topic in arbitration.topics.values():
        if not isinstance(topic, RuledTopic):
            continue
        for level in range(len(topic.levels)):
            last = level == len(topic.levels) - 1
            refusal = ("refused",) if last and arbitration.refused is not None else ()
            for ruling in ("upheld", "overruled", *refusal):
                way = Way(WayKind.RULING, graph_name(topic.name), f"level {level + 1}: {ruling}", topic.span)
                yield key(WayKind.RULING, topic.name, str(level), ruling), way
    yield from _limit(ARBITRATION, "", arbitration.limit)
