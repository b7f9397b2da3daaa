"""SEMANTICS 34: one open case per key, and what a case makes of those of others."""

from collections.abc import Callable
from typing import Any

import pytest

from procflow.case import CLOCK, AnswerItem, ChangeData, FinishJob, KeyReleased, Refused, StartCase, Unlooked
from procflow.case.events import CaseStarted, DataChanged, FactSet, ItemCompleted, OrganizationChanged
from procflow.case.keys import Key, key_held, key_text, keys_awaited
from procflow.case.state import ReleaseJob

Build = Callable[..., Any]

NOTE = """
start: draft
one_open_per: note_no
data:
  note_no: {type: text, required: true, change: {by: clerk, after: draft, until: release}}
  customer: {type: text, change: {by: clerk, after: draft, until: release}}
  text: {type: text}
facts: {on_hold: {while_open: shipment-hold, by: customer}}
steps:
  draft:
    role: clerk
    form: [note_no, customer, text]
    outcomes: {done: route, dropped: {go: dropped, form: optional}}
  route:
    choose:
      - {when: on_hold, go: ask}
      - {otherwise: release}
  ask: {role: head, next: release}
  release: {role: buyer, form: [text], outcomes: {released: {go: done, allowed: not on_hold}, kept: draft}}
  done: {end: completed}
  dropped: {end: cancelled}
"""

WAIT = """
start: draft
data: {customer: {type: text, change: {by: clerk, after: draft, until: wait}}}
steps:
  draft: {role: clerk, form: [customer], next: wait}
  wait: {wait: [{case: shipment-hold, by: customer, go: release}]}
  release: {role: buyer, outcomes: {released: done, again: wait}}
  done: {end: completed}
"""

HOLD = ("shipment-hold", "North Pipe")
EAST = ("shipment-hold", "East Pipe")


def facts(opened: Any) -> list[tuple[str, bool]]:
    return [(event.fact, event.value) for event in opened.all(FactSet)]


@pytest.fixture
def note(case: Build) -> Callable[..., Any]:
    """A note for North Pipe at its release; ``hold`` is the open case that holds its shipments."""

    def build(hold: str | None = None) -> Any:
        opened = case(NOTE)
        opened.holders = {HOLD: hold, EAST: None}
        opened.start("ann").do("draft", "done", "ann", note_no="1001", customer="North Pipe")
        return opened

    return build


def test_34_a_case_holds_its_key_from_when_the_field_is_filled_in_until_it_ends(note: Build) -> None:
    opened = note()
    assert opened.all(CaseStarted)[0].one_open_per == "note_no"
    assert key_held(opened.at) == Key("example", "1001")
    opened.change("ann", note_no="1002")
    assert key_held(opened.at) == Key("example", "1002")
    opened.do("release", "released", "ben")
    assert opened.at.status == "completed"
    assert key_held(opened.at) is None


def test_34_a_case_without_a_value_holds_no_key(case: Build) -> None:
    opened = case(NOTE).start("ann")
    assert key_held(opened.at) is None
    opened.do("draft", "dropped", "ann", note_no="1001")
    assert opened.at.status == "cancelled"
    assert key_held(opened.at) is None


def test_34_a_process_without_one_holds_nothing(case: Build) -> None:
    opened = case(NOTE.replace("one_open_per: note_no", "")).start("ann", note_no="1001")
    assert opened.all(CaseStarted)[0].one_open_per is None
    assert key_held(opened.at) is None


@pytest.mark.parametrize(
    ("stored", "key"),
    [
        (None, None),
        ("", None),
        ([], None),
        ("North Pipe", "North Pipe"),
        (" North Pipe\n", "North Pipe"),
        ("north pipe", "north pipe"),
        ("North  Pipe", "North  Pipe"),
        ("  ", None),
        ("1800000", "1800000"),
        (True, "true"),
        (False, "false"),
        (["東", "west"], '["東","west"]'),
    ],
)
def test_34_what_counts_as_the_same_key(stored: object, key: str | None) -> None:
    assert key_text(stored) == key


