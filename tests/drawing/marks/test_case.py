"""What a case says on the drawing of its process, held to what was worked out by hand."""

from dataclasses import replace

import pytest
from msgspec import structs

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.drawing import Language, Sign, Tone
from procflow.drawing.compose import Detail, draw_process
from procflow.drawing.marks import frames, mark_case
from tests.drawing.marks.conftest import Case

TOPICS, RULINGS = "arbitration:topics", "arbitration:rulings"


def disputed(case: Case) -> Case:
    """The technical centre answers a day and a half late, the deputy answers for the quality department, and
    finance objects to the price."""
    case.driver.until("2026-03-03 13:00")
    case.driver.do("circulate", "agree", actor="wu")
    case.driver.everybody("agree", upto="circulate/manufacturing-centre")
    case.driver.do("circulate", "agree", actor="xie", on_behalf_of="zheng")
    case.driver.do("circulate", "object", actor="qian", topic="price")
    return case


def test_who_did_what_in_which_time(contract: Case) -> None:
    picture = disputed(contract).picture()
    # A business day has 7.5 hours: one day from Monday 09:00 to Tuesday 09:00, and 3 hours until 13:00.
    technical = picture["circulate/technical-centre"]
    assert (technical.tone, technical.time) == (Tone.DONE, "1.4 / 1 business day, late")
    assert technical.by == "Wu Jianguo"
    zh = contract.picture(Language.ZH)["circulate/technical-centre"]
    assert (zh.time, zh.by) == ("1.4／1 工作日 逾期", "吳建國")
    told = {fact.label: fact.text for fact in picture.node("circulate/technical-centre").facts}
    assert told["Told of the deadline"] == "2026-03-03 09:00 Zhou Min and Deng Wenbo"


def test_a_deputy_is_named_with_the_giver(contract: Case) -> None:
    picture = disputed(contract).picture(Language.ZH)
    assert picture["circulate/quality-department"].by == "謝明 代 鄭國平"
    assert Sign.DEPUTY in picture.node("circulate/quality-department").signs
    assert Sign.DEPUTY not in picture.node("circulate/technical-centre").signs


def test_a_dispute_from_the_objection_to_the_ruling(contract: Case) -> None:
    disputed(contract).driver.until("2026-03-04 09:00")
    picture = contract.picture()
    assert Sign.DISPUTED in picture.node("circulate/finance-department").signs
    assert picture["level:1:finance-vp"].tone is Tone.NOW
    # From 13:00, in the break, there are 4.5 of 7.5 hours left on Tuesday.
    assert picture["level:1:finance-vp"].time == "0.6 / 2 business days"
    assert picture.edge("circulate/finance-department", TOPICS).mark.tone is Tone.DONE
    assert picture.edge(TOPICS, "level:1:finance-vp", "topic:price").mark.tone is Tone.DONE
    assert picture.edge("circulate/finance-department", "circulate/legal-department").mark.tone is Tone.PLAIN

    contract.driver.do("price", "overruled", actor="liu")
    picture = contract.picture()
    # The right to appeal is open; the ruling does not stand yet.
    assert picture.tones("level:1:finance-vp", RULINGS) == ["done", "now"]
    assert picture[RULINGS].time == "0 / 1 business day"
    assert picture.edge("level:1:finance-vp", RULINGS).mark.tone is Tone.PLAIN
    ruling = next(f for f in picture.node("level:1:finance-vp").facts if f.label == "Ruling")
    assert ruling.text == "2026-03-04 09:00 overruled"

    contract.driver.do("price", "accept", actor="qian")
    picture = contract.picture()
    assert picture.edge("level:1:finance-vp", RULINGS).mark.tone is Tone.DONE
    assert picture.edge(RULINGS, "circulate/technical-centre", "ruling:overruled").mark.tone is Tone.DONE
    assert picture.tones("circulate/finance-department", "circulate/legal-department") == ["done", "now"]
    assert picture.edge("circulate/finance-department", "circulate/legal-department").mark.tone is Tone.DONE


def test_an_objection_of_the_levels_own_role_goes_to_the_level_above(contract: Case) -> None:
    contract.driver.everybody("agree", upto="circulate/marketing-director")
    contract.driver.do("circulate", "object", actor="chen", topic="delivery")
    picture = contract.picture()
    assert picture.tones("level:1:sales-vp", "level:2:business-decision-group") == ["plain", "now"]
    edge = picture.edge(TOPICS, "level:2:business-decision-group", "topic:delivery")
    assert (edge.mark.tone, edge.label) == (Tone.DONE, "Delivery date, where sales VP objected")


