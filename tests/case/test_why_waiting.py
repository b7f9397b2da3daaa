"""What a case waits for while nobody, or not only somebody, is asked."""

from collections.abc import Callable
from typing import Any

from procflow.case import CLOCK, CallBegun, ReportHandler
from procflow.case import why as w
from procflow.case.state import CallJob, HandlerJob

Build = Callable[..., Any]

STEPS = """
start: draft
data:
  customer: {type: text}
  arrival: {type: date}
  paid_on: {type: date, change: {by: buyer, after: draft}}
steps:
  draft: {role: clerk, form: [customer, arrival], next: hold}
  hold:
HOLD
  work: {role: head, next: done}
  done: {end: completed}
  off: {end: cancelled}
events:
  visit: {raised_by: head, several: true, main_flow: continues, steps: {see: {role: judge, next: finished}}}
"""


def held(case: Build, *lines: str, **data: object) -> Any:
    text = STEPS.replace("HOLD", "\n".join(f"    {line}" for line in lines))
    return case(text).start("ann").do("draft", "done", "ann", **data)


def waits(opened: Any, hidden: tuple[str, ...] = ()) -> tuple[w.Waiting, ...]:
    found: tuple[w.Waiting, ...] = opened.why(hidden=hidden).waiting
    return found


def test_a_moment_and_what_the_clock_does_next(case: Build) -> None:
    opened = held(
        case,
        "wait: {until: arrival}",
        "deadline: 3 business days",
        "escalate: [{at: deadline, notify: head}]",
        "next: work",
        arrival="2026-03-20",
    )
    (found,) = waits(opened)
    timers = {type(timer).__name__: timer.due for timer in opened.at.timers.values()}
    assert found.awaits == (w.AwaitsMoment(timers["WaitTimer"]),)
    assert (found.place.step, found.clock) == ("hold", timers["StepTimer"])


def test_a_field_and_an_event(case: Build) -> None:
    assert waits(held(case, "wait: {field: paid_on}", "next: work"))[0].awaits == (w.AwaitsField("paid_on"),)
    assert waits(held(case, "wait: {event: visit}", "next: work"))[0].awaits == (w.AwaitsEvent("visit"),)


def test_a_case_that_was_called(case: Build) -> None:
    opened = held(case, "call: other", "outcomes: {completed: work, cancelled: off, rejected: off}")
    assert waits(opened)[0].awaits == (w.AwaitsCase("other"),)
    name = next(n for n, timer in opened.at.timers.items() if isinstance(timer, CallJob))
    opened.send(CLOCK, CallBegun(name, "c42"))
    assert waits(opened)[0].awaits == (w.AwaitsCase("other", "c42"),)


def test_a_handler_its_next_try_and_when_it_is_given_up(case: Build) -> None:
    opened = held(
        case,
        "system: mail",
        "retry: {times: 2, back_off: 5 minutes}",
        "time_limit: 1 hour",
        "next: work",
        "if_failed: off",
    )
    limit = opened.after("1 hour")
    assert waits(opened)[0].awaits == (w.AwaitsHandler("mail", 1, opened.now, limit),)
    name = next(n for n, timer in opened.at.timers.items() if isinstance(timer, HandlerJob))
    opened.send(CLOCK, ReportHandler(name, {}, "no answer"))
    again = opened.after("5 minutes")
    assert waits(opened)[0].awaits == (w.AwaitsHandler("mail", 2, again, limit),)


def test_acknowledgements_that_are_not_there(case: Build) -> None:
    opened = held(case, "notice: [buyer, checker]", "acknowledge: all", "waits: true", "next: work")
    opened.do("hold/buyer", "acknowledged", "ben")
    assert waits(opened)[0].awaits == (w.AwaitsReading(("checker",)),)


def test_branches_that_are_not_finished(case: Build) -> None:
    opened = held(
        case,
        "parallel:",
        "  one: {steps: {first: {role: buyer, next: finished}}}",
        "  two: {steps: {second: {role: checker, next: finished}}}",
        "join: all",
        "next: work",
    )
    opened.do("first", "done", "ben")
    (found,) = waits(opened)
    assert (found.place.step, found.awaits) == ("hold", (w.AwaitsBranches(1, 2),))


def test_the_end_waits_for_open_events(case: Build) -> None:
    opened = held(case, "notice: [buyer]", "next: work").occur("visit", "hal").do("work", "done", "hal")
    (found,) = waits(opened)
    assert (found.place.step, found.awaits) == ("done", (w.AwaitsEvents(("visit",)),))


def test_a_key_that_another_case_holds_and_that_may_be_hidden(case: Build) -> None:
    opened = case(STEPS.replace("HOLD", "    wait: {case: note, by: customer}\n    next: work")).start("ann")
    opened.holders[("note", "East")] = "c7"
    opened.do("draft", "done", "ann", customer="East")
    assert waits(opened)[0].awaits == (w.AwaitsKey("note", "customer", "East"),)
    assert waits(opened, ("customer",))[0].awaits == (w.AwaitsKey("note", "customer", hidden=True),)
