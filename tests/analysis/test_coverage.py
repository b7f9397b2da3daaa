"""Coverage of the written rules: which elements carry a clause, and what each element is there for."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from procflow.analysis.coverage import Accounts, Element, Gap, account_for, gaps_of
from procflow.definition import load_position, load_process

ORGANIZATION = """
organization: office
title: Office
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}, head: {title: Head}}
people: {ann: {name: Ann, roles: [clerk]}, hal: {name: Hal, roles: [head]}}
"""

RULES = """
register: rules
source: {title: Rules}
clauses:
  R1: {title: Asking}
  R2: {title: Deciding}
  R3.1: {title: Telling}
  R5: {title: Purpose, informative: Says why}
gaps: {R4: The source has none}
"""

PROCESS = """
process: NAME
version: 1.0.0
title: Example
organization: office.yaml
clauses: rules.yaml
"""

Write = Callable[..., Accounts]


@pytest.fixture
def accounts(tmp_path: Path) -> Write:
    """From processes, their header left out, and a position to what is said of their register."""

    def write(*processes: str, position: str = "", rules: str = RULES) -> Accounts:
        (tmp_path / "office.yaml").write_text(ORGANIZATION, encoding="utf-8")
        (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
        loaded = []
        for number, text in enumerate(processes, 1):
            file = tmp_path / f"p{number}.yaml"
            file.write_text(PROCESS.replace("NAME", f"p{number}") + dedent(text), encoding="utf-8")
            loaded.append(load_process(file))
        for each in loaded:
            assert each.process is not None, [f"{d.span} {d.message()}" for d in each.diagnostics]
        found = [each.process for each in loaded if each.process is not None]
        positions = []
        if position:
            file = tmp_path / "position.yaml"
            file.write_text(dedent(position), encoding="utf-8")
            read = load_position(file)
            assert read.position is not None, [f"{d.span} {d.message()}" for d in read.diagnostics]
            positions.append(read.position)
        register = loaded[0].register
        assert register is not None
        return account_for(register, found, positions)

    return write


def named(elements: tuple[Element, ...]) -> list[str]:
    return [f"{element.kind} {element.name}" for element in elements]


def left_out(accounts: Accounts) -> list[str]:
    clauses = [account.clause.name for account in accounts.clauses if not account.accounted]
    return [*clauses, *named(tuple(e for e in accounts.elements if not e.accounted))]


SOUND = """
start: ask
data:
  what: {type: text, required: true, clause: R1}
steps:
  ask: {role: clerk, form: [what], clause: R1, next: decide}
  decide:
    review: in turn
    seats: [{role: head}]
    answers: {agree: continue, refuse: {go: refused, question: Q1}}
    outcomes: {passed: done}
    clause: R2
  done: {end: completed, clause: R3.1}
  refused: {end: rejected, question: Q1}
questions:
  Q1: {clause: R2, ask: And if not?, assumed: Refused}
"""


def test_both_ways(accounts: Write) -> None:
    found = accounts(SOUND)
    assert found.ok
    carried = {account.clause.name: named(account.elements) for account in found.clauses}
    assert carried == {
        "R1": ["field what", "step ask"],
        "R2": ["step decide"],
        "R3.1": ["step done"],
        "R5": [],
    }
    by_name = {element.name: element for element in found.elements}
    assert by_name["ask: done"].basis.clauses == ()
    assert by_name["ask: done"].around.clauses == ("R1",)
    assert by_name["decide/head"].around.clauses == ("R2",)
    assert by_name["decide: refuse"].around.clauses == ()
    assert by_name["decide: refuse"].basis.questions == ("Q1",)
    (asked,) = found.questions
    assert named(asked.elements) == ["answer decide: refuse", "step refused"]


def test_what_nothing_asks_for_is_named(accounts: Write) -> None:
    found = accounts(
        SOUND.replace("required: true, clause: R1", "required: true").replace(", clause: R3.1", "")
    )
    assert not found.ok
    assert left_out(found) == ["R3.1", "field what", "step done"]


def test_a_clause_that_only_a_question_is_about_is_carried_by_who_follows_it(accounts: Write) -> None:
    text = SOUND.replace("    clause: R2\n", "    question: Q1\n")
    found = accounts(text)
    assert found.ok
    deciding = next(account for account in found.clauses if account.clause.name == "R2")
    assert deciding.elements == ()
    assert [asked.question.name for asked in deciding.questions] == ["Q1"]


def test_a_part_of_a_clause_carries_it(accounts: Write) -> None:
    found = accounts(SOUND, rules=RULES.replace("  R3.1:", "  R3: {title: Whole}\n  R3.1:"))
    whole = next(account for account in found.clauses if account.clause.name == "R3")
    assert named(whole.elements) == ["step done"]


ASKING = """
start: ask
steps:
  ask: {role: clerk, clause: R1, next: done}
  done: {end: completed, clause: R1}
