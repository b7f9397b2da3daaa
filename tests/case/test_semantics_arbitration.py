"""SEMANTICS 2 and 14 to 18: objections, who rules on them, what rulings do, and appeals."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case import AnswerItem
from procflow.case.events import (
    FactSet,
    ItemHandedUp,
    ItemWithdrawn,
    LevelPassedOver,
    MotionDecided,
    ObjectionClosed,
    ObjectionWithdrawn,
    RulingsActed,
    ScopeEnded,
    SeatReopened,
    StepParked,
)

Build = Callable[..., Any]

# 2


def test_2_leaving_a_review_ends_the_arbitrations_that_hang_on_it(begun: Build) -> None:
    opened = begun("decides").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "no", "cai")
    assert opened.at.status == "rejected"
    assert [e.reason for e in opened.all(ScopeEnded)] == ["step-left"]
    assert list(opened.at.scopes) == ["main"]


def test_2_and_a_return_parks_them_with_it(begun: Build) -> None:
    opened = begun("decides").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "back", "cai")
    assert opened.open == ["draft"]
    assert opened.at.timers == {}
    opened.wait("5 business days")
    opened.do("draft", "done", "ann")
    assert sorted(opened.open) == ["arbitration:price/judge", "review/checker", "review/head"]
    assert opened.item("arbitration:price/judge").due == opened.after("2 business days")


BOARD = """
groups:
  board: {title: Board, members: [buyer, checker, head, chief], quorum: "> 50%", majority: "> 50%",
          base: cast, tie: motion falls, closes: when all have voted,
          without_quorum: {again: 1, then: chief}, deputies: none}
"""


def test_2_a_vote_that_is_parked_is_convened_anew_and_its_time_starts_afresh(
    case: Build, disputable: Build
) -> None:
    text = disputable("decides").replace("[judge, chief]", "[{group: board, convened_by: chief}]")
    opened = case(text, BOARD).start("ann").do("draft", "done", "ann")
    opened.do("review/buyer", "object", "ben", topic="price").do("arbitration:price/chief", "convened", "ida")
    opened.do("arbitration:price", "yes", "ida").do("review/checker", "back", "cai")
    assert (opened.open, opened.at.timers) == (["draft"], {})
    opened.wait("5 business days")
    opened.do("draft", "done", "ann").do("arbitration:price/chief", "convened", "ida")
    assert opened.item("arbitration:price/head").due == opened.after("2 business days")
    for motion in ("refuse", "uphold"):
        for person in ("ida", "cai", "hal"):
            opened.do("arbitration:price", "no", person)
        assert opened.all(MotionDecided)[-1].motion == motion
    assert opened.open == ["review/checker", "review/head"]


# 14

LOOKED_AT = "data: {note: {type: text, change: {by: clerk, after: review}}}"
LOOKING = "{role: buyer, looks_at: [note]}"


def test_14_in_turn_an_objection_pauses_the_step(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    assert opened.open == ["arbitration:price/judge"]
    assert [type(e) for e in opened.all(FactSet)] == [FactSet]


def test_14_in_turn_a_seat_reopened_meanwhile_is_asked_when_it_is_ruled(
    case: Build, disputable: Build
) -> None:
    text = disputable().replace("data: {note: {type: text}}", LOOKED_AT).replace("{role: buyer}", LOOKING)
    opened = case(text).start("ann").do("draft", "done", "ann", note="x").do("review/buyer", "agree", "ben")
    opened.do("review/checker", "object", "cai", topic="price").change("ann", note="y")
    assert [e.seat for e in opened.all(SeatReopened)] == ["buyer"]
    assert opened.open == ["arbitration:price/judge"]
    assert opened.decided("overruled").open == ["review/buyer"]


def test_14_together_the_rest_goes_on(begun: Build) -> None:
    opened = begun("waits").do("review/buyer", "object", "ben", topic="price")
    assert opened.open == ["review/checker", "review/head", "arbitration:price/judge"]
    opened.do("review/checker", "agree", "cai").do("review/head", "agree", "hal")
    assert opened.open == ["arbitration:price/judge"]
    assert opened.decided("overruled").at.status == "completed"


def test_14_rulings_act_when_the_last_open_objection_is_ruled(begun: Build) -> None:
    opened = begun("waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "object", "cai", topic="taste")
    opened.decided("upheld")
    assert opened.all(ObjectionClosed)[-1].ruling == "upheld"
    assert opened.all(RulingsActed) == []
    assert opened.open == ["review/head", "arbitration:taste/head"]
    opened.decided("overruled", "head", "hal", "taste")
    acted = opened.all(RulingsActed)[-1]
    assert (acted.ruling, acted.upheld, acted.overruled) == ("upheld", ("buyer",), ("checker",))
    assert opened.open == ["draft"]
    opened.do("draft", "done", "ann")
    assert opened.open == ["review/buyer", "review/head"]


def test_14_refused_over_upheld(begun: Build) -> None:
    opened = begun("waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "object", "cai", topic="own")
    opened.do("arbitration:own/head", "refused", "hal")
    assert opened.at.status == "running"
    opened.decided("upheld")
    assert opened.all(RulingsActed)[-1].ruling == "refused"
    assert opened.at.status == "rejected"


def test_14_a_return_that_waited_acts_behind_an_overruled_objection(begun: Build) -> None:
    opened = begun("waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "back", "cai").do("review/head", "agree", "hal")
    assert opened.open == ["arbitration:price/judge"]
    opened.decided("overruled")
    assert opened.open == ["draft"]
    assert opened.all(StepParked)[-1].seats == ("checker",)


def test_14_upheld_with_here_asks_the_objector_again(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.decided("upheld").do("draft", "done", "ann")
    assert opened.open == ["review/buyer"]


def test_14_upheld_with_after_goes_on_behind_it(begun: Build) -> None:
    opened = begun(resume="after").do("review/buyer", "object", "ben", topic="price")
    opened.decided("upheld").do("draft", "done", "ann")
    assert opened.open == ["review/checker"]
    assert opened.all(SeatReopened) == []


def test_14_upheld_with_first_begins_again(begun: Build) -> None:
    opened = begun(resume="first").do("review/buyer", "agree", "ben")
    opened.do("review/checker", "object", "cai", topic="price")
    opened.decided("upheld").do("draft", "done", "ann")
    assert opened.open == ["review/buyer"]


FALLING = """
data: {amount: {type: money, currency: CNY, required: true, change: {by: clerk, after: review}}}
tables:
  authority:
    decides: role
    ranks: [checker, head]
    only_rises: false
    hit: exactly one
    rows: [{amount: under 100, then: checker}, {amount: 100 or more, then: head}]