def test_the_row_of_the_table_that_decided_last(contract: Case) -> None:
    grid = contract.picture().drawing.grids[0]
    assert dict(grid.marks) == {3: Tone.DONE}
    assert grid.rows[3][0] == "4"
    grid = disputed(contract).picture().drawing.grids[0]
    assert dict(grid.marks) == {6: Tone.DONE}


def test_rounds_of_rework(contract: Case) -> None:
    contract.driver.everybody("agree", upto="circulate/technical-centre")
    contract.driver.do("circulate", "return", actor="xu")
    picture = contract.picture()
    assert (picture["submit-terms"].tone, picture["submit-terms"].badge) == (Tone.NOW, "×2")
    assert picture.edge("circulate/material-company", "submit-terms").mark.tone is Tone.DONE
    contract.driver.do("submit-terms", "submitted", actor="lin", data={"amount": 1900000})
    contract.driver.do("propose", "proposed", actor="zhou")
    picture = contract.picture()
    assert picture["circulate/material-company"].badge == "×2"
    assert picture["circulate/technical-centre"].badge == ""
    assert picture.edge("propose", "choose-route").mark.badge == "×2"
    assert picture.edge("circulate/technical-centre", "circulate/material-company").mark.badge == ""
    # What was sent back is in rest until it comes back, on a folded card as well.
    before = next(s.seq for s in contract.record.envelopes if isinstance(s.event, e.StepResumed))
    assert contract.picture(detail=Detail.OVERVIEW, at=before - 1)["circulate"].tone is Tone.HELD
    assert contract.picture(detail=Detail.OVERVIEW)["circulate"].tone is Tone.NOW


def test_what_cannot_be_reached_any_more(contract: Case) -> None:
    contract.driver.everybody("agree")
    picture = contract.picture()
    # The pass can still be voided, so that everything may be gone through once more.
    assert picture["review-passed"].time == "in force"
    assert picture["circulate/general-manager"].tone is Tone.PLAIN
    for step, outcome in (("agree-with-customer", "agreed"), ("sign", "signed")):
        contract.driver.do(step, outcome, actor="lin")
    picture = contract.picture()
    assert picture["circulate/general-manager"].tone is Tone.GONE
    assert picture.tones("meeting", TOPICS, "submit-terms") == ["gone", "gone", "done"]
    assert picture.tones("in-force", "filed", "lapsed", "withdrawn") == ["now", "plain", "plain", "gone"]
    assert picture.edge("submit-terms", "withdrawn").mark.tone is Tone.GONE
    # The vice president had the last word.
    assert picture.edge("circulate/sales-vp:asked", "review-passed").mark.tone is Tone.DONE
    assert picture.edge("circulate/marketing-director:asked", "circulate/sales-vp").mark.tone is Tone.DONE


def test_the_heading(contract: Case) -> None:
    drawing = contract.picture(Language.ZH).drawing
    assert drawing.title == f"案件 {contract.record.envelopes[0].case}・產品銷售合同評審"
    assert drawing.subtitle == (
        "contract-review 版本 1.0.0 · 進行中 · 合同金額 1,800,000 CNY · 截至 2026-03-02 09:00"
    )


def test_what_a_reader_may_not_see_is_not_there(contract: Case) -> None:
    record = contract.record
    hidden = [without_values(sealed) for sealed in record.envelopes]
    drawing = draw_process(record.program, record.organization, language=Language.EN)
    marked = mark_case(drawing, record.program, record.organization, hidden)
    assert "1,800,000" not in repr(marked)
    assert "Contract amount" not in marked.subtitle


def without_values(sealed: Envelope) -> Envelope:
    """An event as a reader gets it who may see no field."""
    if not isinstance(sealed.event, e.DataChanged):
        return sealed
    return structs.replace(sealed, event=structs.replace(sealed.event, values={}))


def test_branches_are_counted(parts: Case) -> None:
    picture = parts.picture()
    assert (picture["make-part"].tone, picture["make-part"].badge) == (Tone.NOW, "0/2")
    parts.driver.do("make-part@case", "done", actor="ann")
    picture = parts.picture()
    assert (picture["make-part"].tone, picture["make-part"].badge) == (Tone.NOW, "1/2")
    assert (picture["make:joined"].tone, picture["make:joined"].badge) == (Tone.PLAIN, "1/2")
    assert picture.edge("make-part", "make:joined").mark.badge == ""
    parts.driver.do("make-part@frame", "done", actor="ann")
    picture = parts.picture()
    assert (picture["make-part"].tone, picture["make-part"].badge) == (Tone.DONE, "2/2")
    assert picture.tones("make:joined", "assemble") == ["done", "now"]
    assert picture.edge("make-part", "make:joined").mark.badge == "×2"


