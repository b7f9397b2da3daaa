"""SEMANTICS 1 to 3 and 5: branches side by side, leaving them, returning out of them, and ends that wait."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from procflow.case.events import (
    BranchFinished,
    BranchOpened,
    ItemWithdrawn,
    Moved,
    ParkDropped,
    ScopeEnded,
    StepParked,
    StepResumed,
)

Build = Callable[..., Any]

BRANCHES = """
start: draft
data:
  note: {type: text}
  parts: {type: choices, of: [red, blue, green]}
tables:
  maker: {decides: role, of: parts, by_value: {red: buyer, blue: checker, green: head}}
steps:
  draft: {role: clerk, form: [note, parts], next: both}
  both:
    parallel:
      buy:
        steps:
          order: {role: buyer, outcomes: {ordered: receive, BACK: {go: draftRESUME}}}
          receive: {role: buyer, next: finished}
      look:
        steps:
          judge:
            review: together
            first_refusal: decides
            seats: [{role: checker}, {role: head}]
            answers: {fine: continue, back: {go: draftRESUME}, again: {go: judge, resume: here}}
            outcomes: {passed: finished}
    join: JOIN
    next: done
  done: {end: completed}
"""


def branches(join: str = "all", resume: str = "") -> str:
    text = BRANCHES.replace("JOIN", join).replace("BACK", "not_so")
    return text.replace("RESUME", f", resume: {resume}" if resume else "")


def begun(case: Build, text: str) -> Any:
    return case(text).start("ann").do("draft", "done", "ann", note="one")


# 1


def test_1_each_branch_is_a_scope_that_hangs_on_its_step(case: Build) -> None:
    opened = begun(case, branches())
    assert opened.open == ["order", "judge/checker", "judge/head"]
    inner = [scope for name, scope in opened.at.scopes.items() if name != "main"]
    assert [(s.graph, s.step, s.parent, s.host) for s in inner] == [
        ("parallel:both/buy", "order", "main", "both"),
        ("parallel:both/look", "judge", "main", "both"),
    ]
    assert [event.branch for event in opened.all(BranchOpened)] == ["buy", "look"]


def test_1_the_block_is_left_when_all_branches_are_finished(case: Build) -> None:
    opened = begun(case, branches())
    opened.do("judge/checker", "fine", "cai").do("judge/head", "fine", "hal")
    assert opened.at.scopes["main"].finished == 1
    assert opened.open == ["order"]
    opened.do("order", "ordered", "ben").do("receive", "done", "ben")
    assert (opened.at.status, len(opened.all(BranchFinished))) == ("completed", 2)


def test_1_or_when_enough_are_and_the_others_end(case: Build) -> None:
    opened = begun(case, branches("first"))
    opened.do("judge/checker", "fine", "cai").do("judge/head", "fine", "hal")
    assert opened.at.status == "completed"
    assert [event.reason for event in opened.all(ScopeEnded)] == ["joined"]
    assert opened.all(ItemWithdrawn)[-1].reason == "joined"


# 2


def test_2_a_way_out_of_a_branch_ends_the_block_with_all_branches(case: Build) -> None:
    opened = begun(case, branches()).do("order", "not_so", "ben")
    assert opened.open == ["draft"]
    assert list(opened.at.scopes) == ["main"]
    assert opened.all(Moved)[-1].outcome == "leave:draft"
    opened.do("draft", "done", "ann")
    assert opened.open == ["order", "judge/checker", "judge/head"]


# 5


def test_5_here_asks_the_branch_that_returned_again_and_the_others_keep_where_they_were(case: Build) -> None:
    opened = begun(case, branches(resume="here")).do("judge/checker", "fine", "cai")
    opened.do("order", "not_so", "ben")
    assert opened.open == ["draft"]
    assert opened.all(StepParked)[-1].branch is not None
    opened.do("draft", "done", "ann")
    assert opened.open == ["order", "judge/head"]
    assert opened.all(StepResumed)[-1].step == "both"


def test_5_after_takes_the_branch_that_returned_as_finished(case: Build) -> None:
    opened = begun(case, branches(resume="after")).do("order", "not_so", "ben").do("draft", "done", "ann")
    assert opened.open == ["judge/checker", "judge/head"]
    opened.do("judge/checker", "fine", "cai").do("judge/head", "fine", "hal")
    assert opened.at.status == "completed"


def test_5_first_begins_the_block_again(case: Build) -> None:
    opened = begun(case, branches(resume="first")).do("judge/checker", "fine", "cai")
    opened.do("order", "not_so", "ben").do("draft", "done", "ann")
    assert opened.open == ["order", "judge/checker", "judge/head"]


def test_5_a_seat_inside_a_branch_returns_and_is_asked_again(case: Build) -> None:
    opened = begun(case, branches(resume="here")).do("judge/head", "fine", "hal")
    opened.do("order", "ordered", "ben").do("judge/checker", "back", "cai")
    assert opened.open == ["draft"]
    opened.do("draft", "done", "ann")
    assert sorted(opened.open) == ["judge/checker", "receive"]
    opened.do("receive", "done", "ben").do("judge/checker", "fine", "cai")
    assert opened.at.status == "completed"


def test_6_a_block_that_the_flow_does_not_come_back_to_is_dropped(case: Build) -> None:
    text = branches(resume="here").replace(
        "draft: {role: clerk, form: [note, parts], next: both}",
        "draft: {role: clerk, form: [note, parts], outcomes: {done: both, off: other}}\n"
        "  other: {role: clerk, next: done}",
    )
    opened = begun(case, text).do("order", "not_so", "ben").do("draft", "off", "ann")
    assert [event.reason for event in opened.all(ParkDropped)] == ["led-elsewhere"]
    assert opened.do("other", "done", "ann").at.status == "completed"


EACH = """
  both:
    parallel:
      make:
        steps:
          build: {role: {by: maker}, next: finished}
    each: parts
    as: part
    by: maker
    none: NONE
    join: all
    next: done
  done: {end: completed}
