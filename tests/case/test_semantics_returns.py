"""SEMANTICS 4 to 8: guards on the way, and coming back to what was left."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import (
    AnswersKept,
    AnswersStand,
    CaseEnded,
    FactSet,
    ItemOpened,
    ItemWithdrawn,
    Moved,
    ParkDropped,
    SeatReopened,
    StepEntered,
    StepParked,
    StepResumed,
)

Build = Callable[..., Any]

REVIEW = """
start: draft
data:
  amount: {type: money, currency: CNY, required: true}
  note: {type: text}
  short: {type: flag, default: false}
steps:
  draft:
    role: clerk
    form: [amount, note, short]
    outcomes: {sent: route, dropped: {go: off, form: optional}}
  route: {choose: [{when: short, go: done}, {otherwise: review}]}
  review:
    review: MODE
    seats: [{role: buyer, LOOKS}, {role: checker}, {role: head}]
    deadline: 1 business day
    answers:
      agree: continue
      back: {go: draft, resume: RESUME}
    outcomes: {passed: done}
  done: {end: completed}
  off: {end: cancelled}
"""


def review(mode: str = "in turn", resume: str = "here", looks: str = "title: Buyer") -> str:
    kind = mode if mode == "in turn" else "together\n    first_refusal: " + mode
    return REVIEW.replace("MODE", kind).replace("RESUME", resume).replace("LOOKS", looks)


def begun(case: Build, text: str) -> Any:
    """Drafted for 100; the buyer has agreed."""
    return case(text).start("ann").do("draft", "sent", "ann", amount=100).do("review/buyer", "agree", "ben")


# 4


def test_4_a_guard_that_cannot_be_evaluated_stops_the_command(case: Build) -> None:
    opened = case(
        """
        start: ask
        data: {size: {type: number}}
        steps:
          ask: {role: clerk, form: [size], outcomes: {sent: route}}
          route: {choose: [{when: size > 3, go: big}, {otherwise: small}]}
          big: {end: completed}
          small: {end: completed}
        """
    ).start("ann")
    with opened.refuses("data-missing") as caught:
        opened.do("ask", "sent", "ann")
    assert caught.value.missing == ("size",)
    assert opened.do("ask", "sent", "ann", size=3).step == "small"
    assert [(e.source, e.target, e.line) for e in opened.all(Moved)][1:] == [
        ("ask", "route", None),
        ("route", "small", 2),
    ]


def test_4_a_condition_on_an_outcome_that_cannot_be_evaluated_stops_it_too(case: Build) -> None:
    opened = case(
        """
        start: ask
        data: {size: {type: number}}
        steps:
          ask: {role: clerk, form: [size], outcomes: {sent: {go: big, allowed: size > 3}}}
          big: {end: completed}
        """
    ).start("ann")
    with opened.refuses("data-missing"):
        opened.do("ask", "sent", "ann")
    with opened.refuses("not-allowed"):
        opened.do("ask", "sent", "ann", size=3)
    assert opened.do("ask", "sent", "ann", size="3.5").at.status == "completed"


def test_4_a_table_that_cannot_be_read_stops_the_command(contract: Build) -> None:
    case = contract("meeting").do("meeting", "convened", "zhou", papers={"minutes": "m"})
    assert case.at.authority == {}
    opened = contract("circulation")
    assert opened.at.authority["final-authority"].role == "sales-vp"


# 5


def test_5_here_asks_the_seat_again_that_returned_and_keeps_the_other_answers(case: Build) -> None:
    opened = begun(case, review()).do("review/checker", "back", "cai")
    assert opened.open == ["draft"]
    opened.do("draft", "sent", "ann", amount=100)
    assert opened.open == ["review/checker"]
    assert opened.all(StepResumed)[-1].asked_again == ("checker",)
    assert len(opened.all(StepEntered)) == 1


def test_5_after_goes_on_behind_the_seat_that_returned(case: Build) -> None:
    opened = (
        begun(case, review(resume="after")).do("review/checker", "back", "cai").do("draft", "sent", "ann")
    )
    assert opened.open == ["review/head"]
    assert opened.all(StepResumed)[-1].counted == ("checker",)
    assert opened.do("review/head", "agree", "hal").at.status == "completed"


def test_5_first_begins_again(case: Build) -> None:
    opened = (
        begun(case, review(resume="first")).do("review/checker", "back", "cai").do("draft", "sent", "ann")
    )
    assert opened.open == ["review/buyer"]
    assert opened.all(StepParked) == []


def test_5_unanswered_asks_everyone_whose_answer_does_not_stand(case: Build) -> None:
    opened = case(review("decides", "unanswered")).start("ann").do("draft", "sent", "ann", amount=100)
    opened.do("review/buyer", "agree", "ben").do("review/checker", "back", "cai").do("draft", "sent", "ann")
    assert opened.open == ["review/checker", "review/head"]


def test_5_a_return_that_decides_withdraws_what_the_others_were_asked(case: Build) -> None:
    opened = case(review("decides")).start("ann").do("draft", "sent", "ann", amount=100)
    assert opened.open == ["review/buyer", "review/checker", "review/head"]
    opened.do("review/checker", "back", "cai")
    assert {e.reason for e in opened.last if isinstance(e, ItemWithdrawn)} == {"parked"}
    assert opened.open == ["draft"]
    assert opened.at.timers == {}
    opened.do("draft", "sent", "ann")
    assert opened.open == ["review/buyer", "review/checker", "review/head"]


def test_5_together_the_returns_that_waited_are_asked_again_at_once(case: Build) -> None:
    opened = case(review("waits")).start("ann").do("draft", "sent", "ann", amount=100)
    opened.do("review/checker", "back", "cai").do("review/buyer", "agree", "ben")
    assert opened.open == ["review/head"]
    opened.do("review/head", "back", "hal")
    assert opened.open == ["draft"]
    opened.do("draft", "sent", "ann")
    assert opened.open == ["review/checker", "review/head"]


def test_5_deadlines_start_afresh(case: Build) -> None:
    opened = begun(case, review()).do("review/checker", "back", "cai")
    opened.wait("3 business days")
    opened.do("draft", "sent", "ann")
    assert opened.item("review/checker").due == opened.after("1 business day")


# 6


def test_6_an_outcome_that_ends_the_case_does_not_lead_back(case: Build) -> None:
    opened = begun(case, review()).do("review/checker", "back", "cai").do("draft", "dropped", "ann")
    assert opened.at.status == "cancelled"
    assert [type(e) for e in opened.last][-2:] == [ParkDropped, CaseEnded]


def test_6_a_choice_that_leads_elsewhere_drops_the_parked_step(case: Build) -> None:
    opened = begun(case, review()).do("review/checker", "back", "cai").do("draft", "sent", "ann", short=True)
    assert opened.at.status == "completed"
    dropped = opened.all(ParkDropped)[-1]
    assert (dropped.step, dropped.led_to, dropped.reason) == ("review", "done", "led-elsewhere")


def test_6_a_step_on_the_way_back_keeps_it(contract: Build) -> None:
    case = contract().do("circulate/technical-centre", "agree", "wu", papers={"technical-agreement": "t"})
    case.do("circulate/material-company", "return", "xu")
    case.do("submit-terms", "submitted", "lin").do("propose", "incomplete", "zhou")
    case.do("submit-terms", "submitted", "lin").do("propose", "proposed", "zhou")
    assert case.all(ParkDropped) == []
    assert case.open == ["circulate/material-company"]


@pytest.mark.parametrize("mode", ["short", "meeting"])
def test_6_another_mode_on_the_way_back_drops_the_circulation(contract: Build, mode: str) -> None:
    case = contract(repeat_batch=True).do("circulate/technical-centre", "return", "wu")
    case.do("submit-terms", "submitted", "lin").do("propose", "proposed", "zhou", mode=mode)
    dropped = case.all(ParkDropped)[-1]
    assert (dropped.step, dropped.led_to) == ("circulate", "short-review" if mode == "short" else mode)
    assert case.at.scopes["main"].parked is None


TWO_REVIEWS = """
start: draft
steps:
  draft: {role: clerk, next: check}
  check:
    review: in turn
    seats: [{role: checker}]
    answers: {agree: continue, back: {go: draft, resume: RESUME}}
    next: review
  review:
    review: in turn
    seats: [{role: buyer}, {role: head}]
    answers: {agree: continue, back: {go: draft, resume: here}}
    next: done
  done: {end: completed}
