"""The judge finds what is planted in a layout that has no fault."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from procflow.drawing.layout import Layout, Line, Manner, Part, Point, Rect, Route, Size, layout
from tests.drawing.geometry import faults, figures
from tests.drawing.layout.nasty import LABEL, A, B, F, plan

PLAN = replace(
    plan(
        "tdttt", [(0, 1, F), (1, 2, F), (1, 3, F), (2, 4, A), (4, 0, B)], lanes=2, where="00011", label=LABEL
    ),
    parts=(Part("p", Size(80, 20)),),
)
SOUND = layout(PLAN)


def box(name: str, rect: Rect) -> Layout:
    return replace(SOUND, boxes={**SOUND.boxes, name: rect})


def moved(name: str, x: float, y: float) -> Layout:
    rect = SOUND.boxes[name]
    return box(name, replace(rect, x=rect.x + x, y=rect.y + y))


def route(name: str, *points: tuple[float, float], label: Rect | None = None) -> Layout:
    new = Route(tuple(Point(*point) for point in points), label or SOUND.routes[name].label)
    return replace(SOUND, routes={**SOUND.routes, name: new})


def shifted(name: str, x: float, y: float) -> Layout:
    """A line beside where it was."""
    points = SOUND.routes[name].points
    return route(name, *((point.x + x, point.y + y) for point in points))


def label(name: str, rect: Rect | None) -> Layout:
    return replace(SOUND, routes={**SOUND.routes, name: replace(SOUND.routes[name], label=rect)})


def label_of(name: str) -> Rect:
    rect = SOUND.routes[name].label
    assert rect is not None
    return rect


def through(name: str) -> Layout:
    """A line from b0 over everything to the right of `name`."""
    rect = SOUND.boxes[name]
    y = rect.y + rect.height / 2
    start = SOUND.boxes["b0"]
    x = start.x + start.width / 2
    return route("e0", (x, start.y + start.height), (x, y), (rect.x + rect.width + 9, y))


LANE = SOUND.strips["l1"]
PLANTED: dict[str, tuple[Callable[[], Layout], str]] = {
    "a box over a box": (lambda: box("b0", SOUND.boxes["b2"]), "box b0 stands over box b2"),
    "a box out of its lane": (lambda: moved("b0", -60, 0), "box b0 reaches out of lane l0"),
    "a box over the head": (lambda: moved("b0", 0, -100), "box b0 stands over a head"),
    "a box of another size": (
        lambda: box("b0", replace(SOUND.boxes["b0"], width=90)),
        "box b0 has another size",
    ),
    "a missing box": (
        lambda: replace(SOUND, heads={"l0": SOUND.heads["l0"]}),
        "heads are ['l0'], not ['l0', 'l1']",
    ),
    "lanes apart": (
        lambda: replace(SOUND, strips={**SOUND.strips, "l1": replace(LANE, x=LANE.x + 5)}),
        "lane l1 does not stand beside the one before",
    ),
    "a part above its title": (
        lambda: replace(SOUND, parts={"p": replace(SOUND.parts["p"], y=SOUND.size.height - 20)}),
        "part p begins above the end of what comes before",
    ),
    "a line through a box": (lambda: through("b2"), "line e0 meets box b2"),
    "a line in the air": (lambda: shifted("e0", 0, 3), "line e0 does not end at the border of box b0"),
    "a line aslant": (lambda: route("e0", (100, 100), (120, 140)), "line e0 runs aslant"),
    "no middle": (lambda: shifted("e0", 5, 0), "line e0 does not end where box b1 takes lines"),
    "a shared stretch": (
        lambda: replace(SOUND, routes={**SOUND.routes, "e1": SOUND.routes["e0"]}),
        "lines e0 and e1 share a stretch",
    ),
    "too near": (
        lambda: replace(SOUND, routes={**SOUND.routes, "e1": shifted("e0", 5, 0).routes["e0"]}),
        "lines e0 and e1 run too near to each other",
    ),
    "a lost label": (lambda: label("e0", None), "line e0 has lost its label"),
    "a label over a box": (
        lambda: label("e0", replace(label_of("e0"), y=SOUND.boxes["b0"].y)),
        "the label of e0 stands over box b0",
    ),
    "a label over a label": (
        lambda: label("e2", label_of("e1")),
        "the label of e2 stands over the label of e1",
    ),
    "a label over a title": (
        lambda: label("e0", replace(label_of("e0"), x=SOUND.parts["p"].x, y=SOUND.parts["p"].y)),
        "the label of e0 stands over the title of p",
    ),
    "a label beside its line": (
        lambda: label("e0", replace(label_of("e0"), x=label_of("e0").x + 60)),
        "the label of e0 does not stand on its line",
    ),
}


def test_a_sound_layout_has_no_faults() -> None:
    assert faults(PLAN, SOUND) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_found(name: str) -> None:
    planted, words = PLANTED[name]
    found = faults(PLAN, planted())
    assert any(words in fault for fault in found), found


def test_arrows_of_two_nets_do_not_end_on_one_another() -> None:
    two = plan("ttt", [(0, 2, F), (1, 2, A)], lanes=2, where="010")
    drawn = layout(two)
    assert faults(two, drawn) == []
    end = drawn.routes["e0"].points[-1]
    joined = replace(
        drawn,
        routes={**drawn.routes, "e1": Route((Point(end.x, end.y - 10), end), None)},
    )
    assert "lines e0 and e1 both end at box b2 at one point" in faults(two, joined)


def test_an_arrow_needs_room() -> None:
    two = plan("tt", [(0, 1, F)])
    drawn = layout(two)
    rect = drawn.boxes["b1"]
    near = replace(drawn, boxes={**drawn.boxes, "b1": replace(rect, y=drawn.boxes["b0"].y + 70)})
    x = rect.x + 78
    near = replace(
        near, routes={"e0": Route((Point(x, near.boxes["b1"].y - 4), Point(x, near.boxes["b1"].y)), None)}
    )
    assert "line e0 has no room for an arrow at box b1" in faults(two, near)


def test_figures_count_what_is_there() -> None:
    cross = replace(
        plan("tttt", [], lanes=2, where="0101"),
        lines=(
            Line("a", "b0", "b3", Manner.FORWARD, "a", Size(20, 18)),
            Line("b", "b1", "b2", Manner.FORWARD, "b"),
        ),
    )
    drawn = replace(
        layout(replace(cross, lines=())),
        routes={
            "a": Route((Point(10, 0), Point(10, 50), Point(90, 50)), Rect(40, 41, 20, 18)),
            "b": Route((Point(50, 0), Point(50, 90)), None),
        },
    )
    costs = figures(cross, drawn)
    assert (costs.crossings, costs.bends, costs.length, costs.covered) == (1, 1, 220, 1)
    assert costs.area == drawn.size.width * drawn.size.height
