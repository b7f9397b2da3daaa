"""SEMANTICS 20 and 21: milestones over data, and who may change data when."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import (
    DataChanged,
    ItemWithdrawn,
    MilestoneClosed,
    MilestoneReached,
    MilestoneVoided,
    Moved,
)

Build = Callable[..., Any]

MILESTONE = """
start: draft
data:
  amount: {type: money, currency: CNY, required: true, change: {by: CHANGER, after: approved, until: sign}}
  note: {type: text, change: {by: [clerk, head], after: draft}}
  late: {type: text}
steps:
  draft: {role: clerk, form: [amount, note], attach: [paper], next: approve}
  approve: {role: head, next: approved}
  approved:
    milestone: {covers: [amount, paper], until: sign}
    VOIDED
    next: ready
  ready: {role: clerk, form: [late], attach: [FILE], outcomes: {go: look, never: {go: off, form: optional}}}
  look:
    review: in turn
    seats: [{role: checker, attach: [FILE]}]
    answers: {agree: continue}
    next: sign
  sign: {role: clerk, next: keep}
  keep: {role: clerk, form: [amount], next: done}
  done: {end: completed}
  off: {end: cancelled}
invariants:
  - {before: sign, must: approved}
"""


def milestone(voided: str = "if_voided: draft", paper: str = "other", changer: str = "clerk") -> str:
    return MILESTONE.replace("VOIDED", voided).replace("FILE", paper).replace("CHANGER", changer)


def approved(case: Build, text: str) -> Any:
    opened = case(text).start("ann").do("draft", "done", "ann", amount=100, papers={"paper": "one"})
    return opened.do("approve", "done", "hal")


# 20


def test_20_a_change_voids_it_and_leads_where_the_file_says(case: Build) -> None:
    opened = approved(case, milestone())
    assert opened.open == ["ready"]
    opened.change("amy", amount=120)
    assert [type(e) for e in opened.last][:4] == [DataChanged, MilestoneVoided, ItemWithdrawn, Moved]
    assert opened.open == ["draft"]
    assert opened.at.milestones["approved"].voided


def test_20_compared_by_content(case: Build) -> None:
    opened = approved(case, milestone()).change("ann", amount="100.00")
    assert opened.last == ()
    opened.change("ann", note="not covered")
    assert opened.all(MilestoneVoided) == []
    assert opened.open == ["ready"]


def test_20_the_way_through_it_again_puts_it_in_force_again(case: Build) -> None:
    opened = approved(case, milestone()).change("ann", amount=120).do("draft", "done", "ann")
    opened.do("approve", "done", "hal")
    assert len(opened.all(MilestoneReached)) == 2
    assert not opened.at.milestones["approved"].voided


@pytest.mark.parametrize("place", ["ready", "look/checker"])
def test_20_a_paper_that_a_task_or_a_seat_replaces_voids_it(case: Build, place: str) -> None:
    opened = approved(case, milestone(paper="paper"))
    if place == "look/checker":
        opened.do("ready", "go", "ann").do("look/checker", "agree", "cai", papers={"paper": "two"})
    else:
        opened.do("ready", "go", "ann", papers={"paper": "two"})
    assert len(opened.all(MilestoneVoided)) == 1
    assert opened.open == ["draft"]


def test_20_up_to_the_step_that_until_names(case: Build) -> None:
    opened = approved(case, milestone()).do("ready", "go", "ann", papers={"other": "x"})
    opened.do("look/checker", "agree", "cai", papers={"other": "x"})
    assert opened.all(MilestoneClosed) == []
    opened.do("sign", "done", "ann")
    assert len(opened.all(MilestoneClosed)) == 1
    opened.do("keep", "done", "ann", amount=5)
    assert opened.all(MilestoneVoided) == []
    assert opened.at.status == "completed"


def test_20_must_means_in_force_for_the_data_of_now(case: Build) -> None:
    """Without a way for a voided milestone the flow goes on, but never into what needs it."""
    opened = approved(case, milestone(voided="")).do("ready", "go", "ann", papers={"other": "x"})
    opened.change("ann", amount=120)
    assert opened.open == ["look/checker"]
    with opened.refuses("not-before") as caught:
        opened.do("look/checker", "agree", "cai", papers={"other": "x"})
    assert caught.value.missing == ("approved",)


def test_20_in_the_contract_review_a_change_before_signing_voids_the_pass(contract: Build) -> None:
    case = contract().departments("circulate").do("circulate/marketing-director", "agree", "huang")
    case.do("circulate/sales-vp", "agree", "chen").do("agree-with-customer", "agreed", "lin")
    case.change("lin", terms={"price": "two per cent below the list"})
    assert case.at.data["terms"]["quality"] == "GB/T 9711"
    assert case.open == ["submit-terms"]
    case.do("submit-terms", "submitted", "lin").do("propose", "proposed", "zhou")
    assert case.open == ["circulate/technical-centre"]


def test_20_a_review_may_have_to_come_before(case: Build) -> None:
    text = """
    start: draft
    steps:
      draft: {role: clerk, outcomes: {sent: look, straight: sign}}
      look: {review: in turn, seats: [{role: checker}], answers: {agree: continue, no: off}, next: draft}
      sign: {role: clerk, next: done}
      done: {end: completed}
      off: {end: cancelled}
    invariants: [{before: sign, must: look}]
    """
    opened = case(text).start("ann")
    with opened.refuses("not-before"):
        opened.do("draft", "straight", "ann")
    opened.do("draft", "sent", "ann").do("look/checker", "agree", "cai").do("draft", "straight", "ann")
    assert opened.open == ["sign"]


# 21


def test_21_a_form_fills_its_own_fields_and_no_others(case: Build) -> None:
    opened = case(milestone()).start("ann")
    with opened.refuses("field-not-open") as caught:
        opened.do("draft", "done", "ann", amount=1, late="no")
    assert caught.value.allowed == ("amount", "note")
    with opened.refuses("field-not-open"):
        opened.do("draft", "done", "ann", amuont=1)
    with opened.refuses("attachment-not-asked"):
        opened.do("draft", "done", "ann", amount=1, papers={"draft": "x"})


def test_21_what_is_no_value_is_said_in_words(case: Build) -> None:
    opened = case(milestone()).start("ann")
    for bad in ("abc", "1e3", float("nan"), True, [1]):
        with opened.refuses("bad-value") as caught:
            opened.do("draft", "done", "ann", amount=bad, papers={"paper": "x"})
        assert caught.value.reason.startswith("amount: ")


def test_21_required_binds_when_the_form_is_answered(case: Build) -> None:
    opened = case(milestone()).start("ann")
    with opened.refuses("incomplete") as caught:
        opened.do("draft", "done", "ann")
    assert caught.value.missing == ("amount", "paper")


def test_21_outside_a_form_those_whom_the_field_names_while_it_names(case: Build) -> None:
    opened = case(milestone()).start("ann").do("draft", "done", "ann", amount=100, papers={"paper": "one"})
    with opened.refuses("field-not-open") as caught:
        opened.change("ann", amount=120)
    assert caught.value.allowed == ("note",)
    opened.change("hal", note="by the head")
    assert opened.all(DataChanged)[-1].who.by == "hal"
    with opened.refuses("not-yours"):
        opened.change("cai", note="by nobody")
    opened.do("approve", "done", "hal")
    with opened.refuses("not-yours"):
        opened.change("hal", amount=120)
    with opened.refuses("field-not-open"):
        opened.change("ann", late="never")
    opened.do("ready", "go", "ann", papers={"other": "x"})
    opened.do("look/checker", "agree", "cai", papers={"other": "x"}).do("sign", "done", "ann")
    with opened.refuses("field-not-open"):
        opened.change("ann", amount=120)


def test_21_what_is_required_cannot_be_cleared(case: Build) -> None:
    opened = approved(case, milestone())
    with opened.refuses("incomplete"):
        opened.change("ann", amount=None)
    opened.change("ann", note="x").change("ann", note=None)
    assert opened.at.data["note"] is None


DEPUTY = """
grants:
  g: {giver: ann, receiver: tom, roles: [clerk], valid: {from: 2026-01-01, to: 2026-12-31},
      limits: {amount: 110}, document: g.txt}
