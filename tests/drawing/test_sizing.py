from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.drawing import Drawing, Edge, EdgeMark, Mark, Relation, Shape
from procflow.drawing.layout import Direction, Manner, Size
from procflow.drawing.sizing import Anchor, Block, Run, label, manner, sized
from tests.drawing import gallery

names = st.one_of(
    st.text("合約評審流程技術部門，。（）「」 ", max_size=60),
    st.text("abcdefg WMi-/ ", max_size=80),
    st.text(max_size=60),
    st.just("x" * 500),
    st.just("👨\u200d👩\u200d👧" * 40),
)
DIRECTIONS = pytest.mark.parametrize("direction", list(Direction))


def blocks(drawing: Drawing, direction: Direction) -> Iterator[tuple[str, Block]]:
    known = sized(drawing, direction)
    for group in (known.nodes, known.labels):
        yield from group.items()


def left(run: Run) -> float:
    match run.anchor:
        case Anchor.START:
            return run.x
        case Anchor.MIDDLE:
            return run.x - run.width / 2
        case Anchor.END:
            return run.x - run.width


def assert_inside(name: str, block: Block) -> None:
    for run in block.runs:
        assert left(run) >= 0, (name, run)
        assert left(run) + run.width <= block.size.width + 0.1, (name, run)
        assert 0 < run.y < block.size.height, (name, run)
    ys = [run.y for run in block.runs if run.anchor is not Anchor.END]
    assert ys == sorted(set(ys)), name


@DIRECTIONS
@pytest.mark.parametrize("drawing", [gallery.everything(), gallery.marked()], ids=["everything", "marked"])
def test_every_text_stands_in_its_box(drawing: Drawing, direction: Direction) -> None:
    for name, block in blocks(drawing, direction):
        assert_inside(name, block)


@given(st.sampled_from(list(Shape)), st.tuples(names, names, names, names, names))
def test_so_does_any_text(shape: Shape, words: tuple[str, str, str, str, str]) -> None:
    title, second, corner, limit, row = words
    mark = Mark(by=row, time=limit[:10], before=(title, row))
    node = replace(
        gallery.node("n", shape, "staff", title, second, corner=corner, limit=limit, rows=[row]), mark=mark
    )
    for name, block in blocks(gallery.plain(node), Direction.DOWN):
        assert_inside(name, block)
        assert block.size.width <= 156


@given(names, st.text(max_size=30))
def test_a_label_is_a_pill_of_150_px_at_most(words: str, badge: str) -> None:
    block = label(Edge("e", "a", "b", Relation.FLOW, words, mark=EdgeMark(badge=badge)))
    assert_inside("label", block)
    assert block.size.width <= 150.1
    assert len(block.runs) <= 3


def test_a_card_is_156_by_66_and_grows_downwards_alone() -> None:
    short = gallery.node("a", Shape.TASK, "staff", "提出評審", "Propose", corner="專員", limit="1 日")
    long = replace(short, id="b", title=("物資供應評審及其他一切相關事項之審核", "Propose"))
    rows = replace(short, id="c", shape=Shape.REVIEW, rows=("技術部", "法務部", "財務部"))
    sizes = {
        name: block.size
        for name, block in sized(gallery.plain(short, long, rows), Direction.DOWN).nodes.items()
    }
    assert sizes["a"] == Size(156, 66)
    assert (sizes["b"].width, sizes["c"].width) == (156, 156)
    assert sizes["b"].height > 66
    assert sizes["c"].height > 100


def test_who_does_it_and_by_when_have_lines_of_their_own_where_one_is_too_short() -> None:
    node = gallery.node(
        "a", Shape.TASK, "staff", "T", corner="負責人：市場營銷部營銷員", limit="抵店日期前 2 天"
    )
    corner, limit, _ = sized(gallery.plain(node), Direction.DOWN).nodes["a"].runs
    assert (corner.text, limit.text) == ("負責人：市場營銷部營銷員", "抵店日期前 2 天")
    assert limit.y > corner.y


def test_a_time_stands_where_the_limit_stood_and_who_did_it_where_the_second_title_stood() -> None:
    node = gallery.node("a", Shape.TASK, "staff", "甲", "A", corner="專員", limit="2 日")
    done = replace(node, mark=Mark(time="3.1／2 日 逾期", by="吳小明"))
    texts = [run.text for run in sized(gallery.plain(done), Direction.DOWN).nodes["a"].runs]
    assert texts == ["專員", "3.1／2 日 逾期", "甲", "吳小明"]


def test_bars_lie_across_the_flow() -> None:
    node = gallery.node("a", Shape.JOIN, "staff")
    down, right = (sized(gallery.plain(node), direction).nodes["a"].size for direction in Direction)
    assert (down.width, down.height) == (right.height, right.width)
    assert down.width > down.height


def test_what_has_four_points_is_drawn_wide_for_more_lines_than_four() -> None:
    def size(shape: Shape, ways: int) -> Size:
        nodes = [gallery.node("n", shape, "staff", "N"), gallery.node("t", Shape.TASK, "staff", "T")]
        edges = [Edge(str(way), "n", "t", Relation.FLOW, str(way)) for way in range(ways)]
        box = sized(gallery.plain(*nodes, edges=edges), Direction.DOWN).plan.boxes[0]
        assert box.ends is not None
        assert (box.ends == Size(0, 0)) == (ways <= 4)
        return box.size

    for shape in (Shape.TABLE, Shape.DISPUTE, Shape.RULING, Shape.START):
        assert size(shape, 4).width == size(shape, 4).height
        assert size(shape, 5).width > size(shape, 4).width
        assert size(shape, 60).width > 300


def test_bars_are_as_long_as_their_lines_need() -> None:
    nodes = [gallery.node("n", Shape.JOIN, "staff"), gallery.node("t", Shape.TASK, "staff", "T")]
    edges = [Edge(str(way), "n", "t", Relation.FLOW, str(way)) for way in range(30)]
    down, right = (sized(gallery.plain(*nodes, edges=edges), way).plan.boxes[0] for way in Direction)
    assert (down.size.width, down.size.height) == (right.size.height, right.size.width)
    assert down.ends is not None and right.ends is not None
    assert down.ends.width >= 290 and right.ends.height >= 290


def test_lines_run_by_what_they_mean() -> None:
    def run(relation: Relation, target: Shape = Shape.TASK) -> Manner:
        return manner(Edge("e", "a", "b", relation), target)

    assert [run(relation) for relation in Relation] == [
        Manner.FORWARD, Manner.BACK, Manner.ASIDE, Manner.BACK, Manner.ASIDE,
    ]  # fmt: skip
    assert run(Relation.RULING, Shape.RULING) is Manner.FORWARD


def test_edges_share_a_line_only_where_target_and_relation_are_one() -> None:
    nodes = [gallery.node(name, Shape.TASK, "staff", name) for name in "abc"]
    edges = [
        Edge("1", "a", "c", Relation.FLOW),
        Edge("2", "b", "c", Relation.FLOW),
        Edge("3", "b", "c", Relation.RETURN),
        Edge("4", "a", "b", Relation.FLOW),
    ]
    plan = sized(gallery.plain(*nodes, edges=edges), Direction.DOWN).plan
    nets = [line.net for line in plan.lines]
    assert nets[0] == nets[1]
    assert len(set(nets)) == 3
