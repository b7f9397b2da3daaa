"""SEMANTICS 9 to 13: seats, the final authority, handing up, silence, and roles that nobody can fill."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case.events import (
    AlarmRaised,
    AuthorityDetermined,
    ItemHandedUp,
    ItemOpened,
    ItemWithdrawn,
    Notified,
    Reminded,
    SeatAnswered,
    TimerPassed,
)

Build = Callable[..., Any]

TOGETHER = """
start: draft
steps:
  draft: {role: clerk, next: ask}
  ask:
    review: together
    first_refusal: MODE
    seats: [{role: buyer}, {role: checker}, {role: head}]
    answers: {agree: continue, no: refused, later: postponed}
    outcomes: {passed: done}
  done: {end: completed}
  refused: {end: rejected}
  postponed: {role: clerk, next: done}
"""

TABLE = """
start: draft
data:
  amount: {type: money, currency: CNY, required: true, change: {by: clerk, after: review}}
tables:
  authority:
    decides: role
    ranks: [buyer, head, chief]
    only_rises: RISES
    hit: exactly one
    rows:
      - {amount: under 100,             then: buyer}
      - {amount: 100 or more and under 1000, then: head}
      - {amount: 1000 or more,          then: chief}
steps:
  draft: {role: clerk, form: [amount], next: review}
  review:
    review: in turn
    seats: [{role: checker}, {role: buyer}, {role: head}, {role: chief}]
    KEY: authority
    answers: {agree: continue, refuse: {go: refused, only: authority}}
    next: done
  done: {end: completed}
  refused: {end: rejected}
