"""SEMANTICS 2 and 14 to 18: objections, who rules on them, what rulings do, and appeals."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import (
    Appealed,
    FactSet,
    ItemHandedUp,
    ItemWithdrawn,
    LevelOpened,
    LevelPassedOver,
    ObjectionClosed,
    ObjectionOpened,
    ObjectionWithdrawn,
    RightLapsed,
    RulingGiven,
    RulingsActed,
    ScopeEnded,
    SeatReopened,
    StepParked,
)

Build = Callable[..., Any]

DISPUTE = """
start: draft
alarm: head
data: {note: {type: text}}
facts: {disputed: {true_once: an objection is opened}}
steps:
  draft: {role: clerk, form: [note], next: review}
  review:
    review: MODE
    seats: [{role: buyer}, {role: checker}, {role: head}]
    answers:
      agree: continue
      object: {opens: arbitration}
      back: {go: draft, resume: here}
      no: refused
    next: done
  done: {end: completed}
  refused: {end: rejected}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics:
    price: {levels: [judge, chief]}
    taste: {levels: [head, chief]}
    own: {levels: [head]}
  each_level:
    deadline: 2 business days
    escalate: [{at: deadline, hand_up: superior, alarm: head}]
  appeal: {by: the losing side, within: 1 business day}
  rulings:
    upheld: {go: draft, resume: RESUME}
    overruled: {resume: after}
    refused: {go: refused, only: last level}
"""


def dispute(mode: str = "in turn", resume: str = "here") -> str:
    kind = mode if mode == "in turn" else "together\n    first_refusal: " + mode
    return DISPUTE.replace("MODE", kind).replace("RESUME", resume)


def begun(case: Build, mode: str = "in turn", resume: str = "here", **kwargs: Any) -> Any:
    return case(dispute(mode, resume), **kwargs).start("ann").do("draft", "done", "ann")


def decided(opened: Any, ruling: str, by: str = "judge", person: str = "jon", topic: str = "price") -> Any:
    """Rule, and let the losing side accept it."""
    opened.do(f"arbitration:{topic}/{by}", ruling, person)
    loser = opened.item(f"arbitration:{topic}").offered_to[0]
    return opened.do(f"arbitration:{topic}", "accept", loser)


# 2


def test_2_leaving_a_review_ends_the_arbitrations_that_hang_on_it(case: Build) -> None:
    opened = begun(case, "decides").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "no", "cai")
    assert opened.at.status == "rejected"
    assert [e.reason for e in opened.all(ScopeEnded)] == ["step-left"]
    assert list(opened.at.scopes) == ["main"]


def test_2_and_a_return_parks_them_with_it(case: Build) -> None:
    opened = begun(case, "decides").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "back", "cai")
    assert opened.open == ["draft"]
    assert opened.at.timers == {}
    opened.wait("5 business days")
    opened.do("draft", "done", "ann")
    assert sorted(opened.open) == ["arbitration:price/judge", "review/checker", "review/head"]
    assert opened.item("arbitration:price/judge").due == opened.after("2 business days")


# 14


def test_14_in_turn_an_objection_pauses_the_step(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    assert opened.open == ["arbitration:price/judge"]
    assert [type(e) for e in opened.all(FactSet)] == [FactSet]


def test_14_together_the_rest_goes_on(case: Build) -> None:
    opened = begun(case, "waits").do("review/buyer", "object", "ben", topic="price")
    assert opened.open == ["review/checker", "review/head", "arbitration:price/judge"]
    opened.do("review/checker", "agree", "cai").do("review/head", "agree", "hal")
    assert opened.open == ["arbitration:price/judge"]
    assert decided(opened, "overruled").at.status == "completed"


def test_14_rulings_act_when_the_last_open_objection_is_ruled(case: Build) -> None:
    opened = begun(case, "waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "object", "cai", topic="taste")
    decided(opened, "upheld")
    assert opened.all(ObjectionClosed)[-1].ruling == "upheld"
    assert opened.all(RulingsActed) == []
    assert opened.open == ["review/head", "arbitration:taste/head"]
    decided(opened, "overruled", "head", "hal", "taste")
    acted = opened.all(RulingsActed)[-1]
    assert (acted.ruling, acted.upheld, acted.overruled) == ("upheld", ("buyer",), ("checker",))
    assert opened.open == ["draft"]
    opened.do("draft", "done", "ann")
    assert opened.open == ["review/buyer", "review/head"]


def test_14_refused_over_upheld(case: Build) -> None:
    opened = begun(case, "waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "object", "cai", topic="own")
    opened.do("arbitration:own/head", "refused", "hal")
    assert opened.at.status == "running"
    decided(opened, "upheld")
    assert opened.all(RulingsActed)[-1].ruling == "refused"
    assert opened.at.status == "rejected"


def test_14_a_return_that_waited_acts_behind_an_overruled_objection(case: Build) -> None:
    opened = begun(case, "waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "back", "cai").do("review/head", "agree", "hal")
    assert opened.open == ["arbitration:price/judge"]
    decided(opened, "overruled")
    assert opened.open == ["draft"]
    assert opened.all(StepParked)[-1].seats == ("checker",)


def test_14_upheld_with_here_asks_the_objector_again(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    decided(opened, "upheld").do("draft", "done", "ann")
    assert opened.open == ["review/buyer"]


def test_14_upheld_with_after_goes_on_behind_it(case: Build) -> None:
    opened = begun(case, resume="after").do("review/buyer", "object", "ben", topic="price")
    decided(opened, "upheld").do("draft", "done", "ann")
    assert opened.open == ["review/checker"]
    assert opened.all(SeatReopened) == []


def test_14_upheld_with_first_begins_again(case: Build) -> None:
    opened = begun(case, resume="first").do("review/buyer", "agree", "ben")
    opened.do("review/checker", "object", "cai", topic="price")
    decided(opened, "upheld").do("draft", "done", "ann")
    assert opened.open == ["review/buyer"]


# 15


def test_15_taking_it_back_ends_the_arbitration_and_the_case_stays_disputed(case: Build) -> None:
    opened = (
        begun(case).do("review/buyer", "object", "ben", topic="price").take_back("review", "buyer", "ben")
    )
    assert [type(e) for e in opened.last][:2] == [ItemWithdrawn, ObjectionWithdrawn]
    assert opened.open == ["review/buyer"]
    assert opened.at.facts == {"disputed": True}
    assert list(opened.at.scopes) == ["main"]


def test_15_by_who_objected_or_was_acted_for_and_nobody_else(case: Build) -> None:
    grant = """
