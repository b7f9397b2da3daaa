"""SEMANTICS 1, 3, 12, 21 and 29 for steps that nobody answers: notices, waits, calls, handlers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from procflow.case import (
    CLOCK,
    CallBegun,
    EndCalled,
    FinishJob,
    PassTimer,
    Reassign,
    Refused,
    ReportEnd,
    ReportHandler,
    StartCase,
)
from procflow.case.events import (
    CallEnded,
    CaseEnded,
    HandlerFailed,
    HandlerReportedLate,
    ItemWithdrawn,
    NoticeSent,
    Notified,
    StepReminded,
)
from procflow.case.state import CallJob, CancelJob, HandlerJob, HandlerLimit, Parent

Build = Callable[..., Any]

NOTICE = """
start: draft
data: {who: {type: choices, of: [red, blue]}}
tables: {host: {decides: role, of: who, by_value: {red: buyer, blue: checker}}}
steps:
  draft: {role: clerk, form: [who], next: tell}
  tell:
    notice: {each: who, by: host}
    ACK
    next: work
  work: {role: head, next: done}
  done: {end: completed}
"""
LIMIT = "deadline: 4 business hours\n    escalate: [{at: deadline, notify: head}]"


def told(case: Build, ack: str, who: tuple[str, ...] = ("red", "blue")) -> Any:
    return case(NOTICE.replace("ACK", ack)).start("ann").do("draft", "done", "ann", who=list(who))


def test_a_notice_tells_and_goes_on(case: Build) -> None:
    opened = told(case, "says: New")
    assert opened.all(NoticeSent)[-1].reached == ("ben", "cai")
    assert opened.open == ["work"]


def test_the_first_acknowledgement_of_one_branch_is_none_of_another(case: Build) -> None:
    text = """
    start: draft
    data: {who: {type: choices, of: [red, blue]}}
    steps:
      draft: {role: clerk, form: [who], next: split}
      split:
        parallel:
          one:
            steps:
              tell: {notice: [buyer, checker], acknowledge: first, waits: false, next: work}
              work: {role: head, next: finished}
        each: who
        as: colour
        none: pass
        join: all
        next: done
      done: {end: completed}
    """
    opened = case(text).start("ann").do("draft", "done", "ann", who=["red", "blue"])
    opened.do("tell/buyer", "acknowledged", "ben")
    assert [place for place in opened.open if place != "work"] == ["tell/buyer", "tell/checker"]


def test_one_that_is_acknowledged_by_all_holds_the_flow_until_then(case: Build) -> None:
    opened = told(case, f"acknowledge: all\n    waits: true\n    {LIMIT}")
    assert opened.open == ["tell/red", "tell/blue"]
    opened.do("tell/blue", "acknowledged", "cai")
    assert [e.role for e in opened.wait("1 business day") if isinstance(e, Notified)] == ["head"]
    assert opened.do("tell/red", "acknowledged", "ben").open == ["work"]


def test_the_first_acknowledgement_is_enough_where_that_is_written(case: Build) -> None:
    opened = told(case, "acknowledge: first\n    waits: true").do("tell/red", "acknowledged", "ben")
    assert opened.all(ItemWithdrawn)[-1].reason == "acknowledged"
    assert opened.open == ["work"]


def test_one_that_is_not_waited_for_is_asked_beside_the_flow(case: Build) -> None:
    opened = told(case, "acknowledge: all\n    waits: false")
    assert opened.open == ["tell/red", "tell/blue", "work"]
    opened.do("tell/red", "acknowledged", "ben")
    assert opened.open == ["tell/blue", "work"]
    opened.do("work", "done", "hal")
    assert opened.at.status == "completed"
    assert opened.all(ItemWithdrawn)[-1].reason == "case-ended"


def test_a_notice_to_nobody_goes_on(case: Build) -> None:
    assert told(case, "acknowledge: all\n    waits: true", ()).open == ["work"]


WAIT = """
start: draft
data:
  arrival: {type: date}
  paid_on: {type: date, change: {by: buyer, after: draft}}