"""


def table(key: str = "until", rises: str = "true") -> str:
    return TABLE.replace("KEY", key).replace("RISES", rises)


def drafted(case: Build, text: str, amount: object = 50) -> Any:
    return case(text).start("ann").do("draft", "done", "ann", amount=amount)


# 9


def test_9_the_first_refusal_decides(case: Build) -> None:
    opened = (
        case(TOGETHER.replace("MODE", "decides"))
        .start("ann")
        .do("draft", "done", "ann")
        .do("ask/checker", "no", "cai")
    )
    assert opened.at.status == "rejected"


def test_9_or_waits_until_all_have_answered(case: Build) -> None:
    opened = (
        case(TOGETHER.replace("MODE", "waits"))
        .start("ann")
        .do("draft", "done", "ann")
        .do("ask/checker", "later", "cai")
    )
    assert opened.open == ["ask/buyer", "ask/head"]
    opened.do("ask/buyer", "agree", "ben").do("ask/head", "agree", "hal")
    assert opened.open == ["postponed"]


def test_9_of_several_that_waited_one_that_ends_the_case_goes_first(case: Build) -> None:
    opened = (
        case(TOGETHER.replace("MODE", "waits"))
        .start("ann")
        .do("draft", "done", "ann")
        .do("ask/checker", "later", "cai")
    )
    opened.do("ask/buyer", "no", "ben").do("ask/head", "agree", "hal")
    assert opened.at.status == "rejected"


def test_9_a_seat_has_the_answers_of_its_review_and_no_others(case: Build) -> None:
    opened = case(TOGETHER.replace("MODE", "waits")).start("ann").do("draft", "done", "ann")
    with opened.refuses("no-such-outcome") as caught:
        opened.do("ask/checker", "object", "cai")
    assert caught.value.allowed == ("agree", "no", "later")


# 10


@pytest.mark.parametrize(
    ("amount", "asked"), [(50, ["checker", "buyer"]), (100, ["checker", "buyer", "head"]), (1000, None)]
)
def test_10_until_asks_the_seats_up_to_it(case: Build, amount: int, asked: list[str] | None) -> None:
    opened = drafted(case, table(), amount)
    who = {"checker": "cai", "buyer": "ben", "head": "hal", "chief": "ida"}
    expected = asked or list(who)
    for seat in expected:
        assert opened.open == [f"review/{seat}"]
        opened.do(f"review/{seat}", "agree", who[seat])
    assert opened.at.status == "completed"


@pytest.mark.parametrize(("amount", "seat"), [(50, "buyer"), (100, "head"), (1000, "chief")])
def test_10_only_asks_it_alone(case: Build, amount: int, seat: str) -> None:
    opened = drafted(case, table("only"), amount)
    assert opened.open == [f"review/{seat}"]


def test_10_an_answer_of_the_final_authority_is_nobody_elses(case: Build) -> None:
    opened = drafted(case, table(), 100)
    with opened.refuses("no-such-outcome"):
        opened.do("review/checker", "refuse", "cai")
    opened.do("review/checker", "agree", "cai")
    with opened.refuses("no-such-outcome"):
        opened.do("review/buyer", "refuse", "ben")
    opened.do("review/buyer", "agree", "ben").do("review/head", "refuse", "hal")
    assert opened.at.status == "rejected"


def test_10_it_is_read_again_before_each_seat(case: Build) -> None:
    opened = drafted(case, table()).do("review/checker", "agree", "cai")
    opened.change("ann", amount=100).do("review/buyer", "agree", "ben")
    assert opened.open == ["review/head"]
    assert [(e.role, e.row) for e in opened.all(AuthorityDetermined)] == [("buyer", 1), ("head", 2)]


def test_10_what_rises_only_is_not_lowered(case: Build) -> None:
    opened = drafted(case, table(), 1000).change("ann", amount=50)
    assert opened.at.authority["authority"].role == "chief"
    falls = drafted(case, table(rises="false"), 1000).change("ann", amount=50)
    assert falls.at.authority["authority"].role == "buyer"


def test_10_a_seat_that_is_not_asked_any_more_keeps_no_item(case: Build) -> None:
    opened = drafted(case, table(rises="false"), 1000).do("review/checker", "agree", "cai")
    opened.do("review/buyer", "agree", "ben")
    assert opened.open == ["review/head"]
    opened.change("ann", amount=50)
    assert opened.at.status == "completed"
    assert opened.all(ItemWithdrawn)[-1].reason == "step-left"
    alone = drafted(case, table("only", "false"), 1000).change("ann", amount=50)
    assert alone.open == ["review/buyer"]
    assert alone.all(ItemWithdrawn)[-1].reason == "not-asked"


def test_10_a_later_objection_raises_it_above_who_has_answered(contract: Build) -> None:
    """500,000 ends at the director; disputed, at the vice president."""
    case = contract(amount=500000)
    assert case.at.authority["final-authority"].role == "marketing-director"
    case.do("circulate/technical-centre", "object", "wu", topic="other")
    assert case.at.facts == {"disputed": True}
    case.do("submit-terms", "submitted", "lin").do("propose", "proposed", "zhou")
    assert case.at.authority["final-authority"].role == "sales-vp"


# 11


LADDER = """
start: ask
steps:
  ask:
    review: in turn
    deadline: 1 business day
    escalate:
      - {at: deadline, notify: judge}
      - {at: 1 business day after deadline, hand_up: superior, alarm: judge}
    seats: [{role: clerk}, {role: checker}, {role: head}]
    answers: {agree: continue}
    next: done
  done: {end: completed}
