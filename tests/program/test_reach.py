import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.program import Ways, leading_to, reached, returning, ways_between, window

NODES = "abcdefg"


def ways(text: str) -> Ways:
    return ways_between(sorted(set(text) - {" "}), ((edge[0], edge[1]) for edge in text.split()))


def names(steps: frozenset[str]) -> str:
    return "".join(sorted(steps))


@pytest.mark.parametrize(
    ("text", "without", "expected"),
    [
        ("ab bc", "", "abc"),
        ("ab bc", "b", "a"),
        ("ab bc ac", "b", "ac"),
        ("ab ba cd", "", "ab"),
        ("ab", "a", ""),
    ],
)
def test_reached(text: str, without: str, expected: str) -> None:
    assert names(reached(ways(text), "a", without)) == expected


@pytest.mark.parametrize(
    ("text", "goals", "expected"),
    [
        ("ab bc", "c", "abc"),
        ("ab cb bd", "b", "abc"),
        ("ab ba cd", "a", "ab"),
        ("ab cd", "bd", "abcd"),
    ],
)
def test_leading_to(text: str, goals: str, expected: str) -> None:
    assert names(leading_to(ways(text), goals)) == expected


@pytest.mark.parametrize(
    ("text", "after", "until", "expected"),
    [
        ("ab bc cd de", "b", "d", "bcd"),
        ("ab bc cd de", None, "c", "abc"),
        ("ab bc cd de", "c", None, "cde"),
        ("ab bc cd de", "a", "a", "a"),
        ("ab bc cd de db", "b", "d", "bcd"),
        ("ab bc cb cd", "b", "c", "bc"),
        ("ab bc cd ac", "b", "c", "b"),
        ("ab bc cd bd", "b", "c", "bcd"),
        ("ab bc cd cf", "b", "c", "bc"),
        ("ab bc dc", "d", "c", ""),
        ("ab bc de", "b", "e", "bc"),
    ],
    ids=[
        "straight",
        "from the start",
        "to the end",
        "one step",
        "back inside",
        "back to the opening",
        "round the opening",
        "round the closing",
        "out at the closing",
        "opening not reached",
        "closing not reached",
    ],
)
def test_window(text: str, after: str | None, until: str | None, expected: str) -> None:
    assert names(window(ways(text), "a", after, until)) == expected


edges = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=16)


@given(edges, st.sampled_from(NODES), st.sampled_from(NODES))
def test_a_window_is_what_dominators_say(pairs: list[tuple[str, str]], after: str, until: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(pairs)
    graph.add_nodes_from(NODES)
    above = {**nx.immediate_dominators(graph, "a"), "a": None}

    def dominators(step: str) -> set[str]:
        over = above[step]
        return {step} | (dominators(over) if over is not None else set())

    inside = {step for step in above if after in dominators(step)}
    beyond = {step for step in above if until in dominators(step)} - {until}
    assert window(ways_between(NODES, pairs), "a", after, until) == inside - beyond


@pytest.mark.parametrize(
    ("text", "target", "source", "expected"),
    [
        ("ab bc cd db", "b", "d", "bc"),
        ("ab bd ba db", "b", "d", "b"),
        ("ab bd cd bc db", "b", "d", "bc"),
        ("ab bd bc ca db", "b", "d", "b"),
        ("ab bd de eb db", "b", "d", "b"),
        ("bd db dd", "b", "d", "b"),
    ],
    ids=[
        "forward",
        "by the target again",
        "two ways",
        "back before the target",
        "behind the source",
        "alone",
    ],
)
def test_returning(text: str, target: str, source: str, expected: str) -> None:
    assert names(returning(ways(text), target, source)) == expected
