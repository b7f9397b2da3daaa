from collections.abc import Callable

import pytest

from procflow.analysis import check_program
from procflow.analysis.rules import unfilled
from procflow.program import Program

Findings = Callable[[str], list[str]]
Compiled = Callable[[str], Program]
Reviewed = Callable[..., str]

DATA = """
data:
  amount: {type: number, required: true}
  urgent: {type: flag, default: false}
  note: {type: text}
  kind: {type: choice, of: [a, b, c], required: true}
  day: {type: date}
  terms: {type: group, required: true, fields: {price: {type: number, required: true}, extra: {type: number}}}
facts: {disputed: {true_once: an objection is opened}}
"""


@pytest.fixture
def lacks(compiled: Compiled) -> Callable[[str], list[tuple[str, str, str]]]:
    """What the rule finds in a process over the data above: reader, field and way."""

    def lacks(text: str) -> list[tuple[str, str, str]]:
        found = unfilled.check(compiled(text + DATA))
        return [(f.args["reader"], f.args["field"], f.args["way"]) for f in found]

    return lacks


Lacks = Callable[[str], list[tuple[str, str, str]]]


def split(when: str, form: str = "amount, kind, terms", outcome: str = "{go: split}") -> str:
    """A task, and a choice behind it."""
    return f"""
start: write
steps:
  write: {{role: clerk, form: [{form}], outcomes: {{sent: {outcome}}}}}
  split: {{choose: [{{when: '{when}', go: done}}, {{otherwise: lost}}]}}
  done: {{end: completed}}
  lost: {{end: cancelled}}
"""


@pytest.mark.parametrize(
    "when",
    [
        "amount > 5",
        "not urgent",
        "disputed",
        'terms.price > 1 and kind == "a"',
        'has(note) and note == "x"',
        'not has(note) or note == "x"',
        'disputed and note == "x"',
        'not disputed or note == "x"',
    ],
)
def test_what_is_filled_in_may_be_looked_at(lacks: Lacks, when: str) -> None:
    assert not lacks(split(when))


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ('note == "x"', "note"),
        ('has(day) or note == "x"', "note"),
        ('has(note) or note == "x"', "note"),
        ("terms.extra > 1", "terms.extra"),
        ('kind == "a" and note == "x"', "note"),
    ],
)
def test_what_may_be_empty_may_not(lacks: Lacks, when: str, field: str) -> None:
    assert lacks(split(when)) == [("split", field, "write → split")]


def test_a_required_field_is_filled_only_where_a_form_asks_for_it(lacks: Lacks) -> None:
    assert lacks(split("amount > 5", form="kind")) == [("split", "amount", "write → split")]


def test_an_outcome_that_leaves_the_form_alone_fills_nothing_in(lacks: Lacks) -> None:
    optional = "{go: split, form: optional}"
    assert lacks(split("amount > 5", outcome=optional)) == [("split", "amount", "write → split")]
    assert not lacks(split("amount > 5", outcome="{go: split, form: optional, needs: [amount]}"))
    assert not lacks(split('note == "x"', outcome="{go: split, needs: [note]}"))


def test_a_condition_on_an_outcome_sees_the_form_of_its_task(lacks: Lacks) -> None:
    assert not lacks(split("urgent", outcome="{go: split, allowed: amount > 5}"))
    allowed = "{go: split, allowed: 'has(note) or note == \"x\"'}"
    assert lacks(split("urgent", outcome=allowed)) == [("write/sent", "note", "write")]


def test_a_form_passed_again_may_be_emptied_again(lacks: Lacks) -> None:
    text = """
start: write
steps:
  write: {role: clerk, form: [amount], outcomes: {sent: check}}
  check: {role: head, form: [amount], outcomes: {good: split, skip: {go: split, form: optional}}}
  split: {choose: [{when: amount > 5, go: done}, {otherwise: done}]}
  done: {end: completed}
"""
    assert lacks(text) == [("split", "amount", "write → check → split")]


BRANCHES = """
start: write
steps:
  write: {role: clerk, form: [kind], outcomes: {sent: by-kind}}
  by-kind:
    choose:
      - {when: 'kind == "a"', go: price}
      - {when: 'kind in ["b"]', go: day}
      - {otherwise: decide}
  price: {role: clerk, form: [amount], next: decide}
  day: {role: clerk, form: [amount], next: decide}
  decide:
    choose:
      - {when: 'WHEN', go: done}
      - {otherwise: done}
  done: {end: completed}
"""