"""


def test_21_a_deputy_changes_within_the_limits_of_the_grant(case: Build) -> None:
    opened = case(milestone(), DEPUTY).start("ann")
    opened.do("draft", "done", "ann", amount=100, papers={"paper": "one"}).do("approve", "done", "hal")
    with opened.refuses("no-grant"):
        opened.change("tom", on_behalf_of="ann", amount=120)
    opened.change("tom", on_behalf_of="ann", amount=110)
    who = opened.all(DataChanged)[-1].who
    assert (who.by, who.on_behalf_of, who.grant) == ("tom", "ann", "g")


def test_21_what_was_seen_is_held_against_what_reviewers_are_shown(contract: Build) -> None:
    case = contract("meeting").do("meeting", "convened", "zhou", papers={"minutes": "m"})
    seen = case.at.seq
    case.do("meeting/material-company", "agree", "xu")
    case.do("meeting/manufacturing-centre", "agree", "sun", seen=seen)
    case.do("meeting/technical-centre", "agree", "wu", papers={"technical-agreement": "t"})
    with case.refuses("changed-since") as caught:
        case.do("meeting/quality-department", "agree", "zheng", seen=seen)
    assert caught.value.allowed == (str(case.at.seq),)
    with case.refuses("changed-since"):
        case.do("meeting/quality-department", "agree", "zheng", seen=case.at.seq + 1)


IN_BRANCHES = """
start: draft
data: {note: {type: text, change: {by: clerk}}}
steps:
  draft: {role: clerk, form: [note], next: both}
  both:
    parallel:
      one:
        steps:
          first: {milestone: {covers: [note]}, if_voided: first-again, next: buy}
          buy: {role: buyer, next: finished}
          first-again: {role: buyer, next: first}
      two:
        steps:
          second: {milestone: {covers: [note]}, if_voided: WHERE, next: look}
          look: {role: checker, next: finished}
          second-again: {role: checker, next: second}
    join: all
    next: done
  aside: {role: head, next: done}
  done: {end: completed}
