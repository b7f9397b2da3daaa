"""What the description of the position leaves open: an assumption that is turned round fails a scenario."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from procflow.testing import run_files, scenario_paths

ORGANIZATION = "organizations/distribution-centre.yaml"


@dataclass(frozen=True)
class Turned:
    """``changes`` turn the assumption of a question of ``process`` round; ``fails`` is a scenario of it."""

    process: str
    question: str
    fails: str
    changes: tuple[tuple[str, str], ...]
    file: str = ""

    def __str__(self) -> str:
        return f"{self.process} {self.question}: {self.fails}"


def turned(process: str, question: str, fails: str, *changes: tuple[str, str], file: str = "") -> Turned:
    return Turned(process, question, fails, changes, file or f"order-desk/{process}.yaml")


CASES = (
    turned("sales-analysis", "Q1", "over-the-spring-festival", ("on: business day 3", "on: business day 5")),
    turned(
        "work-plan",
        "Q2",
        "the-head-is-the-superior-too",
        ("  - {different: [plan-month, approve-month], question: Q2}\n", ""),
    ),
    turned(
        "section-meeting",
        "Q1",
        "over-the-spring-festival",
        ("on: mon, shift: later,", "on: wed, shift: later,"),
    ),
    turned("subordinate-review", "Q1", "three-quarters", ("on: last business day", "on: business day 1")),
    turned(
        "report-to-superior",
        "Q1",
        "make-up-day-at-the-end-of-february",
        ("on: last business day", "on: business day 1"),
    ),
    turned(
        "daily-order-report", "Q1", "over-labour-day", ("{every: business day,", "{every: day, shift: stay,")
    ),
    turned("daily-order-report", "Q2", "sent", ("notice: sales-manager", "notice: distribution-centre")),
    turned(
        "outbound-note-review",
        "Q2",
        "sent-back-and-corrected",
        ("sent_back: {go: submit-note, ", "sent_back: {go: withdrawn, "),
    ),
    turned(
        "staff-change",
        "Q1",
        "nominated-and-appointed",
        (
            "en: Decide on the appointment}\n    role: direct-superior",
            "en: Decide}\n    role: administration-head",
        ),
    ),
    turned(
        "reward-discipline",
        "Q1",
        "rewarded",
        ("en: Decide on it}\n    role: direct-superior", "en: Decide on it}\n    role: order-desk-head"),
        ("  - {different: [fill-slip, decide], clause: P7, question: Q1}\n", ""),
    ),
    turned(
        "work-dispute",
        "Q2",
        "appealed",
        ("go: last-ruling, needs: [comment]}", "go: rule, needs: [comment]}"),
    ),
    turned(
        "shipment-hold",
        "Q1",
        "held-by-a-clerk",
        ("role: order-desk-head\n    form", "role: order-clerk\n    form"),
    ),
    turned(
        "shipment-hold",
        "Q2",
        "without-a-reason",
        ("reason: {type: text, required: true,", "reason: {type: text,"),
    ),
    turned(
        "shipment-hold",
        "Q3",
        "lifted-by-the-head",
        ("notice: [sales-manager, distribution-centre]", "notice: [distribution-centre]"),
    ),
    turned(
        "shipment-hold",
        "Q4",
        "lifted-by-the-superior",
        ("raised_by: [order-desk-head, direct-superior]", "raised_by: order-desk-head"),
    ),
    turned("shipment-hold", "Q4", "lifted-by-a-clerk", ("raised_by: [", "raised_by: [order-clerk, ")),
    turned(
        "shipment-hold", "Q5", "goes-on-and-runs-out", ("until: 5 business days", "until: 9 business days")
    ),
    turned(
        "spending",
        "Q1",
        "above-the-limit",
        ("limits: {amount: 5000}", "limits: {amount: 6000}"),
        file=ORGANIZATION,
    ),
    turned(
        "report-to-superior",
        "Q1 of the position",
        "heard",
        ("roles: [sales-manager, direct-superior]", "roles: [sales-manager]"),
        ("roles: [distribution-centre]}\n  hou", "roles: [distribution-centre, direct-superior]}\n  hou"),
        ("giver: gao", "giver: guo"),
        file=ORGANIZATION,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_turning_the_assumption_round_fails_its_scenario(
    case: Turned, repository: Path, tmp_path: Path
) -> None:
    copytree(repository / "processes", tmp_path / "processes")
    file = tmp_path / "processes" / case.file
    text = file.read_text(encoding="utf-8")
    for old, new in case.changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    summary = run_files(scenario_paths(tmp_path / "processes" / "scenarios" / "order-desk" / case.process))
    assert case.fails in {result.scenario.name for result in summary.results if not result.ok}
