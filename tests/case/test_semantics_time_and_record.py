"""SEMANTICS 12, 29, 32 and 33: what time does, what ids are made of, and what is kept apart."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from procflow.case import AnswerItem, Context, PassTimer, Refused, StartCase, decide
from procflow.case.events import DataChanged, ItemHandedUp, Notified
from procflow.case.record import commitment

Build = Callable[..., Any]

DEADLINE = """
start: draft
data:
  arrival: {type: date, required: true}
  at: {type: datetime}
steps:
  draft: {role: clerk, form: [arrival, at], next: ready}
  ready:
    role: buyer
    deadline: LENGTH
    escalate: [{at: deadline, notify: head}]
    next: done
  done: {end: completed}
"""


def due(case: Build, length: str, **data: object) -> datetime:
    opened = case(DEADLINE.replace("LENGTH", length)).start("ann")
    opened.now = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)  # Friday, 16:00 in Shanghai, two hours before closing
    opened.do("draft", "done", "ann", **{"arrival": "2026-03-20", **data})
    found = opened.item("ready").due
    assert isinstance(found, datetime)
    return found.astimezone(UTC)


# 29


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("3 hours", datetime(2026, 3, 6, 11, 0)),
        ("1 day", datetime(2026, 3, 7, 8, 0)),
        ("3 business hours", datetime(2026, 3, 9, 2, 0)),
        ("1 business day", datetime(2026, 3, 9, 8, 0)),
        ("2 days before arrival", datetime(2026, 3, 18, 16, 0)),
    ],
)
def test_29_hours_days_business_hours_and_business_days(case: Build, length: str, expected: datetime) -> None:
    assert due(case, length) == expected.replace(tzinfo=UTC)


def test_29_a_date_without_a_value_is_asked_for(case: Build) -> None:
    with pytest.raises(Refused, match="counts from at") as caught:
        due(case, "2 hours before at")
    assert caught.value.missing == ("at",)


def test_29_a_date_beyond_every_calendar_is_refused_in_words(case: Build) -> None:
    opened = case(DEADLINE.replace("LENGTH", "2 business days before arrival")).start("ann")
    with opened.refuses("outside-calendar"):
        opened.do("draft", "done", "ann", arrival="9999-01-01")


def test_29_a_deadline_that_has_passed_when_the_item_opens_acts_at_once(case: Build) -> None:
    opened = case(DEADLINE.replace("LENGTH", "2 days before arrival")).start("ann")
    opened.do("draft", "done", "ann", arrival="2026-03-03")
    assert opened.item("ready").due < opened.now
    opened.until(opened.now)
    assert [e.persons for e in opened.all(Notified)] == [("hal",)]
    assert opened.open == ["ready"]


def within(value: str) -> str:
    return f"limits: {{promptly: {{title: Promptly, value: {value}}}}}\n"


BY_LIMIT = """
start: draft
steps:
  draft: {role: clerk, deadline: {limit: promptly}, outcomes: {written: draft, done: done}}
  done: {end: completed}
events:
  pause:
    raised_by: head
    several: false
    main_flow: pauses
    clock: stops
    steps: {hear: {role: head, next: finished}}
