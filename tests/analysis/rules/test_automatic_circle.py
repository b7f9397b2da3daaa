from collections.abc import Callable

Findings = Callable[[str], list[str]]


def test_an_automatic_circle(findings: Findings) -> None:
    assert findings("""
        start: write
        data: {urgent: {type: flag, required: true}}
        steps:
          write: {role: clerk, form: [urgent], next: first}
          first: {choose: [{when: urgent, go: second}, {otherwise: done}]}
          second: {choose: [{when: not urgent, go: done}, {otherwise: mark}]}
          mark: {milestone: {covers: [urgent]}, next: first}
          done: {end: completed}
    """) == ["F104 first: first goes round without anybody being asked"]


def test_a_choice_that_leads_to_itself_is_told_once(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, outcomes: {good: done, odd: split}}
          split: {choose: [{otherwise: split}]}
          done: {end: completed}
    """) == ["F104 split: split goes round without anybody being asked"]


def test_a_circle_of_choices_that_nothing_leads_out_of_is_told_once(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, outcomes: {good: done, odd: one}}
          one: {choose: [{otherwise: two}]}
          two: {choose: [{otherwise: one}]}
          done: {end: completed}
    """) == ["F104 one: one goes round without anybody being asked"]


def test_a_circle_with_a_person_on_it_is_none(findings: Findings) -> None:
    assert not findings("""
        start: write
        data: {urgent: {type: flag, required: true}}
        steps:
          write: {role: clerk, form: [urgent], next: split}
          split: {choose: [{when: urgent, go: write}, {otherwise: done}]}
          done: {end: completed}
    """)
