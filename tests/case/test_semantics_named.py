"""SEMANTICS 11, 24 and 26 where the data, the owner or another step name who is asked."""

from collections.abc import Callable
from typing import Any

from procflow.case.events import AlarmRaised, ItemHandedUp, ItemOfferedAnew, ItemOpened

Build = Callable[..., Any]

NAMED = """
start: draft
data: {who: {type: person, required: true}}
steps:
  draft: {role: clerk, form: [who], next: check}
  check: {role: {person: who}, next: done}
  done: {end: completed}
invariants: [RULE]
"""

OWNED = """
start: draft
owner: {bound_at: draft, role: clerk, reassigned_by: head}
steps:
  draft: {role: clerk, next: look}
  look: {role: clerk, next: check}
  check: {role: owner, next: done}
  done: {end: completed}
invariants: [RULE]
"""

LATE = """
start: draft
steps:
  draft: {role: clerk, next: look}
  look: {role: buyer, next: follow-up}
  follow-up:
    role: clerk
    deadline: 1 business day
    escalate: [{at: deadline, hand_up: superior, alarm: reserve}]
    next: done
  done: {end: completed}
invariants: [{same: [draft, follow-up]}]
"""

APART = "{different: [draft, check]}"
SAME = "{same: [draft, check]}"


def test_26_for_who_is_named_and_barred_the_superior_is_asked(case: Build) -> None:
    opened = case(NAMED.replace("RULE", APART)).start("ann").do("draft", "done", "ann", who="ann")
    asked = opened.all(ItemOpened)[-1]
    assert (asked.role, asked.instead_of, asked.offered_to) == ("head", "clerk", ("hal",))
    with opened.refuses("barred"):
        opened.do("check", "done", "ann")
    assert opened.do("check", "done", "hal").at.status == "completed"


def test_26_somebody_else_who_is_named_is_asked_and_no_superior(case: Build) -> None:
    opened = case(NAMED.replace("RULE", APART)).start("ann").do("draft", "done", "ann", who="amy")
    assert opened.item("check").persons == ("amy",)


def test_26_with_nobody_above_the_answer_that_names_is_refused(case: Build) -> None:
    opened = case(NAMED.replace("RULE", APART).replace("role: clerk", "role: chief")).start("ida")
    with opened.refuses("nobody-left") as caught:
        opened.do("draft", "done", "ida", who="ida")
    assert caught.value.allowed == ("another person at check",)
    assert opened.do("draft", "done", "ida", who="tom").open == ["check"]


def test_26_an_owner_who_is_bound_later_and_barred_makes_room_too(case: Build) -> None:
    opened = case(OWNED.replace("RULE", "{different: [look, check]}")).start("ann")
    opened.do("draft", "done", "ann").do("look", "done", "amy")
    assert opened.item("check").persons == ("ann",)
    opened.reassign("amy", "hal")
    anew = opened.all(ItemOfferedAnew)[-1]
    assert (anew.role, anew.offered_to, anew.barred) == ("head", ("hal",), ("amy",))
    assert opened.do("check", "done", "hal").at.status == "completed"


def test_26_to_name_another_than_who_has_to_be_the_same_is_refused(case: Build) -> None:
    opened = case(NAMED.replace("RULE", SAME)).start("ann")
    with opened.refuses("nobody-left") as caught:
        opened.do("draft", "done", "ann", who="amy")
    assert caught.value.allowed == ("ann",)
    opened.do("draft", "done", "ann", who="ann")
    assert opened.do("check", "done", "ann").at.status == "completed"


def test_26_nor_is_another_owner_bound_while_the_same_person_is_asked(case: Build) -> None:
    opened = case(OWNED.replace("RULE", SAME)).start("ann")
    opened.do("draft", "done", "ann").do("look", "done", "ann")
    with opened.refuses("nobody-left") as caught:
        opened.reassign("amy", "hal")
    assert caught.value.allowed == ("ann",)
    assert opened.do("check", "done", "ann").at.status == "completed"


def test_11_what_a_rule_leaves_to_one_person_is_not_handed_up(case: Build) -> None:
    opened = case(LATE).start("ann").do("draft", "done", "ann").do("look", "done", "ben")
    opened.wait("1 business day")
    assert not opened.all(ItemHandedUp)
    assert [(a.role, a.reason) for a in opened.all(AlarmRaised)] == [("reserve", "nobody-above")]
    assert opened.do("follow-up", "done", "ann").at.status == "completed"


def test_24_who_is_named_is_read_when_the_step_is_come_to(case: Build) -> None:
    text = NAMED.replace("RULE", APART).replace("required: true", "change: {by: head, after: draft}")
    opened = case(text.replace("next: done", "outcomes: {done: done, again: draft}"))
    opened.start("ann").do("draft", "done", "ann", who="cai").change("hal", who="ben")
    assert opened.item("check").persons == ("cai",)
    opened.do("check", "again", "cai").do("draft", "done", "ann")
    assert opened.item("check").persons == ("ben",)
