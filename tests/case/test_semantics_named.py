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


def test_9_a_field_for_one_person_names_that_one(case: Build) -> None:
    text = """
    start: draft
    data: {who: {type: person}}
    steps:
      draft: {role: clerk, form: [who], next: tell}
      tell: {notice: {each: who}, acknowledge: all, waits: true, next: look}
      look:
        review: together
        first_refusal: decides
        seats: {each: who, none: pass}
        answers: {agree: continue, back: {go: draft, resume: here}}
        next: split
      split:
        parallel: {one: {steps: {do: {role: {person: who}, next: finished}}}}
        each: who
        as: doer
        none: pass
        join: all
        next: done
      done: {end: completed}
    """
    opened = case(text).start("ann").do("draft", "done", "ann", who="ben")
    opened.do("tell/ben", "acknowledged", "ben").do("look/ben", "agree", "ben").do("do", "done", "ben")
    assert opened.at.status == "completed"
    assert case(text).start("ann").do("draft", "done", "ann").at.status == "completed"


MEETING = """
start: draft
steps:
  draft: {role: clerk, next: check}
  check: {role: clerk, next: sign}
  sign: {role: clerk, next: done}
  done: {end: completed}
invariants: [RULES]
"""


def test_26_where_same_and_different_meet_nobody_is_left(case: Build) -> None:
    opened = case(MEETING.replace("RULES", "{same: [draft, sign]}, {different: [check, sign]}")).start("ann")
    opened.do("draft", "done", "ann")
    with opened.refuses("nobody-left") as caught:
        opened.do("check", "done", "ann")
    assert caught.value.allowed == ("another person at check",)
    assert opened.do("check", "done", "amy").do("sign", "done", "ann").at.status == "completed"


def test_26_where_two_rules_want_two_persons_nobody_is_left(case: Build) -> None:
    opened = case(MEETING.replace("RULES", "{same: [draft, sign]}, {same: [check, sign]}")).start("ann")
    opened.do("draft", "done", "ann")
    with opened.refuses("nobody-left"):
        opened.do("check", "done", "amy")
    assert opened.do("check", "done", "ann").item("sign").persons == ("ann",)


def test_26_what_several_did_together_may_leave_nobody(case: Build, people: str) -> None:
    alone = people.replace("clerk:   {title: Clerk, superior: head}", "clerk:   {title: Clerk}")
    opened = case(MEETING.replace("RULES", "{different: [draft, check, sign]}"), people=alone).start("ann")
    opened.do("draft", "done", "ann")
    with opened.refuses("nobody-left"):
        opened.do("check", "done", "amy")


def test_26_an_answer_of_a_seat_may_leave_nobody(case: Build, people: str) -> None:
    text = """
    start: draft
    steps:
      draft: {role: clerk, next: look}
      look:
        review: in turn
        seats: [{role: buyer}, {role: checker}]
        answers: {agree: continue, no: 'off'}
        next: sign
      sign: {role: judge, next: done}
      done: {end: completed}
      'off': {end: cancelled}
    invariants: [{different: [look, sign]}]
    """
    alone = people.replace("Judge, superior: chief", "Judge").replace("Jon, roles: [judge]", "Jon, roles: []")
    alone = alone.replace("roles: [checker]", "roles: [checker, judge]")
    opened = case(text, people=alone).start("ann").do("draft", "done", "ann").do("look/buyer", "agree", "ben")
    with opened.refuses("nobody-left") as caught:
        opened.do("look/checker", "agree", "cai")
    assert caught.value.allowed == ("another person at look/checker",)


def test_26_what_nobody_could_act_on_before_holds_up_nothing_else(
    case: Build, organization: Build, people: str
) -> None:
    text = MEETING.replace("RULES", "{different: [draft, sign]}")
    alone = people.replace("clerk:   {title: Clerk, superior: head}", "clerk:   {title: Clerk}")
    opened = case(text, people=alone).start("ann").do("draft", "done", "ann")
    opened.organization = organization(people=alone.replace("Amy, roles: [clerk]", "Amy, roles: [buyer]"))
    opened.do("check", "done", "ann")
    assert opened.item("sign").offered_to == ()
    assert opened.all(AlarmRaised)[-1].reason == "nobody-can-act"


def test_26_convening_a_review_is_none_of_its_seats(case: Build) -> None:
    text = """
    start: draft
    steps:
      draft: {role: clerk, next: look}
      look:
        review: in turn
        convened_by: clerk
        seats: [{role: buyer}]
        answers: {agree: continue, back: {go: draft, resume: here}}
        next: done
      done: {end: completed}
    invariants: [{different: [draft, look]}]
    """
    opened = case(text).start("ann").do("draft", "done", "ann")
    assert opened.do("look/clerk", "convened", "ann").open == ["look/buyer"]
