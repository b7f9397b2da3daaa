from collections.abc import Callable

from procflow.definition.process import Process
from procflow.program import Program, compile_program

Build = Callable[[str], Process]

PROCESS = """
start: write
data:
  amount: {type: number, required: true}
tables:
  authority:
    title: Authority
    decides: role
    ranks: [head, manager]
    only_rises: false
    hit: exactly one
    rows:
      - {amount: up to 10, then: head}
      - {amount: over 10, then: manager}
steps:
  write:
    role: clerk
    form: [amount]
    attach: [draft]
    outcomes: {written: {go: review, needs: [comment]}, dropped: {go: dropped, form: optional}}
  review:
    review: in turn
    seats: [{role: head}, {role: manager}]
    until: authority
    answers:
      agree: continue
      object: {needs: [comment], opens: arbitration}
      refuse: {go: dropped, only: authority}
    outcomes: {passed: done}
  done: {end: completed}
  dropped: {end: cancelled}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {levels: [manager]}
  each_level: {deadline: 1 day}
  rulings:
    upheld: {go: write, resume: here}
    overruled: {resume: after}
"""


def compiled(build: Build) -> Program:
    return compile_program(build(PROCESS), "hash")


def test_a_task_offers_its_form_its_papers_and_its_outcomes_in_their_order(build: Build) -> None:
    offer = compiled(build).task_offers["write"]
    assert (offer.form, offer.attachments) == (("amount",), ("draft",))
    assert [(c.name, c.needs, c.fills_form) for c in offer.choices.values()] == [
        ("written", ("comment",), True),
        ("dropped", (), False),
    ]


def test_an_objection_asks_for_one_of_its_topics(build: Build) -> None:
    choice = compiled(build).seat_offers["review"]["head"].offer.choices["object"]
    assert (choice.needs, choice.topics, choice.fills_form) == (("comment", "topic"), ("price",), False)


def test_a_seat_cannot_object_where_its_own_role_alone_would_rule(build: Build) -> None:
    assert list(compiled(build).seat_offers["review"]["manager"].offer.choices) == ["agree", "refuse"]


def test_what_is_a_final_authoritys_alone_names_the_table(build: Build) -> None:
    for seat in compiled(build).seat_offers["review"].values():
        assert seat.reserved == {"refuse": "authority"}