steps:
  draft: {role: clerk, form: [arrival, paid_on], next: hold}
  hold:
    wait: WAIT
    deadline: 3 business days
    escalate: [{at: deadline, notify: head}, {at: 5 days after opening, go: off}]
    NEXT
  work: {role: head, next: done}
  late: {role: head, next: done}
  done: {end: completed}
  off: {end: cancelled}
events:
  visit: {raised_by: head, several: true, main_flow: continues, steps: {see: {role: head, next: finished}}}
"""


def waiting(case: Build, wait: str, following: str = "next: work", **data: object) -> Any:
    text = WAIT.replace("WAIT", wait).replace("NEXT", following)
    return case(text).start("ann").do("draft", "done", "ann", **data)


def test_29_a_wait_for_a_date_ends_on_its_day(case: Build) -> None:
    opened = waiting(case, "{until: arrival}", arrival="2026-03-04")
    assert opened.open == []
    opened.wait("1 day")
    assert opened.open == []
    opened.wait("1 day")
    assert opened.open == ["work"]


def test_29_one_that_has_come_already_is_not_waited_for(case: Build) -> None:
    assert waiting(case, "{until: 2 days before arrival}", arrival="2026-03-03").open == ["work"]


def test_29_a_date_that_is_not_set_is_asked_for(case: Build) -> None:
    with pytest.raises(Exception, match="counts from arrival"):
        waiting(case, "{until: arrival}")


def test_a_wait_for_a_field_ends_when_it_is_filled_in(case: Build) -> None:
    opened = waiting(case, "{field: paid_on}")
    assert opened.change("ben", paid_on="2026-03-02").open == ["work"]
    assert waiting(case, "{field: paid_on}", paid_on="2026-03-02").open == ["work"]


def test_a_wait_for_an_event_ends_when_no_occurrence_runs_any_more(case: Build) -> None:
    opened = waiting(case, "{event: visit}").occur("visit", "hal").occur("visit", "hal")
    opened.do("see", "done", "hal")
    assert opened.open == ["see"]
    assert opened.do("see", "done", "hal").open == ["work"]


def test_of_several_the_first_that_happens_leads_on(case: Build) -> None:
    ways = "[{field: paid_on, go: work}, {until: arrival, go: late}]"
    opened = waiting(case, ways, "", arrival="2026-03-04")
    assert opened.wait("3 days") is not None
    assert opened.open == ["late"]
    opened = waiting(case, ways, "", arrival="2026-03-04").change("ben", paid_on="2026-03-02")
    assert (opened.open, opened.at.timers) == (["work"], {})


def test_12_the_limit_of_a_wait_tells_somebody_and_leads_elsewhere(case: Build) -> None:
    opened = waiting(case, "{field: paid_on}")
    assert [e.persons for e in opened.wait("4 days") if isinstance(e, StepReminded)] == [("hal",)]
    opened.wait("2 days")
    assert opened.at.status == "cancelled"


CALL = """
start: draft
data:
  customer: {type: text, required: true}
  reference: {type: text, personal: true}
  number: {type: text}
steps:
  draft: {role: clerk, form: [customer, reference], next: settle}
  settle:
    call: settlement
    gives: {guest: customer, code: reference}
    takes: {number: claim}
    OUTCOMES
  redo: {role: head, outcomes: {again: settle, enough: off}}
  done: {end: completed}
  off: {end: cancelled}
events:
  stop: {raised_by: head, several: false, main_flow: {ends_at: off}}
