from collections.abc import Callable

Findings = Callable[[str], list[str]]


def test_a_round_that_nothing_leads_out_of(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, outcomes: {good: check, never: done}}
          check: {role: head, outcomes: {ask: answer, repair: answer}}
          answer: {role: clerk, next: check}
          done: {end: completed}
    """) == ["F103 check: no end can be reached from check"]


def test_a_round_with_a_way_out_is_sound(findings: Findings) -> None:
    assert not findings("""
        start: write
        steps:
          write: {role: clerk, next: check}
          check: {role: head, outcomes: {bad: write, good: done}}
          done: {end: completed}
    """)
