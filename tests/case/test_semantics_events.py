"""SEMANTICS 22 to 24: any-time events, what the main flow does meanwhile, and the owner of a case."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case import NewAttachment, RaiseEvent
from procflow.case.events import (
    CaseEnded,
    EventEnded,
    EventRaised,
    FactSet,
    ItemHandedUp,
    ItemOfferedAnew,
    MainFlowResumed,
    Moved,
    OwnerBound,
    Reminded,
    ScopeEnded,
)

Build = Callable[..., Any]

EVENTS = """
start: draft
alarm: head
owner: {bound_at: draft, role: clerk, reassigned_by: [head, chief]}
data: {note: {type: text}}
facts: {changed: {true_once: change is raised}}
steps:
  draft: {role: clerk, form: [note], next: work}
  work:
    role: owner
    deadline: 4 business hours
    escalate:
      - {at: 1 business hour before deadline, remind: holder}
      - {at: deadline, hand_up: superior, alarm: head}
    outcomes: {worked: filed, worse: {go: filed, raises: claim}}
  filed: {role: buyer, next: done}
  done: {end: completed}
  off: {end: cancelled}
events:
  change:
    raised_by: owner
    window: {from: work}
    several: true
    data: {what: {type: text, required: true}, reply: {type: text}}
    main_flow: continues
    steps:
      answer: {role: owner, form: [reply], outcomes: {told: finished, hopeless: {go: off, escalates: true}}}
  complaint:
    raised_by: [clerk, head]
    window: {while: [work]}
    several: false
    main_flow: pauses
    clock: CLOCK
    steps:
      hear: {role: head, outcomes: {solved: finished, claimed: {go: finished, raises: claim}}}
  claim: {raised_by: head, window: {while: [work, filed]}, several: true, main_flow: {ends_at: filed}}
"""


def begun(case: Build, clock: str = "runs") -> Any:
    return case(EVENTS.replace("CLOCK", clock)).start("ann").do("draft", "done", "ann", note="one")


# 22


def test_22_each_occurrence_has_data_of_its_own_and_ends_by_itself(case: Build) -> None:
    opened = begun(case).occur("change", "ann", what="earlier").occur("change", "ann", what="later")
    first, second = (scope for scope in opened.at.scopes.values() if scope.event == "change")
    assert (first.data, second.data) == ({"what": "earlier"}, {"what": "later"})
    assert opened.at.data == {"note": "one"}
    assert opened.open == ["work", "answer", "answer"]
    item = next(i for i in opened.at.items.values() if i.scope == second.id)
    opened.answer(item, "told", "ann", reply="noted")
    assert [e.scope for e in opened.all(EventEnded)] == [second.id]
    assert opened.open == ["work", "answer"]
    assert opened.at.facts == {"changed": True}
    assert len(opened.all(FactSet)) == 1


def test_22_what_is_required_comes_with_it_or_in_its_steps(case: Build) -> None:
    opened = begun(case)
    with opened.refuses("incomplete") as caught:
        opened.occur("change", "ann")
    assert caught.value.missing == ("what",)


def test_22_only_those_named_raise_it(case: Build) -> None:
    opened = begun(case)
    with opened.refuses("not-yours"):
        opened.occur("change", "amy", what="not the owner")
    with opened.refuses("no-such-event") as caught:
        opened.occur("fire", "ann")
    assert caught.value.allowed == ("change", "complaint", "claim")


def test_22_who_may_not_raise_it_is_told_of_everybody_who_may(case: Build) -> None:
    with begun(case).refuses("not-yours") as caught:
        begun(case).occur("complaint", "ben")
    assert caught.value.reason == "ben does not act for clerk or head here"
    assert "hal" in caught.value.allowed and "ann" in caught.value.allowed


def test_22_only_in_its_window_and_once_at_a_time(case: Build) -> None:
    opened = case(EVENTS.replace("CLOCK", "runs")).start("ann")
    with opened.refuses("event-not-open") as caught:
        opened.occur("complaint", "ann")
    assert caught.value.allowed == ()
    opened.do("draft", "done", "ann", note="one").occur("complaint", "ann")
    with opened.refuses("event-not-open") as caught:
        opened.occur("complaint", "ann")
    assert caught.value.allowed == ("change", "claim")


def test_22_a_main_flow_that_rests_refuses_with_the_reason(case: Build) -> None:
    opened = begun(case).occur("complaint", "ann")
    with opened.refuses("suspended") as caught:
        opened.do("work", "worked", "ann")
    assert "complaint" in caught.value.reason
    assert [text.split(" ")[0] for text in caught.value.allowed] == ["hear"]
    opened.do("hear", "solved", "hal").do("work", "worked", "ann")
    assert opened.open == ["filed"]


RESTING = """
start: draft
steps:
  draft: {role: clerk, next: tell}
  tell: {notice: [buyer], acknowledge: all, waits: WAITS, next: work}
  work: {role: head, next: off}
  off: {end: cancelled}
