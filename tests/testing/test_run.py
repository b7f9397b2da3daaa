from pathlib import Path

import pytest

from procflow.diagnostics import to_text
from procflow.testing import Result, load_scenarios, run_files, run_scenario

HEAD = """\
process: purchase
given:
  now: 2026-03-02 09:00
  data: {what: paper, price: 500, place: {town: Tainan}}
  begin: [{start: ann}, {as: ann, do: ask asked}]
scenarios:
  first:
    steps:
"""


def story(shop: Path, *lines: str) -> Path:
    file = shop / "story.yaml"
    file.write_text(HEAD + "".join(f"      - {line}\n" for line in lines), encoding="utf-8")
    return file


def run(shop: Path, *lines: str) -> Result:
    scenarios, diagnostics, sources = load_scenarios(story(shop, *lines))
    assert scenarios is not None, to_text(diagnostics, sources)
    return run_scenario(scenarios.scenarios["first"])


def test_a_scenario_that_goes_as_written(shop: Path) -> None:
    result = run(
        shop,
        "{expect: {status: running, open: [review/buyer], asked: {review: dee}, disputed: false}}",
        "{expect: {offered: {review: [agree, object]}, not_offered: {review: refuse}}}",
        "{expect: {topics: {review: [price, other]}, authority: {last-word: buyer}}}",
        "{expect: {data: {price: 500.00, urgent: false, place: {town: Tainan, day: null}}}}",
        "{expect: {deadline: {review/buyer: 2026-03-03 09:00}, milestones: {approved: not reached}}}",
        "{as: dee, do: review agree}",
        "{expect: {milestones: {approved: in force}}}",
        "{expect: {happened: [CaseStarted, {SeatAnswered: {seat: buyer}}]}}",
        "{as: dee, change: {price: 700}}",
        "{expect: {open: [ask], milestones: {approved: voided}, times: {MilestoneVoided: 1}}}",
        "{as: bob, do: ask dropped}",
        "{expect: {status: cancelled, open: []}}",
    )
    assert result.ok
    assert result.failures == ()


UNMET = [
    ("{status: completed}", "the case: completed expected, running found"),
    ("{open: [ask]}", "open: ask expected, review/buyer found"),
    ("{open: []}", "open: nothing expected, review/buyer found"),
    ("{open: [review/buyer, ask]}", "open: review/buyer, ask expected, review/buyer found"),
    ("{asked: {review: [dee, cai]}}", "asked at review: dee, cai expected, dee found"),
    ("{asked: {ask: ann}}", "asked at ask: ann expected, nothing, for nothing is open there found"),
    ("{offered: {review: refuse}}", "offered at review: refuse expected, agree, object, back found"),
    (
        "{not_offered: {review: agree}}",
        "offered at review: without agree expected, agree, object, back found",
    ),
    ("{topics: {review: price}}", "topics at review: price expected, price, other found"),
    ("{disputed: true}", "disputed: yes expected, no found"),
    ("{data: {price: 501}}", "price: 501 expected, 500 found"),
    ("{data: {place: {day: 2026-03-05}}}", "place: day: 2026-03-05 expected, town: Tainan found"),
    ("{authority: {last-word: head}}", "last-word: head expected, buyer found"),
    ("{milestones: {approved: in force}}", "approved: in force expected, not reached found"),
    (
        "{deadline: {review: 2026-03-03 10:00}}",
        "deadline of review: 2026-03-03 10:00 expected, 2026-03-03 09:00 found",
    ),
    (
        "{deadline: {ask: 2026-03-03 10:00}}",
        "deadline of ask: 2026-03-03 10:00 expected, nothing, for nothing is open there found",
    ),
    ("{times: {ItemOpened: 5}}", "times ItemOpened: 5 expected, 2 found"),
    ("{happened: [CaseEnded]}", "CaseEnded did not happen"),
    ("{happened: [{ItemOpened: {role: head}}]}", "ItemOpened (role: head) did not happen"),
    (
        "{happened: [{ItemOpened: {step: review}}, {ItemOpened: {step: ask}}]}",
        "ItemOpened (step: ask) did not happen after ItemOpened",
    ),
]


@pytest.mark.parametrize(("expected", "message"), UNMET, ids=[expected for expected, _ in UNMET])
def test_what_does_not_hold_is_told_with_what_holds(shop: Path, expected: str, message: str) -> None:
    (failure,) = run(shop, f"{{expect: {expected}}}").failures
    assert failure.message() == message


def test_everything_that_does_not_hold_at_one_moment_is_told(shop: Path) -> None:
    result = run(shop, "{expect: {status: completed, disputed: true, open: [review/buyer]}}", "{wait: 1 day}")
    assert [failure.code for failure in result.failures] == ["X301", "X301"]
    assert len(result.trace) == 3, "what comes after a failure is not tried"


def test_a_failure_is_shown_at_its_place(shop: Path) -> None:
    summary = run_files([story(shop, "{expect: {status: completed}}")])
    assert not summary.ok
    shown = to_text(summary.findings, summary.sources)
    assert f"{shop / 'story.yaml'}:9:27: error X301: the case: completed expected, running found" in shown
    assert " 9 |       - {expect: {status: completed}}\n   |                           ^^^^^^^^^" in shown
    assert "open: review/buyer" in shown


