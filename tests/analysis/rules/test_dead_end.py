from collections.abc import Callable

Findings = Callable[[str], list[str]]


def test_a_step_that_leads_only_to_itself(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, outcomes: {good: done, bad: wait}}
          wait: {role: clerk, outcomes: {more: wait, again: {go: wait, resume: first}}}
          done: {end: completed}
    """) == ["F102 wait: wait is a dead end"]


def test_what_leads_to_a_dead_end_is_not_told_again(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, next: check}
          check: {role: head, next: wait}
          wait: {role: clerk, next: wait}
          done: {end: completed}
    """) == ["F101 done: nothing leads to done", "F102 wait: wait is a dead end"]


def test_an_end_reached_only_when_a_deadline_passes_is_an_end(findings: Findings) -> None:
    assert not findings("""
        start: write
        steps:
          write: {role: clerk, deadline: 1 day, escalate: [{at: deadline, go: lapsed}], next: write}
          lapsed: {end: cancelled}
    """)
