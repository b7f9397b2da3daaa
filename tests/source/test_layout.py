from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procflow.bundled import bundled
from procflow.diagnostics import has_errors
from procflow.source import plain, read
from procflow.source.layout import lay_out

KEPT = """\
# What this is.

process: visit
version: "1.0"
title: {zh: 客戶來訪, en: Visit}
data:
  amount: {type: money, minimum: 2.10, title: {zh: 金額, en: Amount}}

steps:
  # The first one.
  ask:                  # who asks
    role: clerk
    form: [amount,
           days]        # both
    guidance: |
      Ask first.

        Then wait.
    outcomes:
      asked:     {go: done, title: {zh: 已詢問, en: Asked}}
      not_asked: {go: gone, title: {zh: 未, en: Not asked}}
    # of the first one

  done: {end: completed}
  gone: {end: cancelled}
"""
"""A file in the layout: what it shows must not be touched."""


def laid(text: str) -> str:
    done = lay_out(text, "f.yaml")
    assert done.after is not None, done.diagnostics
    return done.after


def test_a_file_in_the_layout_stays() -> None:
    assert laid(KEPT) == KEPT


@pytest.mark.parametrize("file", sorted(bundled("processes").rglob("*.yaml")), ids=lambda file: file.stem)
def test_bundled_files_are_in_the_layout(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert laid(text) == text


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        pytest.param("a:   1", "a: 1\n", id="blanks, and the line break at the end"),
        pytest.param("\n\n  a: 1\n\n\n\n  b: 2  \n\n", "a: 1\n\nb: 2\n", id="empty lines and the left edge"),
        pytest.param("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n", id="line breaks of other systems"),
        pytest.param("\ufeffa: 1\n", "a: 1\n", id="byte order mark"),
        pytest.param("a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n", id="wide steps"),
        pytest.param("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n", id="a list below its key"),
        pytest.param("a:\n- b: 1\n  c:\n  - 2\nd: 3\n", "a:\n  - b: 1\n    c:\n      - 2\nd: 3\n", id="both"),
        pytest.param("a:\n- - 1\n  - 2\n", "a:\n  - - 1\n    - 2\n", id="a list in a list"),
        pytest.param("a: { b: 1 ,c: [ 1,2 ,] , }\n", "a: {b: 1, c: [1, 2]}\n", id="brackets"),
        pytest.param('a: {"b":1}\n', 'a: {"b": 1}\n', id="as JSON"),
        pytest.param("a: [\n  1,\n  2\n]\n", "a: [1,\n    2]\n", id="brackets over lines"),
        pytest.param("a: [1\n  , 2]\n", "a: [1,\n    2]\n", id="a comma first"),
        pytest.param(
            "a: [ # b\n  1, 2, # c\n  ]\n", "a: [  # b\n    1, 2  # c\n   ]\n", id="comments in brackets"
        ),
        pytest.param("a: 'b c'\nd: 'it''s'\n", "a: \"b c\"\nd: 'it''s'\n", id="quotes"),
        pytest.param("a: b # c\n", "a: b  # c\n", id="a comment too near"),
        pytest.param("a: b\n\n\n# c", "a: b\n\n# c\n", id="a comment at the end"),
        pytest.param("a: b    # c\n        # d\n", "a: b    # c\n        # d\n", id="a comment that goes on"),
        pytest.param("a:\n    b: 1\n    # c\nd: 2\n", "a:\n  b: 1\n  # c\nd: 2\n", id="a comment that ends"),
        pytest.param("a:\n    b: 1\n# c\nd: 2\n", "a:\n  b: 1\n# c\nd: 2\n", id="a comment that begins"),
        pytest.param(
            "a: one\n      two\n\n      three\n", "a: one\n  two\n\n  three\n", id="text over lines"
        ),
        pytest.param('a: "b \\\n    c"\n', 'a: "b \\\n  c"\n', id="a break that does not count"),
        pytest.param("a: |+\n     b\n\n\nc: 1\n", "a: |+\n  b\n\n\nc: 1\n", id="breaks that count"),
        pytest.param("a: |\n  b", "a: |-\n  b\n", id="a break that is not there"),
        pytest.param("a:\n- |1-\n   b\n  c\n", "a:\n  - |2-\n      b\n     c\n", id="blanks that count"),
        pytest.param("? a\n: b\n", "? a\n: b\n", id="what it does not know"),
        pytest.param(
            "steps:\n a: {b: 1}\n c:\n  d: 1\n e: 1\n",
            "steps:\n  a: {b: 1}\n\n  c:\n    d: 1\n\n  e: 1\n",
            id="steps",
        ),
        pytest.param(
            "steps:\n a:\n  b: 1\n # c\n c: 1\n",
            "steps:\n  a:\n    b: 1\n\n  # c\n  c: 1\n",
            id="a step's comment",
        ),
        pytest.param(
            "steps:\n a: |+\n  b\n c: 1\n", "steps:\n  a: |+\n    b\n  c: 1\n", id="no room for an empty line"
        ),
        pytest.param("a: {b:   1}\nc: 2\n", "a: {b: 1}\nc: 2\n", id="blanks that align nothing"),
        pytest.param("a:   1\nbcd: 2\n", "a:   1\nbcd: 2\n", id="aligned values"),
        pytest.param(
            "x:\n  - {a: 圖,   b: 1}\n  - {a: wxyz, b: 1}\n",
            "x:\n  - {a: 圖,   b: 1}\n  - {a: wxyz, b: 1}\n",
            id="aligned for the eye",
        ),
        pytest.param(
            "x:\n  - {a: 圖,    b: 1}\n  - {a: wxyz, b: 1}\n",
            "x:\n  - {a: 圖, b: 1}\n  - {a: wxyz, b: 1}\n",
            id="aligned by characters alone",
        ),
        pytest.param(
            "x:\n    - { a: v,    b: 1,  c: 2 }\n    - { a: wxyz, b: 12, c: 2 }\n",
            "x:\n  - {a: v,    b: 1,  c: 2}\n  - {a: wxyz, b: 12, c: 2}\n",
            id="aligned anew",
        ),
    ],
)
def test_layout(written: str, wanted: str) -> None:
    assert laid(written) == wanted
    assert laid(wanted) == wanted


