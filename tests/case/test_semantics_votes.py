"""SEMANTICS 9 for first answers, votes, and seats that the data name; the rules of persons and steps."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import ItemWithdrawn, SeatsNamed, VotesCounted

Build = Callable[..., Any]

REVIEW = """
start: draft
data:
  who: {type: choices, of: [red, blue, green]}
  helpers: {type: list, of: person}
tables: {host: {decides: role, of: who, by_value: {red: buyer, blue: checker, green: head}}}
steps:
  draft: {role: clerk, form: [who, helpers], next: ask}
  ask:
    review: MODE
    seats: SEATS
    answers: ANSWERS
    VOTE
    outcomes: {passed: doneFAILED}
  done: {end: completed}
  off: {end: rejected}
"""
LISTED = "[{role: buyer, weight: 2}, {role: checker}, {role: head}, {role: chief}]"
BALLOT = "{yes: for, no: against, none: abstain}"


def vote(
    case: Build, threshold: str = "> 50%", base: str = "all seats", tie: str = "fails", closes: str = "early"
) -> Any:
    counted = f'vote: {{threshold: "{threshold}", base: {base}, tie: {tie}, closes: {closes}}}'
    text = REVIEW.replace("MODE", "vote").replace("SEATS", LISTED).replace("ANSWERS", BALLOT)
    text = text.replace("VOTE", counted).replace("FAILED", ", failed: off")
    return case(text).start("ann").do("draft", "done", "ann")


PERSONS = {"buyer": "ben", "checker": "cai", "head": "hal", "chief": "ida"}


def ballots(opened: Any, **cast: str) -> Any:
    for seat, answer in cast.items():
        opened.do(f"ask/{seat}", answer, PERSONS[seat])
    return opened


def test_9_weights_for_are_counted_against_the_base(case: Build) -> None:
    opened = ballots(vote(case), buyer="yes", checker="yes")
    counted = opened.all(VotesCounted)[-1]
    assert (counted.passed, counted.votes_for, counted.base) == (True, 3, 5)
    assert opened.at.status == "completed"
    assert {e.reason for e in opened.all(ItemWithdrawn)} == {"answered"}


def test_9_it_closes_early_only_when_the_rest_cannot_change_it(case: Build) -> None:
    opened = ballots(vote(case), buyer="no", checker="no")
    assert opened.at.status == "rejected"
    opened = ballots(vote(case, closes="when all have voted"), buyer="no", checker="no")
    assert opened.open == ["ask/head", "ask/chief"]


def test_9_an_abstention_can_change_it_where_a_tie_would_not(case: Build) -> None:
    opened = ballots(vote(case, tie="passes"), buyer="yes", checker="none")
    assert opened.open == ["ask/head", "ask/chief"]
    assert ballots(opened, head="none", chief="none").at.status == "rejected"


def test_9_those_who_abstain_count_or_not_as_the_base_says(case: Build) -> None:
    cast = {"buyer": "yes", "checker": "none", "head": "no", "chief": "none"}
    assert ballots(vote(case), **cast).at.status == "rejected"
    assert ballots(vote(case, base="cast"), **cast).at.status == "completed"


@pytest.mark.parametrize(("tie", "status"), [("passes", "completed"), ("fails", "rejected")])
def test_9_a_tie_is_what_is_written(case: Build, tie: str, status: str) -> None:
    cast = {"buyer": "yes", "checker": "no", "head": "no", "chief": "none"}
    assert ballots(vote(case, tie=tie), **cast).at.status == status


def first(case: Build) -> Any:
    text = REVIEW.replace("MODE", "first answer").replace("SEATS", LISTED.replace(", weight: 2", ""))
    text = (
        text.replace("ANSWERS", "{agree: continue, no: off}").replace("    VOTE\n", "").replace("FAILED", "")
    )
    return case(text).start("ann").do("draft", "done", "ann")


def test_9_the_first_answer_decides(case: Build) -> None:
    opened = first(case)
    assert len(opened.open) == 4
    assert opened.do("ask/head", "agree", "hal").at.status == "completed"
    assert first(case).do("ask/checker", "no", "cai").at.status == "rejected"


def named(
    case: Build, mode: str = "together", each: str = "{each: who, by: host, none: NONE}", none: str = "pass"
) -> Any:
    text = REVIEW.replace("MODE", mode).replace("SEATS", each.replace("NONE", none))
    more = "first_refusal: waits" if mode == "together" else ""
    text = text.replace("ANSWERS", "{agree: continue, back: {go: draft, resume: here}}")
    return case(text.replace("VOTE", more).replace("FAILED", "")).start("ann")


def test_the_data_name_the_seats(case: Build) -> None:
    opened = named(case).do("draft", "done", "ann", who=["green", "red"])
    assert opened.open == ["ask/red", "ask/green"]
    assert [n.role for n in opened.all(SeatsNamed)[-1].named] == ["buyer", "head"]
    opened.do("ask/green", "agree", "hal").do("ask/red", "back", "ben")
    opened.do("draft", "done", "ann")
    assert opened.open == ["ask/red"]
    assert opened.do("ask/red", "agree", "ben").at.status == "completed"


def test_in_turn_they_are_asked_in_the_order_of_the_field(case: Build) -> None:
    opened = named(case, "in turn").do("draft", "done", "ann", who=["green", "red"])
    assert opened.open == ["ask/red"]
    assert opened.do("ask/red", "agree", "ben").open == ["ask/green"]


def test_persons_are_seats_of_their_own(case: Build) -> None:
    opened = named(case, each="{each: helpers, none: NONE}").do(
        "draft", "done", "ann", helpers=["ben", "ida"]
    )
    assert opened.open == ["ask/ben", "ask/ida"]
    assert opened.item("ask/ida").persons == ("ida",)
    with opened.refuses("not-yours"):
        opened.do("ask/ida", "agree", "hal")


def test_nobody_named_means_what_is_written(case: Build) -> None:
    assert named(case).do("draft", "done", "ann").at.status == "completed"
    opened = named(case, none="refuse")
    with opened.refuses("nobody-named"):
        opened.do("draft", "done", "ann")


def test_a_person_whom_the_organization_does_not_know_is_refused(case: Build) -> None:
    opened = named(case, each="{each: helpers, none: NONE}")
    with opened.refuses("bad-value") as caught:
        opened.do("draft", "done", "ann", helpers=["nobody"])
    assert "nobody" in caught.value.reason


RULES = """
start: draft
data: {urgent: {type: flag, default: false}, note: {type: text, edit: head}}
steps:
  draft: {role: clerk, form: [urgent, note], outcomes: {sent: check, direct: send}}
  check: {role: clerk, next: send}
  send: {role: clerk, outcomes: {sent: done, back: draft}}
  done: {end: completed}
