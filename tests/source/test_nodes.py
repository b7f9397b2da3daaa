from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Span
from procflow.source import MapNode, Node, ScalarNode, from_plain, plain, read


def value_of(text: str, key: str = "a") -> Node:
    result = read(text, "f.yaml")
    assert result.node is not None and not result.diagnostics
    value = result.node.get(key)
    assert value is not None
    return value


def scalar(text: str) -> ScalarNode:
    node = value_of(text)
    assert isinstance(node, ScalarNode)
    return node


def test_a_mapping_is_asked_by_key_in_file_order() -> None:
    node = read("b: 1\na: {x: y}\n", "f.yaml").node
    assert node is not None
    assert node.keys() == ("b", "a")
    assert [entry.name for entry in node] == ["b", "a"]
    assert len(node) == 2
    assert node.get("missing") is None and node.entry("missing") is None
    entry = node.entry("a")
    assert entry is not None
    assert entry.key.span == Span("f.yaml", 2, 1, 2, 2)
    assert isinstance(entry.value, MapNode)
    assert entry.value.span == Span("f.yaml", 2, 4, 2, 10)


def test_a_block_ends_with_its_last_value() -> None:
    node = read("a:\n  - b\n  - c: d\n\n# remark\ne: f\n", "f.yaml").node
    assert node is not None
    block = node.get("a")
    assert block is not None and block.span == Span("f.yaml", 2, 3, 3, 9)
    assert node.span == Span("f.yaml", 1, 1, 6, 5)


@pytest.mark.parametrize(
    ("text", "start", "end", "columns"),
    [
        ("a: mode == short", 5, 7, (9, 11)),
        ('a: "mode == short"', 5, 7, (10, 12)),
        ("a: 'mode == short'", 5, 7, (10, 12)),
        ("a: 客戶 == x", 3, 5, (7, 9)),
        ("a: {b: c}", 0, 0, None),
    ],
)
def test_part_is_exact_for_text_that_stands_as_it_is(
    text: str, start: int, end: int, columns: tuple[int, int] | None
) -> None:
    node = value_of(text)
    if columns is None:
        assert not isinstance(node, ScalarNode)
        return
    assert isinstance(node, ScalarNode)
    assert node.part(start, end) == Span("f.yaml", 1, columns[0], 1, columns[1])


@pytest.mark.parametrize(
    "text",
    ['a: "tab\\there"', "a: 'it''s'", "a: one\n two", "a: |\n  one\n", 'a: "one\n  two"', "a: >-\n  one"],
)
def test_part_is_the_whole_where_the_text_stands_otherwise(text: str) -> None:
    node = scalar(text)
    assert node.part(1, 2) == node.span


def test_text_is_kept_as_written() -> None:
    assert scalar("a: 6.10") == ScalarNode(Decimal("6.10"), "6.10", Span("f.yaml", 1, 4, 1, 8))
    assert scalar("a: 007x").value == "007x"


EXACT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**30), max_value=10**30)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(EXACT)
def test_plain_and_back(value: object) -> None:
    node = from_plain(value)
    assert plain(node) == value
    assert node.span == Span.whole_file("<stored>")


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {"a": {"b"}}, b"a", object()])
def test_other_kinds_of_value_are_misuse(value: object) -> None:
    with pytest.raises(TypeError):
        from_plain(value)


def test_a_value_that_lies_too_deep_is_misuse() -> None:
    value: object = "a"
    for _ in range(64):
        value = [value]
    assert plain(from_plain(value)) == value
    with pytest.raises(ValueError, match="64 levels"):
        from_plain([value])