events:
  pause:
    raised_by: head
    several: false
    main_flow: pauses
    clock: stops
    steps: {hear: {role: head, next: finished}}
  stop: {raised_by: head, several: false, main_flow: {ends_at: off}}
"""


def rested(case: Build, waits: str = "true") -> Any:
    opened = case(RESTING.replace("WAITS", waits)).start("ann").do("draft", "done", "ann")
    return opened.occur("pause", "hal")


def test_22_an_acknowledgement_that_the_main_flow_waits_for_rests_with_it(case: Build) -> None:
    opened = rested(case)
    with opened.refuses("suspended"):
        opened.do("tell", "acknowledged", "ben")
    opened.do("hear", "done", "hal")
    assert opened.do("tell", "acknowledged", "ben").open == ["work"]


def test_22_one_beside_it_does_not(case: Build) -> None:
    opened = rested(case, "false").do("tell", "acknowledged", "ben")
    assert opened.open == ["work", "hear"]


def test_3_a_case_that_ends_while_it_rests_rests_no_more(case: Build) -> None:
    opened = rested(case).occur("stop", "hal")
    assert (opened.at.status, opened.at.stops, opened.at.stopped_at) == ("cancelled", (), None)


def test_22_a_clock_that_runs_reminds_and_hands_up_meanwhile(case: Build) -> None:
    opened = begun(case).occur("complaint", "ann")
    happened = opened.wait("5 business hours")
    assert [type(e) for e in happened] == [Reminded, ItemHandedUp]


def test_22_a_clock_that_stops_keeps_the_business_time_that_was_left(case: Build) -> None:
    opened = begun(case, "stops")
    opened.now = opened.after("1 business hour")
    opened.occur("complaint", "ann")
    assert opened.wait("2 business days") == []
    opened.do("hear", "solved", "hal")
    assert opened.item("work").due == opened.after("3 business hours")
    assert [t.due for t in opened.at.timers.values()] == [
        opened.after("2 business hours"),
        opened.after("3 business hours"),
    ]
    assert opened.at.stops == ()
    assert opened.all(MainFlowResumed)[-1].dues


def test_22_an_event_may_send_the_main_flow_on(case: Build) -> None:
    opened = begun(case).occur("claim", "hal")
    assert opened.open == ["filed"]
    assert opened.all(Moved)[-1].outcome == "event:claim:filed"
    assert [e.event for e in opened.all(EventEnded)] == ["claim"]


# 3


def test_3_a_completed_end_waits_for_open_events(case: Build) -> None:
    opened = begun(case).occur("change", "ann", what="late").do("work", "worked", "ann")
    opened.do("filed", "done", "ben")
    assert (opened.at.status, opened.step, opened.open) == ("running", "done", ["answer"])
    opened.do("answer", "told", "ann")
    assert opened.at.status == "completed"
    assert type(opened.last[-1]) is CaseEnded


def test_3_a_cancelled_end_ends_them(case: Build) -> None:
    opened = begun(case).occur("change", "ann", what="one").occur("change", "ann", what="two")
    opened.do("answer", "hopeless", "ann")
    assert opened.at.status == "cancelled"
    assert [e.reason for e in opened.all(ScopeEnded)] == ["led-out", "case-ended"]


# 23


def test_23_an_event_may_raise_another(case: Build) -> None:
    opened = begun(case).occur("complaint", "ann").do("hear", "claimed", "hal")
    assert [e.event for e in opened.all(EventRaised)] == ["complaint", "claim"]
    assert (opened.open, opened.at.stops) == (["filed"], ())


def test_23_an_outcome_raises_one_besides_leading_on(case: Build) -> None:
    opened = begun(case).do("work", "worse", "ann")
    assert opened.open == ["filed"]
    assert [e.event for e in opened.all(EventRaised)] == ["claim"]


ONLY_BY_EVENT = """
start: draft
facts: {drafted: {true_once: draft is done}}
steps:
  draft: {role: clerk, outcomes: {done: filed, urgent: {go: filed, raises: alarm}}}
  filed: {role: buyer, next: done}
  aside: {role: checker, next: done}
  done: {end: completed}
events:
  alarm:
    raised_by: clerk
    several: true
    main_flow: {ends_at: aside}
    steps: {look: {role: head, outcomes: {fine: finished, again: draft}}}
