from pathlib import Path

import pytest

from procflow.definition import load_process
from procflow.definition.process import FINISHED
from procflow.program import EdgeKind, Program, compile_program

OK = Path(__file__).resolve().parents[1] / "corpus" / "ok"


@pytest.fixture(scope="module")
def program() -> Program:
    loaded = load_process(OK / "steps-and-events.yaml")
    assert loaded.process is not None
    return compile_program(loaded.process, loaded.hash)


def test_every_branch_and_event_with_steps_has_a_graph(program: Program) -> None:
    assert set(program.graphs) == {
        "main",
        "parallel:prepare/papers",
        "parallel:prepare/mail",
        "parallel:each-guest/guest",
        "event:guest-change",
        "event:major-complaint",
    }


def test_a_branch_ends_where_it_is_finished_or_leads_out(program: Program) -> None:
    papers = program.graphs["parallel:prepare/papers"]
    assert papers.start == "write-papers"
    assert papers.ends == {FINISHED, "view-order"}
    assert papers.fire("check-papers", "hopeless", {}) == "view-order"
    assert papers.fire("check-papers", "good", {}) == FINISHED


def test_leaving_a_branch_is_an_edge_of_the_block_around_it(program: Program) -> None:
    assert program.main.fire("prepare", "leave:view-order", {}) == "view-order"
    assert program.main.fire("prepare", "joined", {}) == "each-guest"


def test_waits_calls_and_handlers_have_their_ways_out(program: Program) -> None:
    assert program.main.fire("wait-for-arrival", "way:1", {}) == "follow-stay"
    assert program.main.fire("settle", "rejected", {}) == "manager-decides"
    assert program.main.fire("hand-over", "called", {}) == "handed-over"
    assert program.graphs["parallel:prepare/mail"].fire("send-mail", "failed", {}) == "phone"


def test_an_event_sends_the_main_flow_from_where_it_can_be_by_then(program: Program) -> None:
    trigger = "event:compensation-claim:manager-decides"
    sent = {edge.source for edge in program.main.edges if edge.trigger == trigger}
    assert "tell-departments" in sent
    assert "view-order" not in sent
    handed = {e.source for e in program.main.edges if e.trigger == "event:guest-change:hand-over"}
    assert {"view-order", "settle"} <= handed
    assert all(e.kind is EdgeKind.EVENT for e in program.main.edges if e.trigger.startswith("event:"))


def test_a_way_out_in_trouble_is_an_escalation(program: Program) -> None:
    kinds = {e.trigger: e.kind for e in program.main.edges if e.source == "follow-stay"}
    assert kinds["unresolved"] is EdgeKind.ESCALATION
    assert kinds["done"] is EdgeKind.FLOW