grants:
  g: {giver: ben, receiver: tom, roles: [buyer], valid: {from: 2026-01-01, to: 2026-12-31}, document: g.txt}
"""
    opened = begun(case, added=grant).do("review/buyer", "object", "tom", topic="price", on_behalf_of="ben")
    for other in ("cai", "ann", "jon"):
        with opened.refuses("not-yours"):
            opened.take_back("review", "buyer", other)
    with opened.refuses("no-objection") as caught:
        opened.take_back("review", "checker", "cai")
    assert caught.value.allowed == ("review/buyer",)
    opened.take_back("review", "buyer", "ben")


def test_15_what_is_ruled_on_cannot_be_taken_back(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    with opened.refuses("ruled-already"):
        opened.take_back("review", "buyer", "ben")


def test_15_the_last_one_taken_back_lets_the_other_rulings_act(case: Build) -> None:
    opened = begun(case, "waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "object", "cai", topic="taste")
    decided(opened, "upheld")
    opened.take_back("review", "checker", "cai")
    assert opened.open == ["draft"]
    opened.do("draft", "done", "ann")
    assert opened.open == ["review/buyer", "review/checker", "review/head"]


# 16


def test_16_a_level_that_is_the_objectors_own_is_passed_over(case: Build) -> None:
    opened = begun(case, "waits").do("review/head", "object", "hal", topic="taste")
    passed = opened.all(LevelPassedOver)[-1]
    assert (passed.level, passed.role, passed.reason) == (0, "head", "own-objection")
    assert opened.item("arbitration:taste/chief").offered_to == ("ida",)


def test_16_a_seat_with_nobody_above_its_arbiter_has_no_such_topic(case: Build) -> None:
    opened = begun(case, "waits")
    with opened.refuses("no-such-topic") as caught:
        opened.do("review/head", "object", "hal", topic="own")
    assert caught.value.allowed == ("price", "taste")


def test_16_and_no_object_at_all_where_every_topic_is_its_own(case: Build) -> None:
    text = dispute("waits").replace(
        "    price: {levels: [judge, chief]}\n    taste: {levels: [head, chief]}\n", ""
    )
    opened = case(text).start("ann").do("draft", "done", "ann")
    with opened.refuses("no-such-outcome") as caught:
        opened.do("review/head", "object", "hal", topic="own")
    assert "object" not in caught.value.allowed


DEPUTY = """
grants:
  g: {giver: ben, receiver: jon, roles: [buyer], valid: {from: 2026-01-01, to: 2026-12-31}, document: g.txt}