@pytest.mark.parametrize(
    "wrong", ["a: [1\n", "a: 1\na: 2\n", "a: yes:no: 1\n", "", "- 1\n", "a: {b:1 , c: 2}\n"]
)
def test_a_file_with_errors_is_left_alone(wrong: str) -> None:
    done = lay_out(wrong, "f.yaml")
    assert done.after is None
    assert done.before == wrong
    assert has_errors(done.diagnostics)


blanks = st.text(" ", max_size=3)
remarks = st.sampled_from(
    ["", "", "", " # remark", "    # 註", "\n# at the edge", "\n\n\n", "\n      # far in\n"]
)
words = st.sampled_from(
    [
        "a",
        "b c",
        "圖",
        '"q: r"',
        "'single'",
        "'it''s'",
        '"\\u4e00 \\"x\\""',
        "2.10",
        "-3",
        "true",
        "null",
        "10:30",
        "x#y",
    ]
)
keys = st.sampled_from(["a", "bb", "圖表", "'q'", '"k k"', "steps", "C3.10"])


@st.composite
def brackets(draw: st.DrawFn, depth: int = 2) -> str:
    """A value in brackets, or a word, with blanks and line breaks where they may be."""
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(words)
    gap = st.one_of(blanks, st.sampled_from(["\n          ", " # in\n            ", "\n\n            "]))
    inner = draw(st.lists(brackets(depth - 1), max_size=3))
    if draw(st.booleans()):
        return "[" + ",".join(draw(gap) + part + draw(gap) for part in inner) + draw(gap) + "]"
    names = draw(st.lists(keys, min_size=len(inner), max_size=len(inner), unique=True))
    pairs = [
        f"{draw(gap)}{name}: {draw(blanks)}{part}{draw(gap)}" for name, part in zip(names, inner, strict=True)
    ]
    return "{" + ",".join(pairs) + draw(st.sampled_from(["", ","]) if pairs else st.just("")) + "}"


@st.composite
def blocks(draw: st.DrawFn, indent: int, depth: int) -> str:
    """A block mapping or list whose lines begin ``indent`` blanks in; it ends with a line break."""
    listed = indent > 0 and draw(st.booleans())
    names = draw(st.lists(keys, min_size=1, max_size=4, unique=True))
    lines = []
    for name in names:
        lead = "-" if listed else f"{name}:"
        deeper = indent + draw(st.integers(1, 4))
        kind = draw(st.integers(0, 5)) if depth else 0
        if kind == 0:
            body = " " + draw(blanks) + draw(brackets()) + draw(remarks) + "\n"
        elif kind == 1:
            sign = draw(st.sampled_from(["|", ">", "|-", ">+", "|+", "|2"]))
            step = 2 if sign == "|2" else deeper - indent
            pad = " " * (indent + step)
            extra = draw(st.sampled_from(["", "\n", f"{pad}  # more\n", f"\n{pad} in\n", f"{pad}   \n"]))
            body = f" {sign}\n{pad}one\n{extra}{pad}two\n" + draw(st.sampled_from(["", "\n", "\n\n"]))
        elif kind == 2:
            pad = " " * deeper
            body = f" one\n{pad}two\n" if draw(st.booleans()) else f" 'one\n\n{pad}two' # t\n"
        else:
            body = draw(remarks).rstrip("\n") + "\n" + draw(blocks(deeper, depth - 1))
        lines.append(" " * indent + lead + body)
    return "".join(lines)


@given(blocks(0, 3), st.sampled_from(["", "\n", "# head\n\n\n", "---\n"]))
def test_any_layout_keeps_what_it_says_and_lays_out_once(text: str, head: str) -> None:
    before = read(head + text, "f.yaml")
    assume(before.node is not None and not has_errors(before.diagnostics))
    once = laid(head + text)
    after = read(once, "f.yaml")
    assert before.node is not None and after.node is not None
    assert plain(after.node) == plain(before.node)
    assert laid(once) == once
    assert comments(once) == comments(head + text)
    assert not any(line != line.rstrip() for line in once.splitlines() if not line.isspace())


def comments(text: str) -> list[str]:
    """The comments of a text that holds ``#`` nowhere else than in the words and texts above."""
    return [part for line in text.splitlines() for part in [line.partition("# ")[2].strip()] if part]


@given(st.text(alphabet="ab:-#,[]{}|>\"' \n?&*12", max_size=30))
def test_any_text_is_laid_out_once_or_left_alone(text: str) -> None:
    done = lay_out(text, "f.yaml")
    if done.after is not None:
        assert laid(done.after) == done.after


def test_lines_that_come_to_stand_below_each_other_settle() -> None:
    once = laid("a: [{b: a, # in\n     a: a,c: a # in\n     },   a]\nd: b\n")
    assert laid(once) == once
    wide = laid("圖表:\n a: [{bb: a, # in\n            a: a,圖表: a # in\n            },   a]\n")
    assert laid(wide) == wide
