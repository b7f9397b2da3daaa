"""What a sheet says of a case, and what it keeps quiet about."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace as struct_with

from procflow.case import events as e
from procflow.case import fold
from procflow.case.record import Envelope
from procflow.definition.process import Basis, Title
from procflow.definition.sheet import BlankLine, FieldLine, Line, Place, Rounds, Section, Sheet, SignedLine
from procflow.diagnostics import Span
from procflow.engine import Record
from procflow.reports.review_sheet import (
    BlankRow,
    FieldRow,
    PairRow,
    ReviewSheet,
    Row,
    Signature,
    SignedRow,
    Standing,
    Text,
    review_sheet,
)

Played = Callable[[str, str], Record]
Printed = Callable[..., ReviewSheet]
HERE = Span("sheet.yaml", 1, 1, 1, 1)
SHOWN = ("answer", "person", "role", "date", "comment")


def told(text: Text) -> str:
    return " / ".join(said.text for said in text)


def rows(sheet: ReviewSheet) -> Iterator[Row]:
    for row in (row for part in sheet.parts for row in part.rows):
        if isinstance(row, PairRow):
            yield from (row.left, row.right)
        else:
            yield row


def field(sheet: ReviewSheet, title: str) -> FieldRow:
    (found,) = (row for row in rows(sheet) if isinstance(row, FieldRow) and told(row.title) == title)
    return found


def signed(sheet: ReviewSheet, title: str) -> SignedRow:
    (found,) = (row for row in rows(sheet) if isinstance(row, SignedRow) and told(row.title) == title)
    return found


def signature(sheet: ReviewSheet, title: str) -> Signature:
    (found,) = signed(sheet, title).signatures
    return found


def notes(signature: Signature) -> list[str]:
    return [told(note) for note in signature.notes]


def of_lines(*whats: Any, title: str | None = None) -> Sheet:
    named = Title(title, title) if title is not None else None
    lines = tuple(Line(named, what, Basis(), HERE) for what in whats)
    return Sheet(
        "own", Title("表", "Sheet"), None, (Section(Title("一", "One"), lines, Basis(), HERE),), HERE
    )


def up_to(record: Record, kind: type, nth: int = 0) -> tuple[Envelope, ...]:
    """The events up to the end of the command in which something happened for the ``nth`` time."""
    seqs = [each.seq for each in record.envelopes if isinstance(each.event, kind)]
    last = seqs[nth]
    for this, following in pairwise(record.envelopes):
        if this.seq >= last and (this.at, this.by) != (following.at, following.by):
            return record.envelopes[: this.seq]
    return record.envelopes


def test_number_date_and_house_stand_on_top(played: Played, printed: Printed) -> None:
    sheet = printed(played("contract-review/returns", "resumes-at-the-seat"), "contract-review")
    assert sheet.number is not None
    assert (sheet.number.text, told(sheet.house)) == ("HT-2026-0012", "Pipe Maker Co.")
    assert (told(sheet.date_title), told(sheet.date)) == ("Date of review", "2026-03-02")


def test_in_chinese_a_date_is_written_as_forms_have_it(played: Played, printed: Printed) -> None:
    record = played("contract-review/returns", "resumes-at-the-seat")
    assert told(printed(record, "contract-review", langs=("zh",)).date) == "2026年3月2日"


def test_both_languages_stand_side_by_side_and_a_text_in_neither_once(
    played: Played, printed: Printed
) -> None:
    sheet = printed(
        played("contract-review/returns", "resumes-at-the-seat"), "contract-review", langs=("zh", "en")
    )
    assert [(said.lang, said.text) for said in sheet.title] == [
        ("zh", "合同（訂單）評審單"),
        ("en", "Contract (order) review sheet"),
    ]
    (customer,) = field(sheet, "客戶 / Customer").value
    assert (customer.lang, customer.text) == (None, "東方電力")


def test_without_a_database_the_number_is_left_to_it(played: Played, printed: Printed) -> None:
    record = played("contract-review/returns", "resumes-at-the-seat")
    number = printed(record, "contract-review", number=None).number
    assert number is not None
    assert (number.text, told(number.missing)) == ("", "given by the database that keeps the case")


def test_a_line_is_there_whichever_way_the_review_was_held(played: Played, printed: Printed) -> None:
    passed_on = played("contract-review/returns", "resumes-at-the-seat")
    in_a_meeting = played("contract-review/disputes", "rulings-wait-for-the-rest-of-a-meeting")
    for record in (passed_on, in_a_meeting):
        assert told(signature(printed(record, "contract-review"), "Technology").person) == "Wu Jianguo"


def test_after_a_return_the_answers_in_force_are_shown(played: Played, printed: Printed) -> None:
    record = played("contract-review/returns", "resumes-at-the-seat")
    sheet = printed(record, "contract-review")
    assert told(signature(sheet, "Finance").answer) == "Agree"
    assert notes(signature(sheet, "Technology")) == ["Given on earlier terms, and stands"]


def test_with_every_round_the_return_stands_before_the_answer(played: Played, printed: Printed) -> None:
    record = played("contract-review/returns", "resumes-at-the-seat")
    line = SignedLine((Place("circulate", "finance-department"),), SHOWN, Rounds.ALL)
    row = signed(printed(record, of_lines(line)), "Finance")
    assert [told(s.answer) for s in row.signatures] == ["Send back", "Agree"]
    assert [told(s.round) for s in row.signatures] == ["Round 1", "Round 2"]
    assert [s.standing for s in row.signatures] == [Standing.EARLIER, Standing.IN_FORCE]
    assert notes(row.signatures[0]) == ["Earlier round; asked again since"]


def test_while_a_seat_is_asked_again_its_line_is_empty(played: Played, printed: Printed) -> None:
    record = played("contract-review/returns", "resumes-at-the-seat")
    sheet = printed(record, "contract-review", envelopes=up_to(record, e.StepResumed))
    assert signed(sheet, "Finance") == SignedRow(signed(sheet, "Finance").title, (), missing=True)


def test_a_seat_above_the_final_authority_is_struck_out_once_the_review_has_passed(
    played: Played, printed: Printed
) -> None:
    record = played("contract-review/returns", "resumes-at-the-seat")
    before = printed(record, "contract-review", envelopes=up_to(record, e.SeatAnswered))
    assert signed(before, "General manager's approval").missing
    after = signed(printed(record, "contract-review"), "General manager's approval")
    assert (after.missing, after.unasked, after.signatures) == (False, True, ())


def test_a_case_under_way_is_not_final(played: Played, printed: Printed) -> None:
    sheet = printed(played("contract-review/returns", "resumes-at-the-seat"), "contract-review")
    assert not sheet.final
    assert told(sheet.notices[0]).startswith("Not final: the case is still under way.")


def test_a_case_that_has_ended_is_final_and_says_how(played: Played, printed: Printed) -> None:
    record = played("order-desk/reward-discipline/routes", "disciplined-under-protest")
    sheet = printed(record, "reward-discipline")
    assert (sheet.final, sheet.notices) == (True, ())
    assert told(field(sheet, "Result").value) == "Done"


def test_a_pass_that_is_void_is_shown_as_void(played: Played, printed: Printed) -> None:
    record = played("contract-review/disputes", "the-pass-of-a-disputed-contract-is-voided")
    sheet = printed(record, "contract-review", envelopes=up_to(record, e.MilestoneVoided))
    void = signature(sheet, "Review passed")
    assert (void.standing, told(void.answer)) == (Standing.VOID, "Void")
    assert notes(void)[0].startswith("Void since 2026-")
    assert any(told(notice).startswith("Review passed: void.") for notice in sheet.notices)
    assert sheet.date == ()


def test_under_a_grant_both_persons_and_the_paper_are_named(played: Played, printed: Printed) -> None:
    record = played("contract-review/deputies", "within-the-limit")
    given = [
        (told(s.person), note)
        for row in rows(printed(record, "contract-review"))
        if isinstance(row, SignedRow)
        for s in row.signatures
        for note in notes(s)
        if note.startswith("On behalf of")
    ]
    assert given
    for person, note in given:
        assert person not in note
        assert "under the written authorisation" in note and "SHA-256" in note


def test_what_came_by_the_deadline_says_so(played: Played, printed: Printed) -> None:
    record = played("contract-review/disputes", "objects-for-a-seat-that-was-handed-up")
    said = [
        note
        for row in rows(printed(record, "contract-review"))
        if isinstance(row, SignedRow)
        for s in row.signatures
        for note in notes(s)
    ]
    assert any(note.startswith("Handed up by the deadline; ") for note in said)


def test_a_dispute_has_its_objection_its_rulings_and_the_votes(played: Played, printed: Printed) -> None:
    record = played("contract-review/disputes", "price-upheld-by-the-group")
    row = signed(printed(record, "contract-review"), "Price")
    assert [told(s.answer) for s in row.signatures] == ["Object", "Overruled", "Appealed", "Upheld"]
    assert notes(row.signatures[0]) == ["Objected as: Finance"]
    assert told(row.signatures[-1].person) == "Business decision group"
    assert [note.split(":")[0] for note in notes(row.signatures[-1])] == [
        "Refuse outright? No",
        "Refuse outright? Abstain",
        "Uphold the objection? Yes",
        "Uphold the objection? No",
        "Stood back, having taken part before",
    ]
    appeal = row.signatures[2]
    assert told(appeal.role) == "Head of finance"
    assert notes(appeal) == ["Takes the dispute to the next level, not accepting the ruling"]


def test_a_vote_under_a_grant_has_both_names(played: Played, printed: Printed) -> None:
    record = played("contract-review/groups", "tie-broken-the-other-way")
    signatures = [
        s
        for row in rows(printed(record, "contract-review"))
        if isinstance(row, SignedRow)
        for s in row.signatures
    ]
    (ruled,) = [s for s in signatures if told(s.person) == "Quality arbitration group"]
    said = notes(ruled)
    casting = "Li Hongda for Wang Zhenhua (under general-manager-2025) (casting vote)"
    assert [note for note in said if casting in note and note.startswith("Uphold the objection? No: ")]
    # The convener's own vote before that stands beside it.
    assert any(note.startswith("Uphold the objection? Yes: ") and "Wang Zhenhua" in note for note in said)


def test_a_deputy_is_titled_by_the_role_that_is_theirs(played: Played, printed: Printed) -> None:
    record = played("contract-review/deputies", "under-a-valid-grant")
    rows_of = [row for row in rows(printed(record, "contract-review")) if isinstance(row, SignedRow)]
    (signature,) = [s for row in rows_of for s in row.signatures if told(s.person) == "Xie Ming"]
    assert told(signature.role) == "Deputy head of quality"
    (note,) = [note for note in notes(signature) if note.startswith("On behalf of")]
    assert note.startswith("On behalf of Zheng Guoping (Head of quality assurance), under")


def test_a_branch_has_a_row_for_each_entry(played: Played, printed: Printed) -> None:
    sheet = printed(played("order-exception/routes", "the-eight-steps"), "order-exception")
    titles = [told(row.title) for row in rows(sheet) if isinstance(row, SignedRow)]
    assert [t for t in titles if t.startswith("The department confirms")] == [
        "The department confirms: Front office",
        "The department confirms: Fleet",
    ]


def test_boxes_are_ticked_and_a_value_without_a_box_is_not_lost(played: Played, printed: Printed) -> None:
    record = played("order-exception/routes", "the-eight-steps")
    services = field(printed(record, "order-exception"), "Services")
    assert [told(t.text) for t in services.ticks if t.ticked] == ["Rooms", "Fleet"]
    few = FieldLine("services", {"rooms": Title("客房", "Rooms")})
    ticks = field(printed(record, of_lines(few)), "Services").ticks
    assert [(told(t.text), t.ticked) for t in ticks] == [("Rooms", True), ("fleet", True)]


def test_a_hidden_field_says_so_filled_in_or_not(played: Played, printed: Printed) -> None:
    record = played("order-exception/routes", "the-eight-steps")
    sheet = printed(record, "order-exception", hidden=("guest", "visit"))
    for title in ("Guest", "What the visit brought"):
        hidden = field(sheet, title)
        assert (told(hidden.value), hidden.withheld) == ("not shown", True)


def test_a_value_that_was_left_out_or_erased_says_so(played: Played, printed: Printed) -> None:
    record = played("order-exception/routes", "the-eight-steps")
    bare = [
        struct_with(each, event=struct_with(each.event, personal={}))
        if isinstance(each.event, e.DataChanged)
        else each
        for each in record.envelopes
    ]
    guest = field(printed(record, "order-exception", envelopes=bare), "Guest")
    assert (told(guest.value), guest.withheld) == ("left out or erased", True)


def test_a_record_that_is_not_whole_is_never_final(played: Played, printed: Printed) -> None:
    record = played("order-exception/routes", "the-eight-steps")
    sheet = printed(record, "order-exception", fault="event 3 was altered")
    assert not sheet.final
    assert told(sheet.notices[0]).endswith("event 3 was altered")


def test_a_line_can_be_left_to_a_seal(played: Played, printed: Printed) -> None:
    record = played("order-exception/routes", "the-eight-steps")
    (row,) = rows(printed(record, of_lines(BlankLine(3), title="Seal")))
    assert isinstance(row, BlankRow)
    assert (told(row.title), row.rows) == ("Seal", 3)


def test_no_events_make_no_sheet(played: Played) -> None:
    record = played("order-exception/routes", "the-eight-steps")
    with pytest.raises(ValueError, match="at least the event that started it"):
        review_sheet(record.program, record.organization, of_lines(BlankLine(1), title="Seal"), ())


SEATS = ("resumes-at-the-seat", "another-mode-drops-what-was-parked")


@pytest.mark.parametrize("scenario", SEATS)
def test_the_answers_shown_are_those_that_the_case_holds(
    scenario: str, played: Played, printed: Printed
) -> None:
    """At every moment, held to the state that the events come to."""
    record = played("contract-review/returns", scenario)
    for this, following in pairwise((*record.envelopes, None)):
        assert this is not None
        if following is not None and (this.at, this.by) == (following.at, following.by):
            continue
        upto = record.envelopes[: this.seq]
        state = fold(this.case, ((each.event, each.at, each.by) for each in upto))
        for scope in state.scopes.values():
            review = scope.review
            if review is None:
                continue
            places = tuple(Place(scope.step, seat) for seat in record.program.seats[scope.step])
            sheet = printed(record, of_lines(*(SignedLine((p,), SHOWN) for p in places)), envelopes=upto)
            held = {*review.answers, *review.refusals, *review.objections}
            shown = [isinstance(row, SignedRow) and bool(row.signatures) for row in rows(sheet)]
            assert [place.seat in held for place in places] == shown