"""


def each(none: str) -> str:
    return BRANCHES[: BRANCHES.index("  both:")] + EACH[1:].replace("NONE", none)


def test_1_one_branch_for_each_value_with_its_role(case: Build) -> None:
    opened = case(each("pass")).start("ann").do("draft", "done", "ann", parts=["red", "green"])
    assert [item.role for item in opened.at.items.values()] == ["buyer", "head"]
    opened.do("build", "done", "hal").do("build", "done", "ben")
    assert opened.at.status == "completed"


def test_1_none_means_what_is_written(case: Build) -> None:
    assert case(each("pass")).start("ann").do("draft", "done", "ann").at.status == "completed"
    opened = case(each("refuse")).start("ann")
    with opened.refuses("nobody-named") as caught:
        opened.do("draft", "done", "ann")
    assert caught.value.missing == ("parts",)


MANY = """
start: draft
data: {who: {type: list, of: person}}
steps:
  draft: {role: clerk, form: [who], next: each-one}
  each-one:
    parallel:
      one:
        steps:
CHOICES
          look: {role: {person: w}, next: finished}
    each: who
    as: w
    none: refuse
    join: all
    next: done
  done: {end: completed}
"""


def test_4_many_steps_that_ask_nobody_are_no_circle(case: Build) -> None:
    line = "          cNOW: {choose: [{when: has(who), go: NEXT}, {otherwise: look}]}"
    names = [f"c{n}" for n in range(300)]
    choices = [line.replace("cNOW", a).replace("NEXT", b) for a, b in pairwise([*names, "look"])]
    opened = case(MANY.replace("CHOICES", "\n".join(choices))).start("ann")
    opened.do("draft", "done", "ann", who=["ben", "cai", "hal"])
    assert opened.open == ["look", "look", "look"]


def test_4_going_round_without_asking_anybody_is_refused(case: Build) -> None:
    circle = """          there: {choose: [{when: has(who), go: back}, {otherwise: look}]}
          back: {notice: [head], next: there}"""
    opened = case(MANY.replace("CHOICES", circle)).start("ann")
    with opened.refuses("automatic-circle"):
        opened.do("draft", "done", "ann", who=["ben", "cai"])