"""


def test_16_who_acted_for_the_seat_that_objected_does_not_rule(case: Build) -> None:
    opened = begun(case, added=DEPUTY).do("review/buyer", "object", "jon", topic="price", on_behalf_of="ben")
    passed = opened.all(LevelPassedOver)[-1]
    assert (passed.role, passed.reason) == ("judge", "everybody-a-party")
    assert opened.open == ["arbitration:price/chief"]


def test_16_with_another_holder_the_level_rules_and_the_party_is_barred(case: Build, people: str) -> None:
    two = people.replace("  tom:", "  joe: {name: Joe, roles: [judge]}\n  tom:")
    opened = begun(case, added=DEPUTY, people=two)
    opened.do("review/buyer", "object", "jon", topic="price", on_behalf_of="ben")
    with opened.refuses("barred"):
        opened.do("arbitration:price/judge", "overruled", "jon")
    opened.do("arbitration:price/judge", "overruled", "joe")


def test_16_an_objection_that_nobody_could_rule_on_is_refused(case: Build, people: str) -> None:
    both = people.replace("name: Ben, roles: [buyer]", "name: Ben, roles: [buyer, head]").replace(
        "name: Hal, roles: [head]", "name: Hal, roles: [clerk]"
    )
    opened = begun(case, people=both)
    with opened.refuses("no-arbiter"):
        opened.do("review/buyer", "object", "ben", topic="own")


def test_16_a_ruling_that_is_handed_up_does_not_reach_a_party(case: Build) -> None:
    opened = begun(case, "waits").do("review/head", "object", "hal", topic="price")
    opened.wait("2 business days")
    assert [(e.source, e.role) for e in opened.all(ItemHandedUp)] == [("judge", "chief")]


# 17


def test_17_overruling_replaces_the_objectors_answer(case: Build) -> None:
    opened = decided(begun(case).do("review/buyer", "object", "ben", topic="price"), "overruled")
    answered = opened.at.scopes["main"].review.answers["buyer"]
    assert (answered.answer, answered.overruled) == ("object", True)
    assert opened.open == ["review/checker"]


def test_17_a_final_authority_is_asked_again_without_the_objection(contract: Build) -> None:
    case = contract("meeting", amount=3000000).do("meeting", "convened", "zhou", papers={"minutes": "m"})
    case.departments("meeting")
    case.do("meeting-decision/general-manager", "object", "wang", topic="quality")
    decided(case, "overruled", "chief-engineer", "zhang", "quality")
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
    decided(case, "overruled", "finance-vp", "liu")
    assert case.open == ["circulate/sales-vp"]


# 18


def test_18_the_losing_side_may_appeal_within_the_time(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    assert opened.item("arbitration:price").offered_to == ("ben",)
    with opened.refuses("not-yours"):
        opened.do("arbitration:price", "appeal", "ann")
    with opened.refuses("incomplete"):
        opened.do("arbitration:price", "appeal", "ben", comment=" ")
    opened.do("arbitration:price", "appeal", "ben")
    assert [type(e) for e in opened.last][:2] == [Appealed, LevelOpened]
    assert opened.open == ["arbitration:price/chief"]


def test_18_of_an_upheld_objection_the_one_who_did_the_step_that_it_leads_to(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "upheld", "jon")
    assert opened.item("arbitration:price").offered_to == ("ann",)
    with opened.refuses("not-yours"):
        opened.do("arbitration:price", "appeal", "amy")
    opened.do("arbitration:price", "appeal", "ann").do("arbitration:price/chief", "overruled", "ida")
    assert opened.open == ["review/checker"]


def test_18_unused_the_right_lapses_as_the_clocks_doing(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    events = opened.wait("1 business day")
    assert isinstance(events[0], RightLapsed)
    assert [by for event, _, by in opened.history if event is events[0]] == ["clock"]
    assert opened.open == ["review/checker"]


def test_18_after_its_time_it_is_gone_even_before_the_clock_comes_round(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    opened.now = opened.after("2 business days")
    with opened.refuses("too-late") as caught:
        opened.do("arbitration:price", "appeal", "ben")
    assert caught.value.allowed == ("accept",)


def test_18_accepting_ends_it_at_once(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon").do("arbitration:price", "accept", "ben")
    assert opened.open == ["review/checker"]


@pytest.mark.parametrize("ruling", ["upheld", "overruled", "refused"])
def test_18_the_last_level_is_final(case: Build, ruling: str) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon").do("arbitration:price", "appeal", "ben")
    opened.do("arbitration:price/chief", ruling, "ida")
    assert opened.all(RulingGiven)[-1].level == 1
    expected = {"upheld": ["draft"], "overruled": ["review/checker"], "refused": []}
    assert opened.open == expected[ruling]


def test_18_an_earlier_level_refuses_nothing(case: Build) -> None:
    opened = begun(case).do("review/buyer", "object", "ben", topic="price")
    with opened.refuses("no-such-outcome") as caught:
        opened.do("arbitration:price/judge", "refused", "jon")
    assert caught.value.allowed == ("upheld", "overruled")


def test_18_who_ruled_on_it_does_not_rule_again(case: Build, people: str) -> None:
    """The judge is chief as well: on appeal nobody is left, so the ruling was final."""
    both = people.replace("name: Jon, roles: [judge]", "name: Jon, roles: [judge, chief]").replace(
        "name: Ida, roles: [chief]", "name: Ida, roles: [clerk]"
    )
    opened = begun(case, people=both).do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    assert opened.open == ["review/checker"]
    assert len(opened.all(ObjectionOpened)) == 1
