"""The examples of docs/reference/scenarios.md run, and the page names everything that can be written."""

import inspect
import json
import re
from pathlib import Path

import pytest

from procflow import testing
from procflow.diagnostics import to_text
from procflow.testing import run_files


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "scenarios.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_its_scenarios_hold(page: str, tmp_path: Path) -> None:
    example = blocks(page, "yaml")[0]
    for name, text in re.findall(r"^```yaml ([a-z-]+\.yaml)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("report-scenarios.yaml", "repair-scenarios.yaml", "order-scenarios.yaml"):
        own = run_files([tmp_path / name])
        assert own.ok and len(own.results) == 1, to_text(own.findings, own.sources)
    file = tmp_path / "example.yaml"
    file.write_text(example, encoding="utf-8")
    summary = run_files([file])
    assert summary.ok, to_text(summary.findings, summary.sources)
    assert len(summary.results) == 2


def test_its_python_runs(page: str) -> None:
    (example,) = blocks(page, "python")
    exec(compile(example, "scenarios.md", "exec"), {})


def test_it_names_everything_for_tests_in_python(page: str) -> None:
    python = page.split("\n## In Python\n")[1]
    named = set(re.findall(r"`(\w+)(?:\([^`]*\))?`", python))
    assert set(testing.__all__) - named == set()
    methods = {name for name in vars(testing.CaseDriver) if not name.startswith("_")}
    assert (methods | {"engine", "process"}) - named == set()


@pytest.mark.parametrize("name", testing.__all__)
def test_what_is_for_tests_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(testing, name))


def test_it_names_every_key(page: str, repository: Path) -> None:
    schema = json.loads((repository / "schemas" / "scenario.schema.json").read_text(encoding="utf-8"))
    parts = [schema, *schema["$defs"].values()]
    keys = {key for part in parts for key in part.get("properties", {})} - {"zh", "en"}
    assert {key for key in keys if not re.search(rf"[`{{ ]{key}[:`,]", page)} == set()
