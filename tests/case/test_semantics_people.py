"""SEMANTICS 25, 26 and 28: deputies, separation of duties, and an organization that changes under way."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from procflow.case import StartCase
from procflow.case.events import (
    AlarmRaised,
    CaseStarted,
    ItemCompleted,
    ItemOfferedAnew,
    ItemOpened,
    OrganizationChanged,
    SeatAnswered,
    SeatReopened,
)

Build = Callable[..., Any]

PROCESS = """
start: draft
data:
  amount: {type: money, currency: CNY, required: true, change: {by: clerk, after: review}}
steps:
  draft: {role: clerk, form: [amount], next: review}
  review:
    review: in turn
    deadline: 1 business day
    escalate: [{at: 1 business day after deadline, hand_up: superior, alarm: judge}]
    seats: [{role: buyer}, {role: checker}, {role: head}]
    answers: {agree: continue, back: {go: draft, resume: here}}
    next: done
  done: {end: completed}
"""

YEAR = "valid: {from: 2026-01-01, to: 2026-12-31}"


def grants(*lines: str) -> str:
    """Grants by their lines, each with its paper."""
    named = (f"  g{n}: {{{line}, document: g{n}.txt}}\n" for n, line in enumerate(lines, 1))
    return "grants:\n" + "".join(named)


BEN_TO_TOM = f"giver: ben, receiver: tom, roles: [buyer], {YEAR}"


def drafted(case: Build, *lines: str, amount: int = 100, **kwargs: Any) -> Any:
    opened = case(kwargs.pop("text", PROCESS), grants(*lines) if lines else "", **kwargs).start("ann")
    return opened.do("draft", "done", "ann", amount=amount)


# 25


def test_25_both_names_the_grant_and_its_document_stand_on_the_record(case: Build) -> None:
    opened = drafted(case, BEN_TO_TOM).do("review/buyer", "agree", "tom", on_behalf_of="ben")
    who = opened.all(SeatAnswered)[-1].who
    assert (who.by, who.on_behalf_of, who.grant, who.under) == ("tom", "ben", "g1", None)
    assert who.document == sha256(b"g1.txt").hexdigest()


def test_25_a_deputy_says_for_whom(case: Build) -> None:
    opened = drafted(case, BEN_TO_TOM)
    with opened.refuses("on-behalf-only") as caught:
        opened.do("review/buyer", "agree", "tom")
    assert caught.value.allowed == ("on behalf of ben",)
    with opened.refuses("no-grant"):
        opened.do("review/buyer", "agree", "tom", on_behalf_of="cai")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "giver: ben, receiver: tom, roles: [buyer], valid: {from: 2026-03-03, to: 2026-12-31}",
            "valid from 2026-03-03 until 2026-12-31",
        ),
        (
            "giver: ben, receiver: tom, roles: [buyer], valid: {from: 2025-03-03, to: 2026-03-01}",
            "valid from 2025-03-03 until 2026-03-01",
        ),
        (f"giver: cai, receiver: tom, roles: [checker], {YEAR}", "no grant of ben"),
        (f"giver: ben, receiver: tom, roles: [buyer], processes: [other], {YEAR}", "for the process other"),
        (f"giver: ben, receiver: tom, roles: [buyer], limits: {{amount: 99}}, {YEAR}", "up to amount 99"),
    ],
)
def test_25_the_grant_is_checked_for_validity_scope_and_limit(case: Build, line: str, why: str) -> None:
    opened = drafted(case, line)
    with opened.refuses("no-grant") as caught:
        opened.do("review/buyer", "agree", "tom", on_behalf_of="ben")
    assert why in caught.value.reason


def test_25_when_the_answer_is_committed(case: Build) -> None:
    opened = drafted(
        case, "giver: ben, receiver: tom, roles: [buyer], valid: {from: 2026-01-01, to: 2026-03-02}"
    )
    opened.now = opened.after("1 business day")
    with opened.refuses("no-grant"):
        opened.do("review/buyer", "agree", "tom", on_behalf_of="ben")


def test_25_a_limit_holds_for_the_amount_that_the_deputy_fills_in(case: Build) -> None:
    line = f"giver: ann, receiver: tom, roles: [clerk], limits: {{amount: 100}}, {YEAR}"
    opened = case(PROCESS, grants(line))
    with opened.refuses("no-grant"):
        opened.start("tom", on_behalf_of="ann", amount=101)
    opened.start("tom", on_behalf_of="ann", amount=50)
    assert opened.all(CaseStarted)[-1].who.grant == "g1"
    with opened.refuses("no-grant"):
        opened.do("draft", "done", "tom", on_behalf_of="ann", amount=101)
    opened.do("draft", "done", "tom", on_behalf_of="ann", amount=100)
    assert opened.all(ItemCompleted)[-1].who.grant == "g1"


def test_25_an_amount_that_rises_above_it_later_reopens_the_seat(case: Build) -> None:
    line = f"giver: ben, receiver: tom, roles: [buyer], limits: {{amount: 100}}, {YEAR}"
    opened = drafted(case, line).do("review/buyer", "agree", "tom", on_behalf_of="ben")
    opened.do("review/checker", "back", "cai").do("draft", "done", "ann", amount=101)
    reopened = opened.all(SeatReopened)[-1]
    assert (reopened.seat, reopened.reason, reopened.grant) == ("buyer", "grant-exceeded", "g1")
    assert opened.open == ["review/buyer"]
    same = drafted(case, line).do("review/buyer", "agree", "ben")
    same.do("review/checker", "back", "cai").do("draft", "done", "ann", amount=101)
    assert same.open == ["review/checker"]


def passed_on(opened: Any, *, allowed: bool) -> Any:
    """The case with the buyer's grant to tom, which tom has passed on to amy."""
    first = replace(opened.organization.grants["g1"], may_pass_on=allowed)
    second = replace(first, name="g2", giver="tom", receiver="amy", document_hash="2" * 64, may_pass_on=False)
    opened.organization = replace(opened.organization, grants={"g1": first, "g2": second}, hash="with g2")
    return opened


