"""Why a case asks whom: a small process for each reason."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.json import decode, encode

from procflow.case import why as w
from procflow.definition.process import Basis

Build = Callable[..., Any]

TASKS = """
start: draft
alarm: head
owner: {bound_at: draft, role: clerk, reassigned_by: [head, chief]}
data:
  amount: {type: money, currency: CNY}
  colour: {type: choice, of: [red, blue]}
  helper: {type: person}
  parts: {type: choices, of: [red, blue]}
tables:
  signs:
    decides: role
    ranks: [buyer, head]
    hit: exactly one
    only_rises: false
    rows:
      - {amount: up to 100, then: buyer, clause: C1}
      - {amount: over 100, then: head, clause: [C2, C3], question: Q1}
  maker: {decides: role, of: colour, by_value: {red: buyer, blue: checker}, clause: C4}
  host: {decides: role, of: parts, by_value: {red: buyer, blue: checker}}
steps:
  draft: {role: clerk, form: [amount, colour, helper, parts], next: work, clause: C7}
  work: {role: WHO, next: done, clause: C8}
  done: {end: completed}
questions: {Q1: {ask: "?", assumed: "!"}}
"""


def worked(case: Build, who: str, **data: object) -> Any:
    return case(TASKS.replace("WHO", who)).start("ann").do("draft", "done", "ann", **data)


def because(opened: Any, item: int = 0) -> tuple[w.Because, ...]:
    found: tuple[w.Because, ...] = opened.why().asked[item].because
    return found


def test_the_file_names_the_role_under_a_clause(case: Build) -> None:
    (asked,) = worked(case, "head").why().asked
    assert (asked.role, asked.because) == ("head", (w.RoleWritten("head"),))
    assert asked.place == w.Place("work", "main", basis=Basis(("C8",)))
    assert asked.standings == (w.MayAct("hal"),)


def test_a_row_of_a_table_with_its_cells_and_what_the_case_has(case: Build) -> None:
    (found,) = because(worked(case, "{by: signs}", amount=500))
    assert isinstance(found, w.TableDecides) and found.share == "does"
    decided = found.decided
    assert (decided.table, decided.role, decided.row) == ("signs", "head", 2)
    assert decided.basis == Basis(("C2", "C3"), ("Q1",))
    (cell,) = decided.cells
    assert (cell.column, cell.value, cell.holds, cell.hidden) == ("amount", Decimal(500), True, False)


def test_a_hidden_field_is_named_and_not_shown(case: Build) -> None:
    why = worked(case, "{by: signs}", amount=500).why(hidden=("amount",))
    (cell,) = why.asked[0].because[0].decided.cells
    assert (cell.column, cell.value, cell.hidden) == ("amount", None, True)
    assert b"500" not in encode(why)


def test_a_map_gives_the_role_for_a_value(case: Build) -> None:
    opened = worked(case, "{by: maker}", colour="blue")
    given = w.MapGives("maker", "colour", "checker", "blue", basis=Basis(("C4",)))
    assert because(opened) == (given,)
    (hidden,) = opened.why(hidden=("colour",)).asked[0].because
    assert (hidden.value, hidden.hidden) == (None, True)


def test_the_owner_since_when_and_by_which_step(case: Build) -> None:
    opened = worked(case, "owner")
    assert because(opened) == (w.OwnerIs("ann", "clerk", opened.now, "draft"),)


def test_an_owner_whom_somebody_has_named(case: Build) -> None:
    opened = worked(case, "owner").reassign("amy", "hal")
    assert because(opened) == (w.OwnerIs("amy", "clerk", opened.now, None, "hal"),)


def test_a_person_in_a_field(case: Build) -> None:
    assert because(worked(case, "{person: helper}", helper="cai")) == (w.PersonNamed("helper", "cai"),)


SEATS = """
start: draft
data: {parts: {type: choices, of: [red, blue]}}
tables: {host: {decides: role, of: parts, by_value: {red: buyer, blue: checker}}}
steps:
  draft: {role: clerk, form: [parts], next: ask}
  ask:
    review: together
    first_refusal: waits
    seats: {each: parts, by: host, none: pass}
    answers: {agree: continue}
    next: tell
  tell: {notice: {each: parts, by: host}, acknowledge: all, waits: true, next: both}
  both:
    parallel: {make: {steps: {build: {role: {by: host}, next: finished}}}}
    each: parts
    as: part
    by: host
    none: pass
    join: all
    next: done
  done: {end: completed}
"""


def test_seats_notices_and_branches_that_the_data_name(case: Build) -> None:
    opened = case(SEATS).start("ann").do("draft", "done", "ann", parts=["red", "blue"])
    named = w.DataName("parts", "blue", "checker")
    assert because(opened, 1) == (named,)
    opened.do("ask/red", "agree", "ben").do("ask/blue", "agree", "cai")
    assert because(opened, 1) == (named,)
    opened.do("tell/red", "acknowledged", "ben").do("tell/blue", "acknowledged", "cai")
    assert because(opened, 1) == (named, w.MapGives("host", "parts", "checker", "blue"))
    place = opened.why().asked[1].place
    assert (place.step, place.branch, place.entry) == ("build", "make", "blue")


LIMITED = """
start: draft
alarm: head
steps:
  draft: {role: clerk, next: work}
  work:
    role: buyer
    deadline: 4 business hours
    escalate: [{at: deadline, hand_up: superior, alarm: judge}]
    next: done
  done: {end: completed}
