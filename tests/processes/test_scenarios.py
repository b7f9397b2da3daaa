"""The scenarios of the bundled processes hold, on either store, and the check finds nothing."""

from collections import Counter
from pathlib import Path

import pytest

from procflow.analysis import check_program
from procflow.definition.folder import process_files
from procflow.definition.load import load_process
from procflow.diagnostics import to_text
from procflow.program import compile_program
from procflow.testing import load_scenarios, run_files, scenario_paths
from tests.processes.exporting import exported

FOLDER = Path(__file__).parents[2] / "processes"
PROCESSES = tuple(
    path.relative_to(FOLDER).with_suffix("").as_posix()
    for place in (FOLDER, FOLDER / "order-desk")
    for path in process_files(place)
)


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "processes" / "scenarios"


@pytest.mark.parametrize("process", PROCESSES)
def test_the_check_has_nothing_against_it(process: str) -> None:
    loaded = load_process(FOLDER / f"{process}.yaml")
    assert loaded.process is not None
    found = (*loaded.diagnostics, *check_program(compile_program(loaded.process, loaded.hash)))
    assert not found, to_text(found, loaded.sources)


@pytest.mark.parametrize("process", PROCESSES)
def test_its_scenarios_hold_on_sqlite_take_every_way_and_their_cases_can_be_exported(
    process: str, tmp_path: Path
) -> None:
    summary = run_files([FOLDER / "scenarios" / process], databases=tmp_path)
    assert summary.results
    assert summary.ok, to_text(summary.findings, summary.sources)
    assert len(list(tmp_path.glob("*.db"))) == len(summary.results)
    assert exported(tmp_path) == sum(len(result.records) for result in summary.results) > 0
    (found,) = (each for each in summary.coverage if each.process == process.rpartition("/")[2])
    assert found.ways
    assert [f"{way.kind} {way.place}: {way.name}" for way in found.left] == []


def test_every_folder_of_scenarios_is_of_a_process(folder: Path) -> None:
    folders = {path.parent.relative_to(folder).as_posix() for path in scenario_paths(folder)}
    assert folders == set(PROCESSES)
    assert len(PROCESSES) == 18


def test_each_of_the_thirteen_points_is_shown(folder: Path) -> None:
    scenarios, _, _ = load_scenarios(folder / "contract-review" / "points.yaml")
    assert scenarios is not None
    shown = Counter(point for scenario in scenarios.scenarios.values() for point in scenario.points)
    assert sorted(shown) == list(range(1, 14))


@pytest.mark.parametrize("process", PROCESSES)
def test_they_show_every_clause_of_it_and_what_people_do_wrong(process: str) -> None:
    loaded = load_process(FOLDER / f"{process}.yaml")
    assert loaded.process is not None and loaded.register is not None
    files = [load_scenarios(path)[0] for path in scenario_paths(FOLDER / "scenarios" / process)]
    stories = [story for file in files if file is not None for story in file.scenarios.values()]
    own = {
        clause.name
        for clause in loaded.register.clauses.values()
        if not clause.informative and (not clause.carried_by or loaded.process.name in clause.carried_by)
    }
    assert own <= {clause for story in stories for clause in story.clauses}
    assert [s.name for s in stories if any(getattr(step, "refusal", None) for step in s.steps)]