"""


def test_20_each_branch_goes_where_its_own_milestone_says(case: Build) -> None:
    text = IN_BRANCHES.replace("WHERE", "second-again")
    opened = case(text).start("ann").do("draft", "done", "ann", note="one")
    assert opened.open == ["buy", "look"]
    assert opened.change("amy", note="two").open == ["first-again", "second-again"]
    opened.do("first-again", "done", "ben").do("second-again", "done", "cai")
    assert opened.open == ["buy", "look"]


def test_20_a_way_out_of_one_branch_ends_the_other(case: Build) -> None:
    text = IN_BRANCHES.replace("WHERE", "aside")
    opened = case(text).start("ann").do("draft", "done", "ann", note="one")
    opened.change("amy", note="two")
    assert (opened.open, list(opened.at.scopes)) == (["aside"], ["main"])


def test_21_white_space_and_an_empty_list_fill_nothing_in(case: Build) -> None:
    text = """
    start: draft
    data: {note: {type: text, required: true}, marks: {type: choices, of: [red, blue]}}
    steps:
      draft:
        role: clerk
        form: [note, marks]
        outcomes: {marked: {go: done, allowed: has(marks)}, plain: {go: done, allowed: not has(marks)}}
      done: {end: completed}
    """
    opened = case(text).start("ann")
    with opened.refuses("incomplete") as caught:
        opened.do("draft", "plain", "ann", note=" \n")
    assert caught.value.missing == ("note",)
    with opened.refuses("not-allowed"):
        opened.do("draft", "marked", "ann", note="n", marks=[])
    assert opened.do("draft", "plain", "ann", note="n", marks=[]).at.status == "completed"
