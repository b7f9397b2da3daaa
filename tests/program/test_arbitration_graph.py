from itertools import product

import networkx as nx
import pytest

from procflow.definition.process import Arbiter, Basis, GroupLevel, Level, RuledTopic, Title
from procflow.diagnostics import Span
from procflow.program import EdgeKind, Graph, NoEdge
from procflow.program.arbitration_graph import (
    APPEALABLE,
    CONVENED,
    FELL,
    FINAL,
    NO_QUORUM,
    OPENED,
    REFUSE,
    RULED,
    STANDS,
    SUPERIOR_RULES,
    UPHOLD,
    appeal_node,
    arbitration_graph,
    level_node,
    level_trigger,
    motions,
)

ARBITER, GROUP = Arbiter("engineer"), GroupLevel("board", "director")
SHAPES = [
    pytest.param(levels, refusal, id=f"{'-'.join(type(x).__name__ for x in levels)}{'-refusal' * refusal}")
    for count in (1, 2, 3)
    for levels in product([ARBITER, GROUP], repeat=count)
    for refusal in (False, True)
]


def compiled(*levels: Level, refusal: bool) -> Graph:
    topic = RuledTopic("quality", Title("質量", "Quality"), levels, Basis(), Span.whole_file("f"))
    return arbitration_graph(topic, refusal=refusal)


def follow(graph: Graph, *triggers: str) -> str:
    step = graph.start
    for trigger in triggers:
        step = graph.fire(step, trigger, {})
    return step


@pytest.mark.parametrize(("levels", "refusal"), SHAPES)
def test_every_arbitration_can_come_to_an_end(levels: tuple[Level, ...], refusal: bool) -> None:
    graph = compiled(*levels, refusal=refusal)
    everything = set(graph.network())
    assert nx.descendants(graph.network(), OPENED) == everything - {OPENED}
    assert nx.ancestors(graph.network(), RULED) == everything - {RULED}
    assert graph.ends == {RULED}


@pytest.mark.parametrize(("levels", "refusal"), SHAPES)
def test_every_trigger_leads_one_way(levels: tuple[Level, ...], refusal: bool) -> None:
    triggers = [(edge.source, edge.trigger) for edge in compiled(*levels, refusal=refusal).edges]
    assert len(set(triggers)) == len(triggers)


@pytest.mark.parametrize(("levels", "refusal"), SHAPES)
def test_only_the_last_level_is_asked_to_refuse_and_cannot_be_appealed(
    levels: tuple[Level, ...], refusal: bool
) -> None:
    graph = compiled(*levels, refusal=refusal)
    last = len(levels) - 1
    asked = {
        level_node(n, REFUSE) for n, level in enumerate(levels) if level is GROUP and n == last and refusal
    }
    assert {node for node in graph.network() if node.endswith(REFUSE)} == asked
    assert {node for node in graph.network() if node.startswith("appeal")} == {
        appeal_node(n) for n in range(last)
    }


def test_an_arbiter_rules_and_the_group_is_appealed_to() -> None:
    graph = compiled(ARBITER, GROUP, refusal=True)
    first = (level_trigger(0), APPEALABLE)
    assert follow(graph, *first) == appeal_node(0)
    assert follow(graph, *first, STANDS) == RULED
    assert follow(graph, *first, level_trigger(1), CONVENED) == level_node(1, REFUSE)
    assert follow(graph, *first, level_trigger(1), CONVENED, FELL) == level_node(1, UPHOLD)
    assert follow(graph, *first, level_trigger(1), CONVENED, FELL, FINAL) == RULED
    appeals = [edge for edge in graph.edges if edge.source == appeal_node(0) and edge.target != RULED]
    assert [edge.kind for edge in appeals] == [EdgeKind.ESCALATION]


def test_a_level_whose_arbiter_objected_is_passed_over() -> None:
    assert follow(compiled(ARBITER, GROUP, refusal=False), level_trigger(1)) == level_node(1, "convene")


def test_a_group_without_quorum_is_convened_again_and_then_its_superior_rules() -> None:
    graph = compiled(GROUP, refusal=False)
    voting = (level_trigger(0), CONVENED)
    assert follow(graph, *voting, NO_QUORUM) == level_node(0, "convene")
    assert follow(graph, *voting, SUPERIOR_RULES, FINAL) == RULED
    assert follow(graph, level_trigger(0), SUPERIOR_RULES) == level_node(0, "superior")


def test_the_last_motion_cannot_fall_to_another() -> None:
    with pytest.raises(NoEdge):
        follow(compiled(GROUP, refusal=True), level_trigger(0), CONVENED, FELL, FELL)


def test_refusal_is_put_first_where_it_is_open() -> None:
    assert motions(last=True, refusal=True) == (REFUSE, UPHOLD)
    assert motions(last=True, refusal=False) == motions(last=False, refusal=True) == (UPHOLD,)