"""


def test_11_handing_up_moves_the_item_and_the_seat_stays_the_seat(case: Build) -> None:
    opened = case(LADDER).start("ann")
    opened.do("ask/clerk", "agree", "amy")
    item = opened.item("ask/checker")
    events = opened.wait("2 business days")
    assert [type(e) for e in events] == [Notified, ItemHandedUp]
    moved = opened.item("ask/checker")
    assert (moved.id, moved.seat, moved.role, moved.offered_to) == (item.id, "checker", "head", ("hal",))
    assert moved.due == opened.after("1 business day")
    with opened.refuses("not-yours"):
        opened.do("ask/checker", "agree", "cai")


def test_11_the_receiver_answers_the_own_later_seat_as_well(case: Build) -> None:
    opened = case(LADDER).start("ann")
    opened.do("ask/clerk", "agree", "amy").wait("2 business days")
    opened.do("ask/checker", "agree", "hal")
    assert opened.all(SeatAnswered)[-1].role == "head"
    assert opened.open == ["ask/head"]
    assert opened.do("ask/head", "agree", "hal").at.status == "completed"


def test_11_once_per_level_then_the_alarm_and_never_an_answer(case: Build) -> None:
    opened = case(LADDER).start("ann").do("ask/clerk", "agree", "amy")
    events = opened.wait("20 business days")
    handed = [(e.source, e.role) for e in events if isinstance(e, ItemHandedUp)]
    assert handed == [("checker", "head"), ("head", "chief")]
    alarm = events[-1]
    assert isinstance(alarm, AlarmRaised)
    assert (alarm.role, alarm.persons, alarm.reason) == ("judge", ("jon",), "nobody-above")
    assert opened.open == ["ask/checker"]
    assert opened.at.timers == {}
    assert opened.do("ask/checker", "agree", "ida").open == ["ask/head"]


def test_11_a_superior_who_is_away_is_passed_over(case: Build, people: str) -> None:
    away = people.replace(
        "name: Hal, roles: [head]", "name: Hal, roles: [head], absences: [{from: 2026-03-01, to: 2026-03-31}]"
    )
    opened = case(LADDER, people=away).start("ann").do("ask/clerk", "agree", "amy")
    opened.wait("2 business days")
    assert [(e.source, e.role) for e in opened.all(ItemHandedUp)] == [("checker", "chief")]


def test_11_a_superior_who_is_barred_is_passed_over(case: Build) -> None:
    text = LADDER.replace("[{role: clerk}, {role: checker}, {role: head}]", "[{role: head}, {role: checker}]")
    opened = case(text + "invariants: [{different: [ask/head, ask/checker]}]\n").start("hal")
    opened.do("ask/head", "agree", "hal").wait("2 business days")
    assert opened.item("ask/checker").barred == ("hal",)
    assert opened.item("ask/checker").role == "chief"


def test_11_in_the_contract_review_the_director_answers_what_was_handed_up(contract: Build) -> None:
    """Nobody is above the general manager: the reviewer is told, and the seat stays open."""
    case = contract(amount=3000000)
    case.departments("circulate").do("circulate/marketing-director", "agree", "huang")
    case.do("circulate/sales-vp", "agree", "chen")
    case.wait("5 business days")
    assert case.all(AlarmRaised)[-1].role == "contract-reviewer"
    assert case.open == ["circulate/general-manager"]


def test_11_a_deadline_may_lead_elsewhere_and_back(case: Build) -> None:
    opened = case(
        """
        start: ask
        steps:
          ask:
            review: in turn
            deadline: 1 business day
            escalate: [{at: deadline, go: clear, resume: here}]
            seats: [{role: buyer}, {role: checker}]
            answers: {agree: continue}
            next: done
          clear: {role: clerk, next: ask}
          done: {end: completed}
        """
    ).start("ben")
    opened.do("ask/buyer", "agree", "ben").wait("1 business day")
    assert opened.open == ["clear"]
    assert len(opened.all(TimerPassed)) == 1
    opened.do("clear", "done", "ann")
    assert opened.open == ["ask/checker"]


def test_11_a_deadline_of_seats_that_the_data_name_leads_elsewhere_too(case: Build) -> None:
    """The first of the seats whose time is up leads the review away; the others are not asked any more."""
    opened = case(
        """
        start: draft
        data: {who: {type: list, of: person, required: true}}
        steps:
          draft: {role: clerk, form: [who], next: ask}
          ask:
            review: together
            first_refusal: waits
            deadline: 1 business day
            escalate: [{at: deadline, go: clear, resume: here}]
            seats: {each: who, none: refuse}
            answers: {agree: continue}
            next: done
          clear: {role: clerk, next: ask}
          done: {end: completed}
        """
    ).start("ann")
    opened.do("draft", "done", "ann", who=["ben", "cai"]).do("ask/ben", "agree", "ben").wait("1 business day")
    assert opened.open == ["clear"]
    assert [each.item for each in opened.all(TimerPassed)] == [opened.all(ItemOpened)[-2].item]
    opened.do("clear", "done", "ann")
    assert opened.open == ["ask/cai"]


# 12


def test_12_silence_answers_nothing(case: Build) -> None:
    opened = case(
        LADDER.replace("- {at: 1 business day after deadline, hand_up: superior, alarm: judge}", "")
    )
    opened.start("ann").wait("200 business days")
    assert opened.open == ["ask/clerk"]
    assert opened.all(SeatAnswered) == []


def test_12_a_reminder_repeats_without_making_up_for_missed_ones(case: Build) -> None:
    opened = case(
        """
        start: ask
        steps:
          ask:
            role: clerk
            deadline: 2 business days
            escalate: [{at: deadline, remind: holder, every: 1 business day}]
            next: done
          done: {end: completed}
        """
    ).start("ann")
    opened.wait("5 business days")
    reminded = opened.all(Reminded)
    assert [e.persons for e in reminded] == [("ann", "amy")] * 4
    assert reminded[-1].next.due > opened.now
    opened.now = opened.after("10 business days")
    opened.until(opened.now)
    assert len(opened.all(Reminded)) == 5


# 13


def test_13_a_role_that_nobody_holds_raises_an_alarm_and_is_not_passed_by(case: Build) -> None:
    opened = case(
        """
        start: draft
        alarm: judge
        steps:
          draft: {role: clerk, next: ask}
          ask: {role: reserve, next: done}
          done: {end: completed}
        """
    ).start("ann")
    opened.do("draft", "done", "ann")
    alarm = opened.all(AlarmRaised)[-1]
    assert (alarm.role, alarm.persons, alarm.reason) == ("judge", ("jon",), "nobody-can-act")
    assert opened.open == ["ask"]


AWAY = "\n  lee: {name: Lee, roles: [reserve], absences: [{from: 2026-03-01, to: 2026-03-31}]}\n"
GRANT = """
grants:
  g: {giver: lee, receiver: tom, roles: [reserve], valid: {from: 2026-01-01, to: 2026-12-31}, document: g.txt}