FAILING = [
    ("{as: cai, do: review agree}", "X302", "not-yours"),
    ("{as: dee, do: review agree, refused: not-yours}", "X303", "not-yours"),
    ("{as: dee, do: review agree, attach: [stamp], refused: not-yours}", "X304", "attachment-not-asked"),
    ("{as: dee, do: review back, without: comment, refused: incomplete, missing: topic}", "X305", "topic"),
    ("{as: cai, do: review agree, refused: not-yours, allowed: ann}", "X305", "ann"),
    ("{as: ann, do: ask asked}", "X307", "nothing is open at ask"),
    ("{as: dee, do: price upheld}", "X307", "nothing is open at price"),
    ("{start: ann}", "X307", "the case has been started already"),
    ("{as: dee, change: {price: 5}}", "X302", "field-not-open"),
    ("{as: dee, take_back: review/buyer}", "X302", "no-objection"),
    ("{until: 2026-01-01}", "X302", "in-the-past"),
    ("{everybody: refuse}", "X302", "no-such-outcome"),
]


@pytest.mark.parametrize(("line", "code", "part"), FAILING, ids=[line for line, _, _ in FAILING])
def test_what_cannot_be_done_as_written_fails(shop: Path, line: str, code: str, part: str) -> None:
    (failure,) = run(shop, line).failures
    assert failure.code == code
    assert part in " ".join(failure.args.values())
    assert failure.span.line == 9


def test_nothing_can_be_done_or_expected_before_the_start(shop: Path) -> None:
    for line in ("{expect: {status: running}}", "{everybody: agree}", "{as: ann, do: ask asked}"):
        scenarios, _, _ = load_scenarios(_from_nothing(shop, line))
        assert scenarios is not None
        (failure,) = run_scenario(scenarios.scenarios["first"]).failures
        assert failure.message() == "no case has been started yet"


def _from_nothing(shop: Path, line: str) -> Path:
    file = story(shop, line)
    file.write_text(file.read_text("utf-8").replace("steps:\n", "given: {begin: []}\n    steps:\n"), "utf-8")
    return file


def test_refusals_of_all_sorts_can_be_wanted(shop: Path) -> None:
    result = run(
        shop,
        "{as: cai, do: review agree, refused: not-yours, allowed: dee}",
        "{as: dee, do: review back, without: comment, refused: incomplete, missing: comment}",
        "{as: ann, do: ask asked, refused: not-open}",
        "{as: dee, change: {price: 5}, refused: field-not-open}",
        "{as: dee, take_back: review/buyer, refused: no-objection}",
        "{as: dee, do: review agree}",
    )
    assert result.ok


def test_who_is_away_is_not_asked(shop: Path) -> None:
    result = run(
        shop,
        "{as: dee, do: review back}",
        "{expect: {asked: {ask: [ann, bob]}}}",
        "{until: 2026-03-10 09:00}",
        "{expect: {asked: {ask: ann}}}",
    )
    assert result.ok


def test_deadlines_act_one_after_the_other_at_their_own_moments(shop: Path) -> None:
    result = run(
        shop,
        "{wait: 1 week}",
        "{expect: {asked: {review/buyer: cai}, times: {ItemHandedUp: 1}}}",
        "{expect: {happened: [{ItemHandedUp: {role: head}}, {AlarmRaised: {role: clerk}}]}}",
    )
    assert result.ok
    waited = result.trace[2]
    moments = {event.type: f"{event.at:%m-%d %H:%M}" for event in waited.events}
    assert moments == {"ItemHandedUp": "03-03 01:00", "AlarmRaised": "03-04 01:00"}
    assert f"{waited.at:%m-%d %H:%M}" == "03-09 01:00"


def test_the_trace_tells_which_step_brought_what(shop: Path) -> None:
    result = run(shop, "{as: dee, do: review agree}", "{expect: {status: running}}")
    kinds = [{event.type for event in traced.events} for traced in result.trace]
    assert "CaseStarted" in kinds[0]
    assert "AttachmentAdded" in kinds[1]
    assert {"SeatAnswered", "MilestoneReached"} <= kinds[2]
    assert kinds[3] == set()
    assert [traced.span.line for traced in result.trace] == [5, 5, 9, 10]


def test_everybody_answers_up_to_a_seat_or_until_the_review_is_left(shop: Path) -> None:
    dear = "{as: dee, do: review back}", "{as: ann, do: ask asked, data: {price: 5000}}"
    assert run(shop, *dear, "{everybody: agree, upto: review/buyer}", "{expect: {open: [review/head]}}").ok
    assert run(shop, *dear, "{everybody: agree}", "{expect: {open: [order]}}").ok


def test_on_a_database(shop: Path) -> None:
    databases = shop / "databases"
    databases.mkdir()
    summary = run_files([story(shop, "{as: dee, do: review agree}")], databases=databases)
    assert summary.ok
    assert [file.name for file in databases.iterdir() if file.suffix == ".db"] == ["0.db"]


def test_a_folder_with_a_broken_file_among_others(shop: Path) -> None:
    story(shop, "{as: dee, do: review agree}")
    (shop / "broken.yaml").write_text("process: purchase\nscenarios: {first: {}}\n", encoding="utf-8")
    summary = run_files([shop])
    assert not summary.ok
    assert [result.ok for result in summary.results] == [True]
    assert {finding.span.file for finding in summary.findings} == {str(shop / "broken.yaml")}
