from collections.abc import Callable

import pytest

from procflow.definition.process import Process
from procflow.program import EdgeKind, NoEdge, compile_program
from procflow.program.flow_edges import voided_trigger
from procflow.program.step_edges import (
    CHOICE,
    PASSED,
    REACHED,
    escalation_trigger,
    ruling_trigger,
    topic_trigger,
)

Build = Callable[[str], Process]

REVIEWED = """
start: write
data:
  amount: {type: number, required: true}
  note: {type: text}
steps:
  write:
    role: clerk
    form: [amount]
    deadline: 1 day
    escalate:
      - {at: 1 hour before deadline, remind: holder}
      - {at: deadline, go: dropped}
    outcomes: {state: route, dropped: dropped}
  route:
    choose:
      - {when: amount > 10, go: review}
      - {otherwise: approved}
  review:
    review: in turn
    deadline: 1 day
    escalate: [{at: deadline, go: write}]
    seats: [{role: head}, {role: director, escalate: [{at: deadline, notify: clerk}]}]
    answers:
      agree: continue
      passed: {go: write, resume: here}
      object: {opens: arbitration}
    after_ruling: {go: second, keep: answers}
    outcomes: {passed: approved}
  second:
    review: in turn
    seats: [{role: director}]
    answers: {agree: continue, refuse: dropped}
    outcomes: {passed: approved}
  approved:
    milestone: {covers: [amount], until: pay}
    if_voided: write
    next: pay
  pay: {role: cashier, form: [amount], outcomes: {paid: file, back: write}}
  file: {role: clerk, next: done}
  done: {end: completed}
  dropped: {end: cancelled}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {levels: [manager]}
    other: {go: write, resume: here}
  each_level: {deadline: 1 day}
  rulings:
    upheld: {go: write, resume: here}
    overruled: {resume: after}
    refused: {go: dropped, only: last level}
"""


def test_every_way_out_of_every_step(build: Build) -> None:
    main = compile_program(build(REVIEWED), "hash").main
    flow, back, ruling = EdgeKind.FLOW, EdgeKind.RETURN, EdgeKind.RULING
    assert [(e.source, e.trigger, e.target, e.kind) for e in main.edges] == [
        ("write", "state", "route", flow),
        ("write", "dropped", "dropped", flow),
        ("write", escalation_trigger(1, None), "dropped", EdgeKind.ESCALATION),
        ("route", CHOICE, "review", flow),
        ("route", CHOICE, "approved", flow),
        ("review", PASSED, "approved", flow),
        ("review", "passed", "write", back),
        ("review", escalation_trigger(0, "head"), "write", EdgeKind.ESCALATION),
        ("review", ruling_trigger("upheld"), "write", ruling),
        ("review", ruling_trigger("refused"), "dropped", ruling),
        ("review", ruling_trigger("overruled"), "second", ruling),
        ("review", topic_trigger("other"), "write", back),
        ("second", PASSED, "approved", flow),
        ("second", "refuse", "dropped", flow),
        ("approved", REACHED, "pay", flow),
        ("pay", "paid", "file", flow),
        ("pay", "back", "write", flow),
        ("file", "done", "done", flow),
        ("pay", voided_trigger("approved"), "write", EdgeKind.VOID),
    ]
    assert main.start == "write"
    assert main.ends == {"done", "dropped"}


def test_a_review_is_not_passed_by_an_answer_of_that_name(build: Build) -> None:
    main = compile_program(build(REVIEWED), "hash").main
    assert main.fire("review", PASSED, {}) == "approved"
    assert main.fire("review", "passed", {}) == "write"


def test_each_topic_has_a_graph_unless_it_is_settled_elsewhere(build: Build) -> None:
    program = compile_program(build(REVIEWED), "hash")
    assert set(program.graphs) == {"main", "arbitration:price"}


def test_rulings_leave_only_reviews_that_can_object(build: Build) -> None:
    main = compile_program(build(REVIEWED), "hash").main
    with pytest.raises(NoEdge):
        main.fire("second", ruling_trigger("upheld"), {})


VOIDED_INSIDE = """
start: write
data: {amount: {type: number}}
steps:
  write: {role: clerk, next: approved}
  approved: {milestone: {covers: [amount], until: pay}, if_voided: check, next: check}
  check: {role: clerk, form: [amount], next: split}
  split: {choose: [{otherwise: pay}]}
  pay: {role: cashier, next: done}
  done: {end: completed}
"""


def test_a_case_can_be_voided_wherever_it_rests_in_the_window(build: Build) -> None:
    program = compile_program(build(VOIDED_INSIDE), "hash")
    assert program.covered["approved"] == {"approved", "check", "split", "pay"}
    for step in ("check", "pay"):
        assert program.main.fire(step, voided_trigger("approved"), {}) == "check"
    for step in ("approved", "split"):
        with pytest.raises(NoEdge):
            program.main.fire(step, voided_trigger("approved"), {})


VOIDED_BEHIND = """
start: write
data: {amount: {type: number}}
steps:
  write: {role: clerk, next: approved}
  approved: {milestone: {covers: [amount], until: pay}, if_voided: repair, next: pay}
  pay: {role: cashier, next: repair}
  repair: {role: clerk, next: done}
  done: {end: completed}
"""


def test_the_way_of_a_voided_milestone_does_not_widen_its_window(build: Build) -> None:
    program = compile_program(build(VOIDED_BEHIND), "hash")
    assert program.covered["approved"] == {"approved", "pay"}
    assert [e.source for e in program.main.edges if e.kind is EdgeKind.VOID] == ["pay"]
