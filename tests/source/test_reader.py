import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from procflow.diagnostics import Severity, has_errors, to_text
from procflow.source import ListNode, MapNode, Node, ReadResult, ScalarNode, plain, read, read_file

GOOD = """\
process: visit                      # 客戶來訪
version: 1.0.0
title: {zh: 客戶來訪, en: "Visit, from start to end"}
data:
  amount: {type: money, minimum: 0.01, required: true}
steps:
  ask:
    role: clerk
    form: [amount, days]
    when: amount > 500000 and mode in ["short", "long"]
    outcomes:
      - asked
      - 'not asked'
    guidance: |
      Ask first.

      Then wait.
    note: one text
      over two lines
  done: {end: completed}
"""


def codes(data: bytes | str) -> list[str]:
    return [diagnostic.code for diagnostic in read(data, "f.yaml").diagnostics]


def as_text(node: Node) -> Any:
    match node:
        case ScalarNode():
            return node.text
        case ListNode():
            return [as_text(item) for item in node]
        case MapNode():
            return {entry.name: as_text(entry.value) for entry in node}


def nodes(node: Node) -> list[Node]:
    match node:
        case ScalarNode():
            return [node]
        case ListNode():
            return [node, *(inner for item in node for inner in nodes(item))]
        case MapNode():
            return [
                node,
                *(inner for entry in node for part in (entry.key, entry.value) for inner in nodes(part)),
            ]


def test_a_good_file_reads_as_any_reader_reads_it() -> None:
    result = read(GOOD, "f.yaml")
    assert result.diagnostics == () and result.node is not None
    assert as_text(result.node) == yaml.load(GOOD, Loader=yaml.BaseLoader)