"""


@pytest.mark.parametrize("resume", ["here", "first"])
def test_6_a_second_return_replaces_the_first(case: Build, resume: str) -> None:
    opened = case(TWO_REVIEWS.replace("RESUME", resume)).start("ann").do("draft", "done", "ann")
    opened.do("check/checker", "agree", "cai").do("review/buyer", "agree", "ben").do(
        "review/head", "back", "hal"
    )
    opened.do("draft", "done", "ann")
    assert opened.at.scopes["main"].parked.step == "review"
    opened.do("check/checker", "back", "cai")
    replaced = opened.all(ParkDropped)[-1]
    assert (replaced.step, replaced.led_to, replaced.reason) == ("review", "check", "replaced")
    opened.do("draft", "done", "ann").do("check/checker", "agree", "cai")
    assert opened.open == ["review/buyer"]


# 7


def test_7_a_change_of_what_a_seat_looks_at_reopens_it(case: Build) -> None:
    opened = begun(case, review(looks="looks_at: [amount]")).do("review/checker", "back", "cai")
    opened.do("draft", "sent", "ann", amount=120)
    assert [(e.seat, e.reason) for e in opened.all(SeatReopened)] == [("buyer", "looked-at-changed")]
    assert opened.open == ["review/buyer"]
    opened.do("review/buyer", "agree", "ben")
    assert opened.open == ["review/checker"]


def test_7_otherwise_the_answer_stands_marked_as_given_on_earlier_terms(case: Build) -> None:
    opened = begun(case, review(looks="looks_at: [amount]")).do("review/checker", "back", "cai")
    opened.do("draft", "sent", "ann", amount="100.00", note="now with a note")
    assert opened.all(SeatReopened) == []
    assert opened.open == ["review/checker"]
    assert opened.all(AnswersStand)[-1].seats == ("buyer",)
    assert opened.at.scopes["main"].review.answers["buyer"].earlier


def test_7_nothing_changed_marks_nothing(case: Build) -> None:
    opened = begun(case, review()).do("review/checker", "back", "cai").do("draft", "sent", "ann", amount=100)
    assert opened.all(AnswersStand) == []


def test_7_a_change_outside_a_form_reopens_at_once_and_first_in_turn(case: Build) -> None:
    text = review(looks="looks_at: [amount]").replace(
        "CNY, required: true", "CNY, required: true, change: {by: clerk, after: draft, until: review}"
    )
    opened = begun(case, text)
    assert opened.open == ["review/checker"]
    opened.change("ann", amount=90)
    assert opened.open == ["review/buyer"]
    assert [e.reason for e in opened.all(ItemWithdrawn)] == ["asked-earlier"]
    opened.do("review/buyer", "agree", "ben")
    assert opened.open == ["review/checker"]


BESIDE = """
start: draft
data: {amount: {type: number, default: 5}}
steps:
  draft: {role: clerk, next: both}
  both:
    parallel:
      work: {steps: {fill: {role: buyer, form: [amount], next: finished}}}
      look:
        steps:
          ask:
            review: together
            first_refusal: waits
            seats: [{role: checker, looks_at: [amount]}, {role: head}, {role: chief}]
            answers: {agree: continue, mend: {go: continue, needs: [amount]}}
            next: finished
    join: all
    next: done
  done: {end: completed}
