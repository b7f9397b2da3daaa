"""The rules of the flow inside branches and any-time events, and F108."""

from collections.abc import Callable

import pytest

Findings = Callable[[str], list[str]]

BLOCK = """
start: prepare
steps:
  prepare:
    parallel:
      one: {{steps: {{{one}}}}}
      two: {{steps: {{look: {{role: clerk, outcomes: {{good: finished, bad: dropped}}}}}}}}
    join: {join}
    next: done
  done: {{end: completed}}
  dropped: {{end: cancelled}}
"""
EVENT = """
start: write
steps:
  write: {{role: clerk, next: done}}
  done: {{end: completed}}
events:
  complaint:
    raised_by: clerk
    window: {{while: [write]}}
    several: false
    main_flow: continues
    steps: {{{steps}}}
"""
ROUND = "a: {role: clerk, next: b}, b: {role: head, outcomes: {good: a, bad: a}}"
AUTOMATIC = (
    "a: {role: clerk, next: b}, b: {notice: head, next: c}, "
    "c: {choose: [{when: has(x), go: b}, {otherwise: finished}]}"
)


def codes(found: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in found]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("a: {role: clerk, next: finished}", []),
        ("a: {role: clerk, next: finished}, b: {role: head, next: finished}", ["F101 b"]),
        (
            "a: {role: clerk, outcomes: {good: finished, bad: b}}, b: {wait: {until: 1 day}, next: b}",
            ["F102 b"],
        ),
        (f"z: {{role: clerk, outcomes: {{good: finished, bad: a}}}}, {ROUND}", ["F103 a"]),
        ("a: {role: clerk, next: b}, b: {notice: head, next: b}", ["F104 b", "F108 prepare"]),
        ("a: {role: clerk, next: b}, b: {call: other, waits: false, next: finished}", []),
        (ROUND, ["F103 a", "F108 prepare"]),
        ("a: {role: clerk, next: dropped}", ["F108 prepare"]),
    ],
)
def test_branches_are_looked_at(findings: Findings, steps: str, expected: list[str]) -> None:
    assert codes(findings(BLOCK.format(one=steps, join="all"))) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("a: {role: clerk, next: finished}", []),
        ("a: {role: clerk, next: finished}, b: {role: head, next: done}", ["F101 b"]),
        ("a: {role: clerk, next: a}", ["F102 a"]),
        (ROUND, ["F103 a"]),
        ("a: {role: clerk, next: done}", []),
    ],
)
def test_events_are_looked_at(findings: Findings, steps: str, expected: list[str]) -> None:
    assert codes(findings(EVENT.format(steps=steps))) == expected


def test_a_block_inside_an_event_is_looked_at(findings: Findings) -> None:
    block = (
        "a: {parallel: {one: {steps: {b: {role: clerk, next: b}}}, "
        "two: {steps: {c: {role: head, next: finished}}}}, join: all, next: finished}"
    )
    assert codes(findings(EVENT.format(steps=block))) == ["F102 b", "F108 a"]


def test_a_join_that_enough_branches_can_come_to_is_sound(findings: Findings) -> None:
    assert not findings(BLOCK.format(one="a: {role: clerk, next: dropped}", join="1 of 2"))
    (found,) = findings(BLOCK.format(one="a: {role: clerk, next: dropped}", join="2 of 2"))
    assert found == "F108 prepare: prepare never goes on to done"
