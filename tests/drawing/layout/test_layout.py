"""Layouts keep their guarantees for every plan, and look as a hand would draw them."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from procflow.drawing.layout import (
    Box,
    Direction,
    Layout,
    Line,
    Manner,
    Part,
    Plan,
    Rect,
    Size,
    Strip,
    layout,
)
from tests.drawing.generated import CARD, process_like
from tests.drawing.geometry import covers, faults, figures
from tests.drawing.layout.nasty import LABEL, ODD, A, B, F, any_plan, plan, some_process

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("name", ODD)
def test_odd_plans_have_no_faults(name: str, direction: Direction) -> None:
    odd = replace(ODD[name], direction=direction)
    drawn = layout(odd)
    assert faults(odd, drawn) == []
    assert covers(odd, drawn) == []


@SLOW
@given(any_plan())
def test_any_plan_has_no_faults(some: Plan) -> None:
    assert faults(some, layout(some)) == []


@SLOW
@given(some_process())
def test_any_process_has_no_faults(process: Plan) -> None:
    drawn = layout(process)
    assert faults(process, drawn) == []
    assert covers(process, drawn) == []


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize(
    ("boxes", "lanes", "seed"), [(20, 3, 0), (20, 3, 1), (60, 5, 2), (80, 6, 3), (120, 8, 4), (200, 12, 5)]
)
def test_processes_are_drawn_tidily(boxes: int, lanes: int, seed: int, direction: Direction) -> None:
    process = process_like(seed, boxes, lanes, direction, parts=1 + seed % 3)
    drawn = layout(process)
    assert faults(process, drawn) == []
    costs = figures(process, drawn)
    assert costs.covered == 0
    assert costs.crossings <= len(process.lines) / 2
    assert costs.bends <= 2 * len(process.lines)


def middle(rect: Rect) -> tuple[float, float]:
    return rect.x + rect.width / 2, rect.y + rect.height / 2


@pytest.mark.parametrize("direction", Direction)
def test_a_chain_runs_straight(direction: Direction) -> None:
    chain = plan("cttdtc", [(n, n + 1, F) for n in range(5)], direction=direction)
    drawn = layout(chain)
    down = direction is Direction.DOWN
    middles = [middle(drawn.boxes[f"b{n}"]) for n in range(6)]
    assert len({round(at[0 if down else 1], 1) for at in middles}) == 1
    along = [at[1 if down else 0] for at in middles]
    assert along == sorted(along)
    assert all(len(route.points) == 2 for route in drawn.routes.values())


def ends(drawn: Layout, line: str, box: str) -> tuple[float, float]:
    """Where a line leaves its box, as fractions of the box from its upper left corner."""
    point, rect = drawn.routes[line].points[0], drawn.boxes[box]
    return round((point.x - rect.x) / rect.width, 2), round((point.y - rect.y) / rect.height, 2)


def test_each_manner_has_its_side() -> None:
    """Ahead from the middle below, aside from the middle of the right side, back by a side."""
    drawn = layout(plan("ttt", [(0, 1, F), (0, 2, A), (2, 1, B)], lanes=2, where="001", label=LABEL))
    assert ends(drawn, "e0", "b0") == (0.5, 1.0)
    assert ends(drawn, "e1", "b0") == (1.0, 0.5)
    assert ends(drawn, "e2", "b2")[0] == 0.0


def test_ways_out_of_a_choice_leave_by_its_points_without_crossing() -> None:
    fork = plan("dttt", [(0, 1, F), (0, 2, F), (0, 3, F)], lanes=3, where="1012", label=LABEL)
    drawn = layout(fork)
    assert {ends(drawn, f"e{n}", "b0") for n in range(3)} == {(0.0, 0.5), (0.5, 1.0), (1.0, 0.5)}
    assert figures(fork, drawn).crossings == 0


def test_lines_of_one_net_end_as_one() -> None:
    many = plan("tttt", [(0, 3, F), (1, 3, F), (2, 3, F)], lanes=3, where="0120")
    drawn = layout(many)
    assert len({drawn.routes[f"e{n}"].points[-1] for n in range(3)}) == 1


def test_a_side_box_stands_one_rank_below_its_source() -> None:
    steps = plan("ttttt", [(0, 1, F), (1, 2, F), (2, 3, F), (1, 4, A)], lanes=2, where="00001")
    drawn = layout(steps)
    assert drawn.boxes["b4"].y == drawn.boxes["b2"].y


def test_strangers_stand_under_each_other() -> None:
    drawn = layout(plan("tttt", []))
    assert len({rect.x for rect in drawn.boxes.values()}) == 1
    assert all(drawn.boxes[f"b{one}"].y < drawn.boxes[f"b{other}"].y for one, other in pairwise(range(4)))


def test_sizes_of_a_turned_plan_are_sizes_on_the_page() -> None:
    chain = plan("tt", [(0, 1, F)], label=LABEL)
    upright, turned = layout(chain), layout(replace(chain, direction=Direction.RIGHT))
    assert turned.boxes["b0"].width == upright.boxes["b0"].width == CARD.width
    label = turned.routes["e0"].label
    assert label is not None
    assert (label.width, label.height) == (LABEL.width, LABEL.height)
    assert turned.heads["l0"].height == turned.size.height
    assert upright.heads["l0"].width == upright.size.width


ONE = Box("b", "l", "p", CARD)
STRIPS, PARTS = (Strip("l", Size(90, 44)),), (Part("p"),)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Plan(STRIPS, PARTS, (ONE, ONE), ()), "the box 'b' stands twice"),
        (Plan(STRIPS * 2, PARTS, (ONE,), ()), "the strip 'l' stands twice"),
        (Plan(STRIPS, PARTS, (replace(ONE, lane="x"),), ()), "no strip 'x'"),
        (Plan(STRIPS, PARTS, (replace(ONE, part="x"),), ()), "no part 'x'"),
        (Plan(STRIPS, PARTS, (ONE,), (Line("e", "b", "x", Manner.FORWARD, "x"),)), "no box 'x'"),
    ],
)
def test_plans_that_hang_in_the_air_are_refused(wrong: Plan, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        layout(wrong)


def test_no_hash_seed_changes_a_picture(repository: Path) -> None:
    script = (
        "from tests.drawing.generated import process_like; from procflow.drawing.layout import layout;"
        "print([layout(process_like(seed, 50, 5, parts=2)) for seed in range(3)])"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=repository,
            env=os.environ
            | {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{repository}{os.pathsep}{repository / 'src'}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    }
    assert len(drawn) == 1
