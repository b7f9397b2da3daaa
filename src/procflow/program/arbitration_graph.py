"""The graph of an arbitration on one topic: its levels, the appeals between them, and the end.

A level of one arbiter is one node. A level of a group is a node where it waits to be convened, one for each
motion that is put, and one where the named superior rules because too few ever voted.
"""

from collections.abc import Iterator
from itertools import pairwise

from procflow.definition.process import GroupLevel, RuledTopic
from procflow.program.relation import Edge, EdgeKind, Graph, build_graph

OPENED = "opened"
RULED = "ruled"

APPEALABLE = "ruled, appeal open"
FINAL = "ruled, final"
CONVENED = "convened"
FELL = "motion fell"
NO_QUORUM = "no quorum"
SUPERIOR_RULES = "superior rules"
STANDS = "ruling stands"

REFUSE = "refuse"
UPHOLD = "uphold"


def graph_name(topic: str) -> str:
    """The name of a topic's graph, and of the step that its work items show."""
    return f"arbitration:{topic}"


def level_trigger(level: int) -> str:
    """The trigger that opens a level, counted from 0."""
    return f"level:{level}"


def level_node(level: int, part: str = "") -> str:
    """The node of a level, or of a part of it: convene, refuse, uphold, superior."""
    return f"level-{level}.{part}" if part else f"level-{level}"


def appeal_node(level: int) -> str:
    """The node where a ruling of a level may be appealed from."""
    return f"appeal-{level}"


def motions(*, last: bool, refusal: bool) -> tuple[str, ...]:
    """The motions that a group is asked in turn: refusal is put first, where it is open (SEMANTICS 19)."""
    return (REFUSE, UPHOLD) if last and refusal else (UPHOLD,)


def arbitration_graph(topic: RuledTopic, *, refusal: bool) -> Graph:
    """Compile the graph of a topic; ``refusal`` says that the last level may refuse the whole case."""
    edges = list(_edges(topic, refusal=refusal))
    nodes = [OPENED, *dict.fromkeys(n for edge in edges for n in (edge.source, edge.target)), RULED]
    return build_graph(graph_name(topic.name), OPENED, nodes, [RULED], edges)


def _edges(topic: RuledTopic, *, refusal: bool) -> Iterator[Edge]:
    count = len(topic.levels)
    for number, level in enumerate(topic.levels):
        last = number == count - 1
        entry = level_node(number, "convene") if isinstance(level, GroupLevel) else level_node(number)
        yield Edge(OPENED, level_trigger(number), entry)
        for earlier in range(number):
            yield Edge(appeal_node(earlier), level_trigger(number), entry, EdgeKind.ESCALATION)
        rulers = [level_node(number)]
        if isinstance(level, GroupLevel):
            put = motions(last=last, refusal=refusal)
            yield from _group_edges(number, put)
            rulers = [level_node(number, part) for part in (*put, "superior")]
        for ruler in rulers:
            yield Edge(ruler, FINAL, RULED, EdgeKind.RULING)
            if not last:
                yield Edge(ruler, APPEALABLE, appeal_node(number), EdgeKind.RULING)
        if not last:
            yield Edge(appeal_node(number), STANDS, RULED)


def _group_edges(level: int, put: tuple[str, ...]) -> Iterator[Edge]:
    convene = level_node(level, "convene")
    yield Edge(convene, CONVENED, level_node(level, put[0]))
    yield Edge(convene, SUPERIOR_RULES, level_node(level, "superior"), EdgeKind.ESCALATION)
    for motion, following in pairwise(put):
        yield Edge(level_node(level, motion), FELL, level_node(level, following))
    for motion in put:
        yield Edge(level_node(level, motion), NO_QUORUM, convene, EdgeKind.ESCALATION)
        yield Edge(
            level_node(level, motion), SUPERIOR_RULES, level_node(level, "superior"), EdgeKind.ESCALATION
        )
