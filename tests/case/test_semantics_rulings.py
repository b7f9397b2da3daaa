"""SEMANTICS 17 and 18: what rulings do, and appeals."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import (
    AnswersKept,
    Appealed,
    LevelOpened,
    ObjectionOpened,
    RightLapsed,
    RulingGiven,
    RulingsActed,
)

Build = Callable[..., Any]


# 17


def test_17_overruling_replaces_the_objectors_answer(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price").decided("overruled")
    answered = opened.at.scopes["main"].review.answers["buyer"]
    assert (answered.answer, answered.overruled) == ("object", True)
    assert opened.open == ["review/checker"]


def test_17_a_final_authority_is_asked_again_without_the_objection(contract: Build) -> None:
    case = contract("meeting", amount=3000000).do("meeting", "convened", "zhou", papers={"minutes": "m"})
    case.departments("meeting")
    case.do("meeting-decision/general-manager", "object", "wang", topic="quality")
    case.decided("overruled", "chief-engineer", "zhang", "quality")
    assert case.open == ["meeting-decision/general-manager"]
    assert case.all(RulingsActed)[-1].closed == {"general-manager": ("object",)}
    with case.refuses("no-such-outcome") as caught:
        case.do("meeting-decision/general-manager", "object", "wang", topic="price")
    assert caught.value.allowed == ("agree", "return", "refuse")
    assert case.do("meeting-decision/general-manager", "agree", "wang").open == ["agree-with-customer"]


def test_17_who_was_final_before_the_dispute_raised_it_is_replaced(contract: Build) -> None:
    case = contract(amount=500000)
    case.departments("circulate")
    case.do("circulate/marketing-director", "object", "huang", topic="price")
    case.decided("overruled", "finance-vp", "liu")
    assert case.open == ["circulate/sales-vp"]


TAKES_OVER = """
start: draft
data: {amount: {type: money, currency: CNY, required: true}, note: {type: text}}
templates:
  seat: {answers: {agree: continue, object: {opens: arbitration}}}
steps:
  draft: {role: clerk, form: [amount, note], next: review}
  review:
    review: in turn
    template: seat
    seats: [{role: buyer, FIRST}, {role: checker}, {role: head}]
    after_ruling: {go: last, KEEP}
    next: done
  last:
    review: in turn
    template: seat
    seats: [{role: buyer, SECOND}, {role: checker}, {role: head}]
    next: done
  done: {end: completed}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [judge]}}
  rulings: {upheld: {go: draft, resume: here}, overruled: {resume: after}}
"""


@pytest.mark.parametrize(
    ("keep", "first", "second", "kept"),
    [
        ("keep: answers", "looks_at: [note]", "looks_at: [note]", {"buyer", "checker"}),
        ("keep: answers", "title: Buyer", "looks_at: [note]", {"buyer", "checker"}),
        ("keep: answers", "looks_at: [amount]", "looks_at: [note]", {"checker"}),
        ("keep: nothing", "title: Buyer", "title: Buyer", set()),
    ],
    ids=["the same", "nothing of its own", "looked at something else", "not said to"],
)
def test_17_the_step_that_takes_over_keeps_what_was_answered_on_the_same(
    case: Build, keep: str, first: str, second: str, kept: set[str]
) -> None:
    text = TAKES_OVER.replace("KEEP", keep).replace("FIRST", first).replace("SECOND", second)
    opened = case(text).start("ann").do("draft", "done", "ann", amount=1, note="x")
    opened.do("review/buyer", "agree", "ben").do("review/checker", "object", "cai", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    assert {seat for event in opened.all(AnswersKept) for seat in event.answers} == kept
    assert opened.open == ["last/head" if "buyer" in kept else "last/buyer"]


# 18


def test_18_the_losing_side_may_appeal_within_the_time(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    assert opened.item("arbitration:price").offered_to == ("ben",)
    with opened.refuses("not-yours"):
        opened.do("arbitration:price", "appeal", "ann")
    with opened.refuses("incomplete"):
        opened.do("arbitration:price", "appeal", "ben", comment=" ")
    opened.do("arbitration:price", "appeal", "ben")
    assert [type(e) for e in opened.last][:2] == [Appealed, LevelOpened]
    assert opened.open == ["arbitration:price/chief"]


def test_18_of_an_upheld_objection_the_one_who_did_the_step_that_it_leads_to(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "upheld", "jon")
    assert opened.item("arbitration:price").offered_to == ("ann",)
    with opened.refuses("not-yours"):
        opened.do("arbitration:price", "appeal", "amy")
    opened.do("arbitration:price", "appeal", "ann").do("arbitration:price/chief", "overruled", "ida")
    assert opened.open == ["review/checker"]


def test_18_unused_the_right_lapses_as_the_clocks_doing(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    events = opened.wait("1 business day")
    assert isinstance(events[0], RightLapsed)
    assert [by for event, _, by in opened.history if event is events[0]] == ["clock"]
    assert opened.open == ["review/checker"]


def test_18_after_its_time_it_is_gone_even_before_the_clock_comes_round(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    opened.now = opened.after("2 business days")
    with opened.refuses("too-late") as caught:
        opened.do("arbitration:price", "appeal", "ben")
    assert caught.value.allowed == ("accept",)


def test_18_an_appeal_to_a_level_that_nobody_is_left_for_is_refused(
    begun: Build, organization: Build, people: str
) -> None:
    """The chief becomes the judge's colleague of both roles while the appeal is open."""
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    opened.organization = organization(
        people=people.replace("name: Ida, roles: [chief]", "name: Ida, roles: [clerk]").replace(
            "name: Jon, roles: [judge]", "name: Jon, roles: [judge, chief]"
        )
    )
    with opened.refuses("no-arbiter") as caught:
        opened.do("arbitration:price", "appeal", "ben")
    assert caught.value.allowed == ("accept",)
    opened.do("arbitration:price", "accept", "ben")