def test_25_no_sub_grants_unless_the_grant_says_so(case: Build) -> None:
    opened = passed_on(drafted(case, BEN_TO_TOM), allowed=False)
    with opened.refuses("no-grant"):
        opened.do("review/buyer", "agree", "amy", on_behalf_of="tom")


def test_25_a_grant_that_was_passed_on_keeps_every_name(case: Build) -> None:
    opened = passed_on(drafted(case, BEN_TO_TOM), allowed=True)
    opened.do("review/buyer", "agree", "amy", on_behalf_of="tom")
    who = opened.all(SeatAnswered)[-1].who
    assert (who.by, who.on_behalf_of, who.grant) == ("amy", "tom", "g2")
    assert (who.under.by, who.under.on_behalf_of, who.under.grant) == ("tom", "ben", "g1")
    assert who.persons() == {"amy", "tom", "ben"}


def test_25_the_limits_of_the_grant_above_hold_as_well(case: Build) -> None:
    line = f"giver: ben, receiver: tom, roles: [buyer], limits: {{amount: 50}}, {YEAR}"
    opened = passed_on(drafted(case, line), allowed=True)
    wide = replace(opened.organization.grants["g2"], limits={})
    opened.organization = replace(
        opened.organization, grants={**opened.organization.grants, "g2": wide}, hash="wide"
    )
    with opened.refuses("no-grant"):
        opened.do("review/buyer", "agree", "amy", on_behalf_of="tom")


# 26

APART = PROCESS + "invariants: [{different: [draft, review/buyer]}]\n"
DRAFT_FOR_ANN = f"giver: ann, receiver: ben, roles: [clerk], {YEAR}"


def both(people: str, name: str, roles: str) -> str:
    """The people with one of them in other roles."""
    before = people[people.index(f"name: {name}, roles: [") :].split("}", 1)[0]
    return people.replace(before, f"name: {name}, roles: [{roles}]")