"""


def test_29_a_deadline_goes_by_a_limit_of_the_organization_as_it_is_then(
    case: Build, organization: Build
) -> None:
    opened = case(BY_LIMIT, within("2 business hours")).start("ann")
    begun = opened.after("2 business hours")
    assert opened.item("draft").due == begun
    opened.organization = organization(within("1 business day"))
    opened.until(opened.now)
    assert opened.item("draft").due == begun  # what runs already keeps its instant
    opened.do("draft", "written", "ann")
    assert opened.item("draft").due == opened.after("1 business day")


@pytest.mark.parametrize("added", ["", within("soon")])
def test_29_a_limit_that_is_gone_or_no_length_any_more_is_refused(
    case: Build, organization: Build, added: str
) -> None:
    opened = case(BY_LIMIT, within("2 hours")).start("ann")
    opened.organization = organization(added + ("" if added else "limits: {quickly: {value: 1 hour}}\n"))
    with opened.refuses("no-limit") as caught:
        opened.do("draft", "written", "ann")
    assert caught.value.allowed == (() if added else ("quickly",))
    opened.do("draft", "done", "ann")
    assert opened.at.status == "completed"


def test_22_of_a_limit_in_business_time_what_was_left_is_kept(case: Build) -> None:
    opened = case(BY_LIMIT, within("2 business hours")).start("ann")
    opened.now = opened.after("1 business hour")
    opened.occur("pause", "hal").wait("2 business days")
    opened.do("hear", "done", "hal")
    assert opened.item("draft").due == opened.after("1 business hour")


def test_12_only_the_clock_passes_a_timer_and_not_before_its_moment(case: Build) -> None:
    opened = (
        case(DEADLINE.replace("LENGTH", "1 day"))
        .start("ann")
        .do("draft", "done", "ann", arrival="2026-03-20")
    )
    timer = next(iter(opened.at.timers))
    with opened.refuses("not-yours"):
        opened.send("hal", PassTimer(timer))
    with opened.refuses("too-early"):
        opened.send("clock", PassTimer(timer))
    with opened.refuses("no-such-timer") as caught:
        opened.send("clock", PassTimer("99.9"))
    assert caught.value.allowed == (timer,)
    with opened.refuses("unknown-person"):
        opened.do("ready", "done", "clock")


# 32


def test_32_ids_come_from_case_and_sequence(contract: Build) -> None:
    case = contract("meeting").do("meeting", "convened", "zhou", papers={"minutes": "m"})
    case.do("meeting/quality-department", "object", "zheng", topic="quality")
    numbers = {n: type(event).__name__ for n, (event, _, _) in enumerate(case.history, 1)}
    for item in case.at.items:
        name, _, number = item.rpartition("-")
        assert name == "case"
        assert numbers[int(number)] == "ItemOpened"
    assert [numbers[int(s[1:])] for s in case.at.scopes if s != "main"] == ["ObjectionOpened"]
    assert {numbers[int(t.split(".")[0])] for t in case.at.timers} == {"ItemOpened"}


def test_32_the_same_commands_come_to_the_same_case_under_another_id(contract_review: Any) -> None:
    program, organization = contract_review
    now = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    found = []
    for case in ("a", "b"):
        first = decide(program, None, StartCase(case, {"amount": 1}), Context(now, "lin", organization, b"x"))
        item = next(iter(first.state.items))
        answer = AnswerItem(item, "withdrawn", comment="no")
        second = decide(program, first.state, answer, Context(now + timedelta(1), "lin", organization, b"y"))
        found.append([str(event).replace(f"{case}-", "-") for event in (*first.events, *second.events)])
    assert found[0] == found[1]


def test_32_what_is_over_or_not_begun_is_refused(case: Build) -> None:
    opened = case(DEADLINE.replace("LENGTH", "1 day"))
    with opened.refuses("no-such-case"):
        opened.change("ann", arrival="2026-03-20")
    opened.start("ann")
    with opened.refuses("case-started"):
        opened.start("ann")
    opened.do("draft", "done", "ann", arrival="2026-03-20")
    item = opened.item("ready").id
    opened.do("ready", "done", "ben")
    with opened.refuses("case-ended"):
        opened.send("ben", AnswerItem(item, "done"))
    assert opened.all(ItemHandedUp) == []


def test_32_an_item_is_answered_once(contract: Build) -> None:
    case = contract("meeting").do("meeting", "convened", "zhou", papers={"minutes": "m"})
    item = case.item("meeting/material-company").id
    case.do("meeting/material-company", "agree", "xu")
    with case.refuses("not-open") as caught:
        case.send("xu", AnswerItem(item, "agree"))
    assert len(caught.value.allowed) == 5


# 33


def test_33_a_group_with_a_personal_part_is_kept_apart_whole(case: Build) -> None:
    opened = case(
        """
        start: draft
        data: {guest: {type: group, fields: {room: {type: text}, phone: {type: text, personal: true}}}}
        steps: {draft: {role: clerk, form: [guest], next: done}, done: {end: completed}}
        """
    ).start("ann", guest={"room": "7", "phone": "555-0100"})
    changed = opened.all(DataChanged)[-1]
    assert changed.values == {}
    assert changed.personal["guest"].value == {"room": "7", "phone": "555-0100"}
    assert changed.commitments == {
        "guest": commitment(changed.personal["guest"].salt, opened.at.data["guest"])
    }
