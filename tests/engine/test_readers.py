"""Who may read a case (SEMANTICS 27)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from procflow import CaseView, Engine, Reader, Refused
from procflow.testing import VirtualClock

LEAVE = """
process: leave
version: 1.0.0
title: Leave
organization: shop.yaml
start: ask
data:
  days: {type: number}
  reason: {type: text, see: boss}
steps:
  ask: {role: clerk, form: [days, reason], next: look}
  look: {role: boss, next: granted}
  granted: {end: completed}
"""

SHOP = """
organization: shop
title: Shop
calendars: {counter: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk, superior: boss}, boss: {title: Boss}, guard: {title: Guard}}
people:
  ann: {name: Ann, roles: [clerk]}
  bob: {name: Bob, roles: [boss]}
  here: {name: Here, roles: [guard]}
  there: {name: There, roles: [guard]}
grants:
  G1: {giver: bob, receiver: here, roles: [boss], processes: [leave],
       valid: {from: 2020-01-01, to: 2090-01-01}, document: g.txt}
  G2: {giver: bob, receiver: there, roles: [boss], processes: [purchase],
       valid: {from: 2020-01-01, to: 2090-01-01}, document: g.txt}
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    (tmp_path / "leave.yaml").write_text(LEAVE, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "g.txt").write_text("signed", encoding="utf-8")
    return Engine.open("memory:", tmp_path / "leave.yaml")


def test_a_deputy_reads_what_the_giver_may_in_the_processes_that_the_grant_names(engine: Engine) -> None:
    case = engine.start("leave", {"days": 2, "reason": "a wedding"}, actor="ann").id
    assert engine.case(case, reader="here").data["reason"] == "a wedding"
    assert [item.case for item in engine.inbox("here")] == []
    with pytest.raises(Refused) as refused:
        engine.case(case, reader="there")
    assert refused.value.code == "may-not-read"
    assert refused.value.allowed == ("boss", "clerk")


def test_a_field_is_seen_by_the_roles_that_it_names(engine: Engine) -> None:
    case = engine.start("leave", {"days": 2, "reason": "a wedding"}, actor="ann").id
    shown = engine.case(case, reader="ann")
    assert (dict(shown.data), shown.hidden) == ({"days": 2}, ("reason",))
    assert dict(engine.case(case, reader="bob").data) == {"days": 2, "reason": "a wedding"}


def test_an_inbox_holds_what_a_grant_lets_somebody_answer(engine: Engine) -> None:
    case = engine.start("leave", actor="ann").id
    engine.answer(engine.inbox("ann")[0].item, "done", actor="ann")
    assert [(item.case, item.on_behalf_of) for item in engine.inbox("here")] == [(case, ("bob",))]
    assert engine.inbox("there") == ()


def test_who_took_part_reads_on_when_the_state_has_forgotten(
    opened: Callable[..., Engine], check: Callable[[Engine], str], clock: VirtualClock
) -> None:
    """The manager is no role that the process names, and what he was asked for is long done."""
    engine = opened()
    case = check(engine)
    clock.move(timedelta(days=1))
    engine.advance()
    engine.answer(engine.inbox("max")[0].item, "ordered", actor="max")
    assert engine.case(case, reader="max").status == "completed"
    assert [row.case for row in engine.cases(reader="max")] == [case]
    with pytest.raises(Refused) as refused:
        engine.record(case, reader="tom")
    assert (refused.value.code, "clerk" in refused.value.allowed) == ("may-not-read", True)


TOLD = """
process: leave
version: 1.0.0
title: Leave
organization: shop.yaml
start: ask
data: {helpers: {type: list, of: person}}
steps:
  ask: {role: clerk, form: [helpers], next: tell}
  tell: {notice: {each: helpers}, next: granted}
  granted: {end: completed}
"""


def test_who_was_told_by_a_notice_has_a_part_in_the_case(tmp_path: Path) -> None:
    (tmp_path / "leave.yaml").write_text(TOLD, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "g.txt").write_text("signed", encoding="utf-8")
    engine = Engine.open("memory:", tmp_path / "leave.yaml")
    case = engine.start("leave", actor="ann")
    engine.answer(case.open[0].item, "done", actor="ann", data={"helpers": ["here"]})
    assert engine.case(case.id, reader="here").status == "completed"
    assert [row.case for row in engine.cases(reader="here")] == [case.id]
    with pytest.raises(Refused) as refused:
        engine.case(case.id, reader="there")
    assert refused.value.code == "may-not-read"


NAMING = """
process: leave
version: 1.0.0
title: Leave
organization: shop.yaml
start: ask
data: {where: {type: choices, of: [ward-one, ward-two], see: boss}}
tables: {host: {decides: role, of: where, by_value: {ward-one: guard, ward-two: guard}}}
steps:
  ask: {role: clerk, form: [where], next: tell}
  tell: {notice: {each: where, by: host}, acknowledge: all, waits: false, next: look}
  look:
    review: together
    first_refusal: decides
    seats: {each: where, by: host, none: pass}
    answers: {fine: continue, no: {go: ask, resume: here}}
    next: split
  split:
    parallel: {one: {steps: {visit: {role: guard, next: rest}, rest: {wait: {field: where}, next: finished}}}}
    each: where
    as: ward
    by: host
    none: pass
    join: all
    next: granted
  granted: {end: completed}
"""


def test_names_of_seats_and_branches_are_seen_by_those_who_see_their_field(tmp_path: Path) -> None:
    (tmp_path / "leave.yaml").write_text(NAMING, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "g.txt").write_text("signed", encoding="utf-8")
    engine = Engine.open("memory:", tmp_path / "leave.yaml")
    case = engine.start("leave", actor="ann").id
    wards = ["ward-one", "ward-two"]
    (asked,) = engine.case(case, reader="ann").open
    said = [repr(engine.answer(asked.item, "done", actor="ann", data={"where": wards}))]
    while True:
        view = engine.case(case, reader="ann")
        looks = (view, engine.why(case, "there", reader="ann"), engine.inbox("there"))
        said += map(
            repr, (*looks, engine.history(case, reader="ann"), engine.record(case, reader="ann").envelopes)
        )
        seats = [item for item in view.open if item.purpose == "seat"]
        open_now = seats or [item for item in view.open if item.purpose == "task"]
        if not open_now:
            break
        done = engine.answer(open_now[0].item, "fine" if seats else "done", actor="there")
        said += map(repr, (done.case, done.events, done.opened))
    assert not [text for text in said if "ward-" in text]
    full = repr(engine.history(case, reader="bob"))
    assert "ward-one" in full and "ward-two" in full


@pytest.mark.parametrize("person", ["kim", "dot", "gus", "ida", "pat"])
def test_roles_that_change_see_are_alarmed_rule_or_are_granted_may_read(
    opened: Callable[..., Engine], ask: Callable[..., CaseView], person: str
) -> None:
    engine = opened()
    case = ask(engine).id
    assert engine.case(case, reader=person).id == case
    assert engine.case(case, reader=Reader(person)) == engine.case(case, reader=person)