invariants: [RULE]
"""


def ruled(case: Build, rule: str) -> Any:
    return case(RULES.replace("RULE", rule)).start("ann")


def test_26_the_same_person_does_all_of_them(case: Build) -> None:
    opened = ruled(case, "{same: [draft, check]}").do("draft", "sent", "amy")
    assert opened.item("check").persons == ("amy",)
    with opened.refuses("not-yours"):
        opened.do("check", "done", "ann")
    assert opened.do("check", "done", "amy").open == ["send"]


def test_20_what_must_follow_is_held_before_the_case_is_completed(case: Build) -> None:
    opened = ruled(case, "{after: draft, must: check}").do("draft", "direct", "ann")
    with opened.refuses("not-after") as caught:
        opened.do("send", "sent", "ann")
    assert caught.value.missing == ("check",)
    opened.do("send", "back", "ann").do("draft", "sent", "ann").do("check", "done", "ann")
    assert opened.do("send", "sent", "ann").at.status == "completed"


def test_20_what_never_comes_is_refused(case: Build) -> None:
    opened = ruled(case, "{never: check, once: send}").do("draft", "direct", "ann").do("send", "back", "ann")
    with opened.refuses("never"):
        opened.do("draft", "sent", "ann")
    opened = ruled(case, "{never: check, when: urgent}")
    with opened.refuses("never"):
        opened.do("draft", "sent", "ann", urgent=True)
    assert opened.do("draft", "sent", "ann").open == ["check"]


def test_21_some_fields_of_a_form_are_filled_in_by_some_roles(case: Build) -> None:
    opened = ruled(case, "{before: send, must: draft}")
    with opened.refuses("field-not-yours") as caught:
        opened.do("draft", "sent", "ann", note="mine")
    assert caught.value.allowed == ("head",)


def test_21_of_the_data_of_an_event_too(case: Build) -> None:
    event = """
events:
  visit:
    raised_by: clerk
    several: false
    main_flow: continues
    data: {finding: {type: text, edit: head}}
    steps: {see: {role: clerk, form: [finding], next: finished}}
"""
    opened = (
        case(RULES.replace("RULE", "{before: send, must: draft}") + event).start("ann").occur("visit", "ann")
    )
    with opened.refuses("field-not-yours") as caught:
        opened.do("see", "done", "ann", finding="mine")
    assert caught.value.allowed == ("head",)