def test_places_are_those_of_the_text() -> None:
    result = read(GOOD, "f.yaml")
    assert result.node is not None
    lines = result.text.split("\n")
    scalars = [node for node in nodes(result.node) if isinstance(node, ScalarNode)]
    on_one_line = [node for node in scalars if node.span.line == node.span.end_line]
    assert len(on_one_line) > 30
    for node in on_one_line:
        cut = lines[node.span.line - 1][node.span.column - 1 : node.span.end_column - 1]
        assert cut == (node.text if not node.quoted else f"{cut[0]}{node.text}{cut[0]}")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems(ending: str) -> None:
    result = read(GOOD.replace("\n", ending).encode(), "f.yaml")
    assert result.diagnostics == () and result.node is not None
    twice = read(f"a: b{ending}{ending}c: d{ending}a: e", "f.yaml").diagnostics
    assert [(d.code, d.span.line, d.span.column) for d in twice] == [("Y301", 4, 1)]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    marked = read(b"\xef\xbb\xbf" + GOOD.encode(), "f.yaml")
    assert marked == read(GOOD, "f.yaml") == read("\ufeff" + GOOD, "f.yaml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_named(encoding: str) -> None:
    assert codes("process: visit\n".encode(encoding)) == ["Y104"]


def test_another_encoding_is_refused_at_its_place() -> None:
    result = read("process: visit\ntitle: 來訪\n".encode("gbk"), "f.yaml")
    assert [(d.code, d.span.line, d.span.column) for d in result.diagnostics] == [("Y103", 2, 8)]
    assert "title: \ufffd" in to_text(result.diagnostics, {"f.yaml": result.text})


def test_half_a_surrogate_pair_is_refused_at_its_place() -> None:
    result = read("a: x\nb: \ud83d!\n", "f.yaml")
    assert [(d.code, d.span.line, d.span.column) for d in result.diagnostics] == [("Y103", 2, 4)]


def test_independent_mistakes_are_told_together() -> None:
    text = "a: 010\nb: &x 1\na: 2\nc: {d：e}\nf: !g h\ni: [j, k: l}\n"
    assert codes(text) == ["Y307", "Y302", "Y301", "Y211", "Y304", "Y215"]


def test_what_was_told_is_poisoned() -> None:
    node = read("a: 010\nb: *x\nc: {d: 1, e}\nf: !g {h: i}\nj: k\n", "f.yaml").node
    assert node is not None
    assert [entry.name for entry in node if entry.value.poisoned] == ["a", "b", "c", "f"]
    assert plain(node) == {"a": "010", "b": None, "c": {"d": 1}, "f": {"h": "i"}, "j": "k"}


def test_the_first_of_two_keys_counts() -> None:
    result = read("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert result.node is not None and plain(result.node) == {"a": 1, "b": 2}
    (twice,) = result.diagnostics
    assert twice.related[0].span.line == 1


def test_depth_is_limited() -> None:
    deepest = "a: " + "[" * 63 + "]" * 63
    assert codes(deepest) == []
    assert codes("a: " + "[" * 64 + "]" * 64) == ["Y109"]
    for bomb in ("[" * 200_000, "{" * 200_000, "- " * 200_000, "? " * 200_000, "a: [" * 200_000):
        assert len(codes(bomb)) == 1


def test_size_and_counts_are_limited() -> None:
    assert codes("#" * (4 * 1024 * 1024) + "\na: b") == ["Y102"]
    assert codes("a: [" + "1," * 360_001 + "1]") == ["Y110"]
    many = codes("".join(f"n{number}: 0{number}\n" for number in range(1000)))
    assert len(many) == 101 and "Y112" in many


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# remark\n", "---\n", "--- # remark\n...\n", "~", "\ufeff", b"\xef\xbb\xbf", "null"]
)
def test_a_file_without_content(text: str | bytes) -> None:
    assert codes(text) == ["Y106"]
    assert read(text, "f.yaml").node is None


@pytest.mark.parametrize("text", ["- a\n", "text", "'text'", "[a, b]", "5", "''"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    result = read(text, "f.yaml")
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["Y107"]
    assert result.node is None


def test_a_document_may_be_marked_but_not_followed() -> None:
    assert codes("---\na: b\n...\n") == []
    assert codes("a: b\n---\nc: d\n") == ["Y108"]
    assert codes("a: b\n...\nc: d\n") == ["Y108"]


@pytest.mark.parametrize(
    "text",
    [
        "zh: 注意：請先提交，再評審",
        "zh:\n  注意：請先提交，再評審\n  然後：等待",
        "en: Note that ERP：系統 is one",
        "link: https://example.org/a:b",
        "list: [https://example.org, 12:30, '客戶：甲', 甲，乙]",
        "- x",
        "when: mode == 'short' or not late",
    ],
)
def test_prose_is_not_suspected(text: str) -> None:
    assert codes(f"a:\n  {text.replace(chr(10), chr(10) + '  ')}\n") == []


def test_a_file_is_read_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    assert read_file(path).diagnostics[0].span.file == str(path)
    assert read_file(path, "visit.yaml") == read("a: 1\na: 2\n", "visit.yaml")


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path, Path("a\0b"), tmp_path / ("x" * 5000)):
        result = read_file(path, "visit.yaml")
        assert [diagnostic.code for diagnostic in result.diagnostics] == ["Y101"]
        assert result.node is None
    assert "no such file" in read_file(tmp_path / "missing.yaml").diagnostics[0].message()


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    assert [diagnostic.code for diagnostic in read_file(path).diagnostics] == ["Y102"]


def test_without_libyaml_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "yaml.cyaml", raising=False)
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    result = read(GOOD, "f.yaml")
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["Y111"]
    assert "pip install" in result.diagnostics[0].help()


def holds_together(result: ReadResult) -> None:
    """What is true of every result: it is explained, its places exist, it can be shown."""
    assert result.node is not None or has_errors(result.diagnostics)
    lines = result.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in result.diagnostics:
        for span in (diagnostic.span, *(related.span for related in diagnostic.related)):
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
            assert span.end_column > span.column or span.end_line > span.line or span.column == 1
    to_text(result.diagnostics, {"f.yaml": result.text}).encode("utf-8")
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    if result.node is not None and not errors:
        assert as_text(result.node) == yaml.load(result.text, Loader=yaml.CBaseLoader)
        assert not any(node.poisoned for node in nodes(result.node))


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    holds_together(read(data, "f.yaml"))


@given(st.text(st.characters(), max_size=200))
@example("\ud800")
def test_any_text(text: str) -> None:
    holds_together(read(text, "f.yaml"))


SIGNS = st.lists(
    st.sampled_from(
        [*" \n\t:-[]{}\"'#,|>&*!%@`?<~\\ab01._：，、\u3000", ": ", "- ", "\n  ", "a: ", "b: ", "<<: *a"]
    )
).map("".join)


@given(SIGNS)
@example("? ")
@example("{a: b, c\n：d}")
def test_any_text_of_signs_that_yaml_knows(text: str) -> None:
    holds_together(read(text, "f.yaml"))


@given(st.data())
def test_a_good_file_with_a_slip(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    length = data.draw(st.integers(0, 4))
    holds_together(read(GOOD[:start] + data.draw(SIGNS) + GOOD[start + length :], "f.yaml"))