"""
WAITS = "outcomes: {completed: done, cancelled: off, rejected: {go: redo, resume: first}}"


def called(case: Build, outcomes: str = WAITS) -> Any:
    text = CALL.replace("OUTCOMES", outcomes)
    if "outcomes" not in outcomes:
        text = text.replace("    takes: {number: claim}\n", "")
    return case(text).start("ann").do("draft", "done", "ann", customer="East", reference="secret")


def job(opened: Any, kind: type) -> tuple[str, Any]:
    return next((name, timer) for name, timer in opened.at.timers.items() if isinstance(timer, kind))


def test_1_a_call_asks_for_a_case_of_its_own_and_takes_its_end_and_data_back(case: Build) -> None:
    opened = called(case)
    name, asked = job(opened, CallJob)
    assert (asked.step, asked.by, asked.gives) == ("settle", "ann", {"guest": "East"})
    opened.send(CLOCK, CallBegun(name, "other"))
    assert opened.at.scopes["main"].called == "other"
    opened.send(CLOCK, ReportEnd("main", "other", "completed", {"number": "17"}))
    assert (opened.at.status, opened.at.data["number"]) == ("completed", "17")
    assert [e.ending for e in opened.all(CallEnded)] == ["completed"]


OWNED = """
start: draft
owner: {bound_at: OWNING, role: clerk, reassigned_by: head}
data: {customer: {type: text, required: true}}
steps:
  draft: {role: clerk, form: [customer], next: settle}
  settle: {call: settlement, gives: {guest: customer, clerk: owner}, waits: false, next: check}
  check: {role: clerk, outcomes: {again: settle, enough: done}}
  done: {end: completed}
"""


def test_1_a_call_hands_over_whoever_owns_the_case_then(case: Build) -> None:
    opened = case(OWNED.replace("OWNING", "draft")).start("ann").do("draft", "done", "ann", customer="East")
    assert job(opened, CallJob)[1].gives == {"guest": "East", "clerk": "ann"}
    opened.send("hal", Reassign("amy", "ann is ill"))
    opened.do("check", "again", "amy")
    later = [timer.gives["clerk"] for timer in opened.at.timers.values() if isinstance(timer, CallJob)]
    assert later == ["ann", "amy"]


def test_1_before_there_is_an_owner_none_is_handed_over(case: Build) -> None:
    opened = case(OWNED.replace("OWNING", "check")).start("ann")
    with pytest.raises(Refused, match="no owner before check is done"):
        opened.do("draft", "done", "ann", customer="East")


def test_1_each_ending_has_its_way(case: Build) -> None:
    opened = called(case)
    opened.send(CLOCK, CallBegun(job(opened, CallJob)[0], "other"))
    opened.send(CLOCK, ReportEnd("main", "other", "rejected"))
    assert opened.open == ["redo"]
    opened.do("redo", "again", "hal")
    assert job(opened, CallJob)[1].step == "settle"


def test_1_a_case_that_nobody_waits_for_any_more_is_told(case: Build) -> None:
    opened = called(case)
    opened.send(CLOCK, CallBegun(job(opened, CallJob)[0], "other"))
    opened.occur("stop", "hal")
    assert opened.at.status == "cancelled"
    name, cancel = job(opened, CancelJob)
    assert cancel.case == "other"
    opened.send(CLOCK, FinishJob(name))
    assert opened.at.timers == {}


def test_1_and_ends_with_what_hangs_in_it(case: Build) -> None:
    opened = called(case)
    with opened.refuses("not-yours"):
        opened.send(CLOCK, EndCalled("somebody"))


def test_1_a_call_that_is_not_waited_for_outlives_the_case(case: Build) -> None:
    opened = called(case, "waits: false\n    next: done")
    assert opened.at.status == "completed"
    name, asked = job(opened, CallJob)
    assert asked.scope is None
    opened.send(CLOCK, CallBegun(name, "other"))
    assert opened.at.timers == {}


PARKED = """
start: draft
data: {customer: {type: text, required: true}}
steps:
  draft: {role: clerk, form: [customer], next: both}
  both:
    parallel:
      settle:
        steps:
          settle: {call: settlement, gives: {guest: customer}, outcomes: {completed: finished}}
      look:
        steps:
          look: {role: head, outcomes: {fine: finished, back: {go: draft, resume: here}}}
    join: all
    next: done
  done: {end: completed}