def test_26_who_acted_is_barred_and_the_superior_asked_where_nobody_else_holds_the_role(case: Build) -> None:
    opened = case(APART, grants(DRAFT_FOR_ANN)).start("ann")
    opened.do("draft", "done", "ben", on_behalf_of="ann", amount=1)
    asked = opened.all(ItemOpened)[-1]
    assert (asked.role, asked.instead_of, asked.offered_to, asked.barred) == (
        "head",
        "buyer",
        ("hal",),
        ("ann", "ben"),
    )
    with opened.refuses("barred"):
        opened.do("review/buyer", "agree", "ben")


def test_26_who_was_acted_for_is_barred_too(case: Build, people: str) -> None:
    """Ann drafts by a deputy and holds the buyer's role herself, beside Ben."""
    text = both(people, "Ann", "clerk, buyer")
    grant = grants(f"giver: ann, receiver: tom, roles: [clerk], {YEAR}")
    opened = case(APART, grant, text).start("ann").do("draft", "done", "tom", on_behalf_of="ann", amount=1)
    assert opened.item("review/buyer").offered_to == ("ben",)
    with opened.refuses("barred"):
        opened.do("review/buyer", "agree", "ann")


def test_26_nor_may_a_deputy_act_for_who_is_barred(case: Build, people: str) -> None:
    text = both(people, "Ann", "clerk, buyer")
    grant = grants(f"giver: ann, receiver: tom, roles: [buyer], {YEAR}")
    opened = case(APART, grant, text).start("ann").do("draft", "done", "ann", amount=1)
    with opened.refuses("barred"):
        opened.do("review/buyer", "agree", "tom", on_behalf_of="ann")


TWO_SEATS = """
start: draft
steps:
  draft: {role: clerk, next: look}
  look:
    review: together
    first_refusal: waits
    seats: [{role: buyer}, {role: checker}]
    answers: {agree: continue}
    next: done
  done: {end: completed}
invariants: [{different: [look/buyer, look/checker]}]
"""


def test_26_is_looked_at_when_the_answer_comes_not_only_when_it_was_asked(case: Build, people: str) -> None:
    """Ben holds both seats and is asked both at once; he may answer one."""
    text = both(both(people, "Ben", "buyer, checker"), "Tom", "buyer, checker")
    opened = case(TWO_SEATS, people=text).start("ann").do("draft", "done", "ann")
    opened.do("look/buyer", "agree", "ben")
    anew = opened.all(ItemOfferedAnew)[-1]
    assert (anew.role, anew.offered_to, anew.barred) == ("checker", ("cai", "tom"), ("ben",))
    with opened.refuses("barred"):
        opened.do("look/checker", "agree", "ben")
    assert opened.do("look/checker", "agree", "tom").at.status == "completed"


def test_26_a_review_as_a_place_stands_for_its_seats(case: Build, people: str) -> None:
    text = TWO_SEATS.replace("next: done\n  done", "next: sign\n  sign: {role: buyer, next: done}\n  done")
    opened = case(
        text.replace("[look/buyer, look/checker]", "[look, sign]"), people=both(people, "Tom", "buyer")
    )
    opened.start("ann").do("draft", "done", "ann").do("look/buyer", "agree", "ben")
    opened.do("look/checker", "agree", "cai")
    assert opened.item("sign").barred == ("ben", "cai")
    assert opened.item("sign").offered_to == ("tom",)


def test_26_without_a_superior_the_case_is_refused_at_the_start(case: Build, people: str) -> None:
    text = APART.replace("review/buyer", "review/head")
    alone = both(both(both(people, "Ann", "clerk, head"), "Hal", "clerk"), "Ida", "clerk")
    opened = case(text, people=alone)
    with opened.refuses("nobody-left") as caught:
        opened.start("ann")
    assert caught.value.allowed == ("another person at draft",)
    opened.start("amy")
    with opened.refuses("nobody-left"):
        opened.do("draft", "done", "ann", amount=1)
    opened.do("draft", "done", "amy", amount=1)


