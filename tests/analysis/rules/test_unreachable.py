from collections.abc import Callable

Findings = Callable[[str], list[str]]


def test_a_step_without_a_way_to_it(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, next: done}
          check: {role: head, next: done}
          done: {end: completed}
    """) == ["F101 check: nothing leads to check"]


def test_what_only_such_a_step_leads_to_is_not_told_again(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, next: done}
          check: {role: head, next: split}
          split: {choose: [{otherwise: lost}]}
          lost: {end: cancelled}
          done: {end: completed}
    """) == ["F101 check: nothing leads to check"]


def test_a_round_that_is_cut_off_is_told_once_at_its_first_step(findings: Findings) -> None:
    assert findings("""
        start: write
        steps:
          write: {role: clerk, next: done}
          check: {role: head, outcomes: {good: done, bad: repair}}
          repair: {role: clerk, next: check}
          done: {end: completed}
          other: {end: cancelled}
    """) == ["F101 check: nothing leads to check", "F101 other: nothing leads to other"]


def test_every_kind_of_way_reaches_a_step(findings: Findings) -> None:
    text = """
        start: write
        data: {amount: {type: number}}
        steps:
          write:
            role: clerk
            form: [amount]
            deadline: 1 day
            escalate: [{at: deadline, go: late}]
            next: review
          late: {role: head, next: write}
          review:
            review: in turn
            seats: [{role: head}]
            answers: {agree: continue, return: {go: repair, resume: here}, object: {opens: arbitration}}
            outcomes: {passed: approved}
          repair: {role: clerk, next: review}
          approved: {milestone: {covers: [amount], until: pay}, if_voided: voided, next: pay}
          pay: {role: cashier, next: done}
          voided: {role: clerk, next: review}
          upheld: {role: clerk, next: review}
          settle: {role: clerk, next: review}
          refused: {end: rejected}
          done: {end: completed}
        arbitration:
          pauses: the seat that objected
          never_rules_on_own: true
          topics: {price: {levels: [manager]}, other: {go: settle, resume: here}}
          rulings: {upheld: {go: upheld}, overruled: {resume: after}, refused: {go: refused, only: LEVEL}}
    """
    assert not findings(text.replace("LEVEL", "last level"))