"""


@pytest.mark.parametrize(("granted", "alarms"), [("", 1), (GRANT, 0)])
def test_13_a_holder_who_is_away_raises_it_too_unless_a_deputy_can_act(
    case: Build, granted: str, alarms: int
) -> None:
    opened = case(
        "start: ask\nsteps: {ask: {role: clerk, next: fill}, fill: {role: reserve, next: done}, "
        "done: {end: completed}}",
        AWAY + granted,
    ).start("ann")
    opened.do("ask", "done", "ann")
    assert len(opened.all(AlarmRaised)) == alarms
    assert opened.all(ItemOpened)[-1].offered_to == ()


DONE = """
start: draft
facts: {checked: {true_once: check is done}}
steps:
  draft: {role: clerk, next: check}
  check:
    review: together
    first_refusal: decides
    seats: [{role: checker}]
    answers: {agree: continue, aside: work}
    next: work
  work: {role: buyer, next: done}
  done: {end: completed}
"""


def test_9_a_review_is_done_once_it_is_passed_and_not_by_an_answer_that_leads_elsewhere(case: Build) -> None:
    opened = case(DONE).start("ann").do("draft", "done", "ann").do("check/checker", "aside", "cai")
    assert (opened.open, opened.at.facts) == (["work"], {})
    opened = case(DONE).start("ann").do("draft", "done", "ann").do("check/checker", "agree", "cai")
    assert (opened.open, opened.at.facts) == (["work"], {"checked": True})