def test_26_where_a_table_decides_as_soon_as_it_can_be_read(contract_case: Build) -> None:
    """Wang submits the terms and is the general manager, with nobody above."""
    case = contract_case()
    people = {
        **case.organization.people,
        "wang": replace(case.organization.people["wang"], roles=("sales-representative", "general-manager")),
    }
    case.organization = replace(case.organization, people=people, hash="wang sells")
    case.start("wang", amount=5000000).do(
        "submit-terms",
        "submitted",
        "wang",
        papers={"draft-contract": "d"},
        customer="x",
        channel="direct",
        terms={"quality": "q", "price": "p", "delivery_date": "2026-09-01"},
    )
    with case.refuses("nobody-left"):
        case.do("propose", "proposed", "zhou", mode="circulation")
    case.do("propose", "incomplete", "zhou").do("submit-terms", "submitted", "lin")
    assert case.do("propose", "proposed", "zhou", mode="circulation").open == ["circulate/technical-centre"]


# 28


def test_28_the_next_commit_carries_the_new_hash_and_items_are_offered_anew(
    case: Build, organization: Build, people: str
) -> None:
    opened = drafted(case).do("review/buyer", "agree", "ben")
    before = opened.item("review/checker")
    opened.organization = organization(people=both(both(people, "Cai", "clerk"), "Tom", "checker"))
    with opened.refuses("not-yours"):
        opened.do("review/checker", "agree", "cai")
    opened.change("ann", amount=101)
    assert opened.last[0] == OrganizationChanged(opened.organization.hash)
    anew = opened.all(ItemOfferedAnew)[-1]
    assert (anew.item, anew.role, anew.offered_to) == (before.id, "checker", ("tom",))
    assert opened.item("review/checker").due == before.due
    opened.do("review/checker", "agree", "tom")
    assert len(opened.all(OrganizationChanged)) == 1


def test_28_an_item_that_nobody_is_left_for_raises_the_alarm(
    case: Build, organization: Build, people: str
) -> None:
    opened = drafted(case)
    opened.organization = organization(people=both(people, "Ben", "clerk"))
    opened.change("ann", amount=101)
    assert [e.reason for e in opened.all(AlarmRaised)] == ["nobody-can-act"]
    assert opened.open == ["review/buyer"]


def test_28_what_did_not_concern_an_item_leaves_it_alone(
    case: Build, organization: Build, people: str
) -> None:
    opened = drafted(case)
    opened.organization = organization(people=both(people, "Jon", "judge, clerk"))
    opened.change("ann", amount=101)
    assert opened.all(ItemOfferedAnew) == []


def test_28_the_case_began_under_the_hash_of_its_first_organization(case: Build) -> None:
    opened = case(PROCESS)
    opened.send("ann", StartCase("case"))
    assert opened.all(CaseStarted)[0].organization_hash == opened.organization.hash
    assert opened.at.definition == opened.program.hash


PASSED_ON = """
start: draft
owner: {bound_at: draft, role: clerk, reassigned_by: head}
data: {note: {type: text, edit: clerk}}
steps:
  draft: {role: clerk, form: [note], next: sign}
  sign: {role: clerk, next: done}
  done: {end: completed}
invariants: [{same: [draft, sign]}]
"""


def test_25_under_a_grant_that_was_passed_on_the_first_giver_stays_responsible(case: Build) -> None:
    lines = grants(
        f"giver: ann, receiver: tom, roles: [clerk], {YEAR}, may_pass_on: true",
        f"giver: tom, receiver: jon, roles: [clerk], {YEAR}",
    )
    opened = case(PASSED_ON, lines).start("ann")
    opened.do("draft", "done", "jon", on_behalf_of="tom", note="signed for Ann")
    assert opened.at.owner == "ann"
    assert opened.item("sign").persons == ("ann",)
