"""What is said about wrong files, word for word; README.md beside this file tells how it works."""

import re
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

import pytest

from procflow.analysis import check_program
from procflow.definition import check_file, load_process, process_from_content
from procflow.diagnostics import Diagnostic, has_errors, to_text
from procflow.program import compile_program
from procflow.source import read_file
from procflow.testing import load_scenarios

CORPUS = Path(__file__).parent
WRONG = sorted((CORPUS / "err").glob("*/*.yaml"))
RIGHT = sorted((CORPUS / "ok").glob("*.yaml"))


def read_only(path: Path) -> tuple[Diagnostic, ...]:
    return read_file(path, path.name).diagnostics


def with_what_it_names(path: Path) -> tuple[Diagnostic, ...]:
    with chdir(path.parent):
        return check_file(Path(path.name))[0]


def scenarios_with_their_process(path: Path) -> tuple[Diagnostic, ...]:
    with chdir(path.parent):
        return load_scenarios(Path(path.name))[1]


CHECKS: Mapping[str, Callable[[Path], tuple[Diagnostic, ...]]] = {
    "yaml": read_only,
    "calls": with_what_it_names,
    "definition": with_what_it_names,
    "organization": with_what_it_names,
    "register": with_what_it_names,
    "position": with_what_it_names,
    "sheet": with_what_it_names,
    "scenario": scenarios_with_their_process,
}
"""By folder under ``err``: what is run over its files. Findings name a file by its name alone."""


def test_every_folder_has_a_check() -> None:
    assert {folder.name for folder in (CORPUS / "err").iterdir()} == set(CHECKS)


@pytest.mark.parametrize("path", WRONG, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_wording(path: Path, request: pytest.FixtureRequest) -> None:
    found = CHECKS[path.parent.name](path)
    said = to_text(found, {path.name: read_file(path).text})
    expected = path.with_suffix(".expected")
    if request.config.getoption("--reset-golden"):
        expected.write_text(said, encoding="utf-8", newline="\n")
    assert said == expected.read_text(encoding="utf-8")
    assert found


@pytest.mark.parametrize("path", WRONG, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_places_lie_in_the_file(path: Path) -> None:
    lines = re.split("\r\n|\n|\r", read_file(path).text)
    for diagnostic in CHECKS[path.parent.name](path):
        spans = (diagnostic.span, *(related.span for related in diagnostic.related))
        for span in (span for span in spans if span.file == path.name):
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1


def test_files_with_errors_are_refused() -> None:
    harmless = {
        "words-for-flags",
        "called-with-mistakes",
        "resume-on-a-task",
        "arbitration-that-goes-on-by-itself",
    }
    refused = {path.stem for path in WRONG if has_errors(CHECKS[path.parent.name](path))}
    assert {path.stem for path in WRONG} - refused == harmless


def test_every_expectation_belongs_to_a_file() -> None:
    expectations = {path.with_suffix(".yaml") for path in (CORPUS / "err").glob("*/*.expected")}
    assert expectations == set(WRONG)


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_right_files_stay_accepted(path: Path) -> None:
    """Nothing but notes on what is not run yet is said about them."""
    assert {finding.code for finding in check_file(path)[0]} <= {"D301"}


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_right_processes_compile_from_their_content(path: Path) -> None:
    loaded = load_process(path)
    if loaded.process is not None:
        rebuilt = process_from_content(loaded.content)
        assert check_program(compile_program(rebuilt, loaded.hash)) == ()
