from collections.abc import Callable

import pytest

from procflow.analysis import check_program
from procflow.program import Program

Findings = Callable[[str], list[str]]
Compiled = Callable[[str], Program]

FLOW = """
start: write
data: {{amount: {{type: number}}}}
steps:
  write: {{role: clerk, outcomes: {{normal: review, urgent: {urgent}}}}}
  review:
    review: in turn
    deadline: 1 day
    seats: [{{role: head, escalate: [{{at: deadline, go: {late}}}]}}]
    answers: {{agree: continue, skip: {skip}}}
    outcomes: {{passed: approved}}
  approved: {{milestone: {{covers: [amount], until: pay}}, if_voided: write, next: check}}
  check: {{role: head, deadline: 1 day, escalate: [{{at: deadline, go: {slow}}}], next: pay}}
  pay: {{role: cashier, outcomes: {{paid: done, back: write}}}}
  done: {{end: completed}}
  lost: {{end: cancelled}}
invariants: [{{before: {before}, must: {must}}}]
"""
SOUND = {
    "urgent": "review",
    "late": "lost",
    "skip": "write",
    "slow": "lost",
    "before": "pay",
    "must": "check",
}


def flow(**changed: str) -> str:
    return FLOW.format(**{**SOUND, **changed})


@pytest.mark.parametrize("must", ["write", "review", "approved", "check"])
def test_an_invariant_that_every_way_keeps(findings: Findings, must: str) -> None:
    assert not findings(flow(must=must))


@pytest.mark.parametrize(
    ("changed", "way"),
    [
        ({"urgent": "pay"}, "write → pay"),
        ({"urgent": "pay", "must": "approved"}, "write → pay"),
        ({"slow": "pay"}, "write → review → approved → check → pay"),
        ({"late": "check", "must": "review"}, "write → review → check → pay"),
        ({"skip": "check", "must": "review"}, "write → review → check → pay"),
        ({"late": "check", "must": "approved"}, "write → review → check → pay"),
        ({"before": "write"}, "write"),
        ({"urgent": "lost", "before": "lost", "must": "pay"}, "write → lost"),
    ],
    ids=[
        "around the task",
        "around the milestone",
        "the task left by the clock",
        "the review left by the clock",
        "the review left by another answer",
        "the milestone not passed",
        "the start itself",
        "an end",
    ],
)
def test_a_way_that_breaks_an_invariant(compiled: Compiled, changed: dict[str, str], way: str) -> None:
    (finding,) = check_program(compiled(flow(**changed)))
    names = {**SOUND, **changed}
    assert finding.code == "F105"
    assert finding.message() == f"a case can come to {names['before']} without {names['must']}"
    assert dict(finding.args)["way"] == way
    assert way in finding.reason()


def test_ways_that_nothing_reaches_break_nothing(findings: Findings) -> None:
    text = flow(must="check").replace("  done:", "  stray: {role: clerk, next: pay}\n  done:")
    assert findings(text) == ["F101 stray: nothing leads to stray"]


def test_a_pass_voided_on_the_way_is_left_to_the_engine(findings: Findings) -> None:
    text = flow(must="approved").replace("role: cashier,", "role: cashier, form: [amount],")
    assert not findings(text.replace("if_voided: write", "if_voided: check"))
