import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from procflow.diagnostics import Span
from procflow.guards import FieldType, Flag, Guard, GuardError, Number, compile_guard
from procflow.program import Edge, EdgeKind, Graph, NoEdge
from procflow.program.relation import build_graph

TYPES: dict[str, FieldType] = {"amount": Number(), "urgent": Flag()}


def guard(text: str) -> Guard:
    found, mistakes = compile_guard(text, TYPES, lambda start, end: Span("f", 1, start + 1, 1, end + 1))
    assert found is not None, mistakes
    return found


def graph(*edges: Edge) -> Graph:
    return build_graph("main", "one", ["one", "two", "three"], ["three"], edges)


def choice(*guards: Guard | None) -> Graph:
    return graph(
        *(Edge("one", "go", step, guard=g) for step, g in zip(["two", "three"], guards, strict=False))
    )


def test_an_edge_leads_to_its_target() -> None:
    assert graph(Edge("one", "go", "two"), Edge("two", "go", "three")).fire("two", "go", {}) == "three"


def test_the_first_open_edge_is_taken() -> None:
    ways = choice(guard("amount > 5"), None)
    assert ways.fire("one", "go", {"amount": Decimal(6)}) == "two"
    assert ways.fire("one", "go", {"amount": Decimal(5)}) == "three"
    assert choice(guard("amount > 5"), guard("amount > 1")).fire("one", "go", {"amount": Decimal(9)}) == "two"


@pytest.mark.parametrize(
    ("step", "trigger"),
    [("one", "stop"), ("three", "go"), ("one", "back")],
    ids=["unknown", "end", "elsewhere"],
)
def test_no_edge_is_an_error(step: str, trigger: str) -> None:
    with pytest.raises(NoEdge, match=trigger):
        graph(Edge("one", "go", "two"), Edge("two", "back", "one")).fire(step, trigger, {})


def test_no_open_edge_is_an_error() -> None:
    with pytest.raises(NoEdge, match="no open edge go leads on from one"):
        choice(guard("urgent"), guard("amount > 5")).fire(
            "one", "go", {"urgent": False, "amount": Decimal(1)}
        )


def test_a_step_that_is_not_there_is_misuse() -> None:
    with pytest.raises(ValueError, match="four"):
        graph(Edge("one", "go", "two")).fire("four", "go", {})


def test_a_guard_that_cannot_be_worked_out_falls_through_to_no_other_edge() -> None:
    with pytest.raises(GuardError) as caught:
        choice(guard("amount > 5"), None).fire("one", "go", {})
    assert caught.value.field == "amount"


@pytest.mark.parametrize("verdict", [1, 0, None, "", "yes", []])
def test_only_true_and_false_decide_a_way(verdict: object) -> None:
    odd = replace(guard("urgent"), evaluate=lambda values: verdict)  # type: ignore[arg-type,return-value]
    with pytest.raises(TypeError, match="neither true nor false"):
        choice(odd, None).fire("one", "go", {})


@pytest.mark.parametrize("edge", [Edge("one", "go", "four"), Edge("four", "go", "one")], ids=["to", "from"])
def test_edges_that_lead_nowhere_are_refused_when_compiled(edge: Edge) -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        graph(edge)


@pytest.mark.parametrize(
    "name", ["state", "trigger", "model", "initial", "step", "may_go", "is_one", "to_two"]
)
def test_any_name_can_be_an_outcome(name: str) -> None:
    assert graph(Edge("one", name, "two")).fire("one", name, {}) == "two"


def test_any_name_can_be_a_step() -> None:
    steps = ["評審", "initial", "state", "a-b_c"]
    ways = build_graph("main", steps[0], steps, [], [Edge(a, "通過", b) for a, b in pairwise(steps)])
    assert [ways.fire(step, "通過", {}) for step in steps[:-1]] == steps[1:]


def test_the_networkx_graph_is_the_same_table() -> None:
    edges = (
        Edge("one", "go", "two"),
        Edge("one", "skip", "two"),
        Edge("two", "back", "one", EdgeKind.RETURN),
    )
    ways = graph(*edges)
    carried = [data["edge"] for _, _, data in ways.network().edges(data=True)]
    assert tuple(carried) == ways.edges == edges
    assert list(ways.network()) == ["one", "two", "three"]


def test_firing_leaves_no_trace_and_writes_no_log(caplog: pytest.LogCaptureFixture) -> None:
    ways = choice(guard("urgent"), None)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert ways.fire("one", "go", {"urgent": True}) == "two"
    assert not caplog.records
    assert not ways.machine.models


def test_threads_share_a_graph() -> None:
    ways = choice(guard("amount > 500"), None)
    with ThreadPoolExecutor(8) as pool:
        targets = list(pool.map(lambda n: ways.fire("one", "go", {"amount": Decimal(n)}), range(1000)))
    assert targets == ["three"] * 501 + ["two"] * 499
