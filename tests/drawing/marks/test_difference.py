"""The difference of two versions of a process on one picture."""

import re
from pathlib import Path

import pytest

from procflow.definition.load import load_process
from procflow.drawing import Drawing, Language, Tone
from procflow.drawing.compose import Detail, draw_process
from procflow.drawing.marks import difference
from procflow.program import compile_program

FIRST = """\
process: purchase
version: 1.0.0
title: {zh: 採購, en: Purchase}
organization: workshop.yaml
start: ask
data:
  price: {type: money, currency: CNY, title: {zh: 價格, en: Price}}
  urgent: {type: flag, default: false, title: {zh: 急件, en: Urgent}}
tables:
  last-word:
    title: {zh: 終審, en: Last word}
    decides: role
    ranks: [clerk, head]
    only_rises: false
    hit: exactly one
    rows:
      - {price: up to 1000, then: clerk}
      - {price: over 1000, then: head}
steps:
  ask:
    title: {zh: 請購, en: Ask}
    role: buyer
    form: [price]
    outcomes:
      asked: {go: look, title: {zh: 請購, en: Asked}}
      dropped: {go: dropped, title: {zh: 放棄, en: Dropped}}
  look:
    title: {zh: 查看, en: Look}
    role: clerk
    deadline: 2 business days
    outcomes: {looked: {go: way, title: {zh: 已看, en: Looked}}}
  way:
    title: {zh: 分流, en: Way}
    choose:
      - {when: price > 500, go: review}
      - {otherwise: order}
  review:
    title: {zh: 審批, en: Review}
    review: in turn
    seats: [{role: clerk}, {role: head}]
    until: last-word
    answers: {agree: continue}
    outcomes: {passed: order}
  order: {title: {zh: 下單, en: Order}, role: buyer, next: done}
  done: {title: {zh: 辦結, en: Done}, end: completed}
  dropped: {title: {zh: 放棄, en: Dropped}, end: cancelled}
"""
CHANGES = {
    "version: 1.0.0": "version: 2.0.0",
    "deadline: 2 business days": "deadline: 1 business day",
    "price > 500": "price > 800",
    "up to 1000": "up to 2000",
    "over 1000": "over 2000",
    "dropped: {go: dropped, title: {zh: 放棄, en: Dropped}}": (
        "kept: {go: dropped, title: {zh: 擱置, en: Shelved}}"
    ),
    "  order: {title: {zh: 下單, en: Order}, role: buyer, next: done}": (
        "  buy: {title: {zh: 採買, en: Buy}, role: buyer, next: tell}\n"
        "  tell: {title: {zh: 通知, en: Tell}, notice: [inspector], next: done}"
    ),
    "passed: order": "passed: buy",
    "otherwise: order": "otherwise: buy",
}


def drawn(folder: Path, text: str, **how: object) -> Drawing:
    place = Path(__file__).parents[2] / "patterns" / "control" / "organization.yaml"
    (folder / "workshop.yaml").write_text(place.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "purchase.yaml").write_text(text, encoding="utf-8")
    loaded = load_process(folder / "purchase.yaml")
    assert loaded.process is not None and loaded.organization is not None, loaded.diagnostics
    program = compile_program(loaded.process, loaded.hash)
    return draw_process(program, loaded.organization, language=Language.EN, **how)  # type: ignore[arg-type]


def second() -> str:
    text = FIRST
    for old, new in CHANGES.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_nothing_changed(tmp_path: Path) -> None:
    drawing = drawn(tmp_path, FIRST)
    both = difference(drawing, drawing)
    assert (both.nodes, both.edges, both.lanes, both.grids) == (
        drawing.nodes,
        drawing.edges,
        drawing.lanes,
        drawing.grids,
    )