def test_34_a_number_is_the_same_key_however_it_is_written(case: Build) -> None:
    numbered = NOTE.replace("note_no: {type: text,", "note_no: {type: number,")
    for given in ("1001", 1001, "1001.0", " 01001.00 "):
        opened = case(numbered).start("ann", note_no=given)
        assert key_held(opened.at) == Key("example", "1001")


def test_34_a_fact_is_true_while_a_case_is_open_for_the_key(note: Build) -> None:
    opened = note(hold="other")
    assert facts(opened) == [("on_hold", True)]
    assert opened.at.facts == {"on_hold": True}
    assert opened.open == ["ask"]
    opened.do("ask", "done", "hal")
    with opened.refuses("not-allowed") as caught:
        opened.do("release", "released", "ben")
    assert caught.value.allowed == ("kept",)
    opened.holders[HOLD] = None
    opened.do("release", "released", "ben")
    assert facts(opened) == [("on_hold", True), ("on_hold", False)]
    assert opened.at.status == "completed"


def test_34_it_may_come_up_at_any_command_and_guards_read_what_holds_then(note: Build) -> None:
    opened = note()
    assert (facts(opened), opened.open) == ([], ["release"])
    opened.holders[HOLD] = "other"
    with opened.refuses("not-allowed"):
        opened.do("release", "released", "ben")
    opened.do("release", "kept", "ben")
    assert [type(event) for event in opened.last[:2]] == [FactSet, ItemCompleted]


def test_34_nothing_is_recorded_while_it_stays_as_it_was(note: Build) -> None:
    opened = note(hold="other").do("ask", "done", "hal")
    opened.holders[HOLD] = "yet another"
    opened.change("ann", text="x") if "text" in opened.program.changeable else opened.do(
        "release", "kept", "ben"
    )
    assert facts(opened) == [("on_hold", True)]


def test_34_it_follows_the_field(note: Build) -> None:
    opened = note(hold="other").do("ask", "done", "hal")
    opened.change("ann", customer="East Pipe")
    assert [type(event) for event in opened.last] == [DataChanged, FactSet]
    opened.change("ann", customer=" North Pipe ")
    opened.change("ann", customer=None)
    assert facts(opened) == [("on_hold", True), ("on_hold", False), ("on_hold", True), ("on_hold", False)]


def test_34_an_unset_field_asks_for_no_case(case: Build) -> None:
    opened = case(NOTE).start("ann").do("draft", "done", "ann", note_no="1001")
    assert (opened.open, facts(opened)) == (["release"], [])


def test_34_it_is_known_from_the_start_where_the_starter_gives_the_field(case: Build) -> None:
    opened = case(NOTE)
    opened.holders[HOLD] = "other"
    opened.start("ann", customer="North Pipe")
    assert opened.at.facts == {"on_hold": True}


def test_34_a_case_does_not_count_for_itself(case: Build) -> None:
    opened = case(NOTE.replace("shipment-hold", "example"))
    opened.holders = {("example", "1001"): "case", ("example", "1002"): "other"}
    opened.start("ann", note_no="1001", customer="1001")
    assert facts(opened) == []
    opened.do("draft", "done", "ann", customer="1002")
    assert facts(opened) == [("on_hold", True)]


def test_34_a_decision_says_which_key_it_needs(case: Build) -> None:
    opened = case(NOTE)
    opened.send("ann", StartCase("case"))
    item = opened.item("draft").id
    fill = AnswerItem(item, "done", data={"note_no": "1001", "customer": "North Pipe"})
    before = opened.at
    with pytest.raises(Unlooked) as unlooked:
        opened.send("ann", fill)
    assert (unlooked.value.process, unlooked.value.key) == HOLD
    assert opened.at is before
    opened.holders[HOLD] = None
    opened.send("ann", fill)
    with pytest.raises(Unlooked) as unlooked:
        opened.send("ann", ChangeData({"customer": "East Pipe"}))
    assert (unlooked.value.process, unlooked.value.key) == EAST


def test_34_what_an_answer_notices_itself_is_no_change_since_it_was_looked_at(note: Build) -> None:
    opened = note()
    seen = opened.at.seq
    opened.holders[HOLD] = "other"
    opened.do("release", "kept", "ben", seen=seen)
    assert facts(opened) == [("on_hold", True)]


