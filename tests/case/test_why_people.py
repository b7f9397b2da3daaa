"""Who can answer and who cannot, and why nothing is asked of somebody."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from procflow.case import AnswerItem, Context
from procflow.case import grants as g
from procflow.case import why as w
from procflow.case.why import refusal_of

Build = Callable[..., Any]

REVIEW = """
start: draft
data: {amount: {type: money, currency: CNY, required: true}, note: {type: text}}
steps:
  draft: {role: clerk, form: [amount], next: review}
  review:
    review: MODE
    seats: [{role: buyer}, {role: checker}, {role: head}]
    answers: {agree: continue, back: {go: draft, resume: here, needs: [comment]}}
    next: sign
  sign: {role: chief, form: [note], next: done}
  done: {end: completed}
"""
YEAR = "valid: {from: 2026-01-01, to: 2026-12-31}"


def reviewed(case: Build, *grants: str, mode: str = "in turn", absent: str = "", **data: object) -> Any:
    lines = "".join(f"  g{n}: {{{line}, document: g{n}.txt}}\n" for n, line in enumerate(grants, 1))
    text = REVIEW.replace("MODE", mode)
    opened = case(text, absent + (f"grants:\n{lines}" if grants else "")).start("ann")
    return opened.do("draft", "done", "ann", **{"amount": 100, **data})


def standings(opened: Any, person: str | None = None, item: int = 0) -> tuple[w.Standing, ...]:
    found: tuple[w.Standing, ...] = opened.why(person).asked[item].standings
    return found


def unasked(opened: Any, person: str) -> dict[str, w.Unasked]:
    why: w.Why = opened.why(person)
    assert why.person is not None
    return {f"{u.place.step}/{u.place.seat or ''}".strip("/"): u.because for u in why.person.unasked}


TO_TOM = f"giver: ben, receiver: tom, roles: [buyer], {YEAR}"


def test_a_deputy_with_the_grant_its_paper_and_limits(case: Build) -> None:
    opened = reviewed(case, TO_TOM + ", limits: {amount: 200}")
    own, deputy = standings(opened)
    assert own == w.MayAct("ben")
    assert isinstance(deputy, w.MayActFor)
    assert (deputy.person, deputy.giver, deputy.grant, deputy.document) == ("tom", "ben", "g1", "g1.txt")
    assert (deputy.limits, deputy.under) == ({"amount": Decimal(200)}, None)
    assert standings(opened, "tom") == (deputy,)


def test_a_grant_that_was_passed_on_names_the_one_above(case: Build) -> None:
    passed = TO_TOM + ", may_pass_on: true"
    opened = reviewed(case, passed, f"giver: tom, receiver: amy, roles: [buyer], {YEAR}")
    (found,) = standings(opened, "amy")
    assert isinstance(found, w.MayActFor) and (found.giver, found.under) == ("tom", "g1")


@pytest.mark.parametrize(
    ("grant", "reason"),
    [
        (TO_TOM + ", limits: {amount: 50}", g.Beyond("amount", Decimal(50), Decimal(100))),
        (TO_TOM + ", processes: [other]", g.OtherProcesses(("other",))),
        (f"giver: ben, receiver: tom, roles: [clerk], {YEAR}", g.OtherRoles(("clerk",))),
    ],
)
def test_why_a_grant_is_not_good(case: Build, people: str, grant: str, reason: g.Failing) -> None:
    known = people.replace("{name: Ben, roles: [buyer]}", "{name: Ben, roles: [buyer, clerk]}")
    opened = case(REVIEW.replace("MODE", "in turn"), f"grants:\n  g1: {{{grant}, document: g1.txt}}\n", known)
    opened.start("ann").do("draft", "done", "ann", amount=100)
    failed = w.GrantFails("tom", "ben", "g1", reason)
    assert standings(opened, "tom") == (w.NotAsked("tom", "buyer"), failed)


def test_a_grant_of_somebody_who_is_barred(case: Build) -> None:
    text = REVIEW.replace("MODE", "in turn").replace("seats: [{role: buyer}", "seats: [{role: clerk}")
    grant = f"grants:\n  g1: {{giver: ann, receiver: tom, roles: [clerk], {YEAR}, document: g1.txt}}\n"
    opened = case(text + "invariants: [{different: [draft, review/clerk]}]\n", grant).start("ann")
    opened.do("draft", "done", "ann", amount=1)
    failed = w.GrantFails("tom", "ann", "g1", g.GiverMayNot())
    assert standings(opened, "tom") == (w.NotAsked("tom", "clerk"), failed)


def test_a_grant_that_has_run_out(case: Build) -> None:
    past = "giver: ben, receiver: tom, roles: [buyer], valid: {from: 2025-01-01, to: 2025-12-31}"
    _, found = standings(reviewed(case, past), "tom")
    assert isinstance(found, w.GrantFails) and isinstance(found.because, g.OutOfTime)
    assert found.because.until == datetime(2025, 12, 31, 16, tzinfo=UTC)


def test_what_is_beyond_a_limit_is_not_shown_where_the_field_is_hidden(case: Build) -> None:
    opened = reviewed(case, TO_TOM + ", limits: {amount: 50}")
    failed = opened.why("tom", hidden=("amount",)).asked[0].standings[1]
    assert failed.because == g.Beyond("amount", Decimal(50), hidden=True)


def test_somebody_away_and_until_when(case: Build, people: str) -> None:
    away = people.replace(
        "{name: Ben, roles: [buyer]}",
        "{name: Ben, roles: [buyer], absences: "
        "[{from: 2026-03-01, to: 2026-03-03}, {from: 2026-03-04, to: 2026-03-05}]}",
    )
    opened = case(REVIEW.replace("MODE", "in turn"), people=away).start("ann")
    opened.do("draft", "done", "ann", amount=1)
    # The day after the fifth, in Shanghai: the two absences are one.
    assert standings(opened) == (w.Away("ben", datetime(2026, 3, 5, 16, tzinfo=UTC)),)


def test_whom_separation_bars_by_which_place(case: Build) -> None:
    text = REVIEW.replace("MODE", "in turn").replace("seats: [{role: buyer}", "seats: [{role: clerk}")
    opened = case(text + "invariants: [{different: [draft, review/clerk], clause: C9}]\n").start("ann")
    opened.do("draft", "done", "ann", amount=1)
    barred, free = standings(opened)
    assert isinstance(barred, w.Separated) and (barred.person, barred.place) == ("ann", "draft")
    assert (barred.done.by, barred.basis.clauses, free) == ("ann", ("C9",), w.MayAct("amy"))


def test_whoever_objected_or_ruled_before_does_not_rule(begun: Build, people: str) -> None:
    both = people.replace("{name: Ben, roles: [buyer]}", "{name: Ben, roles: [buyer, judge]}").replace(
        "{name: Ida, roles: [chief]}",
        "{name: Ida, roles: [chief]}\n  kim: {name: Kim, roles: [chief, judge]}",
    )
    opened = begun(people=both).do("review/buyer", "object", "ben", topic="price")
    assert standings(opened, "ben") == (w.IsParty("ben", "objected"),)
    opened.do("arbitration:price/judge", "overruled", "kim")
    opened.do("arbitration:price/buyer", "appeal", "ben")
    assert standings(opened, "kim") == (w.IsParty("kim", "ruled"),)
    assert unasked(opened, "jon")["arbitration:price"] == w.OtherLevel(1, 2)


def test_somebody_who_does_not_hold_the_role_and_somebody_unknown(case: Build) -> None:
    opened = reviewed(case)
    assert standings(opened, "cai") == (w.NotAsked("cai", "buyer"),)
    assert standings(opened, "nobody") == (w.Unknown("nobody"),)
    assert unasked(opened, "nobody") == {}


def test_not_its_turn_answered_not_come(case: Build) -> None:
    opened = reviewed(case)
    assert unasked(opened, "hal") == {"review/head": w.NotItsTurn(("buyer", "checker"))}
    assert unasked(opened, "ida") == {"sign": w.NotCome(("review",), reachable=True)}
    opened.do("review/buyer", "agree", "ben")
    found = unasked(opened, "ben")["review/buyer"]
    assert isinstance(found, w.AnsweredAlready)
    assert (found.answer, found.who.by, found.at) == ("agree", "ben", opened.now)
    done = unasked(opened, "ann")["draft"]
    assert isinstance(done, w.NotCome) and done.done is not None and done.done.by == "ann"


def test_a_step_that_waits_for_the_flow_to_come_back(case: Build) -> None:
    opened = reviewed(case).do("review/buyer", "back", "ben")
    assert unasked(opened, "cai") == {"review/checker": w.StepParked("draft")}


def test_nothing_leads_there_any_more(case: Build) -> None:
    opened = reviewed(case)
    for seat, person in (("buyer", "ben"), ("checker", "cai"), ("head", "hal")):
        opened.do(f"review/{seat}", "agree", person)
    assert unasked(opened, "cai") == {"review/checker": w.NotCome(("sign",), reachable=False)}


def test_an_objection_holds_the_review_up(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    waits = w.InDispute("price", "buyer")
    assert unasked(opened, "ben")["review/buyer"] == waits
    assert unasked(opened, "cai")["review/checker"] == waits


def test_a_meeting_that_is_not_convened(contract: Build) -> None:
    opened = contract(mode="meeting")
    assert unasked(opened, "wu")["meeting/technical-centre"] == w.NotConvened("contract-reviewer")
    assert opened.why().asked[0].because == (w.Convenes("contract-reviewer"),)
    opened.do("meeting/contract-reviewer", "convened", "zhou", papers={"minutes": "m"})
    assert unasked(opened, "zhou")["meeting"] == w.NothingOpen()


def test_an_event_that_is_not_under_way(case: Build) -> None:
    text = REVIEW.replace("MODE", "in turn") + (
        "events:\n  visit: {raised_by: head, several: true, main_flow: continues,"
        " steps: {see: {role: judge, next: finished}}}\n"
    )
    opened = case(text).start("ann")
    assert unasked(opened, "jon") == {"see": w.NotRaised("visit")}
    opened.occur("visit", "hal")
    assert unasked(opened, "jon") == {}


def test_what_each_answer_still_needs(case: Build) -> None:
    person = reviewed(case).why("ben").person
    item = "case-" + person.ways[0].item.rpartition("-")[2]
    assert person.ways == (
        w.Way(item, "agree"),
        w.Way(item, "back", None, "incomplete", "back needs more", ("comment",)),
    )


def test_a_command_is_tried_and_thrown_away(case: Build) -> None:
    opened = reviewed(case)
    context = Context(opened.now, "cai", opened.organization, b"")
    item = opened.item("review/buyer").id
    refused = refusal_of(opened.program, opened.at, AnswerItem(item, "agree"), context)
    assert refused is not None and (refused.code, refused.allowed) == ("not-yours", ("ben",))
    allowed = Context(opened.now, "ben", opened.organization, b"")
    assert refusal_of(opened.program, opened.at, AnswerItem(item, "agree"), allowed) is None
    assert opened.open == ["review/buyer"]


# The contract review.


def after_a_dispute(contract: Build, **data: object) -> Any:
    opened = contract(**data).do("circulate/technical-centre", "object", "wu", topic="price")
    opened.do("arbitration:price/finance-vp", "overruled", "liu")
    return opened.do("arbitration:price", "accept", "wu")


def test_why_the_general_manager_is_asked_after_a_dispute(contract: Build) -> None:
    opened = after_a_dispute(contract)
    for seat, person in (
        ("material-company", "xu"),
        ("manufacturing-centre", "sun"),
        ("quality-department", "zheng"),
        ("finance-department", "qian"),
        ("legal-department", "zhao"),
        ("marketing-director", "huang"),
        ("sales-vp", "chen"),
    ):
        opened.do(f"circulate/{seat}", "agree", person)
    (asked,) = opened.why().asked
    assert asked.place.seat == "general-manager" and "C6.3" in asked.place.basis.clauses
    decides = asked.because[1]
    assert isinstance(decides, w.TableDecides) and decides.share == "final"
    decided = decides.decided
    assert (decided.role, decided.row, decided.basis.clauses) == ("general-manager", 7, ("C6.3",))
    values = {cell.column: cell.value for cell in decided.cells}
    assert (values["disputed"], values["amount"]) == (True, Decimal(1800000))
    li = standings(opened, "li")[-1]
    assert isinstance(li, w.MayActFor) and (li.giver, li.grant) == ("wang", "general-manager-2025")


def test_why_the_sales_vp_is_not_asked_after_the_meeting(contract: Build) -> None:
    opened = contract(mode="meeting", amount=3000000)
    opened.do("meeting/contract-reviewer", "convened", "zhou", papers={"minutes": "m"})
    opened.departments("meeting")
    why = unasked(opened, "chen")["meeting-decision/sales-vp"]
    assert isinstance(why, w.NotTheAuthority) and why.asks == "only"
    assert (why.decided.role, why.decided.row) == ("general-manager", 5)


def test_why_the_general_manager_is_not_asked_of_a_small_contract(contract: Build) -> None:
    why = unasked(contract(amount=400000), "wang")["circulate/general-manager"]
    assert isinstance(why, w.NotTheAuthority) and why.asks == "until"
    assert (why.decided.role, why.decided.row) == ("marketing-director", 3)


def test_why_luos_grant_is_not_good(contract: Build) -> None:
    opened = contract()
    for seat, person in (("technical-centre", "wu"), ("material-company", "xu")):
        papers = {"technical-agreement": "t"} if person == "wu" else None
        opened.do(f"circulate/{seat}", "agree", person, papers=papers)
    opened.do("circulate/manufacturing-centre", "agree", "sun")
    opened.do("circulate/quality-department", "agree", "zheng")
    beyond = g.Beyond("amount", Decimal(1000000), Decimal(1800000))
    failed = w.GrantFails("luo", "qian", "finance-2026", beyond)
    assert standings(opened) == (w.MayAct("qian"), failed)
    assert standings(opened, "luo") == (w.NotAsked("luo", "finance-department"), failed)