def test_events_are_counted_and_hold_up_the_main_flow(order: Case) -> None:
    driver = order.driver
    driver.start("tao", {"taken_by": "tao"})
    driver.do("view-order", "viewed", actor="tao")
    for _ in range(2):
        driver.raise_event("guest-change", actor="tao", data={"change": "another room"})
    picture = order.picture()
    assert (picture["event:guest-change"].tone, picture["event:guest-change"].badge) == (Tone.DONE, "×2")
    assert picture["handle-change"].tone is Tone.NOW
    assert picture["negotiate"].tone is Tone.NOW
    assert picture["event:force-majeure"].tone is Tone.PLAIN
    driver.raise_event("force-majeure", actor="tao", data={"what_happened": "typhoon"})
    picture = order.picture()
    assert picture.tones("negotiate", "handle-change", "tell-guest") == ["held", "now", "now"]
    assert "paused" in picture.drawing.subtitle
    driver.wait("40 minutes")
    assert order.picture()["tell-guest"].tone is Tone.LATE


def test_a_notice_that_has_to_be_acknowledged(order: Case) -> None:
    order.driver.start("tao", {"taken_by": "tao"})
    order.driver.do("view-order", "viewed", actor="tao")
    notice = order.picture()["inform-departments"]
    assert (notice.tone, notice.badge) == (Tone.DONE, "0/2")
    order.driver.do("inform-departments/venue", "acknowledged", actor="ban")
    assert order.picture()["inform-departments"].badge == "1/2"


def test_a_drawing_that_the_case_does_not_fit(contract: Case) -> None:
    record = disputed(contract).record
    drawing = draw_process(record.program, record.organization)
    gone = {"propose", "circulate/material-company", TOPICS, "level:1:finance-vp"}
    other = replace(
        drawing,
        nodes=tuple(node for node in drawing.nodes if node.id not in gone),
        edges=tuple(edge for edge in drawing.edges if not {edge.source, edge.target} & gone),
        grids=(),
    )
    marked = mark_case(other, record.program, record.organization, record.envelopes)
    tones = {node.id: node.mark.tone for node in marked.nodes}
    assert tones["circulate/manufacturing-centre"] is Tone.DONE


def test_no_event_no_mark_and_no_start_no_case(contract: Case) -> None:
    record = contract.record
    drawing = draw_process(record.program, record.organization)
    assert mark_case(drawing, record.program, record.organization, ()) == drawing
    assert mark_case(drawing, record.program, record.organization, record.envelopes, at=0) == drawing
    with pytest.raises(ValueError, match="does not begin with the start"):
        mark_case(drawing, record.program, record.organization, record.envelopes[1:])


def test_frames_hold_what_changed_alone(contract: Case) -> None:
    record = disputed(contract).record
    drawing = draw_process(record.program, record.organization)
    steps = list(frames(drawing, record.program, record.organization, record.envelopes))
    # The start with two answers of two persons, the clock twice, the technical centre, two seats, two more.
    assert [step.by for step in steps] == ["lin", "zhou", "clock", "clock", "wu", "xu", "sun", "xie", "qian"]
    assert set(steps[1].edges) == {
        "propose>choose-route",
        "choose-route>circulate/technical-centre",
    }
    assert all(len(step.nodes) <= 6 for step in steps)


def test_a_clock_that_stood_still_is_not_counted(suspended: Case) -> None:
    suspended.driver.until("2026-03-16 09:00")
    make = suspended.picture()["make"]
    assert (make.tone, make.time) == (Tone.HELD, "1 / 2 business days")
    suspended.driver.do("go-on", "done", actor="ben")
    make = suspended.picture()["make"]
    assert (make.tone, make.time) == (Tone.NOW, "1 / 2 business days")
    suspended.driver.until("2026-03-16 18:00")
    make = suspended.picture()["make"]
    # Nobody answered in the time that was left, and the superior is asked.
    assert (make.tone, make.time, make.by) == (Tone.LATE, "2 / 2 business days, late", "Hal")


def test_a_case_of_another_process_marks_nothing_that_is_not_there(contract: Case, parts: Case) -> None:
    record, other = disputed(contract).record, parts.record
    drawing = draw_process(other.program, other.organization)
    for program in (record.program, other.program):
        marked = mark_case(drawing, program, other.organization, record.envelopes)
        done = {node.id for node in marked.nodes if node.mark.tone is Tone.DONE}
        assert done == {"start:case"}