INVARIANTS
"""


def test_handed_up_from_whom_and_after_which_limit(case: Build) -> None:
    opened = case(LIMITED.replace("INVARIANTS", "")).start("ann").do("draft", "done", "ann")
    due = opened.item("work").due
    opened.until(due)
    assert because(opened) == (w.RoleWritten("buyer"), w.HandedUp("buyer", "head", due, due))
    assert opened.why().asked[0].standings == (w.MayAct("hal"),)


def test_instead_of_a_role_whose_holders_are_barred(case: Build) -> None:
    text = LIMITED.replace("role: buyer", "role: clerk").replace(
        "INVARIANTS", "invariants: [{different: [draft, work], clause: C9}]"
    )
    opened = case(text, people=PEOPLE_WITHOUT_AMY).start("ann").do("draft", "done", "ann")
    assert because(opened) == (w.RoleWritten("clerk"), w.InsteadOf("clerk", "head"))
    asked, standing = opened.why("ann").asked[0].standings
    assert asked == w.NotAsked("ann", "head") and isinstance(standing, w.Separated)
    assert (standing.place, standing.done.by, standing.basis) == ("draft", "ann", Basis(("C9",)))


PEOPLE_WITHOUT_AMY = """
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-12:00, 13:00-18:00"}}}
roles:
  head:    {title: Head}
  judge:   {title: Judge}
  clerk:   {title: Clerk, superior: head}
people:
  ann: {name: Ann, roles: [clerk]}
  hal: {name: Hal, roles: [head]}
  jon: {name: Jon, roles: [judge]}
"""


def test_instead_of_a_person_who_is_named_and_barred(case: Build) -> None:
    text = TASKS.replace("WHO", "{person: helper}") + "invariants: [{different: [draft, work]}]\n"
    opened = case(text).start("ann").do("draft", "done", "ann", helper="ann")
    assert because(opened) == (w.PersonNamed("helper", "ann"), w.InsteadOf("clerk", "head"))


def test_the_same_person_who_did_another_place(case: Build) -> None:
    text = LIMITED.replace("role: buyer", "role: clerk").replace(
        "INVARIANTS", "invariants: [{same: [draft, work], clause: C9}]"
    )
    opened = case(text).start("ann").do("draft", "done", "amy")
    assert because(opened)[-1] == w.SamePerson("amy", "draft", Basis(("C9",)))
    assert opened.why("ann").asked[0].standings == (w.NotAsked("ann", "clerk", ("amy",)),)


def test_levels_that_rule_those_passed_over_and_the_losing_side(begun: Build) -> None:
    opened = begun().do("review/buyer", "object", "ben", topic="price")
    assert because(opened) == (w.RulesOn("price", 1, "judge"),)
    assert opened.why().asked[0].place.topic == "price"
    opened.do("arbitration:price/judge", "overruled", "jon")
    assert because(opened) == (w.LostRuling("price", "overruled"),)


def test_the_objectors_own_level_is_passed_over(begun: Build) -> None:
    opened = begun().do("review/buyer", "agree", "ben").do("review/checker", "agree", "cai")
    opened.do("review/head", "object", "hal", topic="taste")
    over = (w.PassedOver("head", "own-objection"),)
    assert because(opened) == (w.RulesOn("taste", 2, "chief", over),)


def test_what_rests_says_for_which_event(case: Build) -> None:
    text = LIMITED.replace("INVARIANTS", "") + PAUSE
    opened = case(text).start("ann").do("draft", "done", "ann")
    opened.occur("complaint", "hal")
    why = opened.why()
    (rests,) = why.resting
    assert (rests.event, rests.by, rests.since, rests.clock_stops) == ("complaint", "hal", opened.now, True)
    assert [asked.suspended for asked in why.asked] == [(rests,), ()]
    assert why.asked[1].place.event == "complaint"


PAUSE = """
events:
  complaint:
    raised_by: [head]
    window: {while: [work]}
    several: false
    main_flow: pauses
    clock: stops
    steps: {hear: {role: head, next: finished}}
"""


def test_an_explanation_encodes_to_json_with_the_kinds_of_its_reasons(case: Build) -> None:
    told = decode(encode(worked(case, "{by: maker}", colour="blue").why("cai")))
    (asked,) = told["asked"]
    assert [reason["type"] for reason in asked["because"]] == ["MapGives"]
    assert [standing["type"] for standing in asked["standings"]] == ["MayAct"]
    assert told["person"]["ways"] == [{"item": asked["item"], "outcome": "done"}]


@pytest.mark.parametrize("person", [None, "ann", "tom", "nobody-here"])
def test_a_case_that_is_over_asks_nothing(case: Build, person: str | None) -> None:
    opened = worked(case, "head").do("work", "done", "hal")
    opened.now += timedelta(days=1)
    why = opened.why(person)
    assert (why.status, why.asked, why.waiting) == ("completed", (), ())
    assert why.person is None or (why.person.ways, why.person.unasked) == ((), ())
