"""docs/reference/errors.md lists every code that the source refuses or fails with, and no other."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = re.compile(r"\| `([a-z]+(?:-[a-z]+)*)` \|")
WRITTEN = re.compile(r"[a-z]+(?:-[a-z]+)*")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def source(repository: Path) -> Path:
    return repository / "src" / "procflow"


def section(page: str, heading: str) -> str:
    """A section of the page, to the next heading of its level."""
    return page.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]


def raised(files: Iterator[Path], name: str, argument: int) -> set[str]:
    """The codes that calls of ``name`` in these files give in one place."""
    found: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                given = node.args[argument] if len(node.args) > argument else None
                if isinstance(given, ast.Constant) and WRITTEN.fullmatch(str(given.value)):
                    found.add(str(given.value))
    return found


def test_every_refusal_is_on_the_page_and_no_other(page: str, source: Path) -> None:
    codes = raised(source.rglob("*.py"), "Refused", 0)
    assert len(codes) > 20
    assert set(CODE.findall(section(page, "Refused"))) == codes


def test_every_failure_of_the_command_line_is_on_the_page_and_no_other(page: str, source: Path) -> None:
    failures = raised((source / "cli").rglob("*.py"), "Failure", 0)
    reports = raised((source / "cli").rglob("*.py"), "Report", 1)
    refusals = set(CODE.findall(section(page, "Refused")))
    assert set(CODE.findall(section(page, "The command line"))) == (failures | reports) - refusals


def test_every_letter_of_the_findings_is_on_the_page(page: str, source: Path) -> None:
    letters = {
        code[0]
        for file in (source / "diagnostics" / "catalogue").glob("*.toml")
        for code in tomllib.loads(file.read_text(encoding="utf-8"))
        if re.fullmatch(r"[A-Z]\d{3}", code)
    }
    assert set(re.findall(r"\| `([A-Z])` \|", section(page, "Findings"))) == letters
