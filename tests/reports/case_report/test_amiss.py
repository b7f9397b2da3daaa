"""What is missing or altered stands on top, and everything that is there is still told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from procflow import KeptCase, read_case, redact_export
from procflow.reports import Lang
from procflow.reports.case_report import case_report, html_pieces, text_lines, way_of
from procflow.wording import LANGS
from tests.exported.conftest import packed, told, unpacked

Members = dict[str, bytes]


def changed(change: Callable[[Members], None]) -> KeptCase:
    members = unpacked(told("circulation"))
    change(members)
    return read_case(packed(members))


def gone(kind: str) -> KeptCase:
    def change(members: Members) -> None:
        for name in [name for name in members if name.startswith(f"{kind}s/")]:
            del members[name]

    return changed(change)


def put(old: bytes, new: bytes) -> KeptCase:
    def change(members: Members) -> None:
        assert old in members["events.tsv"]
        members["events.tsv"] = members["events.tsv"].replace(old, new, 1)

    return changed(change)


def listed(kept: KeptCase) -> list[int]:
    return sorted(seq for each in case_report(kept).events for seq in each.seqs)


@pytest.fixture(scope="module")
def whole() -> KeptCase:
    return read_case(told("circulation"))


@pytest.mark.parametrize("lang", LANGS)
def test_without_its_definition_events_are_told_with_ids(whole: KeptCase, lang: Lang) -> None:
    kept = gone("definition")
    report = case_report(kept, lang)
    first, *others = report.wrong
    assert first.kind == "no-definition"
    assert kept.definition in first.text
    assert [each.kind for each in others] == ["missing"]
    assert listed(kept) == listed(whole)
    assert (report.summary.process, report.summary.title) == ("contract-review", "contract-review")
    assert len(report.disputes) == len(case_report(whole).disputes)
    text = "\n".join(text_lines(report))
    assert "circulate" in text
    assert "Serial circulation" not in text
    assert way_of(kept, lang) is None


@pytest.mark.parametrize("lang", LANGS)
def test_without_its_organization_persons_are_told_with_ids(whole: KeptCase, lang: Lang) -> None:
    kept = gone("organization")
    report = case_report(kept, lang)
    assert report.wrong[0].kind == "no-organization"
    assert listed(kept) == listed(whole)
    assert {"lin", "zhou"} <= {party.name for party in report.parties}
    assert report.summary.zone == "UTC"
    assert report.sums is not None and report.sums.whole_worked is None
    assert way_of(kept, lang) is None


def test_without_both(whole: KeptCase) -> None:
    report = case_report(replace(whole, program=None, organization=None, organizations={}, register=None))
    assert [each.kind for each in report.wrong] == ["no-definition", "no-organization"]
    assert sorted(seq for each in report.events for seq in each.seqs) == listed(whole)


@pytest.mark.parametrize("lang", LANGS)
def test_an_altered_event_is_named_and_told(lang: Lang) -> None:
    kept = put(b'"answer":"agree"', b'"answer":"agreh"')
    (wrong,) = case_report(kept, lang).wrong
    assert wrong.kind == "altered"
    assert str(wrong.seq) in wrong.text
    assert wrong.detail == ""
    page = b"".join(html_pieces(case_report(kept, lang), way_of(kept, lang))).decode()
    assert page.index(wrong.text) < page.index('id="summary"')
    assert f'href="#e{wrong.seq}"' in page
    assert f'id="e{wrong.seq}"' in page


def test_an_event_that_is_none_any_more_is_named(whole: KeptCase) -> None:
    kept = put(b'"type":"SeatAnswered"', b'"type":"SeatAnswerd"')
    (wrong,) = case_report(kept).wrong
    assert kept.unreadable == (wrong.seq,)
    assert listed(kept) == [seq for seq in listed(whole) if seq != wrong.seq]
    page = b"".join(html_pieces(case_report(kept))).decode()
    assert f'href="#e{wrong.seq}"' not in page.partition('id="summary"')[0]


def test_a_missing_event_is_named(whole: KeptCase) -> None:
    def cut(members: Members) -> None:
        lines = members["events.tsv"].splitlines(keepends=True)
        members["events.tsv"] = b"".join(lines[:9] + lines[10:])

    kept = changed(cut)
    report = case_report(kept)
    assert next((each.kind, each.text) for each in report.wrong) == (
        "missing",
        f"Event {report.wrong[0].seq} is missing.",
    )
    assert len(listed(kept)) == len(listed(whole)) - 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"level":0', b'"level":77'),
        (b'"row":', b'"row":-9'),
        (b'"purpose":"seat"', b'"purpose":"vote"'),
        (b'"case":"', b'"case":"x'),
        (b'"2026-', b'"0001-'),
        (b'"type":"CaseStarted"', b'"type":"StepEntered","scope":"@1","step":"x"'),
    ],
)
def test_whatever_an_altered_event_says_the_rest_is_told(old: bytes, new: bytes, whole: KeptCase) -> None:
    kept = put(old, new)
    report = case_report(kept)
    assert report.wrong
    assert len(listed(kept)) + len(kept.unreadable) == len(listed(whole))
    assert b"".join(html_pieces(report, way_of(kept)))
    assert list(text_lines(report))


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_left_out_is_said(lang: Lang) -> None:
    kept = read_case(redact_export(told("small"), ["contact"]))
    report = case_report(kept, lang)
    assert report.wrong == ()
    ((name, seqs),) = report.record.left_out
    assert seqs == kept.left_out["contact"]
    assert name in "\n".join(text_lines(report))
    assert name in dict(case_report(read_case(told("small")), lang).data)
    assert name not in dict(report.data)


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_fault_is_worded(whole: KeptCase, lang: Lang) -> None:
    from procflow import Fault

    kinds = ("altered", "missing", "moved", "added", "broken")
    faults = [Fault(kind, seq, "…", version) for kind in kinds for seq, version in ((3, 0), (0, 3), (0, 0))]  # type: ignore[arg-type]
    texts = [each.text for each in case_report(replace(whole, faults=tuple(faults)), lang).wrong]
    assert len(set(texts)) == len(faults)