"""


def test_1_what_is_parked_when_nobody_waits_any_more_is_told(case: Build) -> None:
    opened = case(PARKED)
    opened.send("ann", StartCase("case", parent=Parent("above", "main", True, ("other",))))
    opened.do("draft", "done", "ann", customer="East")
    opened.send(CLOCK, CallBegun(job(opened, CallJob)[0], "below"))
    opened.do("look", "back", "hal")
    assert opened.open == ["draft"]
    with opened.refuses("call-parked"):
        opened.send(CLOCK, ReportEnd("@11", "below", "completed"))
    opened.send(CLOCK, EndCalled("above"))
    assert opened.all(CaseEnded)[-1].reason == "call-left"
    assert job(opened, CancelJob)[1].case == "below"


SYSTEM = """
start: draft
data: {customer: {type: text, required: true}, mail_id: {type: text}}
steps:
  draft: {role: clerk, form: [customer], next: send}
  send:
    system: mail
    gives: {to: customer}
    takes: {mail_id: id}
    RETRY
    time_limit: 1 hour
    next: done
    if_failed: phone
  phone: {role: clerk, next: done}
  done: {end: completed}
"""


def sent(case: Build, retry: str = "retry: {times: 2, back_off: 5 minutes}") -> Any:
    return case(SYSTEM.replace("RETRY", retry)).start("ann").do("draft", "done", "ann", customer="East")


def report(opened: Any, failure: str | None = None, **values: object) -> Any:
    name, found = job(opened, HandlerJob)
    opened.now = max(opened.now, found.due)
    opened.send(CLOCK, ReportHandler(name, values, failure))
    return opened


def test_a_handler_is_asked_for_and_its_results_come_back(case: Build) -> None:
    opened = report(sent(case), mail_id="m-1")
    assert (opened.at.status, opened.at.data["mail_id"]) == ("completed", "m-1")


def test_it_is_tried_again_after_a_pause_that_doubles(case: Build) -> None:
    opened = sent(case)
    begun = opened.now
    assert job(report(opened, "down"), HandlerJob)[1].due == begun + timedelta(minutes=5)
    assert job(report(opened, "down"), HandlerJob)[1].due == begun + timedelta(minutes=15)
    report(opened, "down")
    assert opened.open == ["phone"]
    assert [e.attempt for e in opened.all(HandlerFailed)] == [1, 2, 3]


def test_when_its_time_is_over_it_has_failed_and_what_it_reports_later_changes_nothing(case: Build) -> None:
    opened = sent(case)
    name, _ = job(opened, HandlerJob)
    limit, timer = job(opened, HandlerLimit)
    opened.now = timer.due
    opened.send(CLOCK, PassTimer(limit))
    assert (opened.open, opened.at.timers) == (["phone"], {})
    opened.send(CLOCK, ReportHandler(name, {"mail_id": "late"}))
    assert opened.all(HandlerReportedLate)[-1].timer == name
    assert "mail_id" not in opened.at.data


def test_3_a_job_that_reports_after_the_end_is_recorded_and_changes_nothing(case: Build) -> None:
    opened = sent(case)
    name, _ = job(opened, HandlerJob)
    report(opened, mail_id="m-1")
    opened.send(CLOCK, ReportHandler(name, {}, "late"))
    assert opened.all(HandlerReportedLate)[-1].failed
    assert opened.at.status == "completed"


LATE = """acknowledge: all
    waits: WAITS
    deadline: 4 business hours
    escalate:
      - {at: deadline, hand_up: superior, alarm: head}
      - {at: 2 business days after deadline, go: done}"""


def test_11_an_acknowledgement_is_handed_up_and_leads_elsewhere_as_written(case: Build) -> None:
    opened = told(case, LATE.replace("WAITS", "true"), ("red",))
    opened.wait("5 business hours")
    assert opened.item("tell/red").role == "head"
    opened.wait("5 business days")
    assert opened.at.status == "completed"


def test_11_one_beside_the_flow_leads_it_nowhere(case: Build) -> None:
    opened = told(case, LATE.replace("WAITS", "false"), ("red",))
    opened.wait("9 business days")
    assert sorted(opened.open) == ["tell/red", "work"]
