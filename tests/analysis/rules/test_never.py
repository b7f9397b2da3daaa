"""F110: a step after the one that rules it out."""

from collections.abc import Callable

import pytest

from procflow.analysis import check_program
from procflow.program import Program

Compiled = Callable[[str], Program]

PROCESS = """
start: write
data: {{large: {{type: flag, required: true}}}}
steps:
  write: {{role: clerk, form: [large], outcomes: {{written: refuse, good: sign}}}}
  refuse: {{role: head, outcomes: {refused}, deadline: 1 day, escalate: [{{at: deadline, go: sign}}]}}
  sign: {{role: head, outcomes: {{signed: done}}}}
  done: {{end: completed}}
invariants:
  - {{never: sign, {rule}}}
"""


@pytest.mark.parametrize(
    ("refused", "rule", "ways"),
    [
        ("{refused: done}", "once: refuse", []),
        ("{refused: done, regretted: sign}", "once: refuse", ["write → refuse → sign"]),
        ("{refused: done, again: write}", "once: refuse", ["write → refuse → write → sign"]),
        ("{refused: done, regretted: sign}", "when: large", []),
        ("{refused: done}", "once: sign", []),
    ],
)
def test_a_way_refutes_it(compiled: Compiled, refused: str, rule: str, ways: list[str]) -> None:
    found = check_program(compiled(PROCESS.format(refused=refused, rule=rule)))
    assert [(d.code, d.args["way"]) for d in found] == [("F110", way) for way in ways]
