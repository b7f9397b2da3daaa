import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procflow.drawing import Drawing, Edge, EdgeMark, Language, Mark, Node, Relation, Shape, Sign, Tone
from procflow.drawing.formats.svg import svg
from procflow.drawing.layout import Direction
from procflow.drawing.theme import THEMES, Theme, ThemeName
from tests.drawing import gallery

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"' onload='x' \"><b>",
    "]]><!-- & &amp; &#0;",
    "a\x00b\x08c\ud800d\ufffe",
    "שלום עולם",
    "\u202eevil\u202c",
    "x" * 500,
    "👨\u200d👩\u200d👧 🇹🇼 ☂️",
    "</style></svg>",
    "line\nline\ttab",
]
themes = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


def drawn(drawing: Drawing, theme: Theme = THEMES[ThemeName.LIGHT]) -> Element:
    return ElementTree.fromstring(svg(gallery.placed(drawing), theme))


def of_class(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if name in element.get("class", "").split())


def one(root: Element, attribute: str, value: str) -> Element:
    (found,) = (element for element in root.iter() if element.get(attribute) == value)
    return found


def texts(root: Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def legend(root: Element) -> list[str]:
    (found,) = of_class(root, "legend")
    return texts(found)


@pytest.mark.parametrize("name", ["everything", "marked"])
@themes
def test_a_picture_is_what_it_was(request: pytest.FixtureRequest, name: str, theme: Theme) -> None:
    drawing = gallery.everything() if name == "everything" else gallery.marked()
    written = svg(gallery.placed(drawing), theme)
    golden = GOLDEN / f"{name}-{theme.name}.svg"
    if request.config.getoption("--reset-golden"):
        golden.write_bytes(written)
    assert written == golden.read_bytes()


def test_it_is_the_same_in_every_run() -> None:
    script = (
        "import hashlib\n"
        "from tests.drawing import gallery\n"
        "from procflow.drawing.formats.svg import svg\n"
        "print(hashlib.sha256(svg(gallery.placed(gallery.marked()))).hexdigest())"
    )
    root = Path(__file__).parents[3]
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(found) == 1


@themes
def test_every_node_and_every_edge_is_there_and_can_be_found(theme: Theme) -> None:
    drawing = gallery.marked()
    root = drawn(drawing, theme)
    for node in drawing.nodes:
        group = one(root, "data-node", node.id)
        assert group.get("class", "").split() == ["node", f"s-{node.shape}", f"t-{node.mark.tone}"]
        assert group.get("data-element") == node.element
        assert group.get("tabindex") == "0"
    for edge in drawing.edges:
        group = one(root, "data-edge", edge.id)
        assert group.get("class", "").split() == ["edge", f"r-{edge.relation}", f"t-{edge.mark.tone}"]
        assert (group.get("data-source"), group.get("data-target")) == (edge.source, edge.target)


def test_a_node_is_read_out_with_its_clause() -> None:
    group = one(drawn(gallery.everything()), "data-node", "submit")
    said = "提出合約評審 Propose contract · 專員 · 1 日 · C3.1"
    assert group.get("role") == "img"
    assert group.get("aria-label") == said
    assert group.findtext(f"{SVG}title") == said


def test_the_picture_has_a_title_and_a_language() -> None:
    root = drawn(gallery.everything())
    assert root.findtext(f"{SVG}title") == "合約評審流程 Contract review"
    assert (root.get("role"), root.get("lang")) == ("graphics-document", "zh-Hant")
    assert drawn(gallery.everything(Language.EN)).get("lang") == "en"


def test_ids_of_what_is_drawn_are_never_xml_ids() -> None:
    """So that two pictures can stand on one page."""
    assert not [element for element in drawn(gallery.everything()).iter() if element.get("id")]


@themes
def test_colours_are_literal_and_nothing_is_dimmed_by_opacity(theme: Theme) -> None:
    written = svg(gallery.placed(gallery.marked()), theme).decode()
    assert "var(" not in written
    assert "opacity" not in written


def test_a_family_for_chinese_is_named() -> None:
    sheet = drawn(gallery.everything()).findtext(f"{SVG}style") or ""
    assert "'Noto Sans CJK TC', 'Noto Sans TC'" in sheet
    assert "PingFang TC" in sheet and "Microsoft JhengHei" in sheet


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@themes
def test_hostile_names_stay_text(name: str, theme: Theme) -> None:
    root = drawn(hostile(name), theme)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "rect", "path", "circle", "text", "title", "desc", "style", "defs", "pattern"}
    assert not any(key.startswith("on") for element in root.iter() for key in element.attrib)


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_so_does_any_name(name: str) -> None:
    drawn(hostile(name))


def hostile(name: str) -> Drawing:
    nodes = [
        Node(f"{name}{shape}", shape, name, name, (name, name), name, name, (name,), tuple(Sign), (name,),
             element=name, mark=Mark(Tone.CHANGED, name, name, name, (name,)))
        for shape in Shape
    ]  # fmt: skip
    edges = [
        Edge(f"{number}{name}", a.id, b.id, Relation.FLOW, name, name, name, mark=EdgeMark(Tone.DONE, name))
        for number, (a, b) in enumerate(pairwise(nodes))
    ]
    drawing = gallery.everything()
    return replace(
        drawing,
        title=name,
        subtitle=name,
        lanes=(replace(drawing.lanes[0], id=name, title=(name, name)),),
        sections=(replace(drawing.sections[0], id=name, title=(name,)),),
        nodes=tuple(nodes),
        edges=tuple(edges),
        grids=(replace(drawing.grids[0], id=name, title=(name,), heads=(name,), rows=((name,),), marks={}),),
    )