"""


@pytest.mark.parametrize(("ruling", "comes_to"), [("overruled", []), ("upheld", ["draft"])])
def test_14_no_review_is_passed_over_an_open_objection(
    case: Build, disputable: Build, ruling: str, comes_to: list[str]
) -> None:
    """The table does not ask the seat that objected any more; its objection is ruled on all the same."""
    text = (
        disputable()
        .replace("data: {note: {type: text}}\n", FALLING)
        .replace("form: [note]", "form: [amount]")
    )
    text = text.replace("    review: in turn\n", "    review: in turn\n    until: authority\n")
    opened = case(text).start("ann").do("draft", "done", "ann", amount=100)
    opened.do("review/buyer", "agree", "ben").do("review/checker", "agree", "cai")
    opened.do("review/head", "object", "hal", topic="price").change("ann", amount=50)
    assert opened.open == ["arbitration:price/judge"]
    assert opened.decided(ruling).open == comes_to


# 15


def test_15_taking_it_back_ends_the_arbitration_and_the_case_stays_disputed(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price").take_back("review", "buyer", "ben")
    assert [type(e) for e in opened.last][:2] == [ItemWithdrawn, ObjectionWithdrawn]
    assert opened.open == ["review/buyer"]
    assert opened.at.facts == {"disputed": True}
    assert list(opened.at.scopes) == ["main"]


def test_15_by_who_objected_or_was_acted_for_and_nobody_else(begun: Build) -> None:
    grant = """
grants:
  g: {giver: ben, receiver: tom, roles: [buyer], valid: {from: 2026-01-01, to: 2026-12-31}, document: g.txt}