"""


def test_any_process_of_a_register_may_carry_a_clause(accounts: Write) -> None:
    second = ASKING.replace("R1}", "R3.1}").replace("clause: R1", "clause: R2")
    assert left_out(accounts(ASKING)) == ["R2", "R3.1"]
    assert left_out(accounts(ASKING, second)) == []


def test_what_lies_in_an_event_or_a_branch_takes_from_it(accounts: Write) -> None:
    found = accounts(
        """
        start: ask
        data: {place: {type: group, fields: {town: {type: text}}, clause: R1}}
        steps:
          ask: {role: clerk, form: [place], clause: R1, next: both}
          both:
            parallel:
              left: {steps: {one: {role: clerk, next: finished}}, clause: R2}
              right: {steps: {two: {role: head, next: finished}}}
            join: all
            next: done
            question: Q1
          done: {end: completed, clause: R3.1}
        events:
          change:
            raised_by: clerk
            several: false
            clause: R2
            data: {why: {type: text, required: true}}
            main_flow: continues
            steps: {look: {role: head, next: finished}}
        questions: {Q1: {ask: How?, assumed: So}}
        """
    )
    assert found.ok
    around = {element.name: element.around for element in found.elements}
    assert around["place.town"].clauses == ("R1",)
    assert around["one"].clauses == ("R2",)
    assert around["both/right"].questions == ("Q1",)
    assert around["two"].questions == ("Q1",)
    assert around["change.why"].clauses == ("R2",)
    assert around["look: done"].clauses == ("R2",)


def test_an_escalation_takes_from_what_has_the_deadline(accounts: Write) -> None:
    text = """
        start: ask
        templates:
          late:
            deadline: 1 business day
            escalate: [{at: deadline, notify: head}]
            question: Q1
        steps:
          ask: {role: clerk, template: late, clause: R1, next: look}
          look: {role: head, template: late, clause: [R2, R3.1], next: done}
          done: {end: completed, clause: R1}
        questions: {Q1: {ask: How long?, assumed: A day}}
        """
    found = accounts(text)
    (late,) = [element for element in found.elements if element.kind == "escalation"]
    assert (late.name, late.around.questions) == ("ask: escalation 1", ("Q1",))


POSITION = """
position: head-of-office
title: Head
organization: office.yaml
clauses: rules.yaml
role: head
superior: clerk
clause: R2
duties:
  D1: {title: Deciding, nature: standing}
powers:
  P1: {title: Telling, clause: R3.1}
"""


def test_each_duty_answers_for_itself(accounts: Write) -> None:
    found = accounts(ASKING, position=POSITION)
    assert left_out(found) == ["duty D1"]
    assert {a.clause.name: named(a.elements) for a in found.clauses}["R3.1"] == ["power P1"]
    assert {a.clause.name: named(a.elements) for a in found.clauses}["R2"] == ["position head-of-office"]


@pytest.mark.parametrize(
    ("clauses", "gaps", "expected"),
    [
        (["L1", "L2"], {}, []),
        (["L6", "L8"], {}, ["L1–L5", "L7"]),
        (["H4.2.1", "H4.2.2"], {}, ["H1–H3", "H4.1"]),
        (["H0", "H1.1"], {}, []),
        (["L1", "L3"], {"L2": "None"}, ["L2: None"]),
        (["L1", "L4"], {"L2": "None"}, ["L2: None", "L3"]),
        (["Purpose", "Scope"], {"006.1–006.4": "None"}, ["006.1–006.4: None"]),
        (["L1", "L5"], {"L2–L4": "None"}, ["L2–L4: None"]),
        (["C9", "C10"], {f"C{n}": "x" for n in range(1, 9)}, [f"C{n}: x" for n in range(1, 9)]),
    ],
)
def test_gaps(accounts: Write, clauses: list[str], gaps: dict[str, str], expected: list[str]) -> None:
    rules = "register: rules\nsource: {title: Rules}\nclauses:\n"
    rules += "".join(f'  "{name}": {{title: X, informative: Y}}\n' for name in clauses)
    if gaps:
        rules += "gaps:\n" + "".join(f'  "{name}": {reason}\n' for name, reason in gaps.items())
    first = "start: ask\nsteps:\n  ask: {role: clerk, next: done}\n  done: {end: completed}\n"
    found = accounts(first, rules=rules)
    assert [told(gap) for gap in gaps_of(found.register)] == expected
    assert found.gaps == gaps_of(found.register)


def told(gap: Gap) -> str:
    numbers = gap.first if gap.first == gap.last else f"{gap.first}–{gap.last}"
    return f"{numbers}: {gap.reason.en}" if gap.reason is not None else numbers