@pytest.mark.parametrize(
    "when",
    ['kind != "c" and amount > 5', 'kind == "c" or amount > 5', 'not (kind in ["c"]) and amount > 5'],
)
def test_what_a_choice_has_settled_is_remembered(lacks: Lacks, when: str) -> None:
    assert not lacks(BRANCHES.replace("WHEN", when))


@pytest.mark.parametrize("when", ["amount > 5", 'kind != "b" and amount > 5', 'kind == "c" and amount > 5'])
def test_the_way_on_which_it_is_empty_is_told(lacks: Lacks, when: str) -> None:
    assert lacks(BRANCHES.replace("WHEN", when)) == [("decide", "amount", "write → by-kind → decide")]


def test_numbers_are_told_apart_at_the_points_that_conditions_name(lacks: Lacks) -> None:
    text = """
start: write
steps:
  write: {role: clerk, form: [amount], outcomes: {sent: by-amount}}
  by-amount: {choose: [{when: 500000 <= amount, go: kind}, {otherwise: decide}]}
  kind: {role: clerk, form: [kind], next: decide}
  decide: {choose: [{when: 'amount >= LIMIT and kind == "a"', go: done}, {otherwise: done}]}
  done: {end: completed}
"""
    assert not lacks(text.replace("LIMIT", "500000"))
    assert not lacks(text.replace("LIMIT", "600000"))
    assert lacks(text.replace("LIMIT", "499999.99")) == [("decide", "kind", "write → by-amount → decide")]


def test_a_value_filled_in_again_is_not_remembered(lacks: Lacks) -> None:
    text = BRANCHES.replace("day: {role: clerk, form: [amount]", "day: {role: clerk, form: [kind]")
    assert lacks(text.replace("WHEN", 'kind != "c" and amount > 5')) == [
        ("decide", "amount", "write → by-kind → day → decide")
    ]


TABLE = """
start: write
tables:
  who:
    decides: role
    ranks: [head, director]
    only_rises: true
    hit: HIT
    rows: [ROWS]
steps:
  write: {role: clerk, form: [kind], outcomes: {sent: by-kind}}
  by-kind: {choose: [{when: 'kind == "a"', go: price}, {otherwise: review}]}
  price: {role: clerk, form: [amount], next: review}
  review:
    review: in turn
    seats: [{role: head}, {role: director}]
    until: who
    answers: {agree: continue, object: {opens: arbitration}}
    outcomes: {passed: done}
  done: {end: completed}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [manager]}}
  rulings: {upheld: {go: write}, overruled: {resume: after}}
"""


def table(*rows: str, hit: str = "exactly one") -> str:
    return TABLE.replace("HIT", hit).replace("ROWS", ", ".join(f"{{{row}, then: head}}" for row in rows))


def test_a_table_looks_only_at_what_its_rows_in_question_name(lacks: Lacks) -> None:
    assert not lacks(table("kind: a, amount: up to 5", "kind: a, amount: over 5", "kind: not a, amount: any"))
    assert lacks(table("kind: any, amount: up to 5", "kind: any, amount: over 5")) == [
        ("who", "amount", "write → by-kind → review")
    ]


def test_a_table_that_takes_the_first_row_looks_no_further(lacks: Lacks) -> None:
    rows = ("kind: not a, amount: any", "kind: any, amount: up to 5", "kind: any, amount: over 5")
    assert not lacks(table(*rows, hit="first"))
    assert lacks(table(*rows)) == [("who", "amount", "write → by-kind → review")]


def test_an_objection_can_make_a_fact_true(lacks: Lacks) -> None:
    rows = ("disputed: false, note: any", "disputed: true, note: x", "disputed: true, note: not x")
    assert lacks(table(*rows)) == [("who", "note", "write → by-kind → review")]
    assert not lacks(
        table(*rows).replace("object: {opens: arbitration}", "refuse: done").split("arbitration:\n")[0]
    )