"""


def test_23_what_only_an_event_leads_to_is_a_place_to_raise_one_from_and_to_be_called_back_from(
    case: Build,
) -> None:
    opened = case(ONLY_BY_EVENT).start("ann").occur("alarm", "ann").occur("alarm", "ann")
    assert opened.open == ["look", "aside", "look"]
    opened.answer(opened.item("look"), "fine", "hal").do("aside", "done", "cai")
    assert (opened.at.status, opened.step) == ("running", "done")
    assert opened.do("look", "again", "hal").open == ["draft"]


def test_23_a_step_that_raises_an_event_is_done_wherever_that_leads(case: Build) -> None:
    opened = case(ONLY_BY_EVENT).start("ann").do("draft", "urgent", "ann")
    assert opened.open == ["aside", "look"]
    assert opened.at.facts == {"drafted": True}


# 24


def test_24_whoever_does_the_step_is_bound_and_kept(case: Build) -> None:
    opened = begun(case)
    assert opened.at.owner == "ann"
    assert opened.item("work").persons == ("ann",)
    with opened.refuses("not-yours"):
        opened.do("work", "worked", "amy")


def test_24_another_owner_is_bound_by_whom_the_file_names_with_a_comment(case: Build) -> None:
    opened = begun(case)
    with opened.refuses("not-yours"):
        opened.reassign("amy", "ann")
    with opened.refuses("incomplete"):
        opened.reassign("amy", "hal", " ")
    with opened.refuses("no-such-owner") as caught:
        opened.reassign("ben", "hal")
    assert caught.value.allowed == ("amy",)
    opened.reassign("amy", "hal")
    assert [e.person for e in opened.all(OwnerBound)] == ["ann", "amy"]
    assert opened.all(ItemOfferedAnew)[-1].offered_to == ("amy",)
    assert opened.do("work", "worked", "amy").open == ["filed"]


BOUND_TWICE = """
start: draft
data: {who: {type: person}}
owner: {bound_at: draft, role: clerk, reassigned_by: head}
steps:
  draft: {role: clerk, form: [who], next: DOES}
  check: {role: clerk, next: done}
  visit: {role: {person: who}, next: done}
  done: {end: completed}
invariants: [{same: [draft, check]}]
"""


@pytest.mark.parametrize("step", ["check", "visit"])
def test_24_what_the_same_person_is_asked_for_another_reason_stays(case: Build, step: str) -> None:
    opened = case(BOUND_TWICE.replace("DOES", step)).start("ann").do("draft", "done", "ann", who="ann")
    opened.reassign("amy", "hal")
    assert opened.at.owner == "amy"
    assert opened.item(step).persons == ("ann",)
    assert opened.do(step, "done", "ann").at.status == "completed"


@pytest.mark.parametrize("actor", ["ann", "ben"])
def test_24_nobody_before_the_step_is_done(case: Build, actor: str) -> None:
    opened = case(EVENTS.replace("CLOCK", "runs")).start("ann")
    with opened.refuses("no-owner"):
        opened.reassign("amy", "hal")


def test_24_a_seat_of_the_owner_goes_to_the_new_one(case: Build) -> None:
    text = EVENTS.replace("CLOCK", "runs").replace(
        "  filed: {role: buyer, next: done}",
        "  filed:\n    review: in turn\n    seats: [{role: owner}, {role: buyer}]\n"
        "    answers: {fine: continue}\n    next: done",
    )
    opened = case(text).start("ann").do("draft", "done", "ann", note="one").do("work", "worked", "ann")
    assert opened.item("filed/owner").persons == ("ann",)
    opened.reassign("amy", "hal")
    assert opened.do("filed/owner", "fine", "amy").open == ["filed/buyer"]


VOIDED = """
start: draft
data: {amount: {type: number, default: 1}}
steps:
  draft: {role: clerk, next: approve}
  approve: {role: head, next: approved}
  approved: {milestone: {covers: [amount]}, if_voided: draft, next: done}
  done: {end: completed}
events:
  correct:
    raised_by: clerk
    several: false
    main_flow: continues
    steps: {fix: {role: clerk, form: [amount], next: finished}}
"""


def test_20_what_was_approved_can_be_voided_while_the_end_waits_for_an_event(case: Build) -> None:
    opened = case(VOIDED).start("ann").occur("correct", "ann").do("draft", "done", "ann")
    opened.do("approve", "done", "hal")
    assert (opened.at.status, opened.step) == ("running", "done")
    opened.do("fix", "done", "ann", amount=2)
    assert (opened.at.status, opened.open) == ("running", ["draft"])


LED_AWAY = """
start: draft
data: {note: {type: text}}
steps:
  draft: {role: clerk, form: [note], attach: [paper], next: agreed}
  agreed: {milestone: {covers: [note, paper]}, if_voided: again, next: filed}
  filed: {role: buyer, form: [note], outcomes: {done: done, urgent: {go: done, raises: stop}}}
  again: {role: buyer, next: agreed}
  aside: {role: checker, next: done}
  done: {end: completed}
