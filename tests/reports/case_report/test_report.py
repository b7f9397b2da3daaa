"""What a report says of a case, held to the record."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from msgspec import structs

from procflow import KeptCase
from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.reports import tell
from procflow.reports.case_report import CaseReport, case_report, text_lines
from procflow.reports.case_report.acts import performance
from procflow.worktime import Calendar


def of(kept: KeptCase, kind: type) -> list[Envelope]:
    return [envelope for envelope in kept.envelopes if isinstance(envelope.event, kind)]


def seqs(envelopes: Iterable[Envelope]) -> list[int]:
    return [envelope.seq for envelope in envelopes]


def calendar(kept: KeptCase) -> Calendar:
    assert kept.program is not None and kept.organization is not None
    return kept.organization.calendar(kept.program.process.calendar)


@pytest.fixture(scope="module")
def refusal(refused: KeptCase) -> CaseReport:
    return case_report(refused)


@pytest.fixture(scope="module")
def lateness(late: KeptCase) -> CaseReport:
    return case_report(late)


@pytest.fixture(scope="module")
def change(upheld: KeptCase) -> CaseReport:
    return case_report(upheld)


def test_the_case_in_short(refused: KeptCase, refusal: CaseReport) -> None:
    found = refusal.summary
    assert (found.case, found.process, found.version) == (refused.case, "contract-review", "1.0.0")
    assert (found.title, found.organization) == ("Sales contract review", "Pipe Maker Co.")
    assert (found.status, found.outcome) == ("rejected", "Refused")
    assert (found.opened, found.ended) == (refused.envelopes[0].at, refused.envelopes[-1].at)
    assert dict(found.amounts) == {"Contract amount": "1,800,000 CNY"}
    assert found.counts.events == len(refused.envelopes)
    assert refusal.wrong == ()


def test_every_event_is_told_once_as_the_story_tells_it(refused: KeptCase, refusal: CaseReport) -> None:
    told = list(refusal.events)
    assert sorted(seq for each in told for seq in each.seqs) == seqs(refused.envelopes)
    assert refused.program is not None and refused.organization is not None
    story = list(tell(refused.program, refused.organization, refused.envelopes))
    assert [(each.seq, each.text, each.basis) for each in told] == [(s.seq, s.text, s.basis) for s in story]


def test_events_are_gone_through_as_often_as_wanted(refusal: CaseReport) -> None:
    assert list(refusal.events) == list(refusal.events)


def test_a_dispute_from_its_raising_to_the_votes_that_ended_it(
    refused: KeptCase, refusal: CaseReport
) -> None:
    (dispute,) = refusal.disputes
    (objection,) = [each for each in of(refused, e.SeatAnswered) if each.event.topic]  # type: ignore[union-attr]
    assert (dispute.seq, dispute.topic, dispute.by) == (objection.seq, "quality", "Wu Jianguo")
    assert dispute.basis.clauses == ("C5.1",)
    assert [(each.level, each.ruling) for each in dispute.rulings] == [(1, "overruled"), (2, "refused")]
    assert [each.seq for each in dispute.votes] == seqs(of(refused, e.VoteCast))
    assert {each.vote for each in dispute.votes} == {"yes"}
    assert {each.member for each in dispute.votes} == {
        "Wang Zhenhua",
        "Sun Lixin",
        "Zheng Guoping",
        "Feng Yaqin",
    }
    assert dispute.end
    counts = refusal.summary.counts
    assert (counts.objections, counts.rulings, counts.votes) == (1, 2, 4)


def test_the_last_word_is_that_of_the_group_that_refused(refused: KeptCase, refusal: CaseReport) -> None:
    (word,) = refusal.summary.last_words
    ruling = next(each.seq for each in of(refused, e.RulingGiven) if each.event.ruling == "refused")  # type: ignore[union-attr]
    assert (word.seq, word.by, word.role, word.row) == (ruling, "", "quality arbitration group", 0)
    assert word.clauses == ("C5.1",)


def test_the_last_word_is_that_of_whoever_acts_for_the_seat_that_the_table_decides_for(
    acted_for: KeptCase,
) -> None:
    last = of(acted_for, e.SeatAnswered)[-1]
    (word,) = case_report(acted_for).summary.last_words
    assert (word.seq, word.answer) == (last.seq, "agree")
    assert (word.by, word.role, word.giver, word.grant) == (
        "Li Hongda",
        "general manager",
        "Wang Zhenhua",
        "general-manager-2025",
    )
    assert (word.table, word.row, word.clauses) == ("Final authority", 5, ("C6.3",))
    text = " ".join(" ".join(text_lines(case_report(acted_for), 10_000)).split())
    told = "Li Hongda for Wang Zhenhua, general manager (grant general-manager-2025): agree"
    assert f"{told} (Final authority, row 5:" in text and f"; C6.3; event {last.seq})" in text
    # Before it is spoken there is none.
    before = acted_for.envelopes[: acted_for.envelopes.index(last)]
    assert case_report(replace(acted_for, envelopes=before)).summary.last_words == ()


def test_a_last_word_that_is_asked_for_again_is_none(acted_for: KeptCase) -> None:
    last = acted_for.envelopes[-1]
    anew: tuple[e.Event, ...] = (
        e.StepEntered("main", "circulate"),
        e.StepResumed("main", "circulate", ("general-manager",), ()),
        e.SeatReopened("main", "circulate", "general-manager", "looked-at-changed"),
        e.AuthorityDetermined("final-authority", "sales-vp", 4),
    )
    for event in anew:
        more = structs.replace(last, event=event, seq=last.seq + 1)
        changed = replace(acted_for, envelopes=(*acted_for.envelopes, more))
        assert case_report(changed).summary.last_words == ()


def test_decisions_against_the_case_with_their_reasons(refused: KeptCase, refusal: CaseReport) -> None:
    ended = of(refused, e.CaseEnded)[0].seq
    rulings = [each.seq for each in of(refused, e.RulingGiven) if each.event.ruling == "refused"]  # type: ignore[union-attr]
    assert [each.seq for each in refusal.refusals] == [*rulings, ended]
    assert refusal.refusals[-1].text == "The case is rejected: refused, by the quality arbitration group."


def test_an_objection_that_is_upheld_is_a_return_that_comes_back(
    upheld: KeptCase, change: CaseReport
) -> None:
    (back,) = change.returns
    assert (back.seq, back.back) == (
        of(upheld, e.StepParked)[0].seq,
        of(upheld, e.StepResumed)[0].seq,
    )
    assert (back.upheld, back.step, back.target) == (True, "Serial circulation", "Submit the agreed terms")
    ruling = "The quality arbitration group ruled on the dispute on quality: upheld."
    assert (back.by, back.why) == ("the quality arbitration group", ruling)
    assert change.summary.counts.rounds == 2


def test_what_followed_from_an_act_is_not_said_to_be_done_by_the_person(refusal: CaseReport) -> None:
    fell = {each.text: (each.who, each.acted) for each in refusal.events}
    carried = next(text for text in fell if "was carried" in text)
    assert fell[carried] == ("Feng Yaqin", False)
    voted = [each for each in refusal.events if "voted" in each.text]
    assert voted and all(each.acted for each in voted)
    assert any("after: Feng Yaqin" in line for line in text_lines(refusal))


def test_the_clock_acts_itself(lateness: CaseReport) -> None:
    assert {each.acted for each in lateness.events if each.kind == "clock"} == {True}


def test_authority_behind_what_was_done(change: CaseReport, upheld: KeptCase) -> None:
    decided = of(upheld, e.AuthorityDetermined)
    assert [each.seq for each in change.decided] == seqs(decided)
    rose = change.decided[1]
    assert (rose.role, rose.before) == ("general manager", "sales VP")
    assert "C6.3" in rose.basis.clauses
    answers = [each for each in change.events if each.kind == "act" and "agree" in each.text]
    assert answers and all(each.behind.role for each in answers)


def test_time_against_the_limit(late: KeptCase, lateness: CaseReport) -> None:
    timed = {each.seq: each for each in lateness.timed}
    opened = next(each for each in of(late, e.ItemOpened) if each.event.purpose == "seat")  # type: ignore[union-attr]
    seat = timed[opened.seq]
    answered = of(late, e.SeatAnswered)[0]
    assert (seat.asked, seat.ended) == (opened.at, answered.at)
    assert (seat.how, seat.by) == ("answered", "Zhang Yongnian")
    assert (seat.late, seat.handed_up, seat.reminded) == (
        True,
        ("chief engineer (Zhang Yongnian), until 2026-03-05 09:00",),
        1,
    )
    assert (seat.used, seat.over) == ("2 / 1 business day", "1 business day")
    assert seat.reminded_who == ("Wu Jianguo",)
    assert seat.told == ("Zhou Min and Deng Wenbo (contract reviewer)",)
    assert {each.over for each in lateness.timed if not each.late} == {""}
    assert seat.worked == calendar(late).business_between(opened.at, answered.at)
    counts = lateness.summary.counts
    assert (counts.overdue, counts.handed_up, counts.reminders) == (1, 1, 1)
    step = next(each for each in lateness.steps if each.step == "circulate")
    assert (step.late, step.handed_up) == (1, 1)


def test_working_and_waiting_make_the_whole(lateness: CaseReport, claimed: KeptCase) -> None:
    for report in (lateness, case_report(claimed)):
        sums = report.sums
        assert sums is not None
        assert sums.working + sums.waiting == sums.whole
        assert sums.working_worked is not None and sums.waiting_worked is not None
        assert sums.working_worked + sums.waiting_worked == sums.whole_worked


def test_what_is_open_is_held_against_the_instant_of_reading(late: KeptCase) -> None:
    last = late.envelopes[-1].at
    now, later = case_report(late), case_report(replace(late, read_at=last + timedelta(days=30)))
    assert (now.summary.as_of, now.summary.status) == (last, "running")
    assert now.summary.open_now == ("Serial circulation (material supply): Xu Haifeng",)
    assert [each.how for each in now.timed][-1] == "open"
    assert not now.timed[-1].late
    assert later.timed[-1].late
    assert case_report(late, now=last + timedelta(days=30)).timed == later.timed


def test_an_instant_without_a_zone_is_misuse(late: KeptCase) -> None:
    with pytest.raises(ValueError, match="zone"):
        case_report(late, now=datetime(2026, 3, 2))


def test_assumptions_are_those_that_the_way_touched(refused: KeptCase, refusal: CaseReport) -> None:
    assert refused.program is not None
    questions = refused.program.process.questions
    touched = {each.question: each.events for each in refusal.assumptions}
    assert 0 < len(touched) < len(questions)
    assert refusal.untouched == len(questions) - len(touched)
    told = {
        name: tuple(each.seq for each in refusal.events if name in each.basis.questions) for name in touched
    }
    assert told == touched


def test_clauses_have_their_titles(refusal: CaseReport) -> None:
    titles = {each.clause: each.title for each in refusal.clauses}
    assert titles["C5.1"] == "Disputes on quality"


def test_a_grant_with_its_paper(signed: KeptCase) -> None:
    report = case_report(signed)
    (answer,) = [each for each in of(signed, e.SeatAnswered) if each.by == "xie"]
    (grant,) = report.grants
    assert (grant.grant, grant.giver, grant.receiver) == ("quality-2026", "Zheng Guoping", "Xie Ming")
    assert (grant.document, grant.standing, grant.uses) == (
        "documents/quality-2026.txt",
        "valid",
        (answer.seq,),
    )
    done = performance(answer.event)
    assert done is not None and done.document is not None
    assert grant.document_hash == done.document
    (party,) = [each for each in report.parties if each.person == "xie"]
    assert [(each.giver, each.grant, each.role) for each in party.behalf] == [
        ("Zheng Guoping", "quality-2026", "head of quality assurance")
    ]
    assert party.roles == ("deputy head of quality",)
    (told,) = [each for each in report.events if answer.seq in each.seqs]
    assert told.behind.role == "head of quality assurance, for Zheng Guoping"
    (behind,) = told.behind.grants
    assert all(part in behind for part in ("quality-2026", grant.document, done.document[:12]))


def grants_told(kept: KeptCase) -> str:
    """What the text says of the grants that were used, in one line."""
    text = " ".join(" ".join(text_lines(case_report(kept), 10_000)).split())
    return text.partition("[Grants that were used]")[2].partition("Returns")[0]


def test_a_grant_runs_to_its_last_day_and_says_that_it_has_no_limit(signed: KeptCase) -> None:
    assert signed.organization is not None
    known = signed.organization.grants["quality-2026"]
    told = grants_told(signed)
    assert "Valid: 2026-01-01 – 2027-12-31;" in told
    noon = structs.replace(known, until=known.until + timedelta(hours=12), limits={})
    organization = structs.replace(signed.organization, grants={"quality-2026": noon})
    told = grants_told(replace(signed, organizations=dict.fromkeys(signed.organizations, organization)))
    assert "Up to: no limit; Valid: 2026-01-01 – 2028-01-01 12:00;" in told
    assert "Up to" not in grants_told(replace(signed, organizations={}))


def test_a_grant_that_was_not_valid_or_has_another_paper_is_told_apart(signed: KeptCase) -> None:
    assert signed.organization is not None
    known = signed.organization.grants["quality-2026"]
    changed = {
        "not-valid": structs.replace(known, until=known.since + timedelta(days=1)),
        "other-document": structs.replace(known, document_hash="0" * 64),
    }
    for standing, grant in changed.items():
        organization = structs.replace(signed.organization, grants={"quality-2026": grant})
        organizations = dict.fromkeys(signed.organizations, organization)
        (used,) = case_report(replace(signed, organizations=organizations)).grants
        assert used.standing == standing
    (used,) = case_report(replace(signed, organizations={})).grants
    assert used.standing == "unknown"


def test_the_clock_that_stood_still_is_told(claimed: KeptCase) -> None:
    report = case_report(claimed)
    assert report.sums is not None
    assert report.sums.stopped == timedelta()
    assert any("force majeure" in each.text.lower() for each in report.events)


def test_an_empty_record_is_told_too(refused: KeptCase) -> None:
    report = case_report(replace(refused, envelopes=()))
    assert (report.sums, report.summary.status, list(report.events)) == (None, "", [])
