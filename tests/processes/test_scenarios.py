"""The scenarios of the bundled processes hold, on either store, and the check finds nothing."""

from collections import Counter
from pathlib import Path

import pytest

from procflow.analysis import check_program
from procflow.definition.load import load_process
from procflow.diagnostics import to_text
from procflow.program import compile_program
from procflow.testing import load_scenarios, run_files, scenario_paths

FILES = {
    "contract-review": (
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
    ),
    "order-exception": ("mistakes", "points", "routes"),
    "order-follow-up": ("changes", "complaints", "force-majeure", "mistakes", "points", "routes"),
}
EACH = [f"{process}/{name}" for process, names in FILES.items() for name in names]


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "processes" / "scenarios"


@pytest.mark.parametrize("process", FILES)
def test_the_check_has_nothing_against_it(process: str, repository: Path) -> None:
    loaded = load_process(repository / "processes" / f"{process}.yaml")
    assert loaded.process is not None
    found = (*loaded.diagnostics, *check_program(compile_program(loaded.process, loaded.hash)))
    assert not found, to_text(found, loaded.sources)


@pytest.mark.parametrize("name", EACH)
def test_every_scenario_holds(folder: Path, name: str) -> None:
    summary = run_files([folder / f"{name}.yaml"])
    assert summary.results
    assert summary.ok, to_text(summary.findings, summary.sources)


def test_no_file_is_left_out(folder: Path) -> None:
    """Those of the order desk have a test file of their own."""
    names = {path.relative_to(folder).with_suffix("").as_posix() for path in scenario_paths(folder)}
    assert {name for name in names if not name.startswith("order-desk/")} == set(EACH)


@pytest.mark.parametrize(
    "name",
    ["contract-review/routes", "contract-review/groups", "order-exception/routes", "order-follow-up/routes"],
)
def test_they_hold_on_sqlite(folder: Path, name: str, tmp_path: Path) -> None:
    summary = run_files([folder / f"{name}.yaml"], databases=tmp_path)
    assert summary.ok, to_text(summary.findings, summary.sources)
    assert len(list(tmp_path.glob("*.db"))) == len(summary.results)


def test_each_of_the_thirteen_points_is_shown(folder: Path) -> None:
    scenarios, _, _ = load_scenarios(folder / "contract-review" / "points.yaml")
    assert scenarios is not None
    shown = Counter(point for scenario in scenarios.scenarios.values() for point in scenario.points)
    assert sorted(shown) == list(range(1, 14))


def test_together_those_of_the_review_take_everything(folder: Path) -> None:
    (covered,) = run_files([folder / "contract-review"]).coverage
    assert covered.process == "contract-review"
    assert len(covered.ways) > 100
    assert [f"{way.kind} {way.place}: {way.name}" for way in covered.left] == []