"""
    opened = begun(added=grant).do("review/buyer", "object", "tom", topic="price", on_behalf_of="ben")
    for other in ("cai", "ann", "jon"):
        with opened.refuses("not-yours"):
            opened.take_back("review", "buyer", other)
    with opened.refuses("no-objection") as caught:
        opened.take_back("review", "checker", "cai")
    assert caught.value.allowed == ("review/buyer",)
    opened.take_back("review", "buyer", "ben")


def test_15_what_is_ruled_on_cannot_be_taken_back(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    opened.do("arbitration:price/judge", "overruled", "jon")
    with opened.refuses("ruled-already"):
        opened.take_back("review", "buyer", "ben")


def test_15_the_last_one_taken_back_lets_the_other_rulings_act(begun: Build) -> None:
    opened = begun("waits").do("review/buyer", "object", "ben", topic="price")
    opened.do("review/checker", "object", "cai", topic="taste")
    opened.decided("upheld")
    opened.take_back("review", "checker", "cai")
    assert opened.open == ["draft"]
    opened.do("draft", "done", "ann")
    assert opened.open == ["review/buyer", "review/checker", "review/head"]


# 16


def test_16_a_level_that_is_the_objectors_own_is_passed_over(begun: Build) -> None:
    opened = begun("waits").do("review/head", "object", "hal", topic="taste")
    passed = opened.all(LevelPassedOver)[-1]
    assert (passed.level, passed.role, passed.reason) == (0, "head", "own-objection")
    assert opened.item("arbitration:taste/chief").offered_to == ("ida",)


def test_16_a_seat_with_nobody_above_its_arbiter_has_no_such_topic(begun: Build) -> None:
    opened = begun("waits")
    with opened.refuses("no-such-topic") as caught:
        opened.do("review/head", "object", "hal", topic="own")
    assert caught.value.allowed == ("price", "taste")


def test_16_and_no_object_at_all_where_every_topic_is_its_own(case: Build, disputable: Build) -> None:
    text = disputable("waits").replace(
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


def test_16_who_acted_for_the_seat_that_objected_does_not_rule(begun: Build) -> None:
    opened = begun(added=DEPUTY).do("review/buyer", "object", "jon", topic="price", on_behalf_of="ben")
    passed = opened.all(LevelPassedOver)[-1]
    assert (passed.role, passed.reason) == ("judge", "everybody-a-party")
    assert opened.open == ["arbitration:price/chief"]


def test_16_with_another_holder_the_level_rules_and_the_party_is_barred(begun: Build, people: str) -> None:
    two = people.replace("  tom:", "  joe: {name: Joe, roles: [judge]}\n  tom:")
    opened = begun(added=DEPUTY, people=two)
    opened.do("review/buyer", "object", "jon", topic="price", on_behalf_of="ben")
    with opened.refuses("barred"):
        opened.do("arbitration:price/judge", "overruled", "jon")
    opened.do("arbitration:price/judge", "overruled", "joe")


def test_16_an_objection_that_nobody_could_rule_on_is_refused(begun: Build, people: str) -> None:
    both = people.replace("name: Ben, roles: [buyer]", "name: Ben, roles: [buyer, head]").replace(
        "name: Hal, roles: [head]", "name: Hal, roles: [clerk]"
    )
    opened = begun(people=both)
    with opened.refuses("no-arbiter"):
        opened.do("review/buyer", "object", "ben", topic="own")


def test_16_a_ruling_that_is_handed_up_does_not_reach_a_party(begun: Build) -> None:
    opened = begun("waits").do("review/head", "object", "hal", topic="price")
    opened.wait("2 business days")
    assert [(e.source, e.role) for e in opened.all(ItemHandedUp)] == [("judge", "chief")]


IN_BRANCHES = """
start: draft
data: {who: {type: list, of: person}}
steps:
  draft: {role: clerk, form: [who], next: each-one}
  each-one:
    parallel:
      one:
        steps:
          look:
            review: in turn
            seats: [{role: clerk}]
            answers: {fine: continue, object: {opens: arbitration}}
            next: finished
    each: who
    as: w
    none: refuse
    join: all
    next: done
  done: {end: completed}
arbitration:
  pauses: the seat that objected
  never_rules_on_own: true
  topics: {price: {levels: [judge]}}
  rulings: {upheld: {go: draft}, overruled: {resume: after}}
"""


def test_15_of_the_same_review_in_several_branches_everybody_takes_back_their_own(case: Build) -> None:
    opened = case(IN_BRANCHES).start("ann").do("draft", "done", "ann", who=["cai", "hal"])
    for item, person in zip(list(opened.at.items.values()), ("ann", "amy"), strict=True):
        opened.send(person, AnswerItem(item.id, "object", "because", "price"))
    opened.take_back("look", "clerk", "amy")
    assert opened.open == ["arbitration:price/judge", "look/clerk"]
    with opened.refuses("not-yours"):
        opened.take_back("look", "clerk", "amy")
    assert opened.take_back("look", "clerk", "ann").open == ["look/clerk", "look/clerk"]
