"""Scenarios and drivers for processes whose cases open by themselves."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from procflow import Engine
from procflow.diagnostics import to_text
from procflow.testing import (
    CaseDriver,
    NotPossible,
    Result,
    VirtualClock,
    expect,
    load_scenarios,
    run_scenario,
)

PROCESS = """\
process: report
version: 1.0.0
title: Report
organization: works.yaml
start: write
cadence: {every: week, on: fri, at: "10:00", shift: earlier, missed: each, starter: clerk}
data:
  orders: {type: number, unit: pieces, required: true}
steps:
  write:
    role: clerk
    deadline: 1 business day
    escalate: [{at: deadline, notify: head}]
    form: [orders]
    next: filed
  filed: {end: completed}
"""

WORKS = """\
organization: works
title: Works
calendars: {office: {zone: Asia/Shanghai, hours: {mon-fri: "09:00-17:00"}, holidays: [2026-05-15]}}
roles: {clerk: {title: Clerk}, head: {title: Head}}
people: {ann: {name: Ann, roles: [clerk]}, hal: {name: Hal, roles: [head]}}
"""

HEAD = """\
process: report.yaml
given: {now: 2026-05-04 08:00, data: {orders: 3}}
scenarios:
  first:
    steps:
"""

Run = Callable[..., Result]


@pytest.fixture
def works(tmp_path: Path) -> Path:
    (tmp_path / "works.yaml").write_text(WORKS, encoding="utf-8")
    (tmp_path / "report.yaml").write_text(PROCESS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(works: Path) -> Run:
    def result(*lines: str) -> Result:
        file = works / "story.yaml"
        file.write_text(HEAD + "".join(f"      - {line}\n" for line in lines), encoding="utf-8")
        scenarios, diagnostics, sources = load_scenarios(file)
        assert scenarios is not None, to_text(diagnostics, sources)
        return run_scenario(scenarios.scenarios["first"])

    return result


def test_a_story_of_cases_that_open_by_themselves(run: Run) -> None:
    result = run(
        "{expect: {opened: []}}",
        "{wait: 1 week}",
        "{expect: {opened: [2026-W19]}}",
        "{until: 2026-05-14 10:00}",
        "{expect: {opened: [2026-W19, 2026-W20]}}",
        "{go_to: 2026-W20}",
        "{expect: {status: running, open: [write], deadline: {write: 2026-05-18 10:00}}}",
        "{as: ann, do: write done}",
        "{expect: {status: completed, data: {orders: 3}}}",
        "{go_to: 2026-W19}",
        "{expect: {status: running, times: {Notified: 1}}}",
        "{as: ann, do: write done}",
        "{go_to: 2026-W20}",
        "{expect: {status: completed}}",
    )
    assert result.ok, result.failures
    told = [[event.type for event in traced.events] for traced in result.trace]
    assert told[5][0] == "CaseStarted" and told[7][-1] == "CaseEnded"
    assert told[9].count("Notified") == 1 and told[12] == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{expect: {opened: [2026-W19]}}"], "cases of report that opened: 2026-W19 expected, nothing found"),
        (
            ["{wait: 1 week}", "{expect: {opened: []}}"],
            "cases of report that opened: nothing expected, 2026-W19 found",
        ),
        (["{wait: 1 week}", "{go_to: 2026-W20}"], "no case has opened for 2026-W20"),
        (["{wait: 1 week}", "{as: ann, do: write done}"], "no case has been started yet"),
    ],
)
def test_what_did_not_open_is_told(run: Run, lines: list[str], message: str) -> None:
    result = run(*lines)
    assert [failure.message() for failure in result.failures] == [message]


@pytest.mark.parametrize("period", ["2026-05-04", "2026-W54", "2026-W1", "write", "2026"])
def test_what_is_no_period_of_the_cadence_is_told(works: Path, period: str) -> None:
    file = works / "story.yaml"
    lines = f"      - {{go_to: {period}}}\n      - {{expect: {{opened: [{period}]}}}}\n"
    file.write_text(HEAD + lines, encoding="utf-8")
    scenarios, found, _ = load_scenarios(file)
    assert scenarios is None
    assert [finding.code for finding in found] == ["X112", "X112"]
    assert found[0].help() == "write a period such as 2026-W19"


def test_what_is_stuck_opens_no_case(run: Run, works: Path) -> None:
    file = works / "works.yaml"
    file.write_text(file.read_text("utf-8").replace("Ann, roles: [clerk]", "Ann, roles: [head]"), "utf-8")
    assert run("{wait: 2 weeks}", "{expect: {opened: []}}").ok


def test_a_driver_goes_to_a_case_that_opened(works: Path) -> None:
    with Engine.open("memory:", works, clock=VirtualClock(datetime(2026, 5, 4, tzinfo=UTC))) as engine:
        driver = CaseDriver(engine, "report", given={"orders": 3})
        with pytest.raises(NotPossible, match="no case has opened for 2026-W19"):
            driver.go_to("2026-W19")
        driver.until(datetime(2026, 5, 20, tzinfo=UTC))
        assert driver.opened == ("2026-W19", "2026-W20")
        assert driver.current is None
        assert driver.go_to("2026-W19").turn == "report/2026-W19"
        driver.do("write", "done", actor="ann")
        expect(driver, status="completed", opened=["2026-W19", "2026-W20"])
