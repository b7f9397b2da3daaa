from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.definition import load_process
from procflow.definition.process import Process
from procflow.program import Program, compile_program

Build = Callable[[str], Process]


@pytest.fixture(scope="module")
def review(repository: Path) -> Program:
    loaded = load_process(repository / "processes" / "contract-review.yaml")
    assert loaded.process is not None
    return compile_program(loaded.process, loaded.hash)


def test_the_contract_review_compiles(review: Program) -> None:
    assert review.process.name == "contract-review"
    assert set(review.graphs) == {
        "main",
        "arbitration:quality",
        "arbitration:price",
        "arbitration:delivery",
    }
    assert review.main.ends == {"filed", "withdrawn", "lapsed", "refused"}


def test_the_pass_can_be_voided_up_to_signing(review: Program) -> None:
    resting = {step for step in review.covered["review-passed"] if step not in review.main.ends}
    assert resting == {"review-passed", "agree-with-customer", "sign"}
    assert review.changeable["amount"] == review.covered["review-passed"]
    assert "mode" not in review.changeable


def test_the_ways_back_to_a_review(review: Program) -> None:
    assert review.ways_back["meeting", "submit-terms"] == {"submit-terms", "propose", "choose-route"}
    assert review.ways_back["meeting-decision", "submit-terms"] == {
        "submit-terms",
        "propose",
        "choose-route",
        "meeting",
    }
    assert ("circulate", "refused") not in review.ways_back


def test_steps_are_looked_up_by_kind(review: Program) -> None:
    assert review.task("sign").role == "sales-representative"
    assert review.review("circulate").until == "final-authority"
    assert review.seat("circulate", "sales-vp").role == "sales-vp"
    assert review.step("choose-route").name == "choose-route"
    with pytest.raises(TypeError):
        review.task("circulate")
    with pytest.raises(TypeError):
        review.review("sign")
    with pytest.raises(KeyError):
        review.seat("circulate", "nobody")
    with pytest.raises(KeyError):
        review.step("nowhere")


def test_what_the_kernel_asks_for(review: Program) -> None:
    assert [m.name for m in review.milestones] == ["review-passed"]
    assert [d.places for d in review.separations] == [("submit-terms", "final-authority")]
    end = review.ended("refused")
    assert end is not None
    assert end.ending == "rejected"
    assert review.ended("sign") is None


def test_a_process_without_arbitration_has_one_graph(build: Build) -> None:
    process = build("start: a\nsteps: {a: {role: r, next: b}, b: {end: completed}}\n")
    program = compile_program(process, "hash")
    assert list(program.graphs) == ["main"]
    assert program.hash == "hash"
    assert not program.covered
    assert not program.ways_back