def test_a_deadline_counts_from_a_field_that_is_there(lacks: Lacks) -> None:
    text = """
start: write
steps:
  write: {role: clerk, form: [FORM], outcomes: {sent: prepare}}
  prepare: {role: clerk, deadline: 2 days before day, next: review}
  review:
    review: in turn
    seats: [{role: head, deadline: 1 day before day}]
    answers: {agree: continue}
    outcomes: {passed: done}
  done: {end: completed}
"""
    assert lacks(text.replace("FORM", "amount")) == [("prepare", "day", "write → prepare")]
    assert not lacks(
        text.replace("FORM", "amount").replace("{sent: prepare}", "{sent: {go: prepare, needs: [day]}}")
    )


def test_a_change_outside_a_form_can_empty_what_is_not_required(compiled: Compiled) -> None:
    text = """
start: write
data:
  note: {type: text, REQUIRED, change: {by: clerk, after: write, until: check}}
steps:
  write: {role: clerk, form: [note], outcomes: {sent: {go: check, needs: [note]}}}
  check: {role: head, next: split}
  split: {choose: [{when: 'note == "x"', go: done}, {otherwise: done}]}
  done: {end: completed}
"""
    (finding,) = check_program(compiled(text.replace("REQUIRED", "required: false")))
    assert finding.args["way"] == "write → check → split"
    assert not check_program(compiled(text.replace("REQUIRED", "required: true")))


def test_a_way_back_from_a_voided_milestone_is_followed(lacks: Lacks) -> None:
    text = """
start: write
steps:
  write: {role: clerk, form: [amount, note], outcomes: {sent: {go: approved, needs: [note]}}}
  approved: {milestone: {covers: [note], until: check}, if_voided: split, next: check}
  check: {role: head, form: [note], next: done}
  split: {choose: [{when: 'note == "x"', go: done}, {otherwise: done}]}
  done: {end: completed}
"""
    assert lacks(text) == [("split", "note", "write → approved → check → split")]


def test_too_many_ways_are_taken_together(compiled: Compiled) -> None:
    """Taken together they still prove that a field is filled in, but not that it is not."""
    names = [f"f{n}" for n in range(7)]
    fields = "".join(f"  {n}: {{type: flag, required: true}}\n" for n in names)
    steps = "".join(
        f"  {n}: {{role: clerk, form: [{n}], outcomes: {{a: {after}, b: {{go: {after}, form: optional}}}}}}\n"
        for n, after in zip(names, [*names[1:], "split"], strict=True)
    )
    last = '  split: {choose: [{when: "%s", go: done}, {otherwise: done}]}\n  done: {end: completed}\n'
    text = f"start: f0\ndata:\n{fields}steps:\n{steps}{last}"
    guarded = compiled(text % " or ".join(f"has({n}) and {n}" for n in names))
    assert not check_program(guarded)
    assert not list(unfilled.check(guarded, most_states=10))
    open_ended = compiled(text % " or ".join(names))
    assert {f.code for f in unfilled.check(open_ended)} == {"F106"}
    assert [(f.code, f.args["states"]) for f in unfilled.check(open_ended, most_states=10)] == [
        ("F107", "10")
    ]


HELD = """
start: write
data:
  customer: {type: text, required: true}
  note: {type: text}
facts: {on_hold: {while_open: hold, by: customer}}
steps:
  write: {role: clerk, form: [customer], next: first}
  first: {choose: [{when: on_hold, go: ask}, {otherwise: BEHIND}]}
  ask: {role: clerk, form: [note], outcomes: {done: {go: second, needs: [note]}}}
  rest: {role: clerk, next: second}
  second: {choose: [{when: on_hold and note == "x", go: done}, {otherwise: lost}]}
  done: {end: completed}
  lost: {end: cancelled}
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Right behind the choice the fact is what it was there; once somebody was asked it may be another.
        (HELD.replace("BEHIND", "second").replace("  rest: {role: clerk, next: second}\n", ""), []),
        (HELD.replace("BEHIND", "rest"), ["note"]),
        # Who starts a case may fill anything in, and so a fact may be true before the first step.
        (HELD.replace("BEHIND", "rest").replace("start: write", "start: second"), ["note"]),
    ],
)
def test_a_fact_on_another_case_may_be_another_at_every_command(
    compiled: Compiled, text: str, found: list[str]
) -> None:
    assert [finding.args["field"] for finding in unfilled.check(compiled(text))] == found
