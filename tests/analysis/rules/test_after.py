"""F109: completed without what has to follow."""

from collections.abc import Callable

import pytest

Findings = Callable[[str], list[str]]

PROCESS = """
start: write
steps:
  write: {{role: clerk, outcomes: {{written: sign}}}}
  sign: {{role: head, outcomes: {signed}, deadline: 1 day, escalate: [{{at: deadline, go: {late}}}]}}
  file: {{role: clerk, outcomes: {{filed: done}}}}
  done: {{end: completed}}
  dropped: {{end: cancelled}}
invariants:
  - {{after: {after}, must: file}}
"""


@pytest.mark.parametrize(
    ("signed", "late", "after", "way"),
    [
        ("{signed: file, torn: dropped}", "done", "sign", None),
        ("{signed: file, torn: dropped, quick: done}", "done", "sign", "write → sign → done"),
        ("{signed: file, torn: dropped}", "done", "write", "write → sign → done"),
        ("{signed: file, again: write, quick: dropped}", "file", "sign", None),
        (
            "{signed: file, again: write, quick: dropped}",
            "done",
            "sign",
            "write → sign → write → sign → done",
        ),
    ],
)
def test_a_way_refutes_it(findings: Findings, signed: str, late: str, after: str, way: str | None) -> None:
    found = findings(PROCESS.format(signed=signed, late=late, after=after))
    said = f"F109 {{after: a case can be completed after {after} without file"
    assert found == ([] if way is None else [said])


def test_what_was_done_before_counts(findings: Findings) -> None:
    text = """
    start: file
    steps:
      file: {role: clerk, outcomes: {filed: sign}}
      sign: {role: head, outcomes: {signed: done}}
      done: {end: completed}
    invariants:
      - {after: sign, must: file}
    """
    assert findings(text) == []