def test_a_name_that_runs_to_the_left_stands_by_itself() -> None:
    """Each text is an element of its own and isolated, so that it turns nothing beside it round."""
    root = drawn(
        gallery.plain(gallery.node("a", Shape.TASK, "staff", "שלום עולם", corner="שלום", limit="2 日"))
    )
    assert {"שלום עולם", "שלום", "2 日"} <= set(texts(root))
    assert "unicode-bidi:isolate" in (root.findtext(f"{SVG}style") or "")


def test_the_legend_says_what_is_used_and_nothing_else() -> None:
    a, b = (gallery.node(name, Shape.TASK, "staff", name) for name in "ab")
    edge = Edge("e", "a", "b", Relation.FLOW)
    assert legend(drawn(gallery.plain(a, b, edges=[edge]))) == ["Flow"]
    assert legend(drawn(gallery.plain(a, b, edges=[replace(edge, relation=Relation.RULING)]))) == ["Ruling"]
    assert legend(drawn(gallery.plain(a, replace(b, signs=(Sign.VOTE,))))) == ["Vote"]
    assert legend(drawn(gallery.plain(a, replace(b, shape=Shape.MILESTONE)))) == ["Milestone"]
    assert legend(drawn(gallery.plain(a, replace(b, mark=Mark(Tone.DONE))))) == ["Not yet reached", "Done"]
    assert legend(drawn(gallery.plain(a, replace(b, mark=Mark(Tone.ADDED))))) == ["Unchanged", "Added"]


def test_the_legend_speaks_the_languages_of_the_picture() -> None:
    assert "裁決 Ruling" in legend(drawn(gallery.everything()))
    assert "裁決" in legend(drawn(gallery.everything(Language.ZH)))
    assert "Ruling" in legend(drawn(gallery.everything(Language.EN)))


def test_the_legend_knows_every_form_relation_sign_and_tone() -> None:
    said = legend(drawn(gallery.marked()))
    obvious = {Shape.TASK, Shape.SEAT, Shape.REVIEW}
    assert len(said) == len(Relation) + len(set(Shape) - obvious) + len(Sign) + len(Tone)


def test_a_line_ends_in_an_arrow_and_lines_that_run_together_in_one() -> None:
    nodes = [
        gallery.node(name, Shape.TASK, lane, name)
        for name, lane in (("a", "staff"), ("b", "reviewers"), ("c", "rulers"))
    ]
    edges = [Edge("1", "a", "c", Relation.FLOW), Edge("2", "b", "c", Relation.FLOW)]
    root = drawn(gallery.plain(*nodes, edges=edges))
    heads = [list(of_class(one(root, "data-edge", edge), "head")) for edge in "12"]
    assert [len(found) for found in heads] == [1, 0]


def test_where_lines_run_together_what_stands_out_is_drawn() -> None:
    nodes = [
        gallery.node(name, Shape.TASK, lane, name) for name, lane in (("a", "staff"), ("b", "reviewers"))
    ]
    goal = gallery.node("c", Shape.TASK, "rulers", "c")
    edges = [
        Edge("1", "a", "c", Relation.FLOW),
        Edge("2", "b", "c", Relation.FLOW, mark=EdgeMark(Tone.DONE)),
    ]
    root = drawn(gallery.plain(*nodes, goal, edges=edges))
    heads = [list(of_class(one(root, "data-edge", edge), "head")) for edge in "12"]
    assert [len(found) for found in heads] == [0, 1]


def test_a_weight_widens_the_line() -> None:
    a, b = (gallery.node(name, Shape.TASK, "staff", name) for name in "ab")
    edge = Edge("e", "a", "b", Relation.FLOW, mark=EdgeMark(weight=1))
    (line,) = of_class(one(drawn(gallery.plain(a, b, edges=[edge])), "data-edge", "e"), "line")
    assert line.get("style") == "stroke-width:6.6"


def test_what_was_removed_is_struck_through() -> None:
    sheet = drawn(gallery.marked()).findtext(f"{SVG}style") or ""
    assert re.search(r"\.t-removed text\{[^}]*line-through", sheet)
    assert re.search(r"\.before\{[^}]*line-through", sheet)


def test_an_escalation_leaves_from_a_bolt_and_has_no_second_sign() -> None:
    root = drawn(gallery.everything())
    assert len(list(of_class(root, "bolt"))) == 2
    assert not list(of_class(one(root, "data-node", "meeting"), "sign-escalates"))


def test_a_table_is_drawn_beneath_with_all_of_its_cells() -> None:
    root = drawn(gallery.everything())
    found = "".join(texts(one(root, "data-grid", "authority")))
    for row in (gallery.GRID.heads, *gallery.GRID.rows):
        for cell in row:
            assert cell.replace(" ", "") in found.replace(" ", "")


def test_paper_has_patterns_where_colours_would_say_it() -> None:
    light, paper = (drawn(gallery.marked(), THEMES[name]) for name in (ThemeName.LIGHT, ThemeName.PRINT))
    assert not list(light.iter(f"{SVG}pattern"))
    told = {pattern.get("id") for pattern in paper.iter(f"{SVG}pattern")}
    assert told == {f"pattern-{tone}" for tone in Tone} - {"pattern-plain", "pattern-gone"}


@pytest.mark.parametrize("direction", list(Direction))
def test_the_picture_is_as_large_as_what_stands_in_it(direction: Direction) -> None:
    root = ElementTree.fromstring(svg(gallery.placed(gallery.everything(), direction)))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    (found,) = of_class(root, "legend")
    last = max(float(re.findall(r"[\d.]+", entry.attrib["transform"])[1]) for entry in found)
    assert last < height
