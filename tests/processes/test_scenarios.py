"""The scenarios of the bundled processes hold, on either store."""

from collections import Counter
from pathlib import Path

import pytest

from procflow.diagnostics import to_text
from procflow.testing import load_scenarios, run_files, scenario_paths

FILES = (
    "authority",
    "deadlines",
    "deputies",
    "disputes",
    "groups",
    "mistakes",
    "pass",
    "points",
    "returns",
    "routes",
)


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "processes" / "scenarios" / "contract-review"


@pytest.mark.parametrize("name", FILES)
def test_every_scenario_holds(folder: Path, name: str) -> None:
    summary = run_files([folder / f"{name}.yaml"])
    assert summary.results
    assert summary.ok, to_text(summary.findings, summary.sources)


def test_no_file_is_left_out(folder: Path) -> None:
    assert {path.stem for path in scenario_paths(folder)} == set(FILES)


@pytest.mark.parametrize("name", ["routes", "groups"])
def test_they_hold_on_sqlite(folder: Path, name: str, tmp_path: Path) -> None:
    summary = run_files([folder / f"{name}.yaml"], databases=tmp_path)
    assert summary.ok, to_text(summary.findings, summary.sources)
    assert len(list(tmp_path.glob("*.db"))) == len(summary.results)


def test_each_of_the_thirteen_points_is_shown(folder: Path) -> None:
    scenarios, _, _ = load_scenarios(folder / "points.yaml")
    assert scenarios is not None
    shown = Counter(point for scenario in scenarios.scenarios.values() for point in scenario.points)
    assert sorted(shown) == list(range(1, 14))