def test_34_a_change_that_is_on_the_record_is_one(note: Build) -> None:
    opened = note()
    seen = opened.at.seq
    opened.holders[HOLD] = "other"
    opened.send(CLOCK, KeyReleased(*HOLD))
    with opened.refuses("changed-since") as caught:
        opened.do("release", "kept", "ben", seen=seen)
    assert caught.value.allowed == (str(opened.at.seq),)


def test_34_a_version_that_is_offered_is_on_the_record(note: Build, organization: Build) -> None:
    """Whoever looks again at what is named can answer, whatever else the command notices."""
    opened = note()
    opened.organization = organization("  eva: {name: Eva, roles: [clerk]}\n")
    with opened.refuses("changed-since") as caught:
        opened.do("release", "kept", "ben", seen=1)
    assert caught.value.allowed == (str(opened.at.seq),)
    opened.do("release", "kept", "ben", seen=int(caught.value.allowed[0]))
    assert isinstance(opened.last[0], OrganizationChanged)


def test_34_a_case_that_is_told_of_a_free_key_looks_again(note: Build) -> None:
    opened = note(hold="other")
    opened.holders[HOLD] = None
    opened.send(CLOCK, KeyReleased(*HOLD))
    assert opened.last == (FactSet("on_hold", value=False),)
    assert opened.open == ["ask"]
    opened.send(CLOCK, KeyReleased(*HOLD))
    assert opened.last == ()


def test_34_only_the_clock_says_that_a_key_is_free(note: Build) -> None:
    opened = note(hold="other")
    with pytest.raises(Refused) as refused:
        opened.send("ida", KeyReleased(*HOLD))
    assert (refused.value.code, refused.value.allowed) == ("not-yours", (CLOCK,))


@pytest.fixture
def waiting(case: Build) -> Any:
    """A note that waits until no case holds the shipments of North Pipe."""
    opened = case(WAIT)
    opened.holders = {HOLD: "other", EAST: None}
    return opened.start("ann").do("draft", "done", "ann", customer="North Pipe ")


def test_34_a_wait_for_a_key_goes_on_when_it_is_free(waiting: Any) -> None:
    assert waiting.open == []
    assert keys_awaited(waiting.at) == {Key(*HOLD)}
    waiting.send(CLOCK, KeyReleased(*HOLD))
    assert (waiting.last, waiting.step) == ((), "wait")
    waiting.holders[HOLD] = None
    waiting.send(CLOCK, KeyReleased(*HOLD))
    assert waiting.open == ["release"]
    assert keys_awaited(waiting.at) == frozenset()
    waiting.do("release", "again", "ben")
    assert waiting.open == ["release"]
    waiting.holders[HOLD] = "a third"
    waiting.do("release", "again", "ben")
    assert keys_awaited(waiting.at) == {Key(*HOLD)}


def test_34_a_wait_follows_the_field_that_holds_the_key(waiting: Any) -> None:
    waiting.holders["shipment-hold", "West Pipe"] = "a third"
    waiting.change("ann", customer="West Pipe")
    assert waiting.step == "wait"
    assert keys_awaited(waiting.at) == {Key("shipment-hold", "West Pipe")}
    waiting.change("ann", customer="East Pipe")
    assert waiting.open == ["release"]


def test_34_a_wait_without_a_key_waits_for_nothing(case: Build) -> None:
    assert case(WAIT).start("ann").do("draft", "done", "ann").open == ["release"]


def test_34_who_waits_for_a_key_is_told_when_it_is_given_up(note: Build) -> None:
    """By another value or by the end of the case: a job stands on the record until that is done."""
    opened = note().change("ann", note_no=" 1001 ")
    assert opened.at.timers == {}
    opened.change("ann", note_no="1002")
    (name,) = opened.at.timers
    assert opened.at.timers[name] == ReleaseJob(opened.now, "example", "1001")
    opened.send(CLOCK, FinishJob(name))
    opened.do("release", "released", "ben")
    assert list(opened.at.timers.values()) == [ReleaseJob(opened.now, "example", "1002")]


def test_34_a_case_that_held_no_key_gives_none_up(case: Build) -> None:
    opened = case(NOTE).start("ann").do("draft", "dropped", "ann", note_no="1001")
    assert opened.at.timers == {}
