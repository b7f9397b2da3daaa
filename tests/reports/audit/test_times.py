"""Passes that came to nothing, late items, and the assumptions that cases followed."""

from datetime import date, timedelta

from msgspec.structs import replace

from procflow.guards import Date
from procflow.reports.audit import LeftOut, Undone, audit
from tests.reports.audit.conftest import Orders

HOUR = timedelta(hours=1)


def test_a_pass_that_a_change_voids(orders: Orders) -> None:
    case = orders.approved()
    orders.pass_time(26 * HOUR)
    orders.engine.change(case, {"amount": 700}, actor="ann")
    (found,) = orders.audit().returns
    assert (found.case.case, found.how, found.step.id) == (case, Undone.VOIDED, "approved")
    assert found.to is not None and found.to.id == "ask"
    assert (found.by.name, [each.name for each in found.changed]) == ("Ann", ["Amount"])
    assert found.between == 10 * HOUR
    assert found.at - found.passed_at == 26 * HOUR


def test_a_case_that_is_led_back_behind_its_pass(orders: Orders) -> None:
    case = orders.approved()
    orders.answer(case, "confirmed", "ann")
    orders.answer(case, "again", "eve")
    (found,) = orders.audit().returns
    assert (found.how, found.step.id, found.by.id) == (Undone.RETURNED, "approved", "eve")
    assert found.to is not None and found.to.id == "ask"
    orders.answer(case, "asked", "ann", data={"amount": 900})
    again = orders.audit().returns
    assert [each.how for each in again] == [Undone.RETURNED, Undone.VOIDED]
    assert again[1].passed_at == found.passed_at


def test_what_is_sent_back_before_a_pass_is_no_return(orders: Orders) -> None:
    case = orders.order(500)
    orders.answer(case, "return", "bob")
    orders.answer(case, "asked", "ann")
    orders.answer(case, "agree", "bob")
    assert orders.audit().returns == ()


def test_what_is_answered_in_time_is_not_late(orders: Orders) -> None:
    case = orders.order(500)
    orders.pass_time(24 * HOUR)
    orders.answer(case, "agree", "bob")
    found = orders.audit()
    assert (found.late, found.late_by_person, found.late_by_place) == ((), (), ())


def test_what_is_answered_late(orders: Orders) -> None:
    case = orders.order(500)
    orders.pass_time(26 * HOUR)
    orders.answer(case, "agree", "bob")
    orders.approved(boss="ben")
    found = orders.audit()
    (late,) = found.late
    assert (late.case.case, late.place.id, late.over) == (case, "look/boss", 2 * HOUR)
    assert {each.id for each in late.asked} == {"bob", "ben"}
    assert late.answered_by is not None and late.answered_by.id == "bob"
    assert {(each.about.id, each.late, each.of, each.over) for each in found.late_by_person} == {
        (person, 1, 2, 2 * HOUR) for person in ("bob", "ben")
    }
    assert [(each.about.id, each.late, each.of) for each in found.late_by_place] == [("look/boss", 1, 2)]


def test_what_is_handed_up_and_still_open(orders: Orders) -> None:
    orders.order(500)
    orders.pass_time(timedelta(days=3))
    found = orders.audit()
    (late,) = found.late
    assert (late.ended_at, late.answered_by, [level.id for level in late.levels]) == (None, None, ["chief"])
    assert "bob" in {each.id for each in late.asked}
    assert late.over == 16 * HOUR
    assert {each.handed_up for each in found.late_by_person} == {1}


def test_what_nobody_has_answered_is_late_from_its_deadline_on(orders: Orders) -> None:
    orders.order(500)
    orders.clock.move(25 * HOUR)
    (late,) = orders.audit().late
    assert (late.ended_at, late.over) == (None, HOUR)


def test_the_assumptions_that_were_followed(orders: Orders) -> None:
    one, other = orders.approved(), orders.order(500)
    orders.engine.start("orders", actor="ann")
    found = {each.question: each for each in orders.audit().assumptions}
    assert set(found["Q1"].cases) == {one, other}
    assert (found["Q1"].ask, found["Q1"].assumed) == ("Who may ask?", "Any clerk")
    assert [place.id for place in found["Q2"].places] == ["final"]
    assert {each.question: each.assumed for each in orders.audit("zh").assumptions}["Q2"] == "主管"


def test_no_case(orders: Orders) -> None:
    found = orders.audit()
    assert (found.notes, found.counted, found.near, found.late, found.left_out) == ((), (), (), (), ())


def test_the_days_in_which_cases_were_started(orders: Orders) -> None:
    """Monday half past midnight in Berlin is still Sunday in UTC."""
    cases = []
    for _ in range(3):
        cases.append(orders.engine.start("orders", actor="ann").id)
        orders.pass_time(timedelta(hours=15, minutes=30))

    def notes(since: date | None, until: date | None) -> list[str]:
        found = audit(orders.records(), orders.clock(), since=since, until=until)
        return [note.case for note in found.notes]

    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    assert notes(None, None) == cases
    assert notes(None, monday) == cases[:1]
    assert notes(tuesday, None) == cases[1:]
    assert notes(tuesday, tuesday) == cases[1:]
    assert notes(date(2026, 3, 4), None) == []


def test_a_case_that_cannot_be_audited_is_said(orders: Orders) -> None:
    orders.order(990)
    (record,) = orders.records()
    broken = type(record)(record.program, record.organization, record.envelopes[1:])
    gone = LeftOut("c1", "orders", "its definition is not kept any more")
    found = audit([gone, broken, record], orders.clock())
    assert len(found.notes) == 1
    assert found.left_out[0] == gone
    assert found.left_out[1].case == record.envelopes[0].case
    assert "does not begin with the start" in found.left_out[1].reason


def test_a_definition_that_does_not_fit_is_said(orders: Orders) -> None:
    orders.order(990)
    (record,) = orders.records()
    fields = record.program.process.fields
    customer = replace(fields["customer"], type=Date())
    process = replace(record.program.process, fields={**fields, "customer": customer})
    other = type(record)(replace(record.program, process=process), record.organization, record.envelopes)
    found = audit([other, record], orders.clock())
    assert ([each.case for each in found.left_out], len(found.notes)) == ([record.envelopes[0].case], 1)