def test_18_accepting_ends_it_at_once(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon").do("arbitration:price", "accept", "ben")
    assert opened.open == ["review/checker"]


@pytest.mark.parametrize("ruling", ["upheld", "overruled", "refused"])
def test_18_the_last_level_is_final(begun: Build, ruling: str) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon").do("arbitration:price", "appeal", "ben")
    opened.do("arbitration:price/chief", ruling, "ida")
    assert opened.all(RulingGiven)[-1].level == 1
    expected = {"upheld": ["draft"], "overruled": ["review/checker"], "refused": []}
    assert opened.open == expected[ruling]


def test_18_an_earlier_level_refuses_nothing(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    with opened.refuses("no-such-outcome") as caught:
        opened.do("arbitration:price/judge", "refused", "jon")
    assert caught.value.allowed == ("upheld", "overruled")


def test_18_who_ruled_on_it_does_not_rule_again(begun: Build, people: str) -> None:
    """The judge is chief as well: on appeal nobody is left, so the ruling was final."""
    both = people.replace("name: Jon, roles: [judge]", "name: Jon, roles: [judge, chief]").replace(
        "name: Ida, roles: [chief]", "name: Ida, roles: [clerk]"
    )
    opened = begun(people=both).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    assert opened.open == ["review/checker"]
    assert len(opened.all(ObjectionOpened)) == 1


# 16 and 24

OF_THE_OWNER = """
start: draft
owner: {bound_at: draft, role: clerk, reassigned_by: head}
steps:
  draft: {role: clerk, next: look}
  look:
    review: together
    first_refusal: decides
    convened_by: owner
    seats: [{role: owner, name: mine}, {role: buyer}]
    answers: {fine: continue, object: {opens: arbitration}}
    next: done
  done: {end: completed}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [owner, head]}}
  rulings: {upheld: {go: draft}, overruled: {resume: after}}
"""


def test_24_what_the_owner_convenes_and_rules_on_goes_to_the_new_one(case: Build) -> None:
    opened = case(OF_THE_OWNER).start("ann").do("draft", "done", "ann").reassign("amy", "hal")
    assert opened.item("look/owner").persons == ("amy",)
    opened.do("look/owner", "convened", "amy").do("look/buyer", "object", "ben", topic="price")
    opened.reassign("ann", "hal")
    assert opened.item("arbitration:price/owner").persons == ("ann",)
    opened.do("arbitration:price/owner", "overruled", "ann").do("look/mine", "fine", "ann")
    assert opened.at.status == "completed"


def test_16_an_owner_who_objected_is_passed_over(case: Build) -> None:
    opened = (
        case(OF_THE_OWNER.replace("{role: buyer}", "{role: clerk}")).start("ann").do("draft", "done", "ann")
    )
    opened.do("look/owner", "convened", "ann").do("look/clerk", "object", "ann", topic="price")
    assert opened.open == ["look/mine", "arbitration:price/head"]


# 5

BESIDE_A_RETURN = """
start: draft
steps:
  draft: {role: clerk, next: both}
  both:
    parallel:
      one:
        steps:
          inner:
            parallel:
              look:
                steps:
                  judge:
                    review: in turn
                    seats: [{role: buyer}]
                    answers: {fine: continue, object: {opens: arbitration}}
                    next: finished
              other: {steps: {check: {role: head, next: finished}}}
            join: all
            next: finished
      two: {steps: {ask: {role: checker, outcomes: {asked: finished, back: {go: draft, resume: here}}}}}
    join: all
    next: done
  done: {end: completed}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [judge, chief]}}
  appeal: {by: the losing side, within: 1 business day}
  rulings: {upheld: {go: draft}, overruled: {resume: after}}
"""


def test_5_an_arbitration_in_another_branch_is_asked_again_after_a_return(case: Build) -> None:
    opened = case(BESIDE_A_RETURN).start("ann").do("draft", "done", "ann")
    opened.do("judge/buyer", "object", "ben", topic="price").do("ask", "back", "cai")
    assert opened.open == ["draft"]
    opened.do("draft", "done", "ann")
    assert sorted(opened.open) == ["arbitration:price/judge", "ask", "check"]
    opened.do("arbitration:price/judge", "overruled", "jon").do("ask", "back", "cai").do(
        "draft", "done", "ann"
    )
    assert sorted(opened.open) == ["arbitration:price/buyer", "ask", "check"]
    opened.do("arbitration:price/buyer", "accept", "ben").do("ask", "asked", "cai").do("check", "done", "hal")
    assert opened.at.status == "completed"