def test_everything_that_changed(tmp_path: Path) -> None:
    old, new = drawn(tmp_path, FIRST), drawn(tmp_path, second())
    both = difference(old, new)
    nodes = {node.id: node for node in both.nodes}
    tones = {name: node.mark.tone.value for name, node in nodes.items() if node.mark.tone is not Tone.PLAIN}
    assert tones == {
        "ask": "changed",
        "look": "changed",
        "order": "removed",
        "buy": "added",
        "tell": "added",
    }
    assert nodes["look"].limit == "1 business day"
    assert nodes["look"].mark.before == ("Deadline: 2 business days",)
    assert nodes["ask"].mark.before == ("Outcome: Dropped",)
    edges = {edge.id: edge.mark for edge in both.edges if edge.mark.tone is not Tone.PLAIN}
    assert {name: mark.tone.value for name, mark in edges.items()} == {
        "ask>dropped": "added",
        "ask>dropped~": "removed",
        "way>review/clerk": "changed",
        "way>order": "removed",
        "way>buy": "added",
        "review/clerk:asked>order": "removed",
        "review/clerk:asked>buy": "added",
        "review/head>order": "removed",
        "review/head>buy": "added",
        "order>done": "removed",
        "buy>tell": "added",
        "tell>done": "added",
    }
    assert edges["way>review/clerk"].badge == "was: Price > 500"
    (grid,) = both.grids
    assert [row[1] for row in grid.rows] == ["≤ 1,000", "> 1,000", "≤ 2,000", "> 2,000"]
    assert dict(grid.marks) == {0: Tone.REMOVED, 1: Tone.REMOVED, 2: Tone.ADDED, 3: Tone.ADDED}
    assert both.subtitle == "purchase, version 1.0.0 → purchase, version 2.0.0"


def test_whatever_is_named_is_there_once(tmp_path: Path) -> None:
    for detail in Detail:
        old, new = drawn(tmp_path, FIRST, detail=detail), drawn(tmp_path, second(), detail=detail)
        for both in (difference(old, new), difference(new, old)):
            names = [node.id for node in both.nodes]
            assert len(names) == len(set(names)) == len({n.id for d in (old, new) for n in d.nodes})
            assert len(both.edges) == len({edge.id for edge in both.edges})
            assert {end for edge in both.edges for end in (edge.source, edge.target)} <= set(names)
            assert {node.lane for node in both.nodes} == {lane.id for lane in both.lanes}
            assert {node.section for node in both.nodes} == {section.id for section in both.sections}
            assert all(len(row) == len(grid.heads) for grid in both.grids for row in grid.rows)


def test_what_was_removed_stands_behind_what_stood_before_it(tmp_path: Path) -> None:
    both = difference(drawn(tmp_path, FIRST), drawn(tmp_path, second()))
    names = [node.id for node in both.nodes]
    assert names.index("order") == names.index("review/head") + 1


def test_a_column_that_came(tmp_path: Path) -> None:
    text = FIRST.replace("{price: up to 1000, then", "{price: up to 1000, urgent: any, then")
    text = text.replace("{price: over 1000, then", "{price: over 1000, urgent: true, then")
    text = re.sub(
        r"(      - \{price: over 1000.*\n)",
        r"\1      - {price: over 1000, urgent: false, then: head}\n",
        text,
    )
    (grid,) = difference(drawn(tmp_path, FIRST), drawn(tmp_path, text)).grids
    assert grid.heads == ("", "price", "urgent", "Decides", "Clause")
    tones = [grid.marks.get(number, Tone.PLAIN).value for number in range(len(grid.rows))]
    assert sorted(tones) == ["added"] * 3 + ["removed"] * 2
    assert all(len(row) == 5 for row in grid.rows)


def test_two_languages_are_no_two_versions(tmp_path: Path) -> None:
    drawing = drawn(tmp_path, FIRST)
    other = Drawing(
        **{name: getattr(drawing, name) for name in Drawing.__slots__} | {"language": Language.ZH}
    )
    with pytest.raises(ValueError, match="two languages"):
        difference(drawing, other)