events:
  change:
    raised_by: clerk
    several: true
    main_flow: continues
    steps:
      look:
        role: head
        form: [note]
        attach: [opinion]
        outcomes: {out: aside, raise: {go: aside, raises: stop}}
  stop: {raised_by: clerk, several: true, main_flow: {ends_at: filed}}
"""


def led_away(case: Build) -> Any:
    return case(LED_AWAY).start("ann").do("draft", "done", "ann", note="one", papers={"paper": "one"})


def test_20_a_milestone_that_an_event_voids_goes_before_its_own_way(case: Build) -> None:
    opened = led_away(case).occur("change", "ann")
    opened.do("look", "out", "hal", note="two", papers={"opinion": "fine"})
    assert (opened.open, opened.step, list(opened.at.scopes)) == (["again"], "again", ["main"])


def test_20_and_before_the_way_of_an_event_that_is_raised_with_it(case: Build) -> None:
    opened = led_away(case).do("filed", "urgent", "ben", note="two")
    assert (opened.open, opened.step) == (["again"], "again")


def test_23_an_event_that_leads_the_main_flow_away_goes_before_the_way_that_raised_it(case: Build) -> None:
    opened = led_away(case).occur("change", "ann").do("look", "raise", "hal", papers={"opinion": "fine"})
    assert (opened.open, opened.step, list(opened.at.scopes)) == (["filed"], "filed", ["main"])


def test_21_only_papers_that_its_own_steps_ask_for_come_with_an_event(case: Build) -> None:
    opened = led_away(case)
    paper, opinion = (NewAttachment(name, "0" * 64, 1, "new.txt") for name in ("paper", "opinion"))
    with opened.refuses("attachment-not-asked") as caught:
        opened.send("ann", RaiseEvent("change", {}, (paper,)))
    assert caught.value.allowed == ("opinion",)
    opened.send("ann", RaiseEvent("change", {}, (opinion,)))
    assert list(opened.at.attachments) == ["paper", "opinion"]


def test_20_a_paper_that_comes_with_an_event_voids_what_covers_it(case: Build) -> None:
    text = LED_AWAY.replace("attach: [opinion]", "attach: [paper]")
    opened = case(text).start("ann").do("draft", "done", "ann", note="one", papers={"paper": "one"})
    opened.send("ann", RaiseEvent("change", {}, (NewAttachment("paper", "0" * 64, 1, "new.txt"),)))
    assert (opened.open, opened.at.milestones["agreed"].voided) == (["look", "again"], True)


CONCERNED = """
start: draft
data: {who: {type: choices, of: [red, blue], required: true}}
tables: {host: {decides: role, of: who, by_value: {red: buyer, blue: checker}}}
steps:
  draft: {role: clerk, form: [who], next: work}
  work: {role: clerk, next: done}
  done: {end: completed}
events:
  change:
    raised_by: clerk
    several: true
    data: {concerned: {type: choices, of: [red, blue], required: true}}
    main_flow: continues
    steps:
      tell: {notice: {each: concerned, by: host}, acknowledge: all, waits: true, next: finished}
"""


def test_22_the_steps_of_an_event_go_through_its_own_values(case: Build) -> None:
    opened = case(CONCERNED).start("ann").do("draft", "done", "ann", who=("red", "blue"))
    opened.occur("change", "ann", concerned=("blue",))
    assert [item.seat for item in opened.at.items.values() if item.step == "tell"] == ["blue"]


def test_29_the_steps_of_an_event_count_from_its_own_dates(case: Build) -> None:
    text = """
    start: draft
    steps:
      draft: {role: clerk, next: done}
      done: {end: completed}
    events:
      visit:
        raised_by: clerk
        several: true
        main_flow: continues
        data: {arrival: {type: date, required: true}, who: {type: choices, of: [red, blue]}}
        steps:
          plan:
            role: head
            deadline: 1 day before arrival
            escalate: [{at: deadline, notify: head}]
            next: come
          come: {wait: {until: arrival}, next: split}
          split:
            parallel: {one: {steps: {host: {role: buyer, outcomes: {did: {go: finished, allowed: RED}}}}}}
            each: who
            as: colour
            none: pass
            join: all
            next: finished
    """
    opened = case(text.replace("RED", 'colour == "red"')).start("ann")
    opened.occur("visit", "ann", arrival="2026-03-05", who=["red"])
    assert opened.item("plan").due.isoformat() == "2026-03-04T16:00:00+00:00"
    opened.do("plan", "done", "hal").wait("5 days")
    assert opened.do("host", "did", "ben").open == ["draft"]