"""


def beside(case: Build) -> Any:
    return case(BESIDE).start("ann").do("draft", "done", "ann").do("ask/checker", "agree", "cai")


def test_7_a_form_of_another_branch_reopens_too(case: Build) -> None:
    opened = beside(case).do("fill", "done", "ben", amount=5)
    assert opened.open == ["ask/head", "ask/chief"]
    opened = beside(case).do("fill", "done", "ben", amount=9)
    assert [(e.seat, e.reason) for e in opened.all(SeatReopened)] == [("checker", "looked-at-changed")]
    assert sorted(opened.open) == ["ask/checker", "ask/chief", "ask/head"]


def test_7_and_so_does_what_another_seat_of_the_review_fills_in(case: Build) -> None:
    opened = beside(case).do("ask/head", "agree", "hal").do("ask/chief", "mend", "ida", amount=9)
    assert opened.open == ["fill", "ask/checker"]
    assert opened.do("ask/checker", "agree", "cai").open == ["fill"]


def test_7_answers_that_another_step_takes_over_count_on_unchanged_terms_alone(contract: Build) -> None:
    case = contract("short", repeat_batch=True).do("short-review/material-company", "agree", "xu")
    case.do("short-review/manufacturing-centre", "object", "sun", topic="other")
    case.do("submit-terms", "submitted", "lin").do("propose", "proposed", "zhou")
    kept = case.all(AnswersKept)[-1]
    assert (kept.step, kept.source, set(kept.answers)) == ("circulate", "short-review", {"material-company"})
    assert case.all(ParkDropped)[-1].reason == "taken-over"
    changed = contract("short", repeat_batch=True).do("short-review/material-company", "agree", "xu")
    changed.do("short-review/manufacturing-centre", "object", "sun", topic="other")
    changed.do("submit-terms", "submitted", "lin", amount=1900000).do("propose", "proposed", "zhou")
    assert changed.all(AnswersKept) == []
    assert changed.open == ["circulate/technical-centre"]


# 8


def test_8_a_return_is_no_objection(contract: Build) -> None:
    case = contract().do("circulate/technical-centre", "return", "wu")
    assert case.at.facts == {}
    assert case.all(FactSet) == []
    assert case.all(ItemOpened)[-1].step == "submit-terms"
