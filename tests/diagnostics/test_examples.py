"""The examples of the catalogue: every bad one gives its code and no other, every good one nothing."""

import runpy
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from procflow.analysis import check_program
from procflow.definition import check_file, load_process
from procflow.diagnostics import Diagnostic
from procflow.diagnostics.catalogue import Example, catalogue, words
from procflow.program import compile_program
from procflow.source import read_file
from procflow.testing import run_files

Completed = Callable[[str, str], dict[str, str]]

TOOL: dict[str, Any] = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "frame.py"))
CODES = sorted(catalogue())
RUN = [code for code, entry in sorted(catalogue().items()) if entry.example and entry.example.kind != "none"]
WITHOUT = {
    "A104": "gives up after more combinations than an example can show",
    "C006": "a list that YAML reads is no text, and any other cell of that length is no cell",
    "C206": "no field is a length of time yet",
    "D116": "takes more steps than an example can show",
    "F107": "gives up after more ways than an example can show",
    "W251": "make-up days follow the first weekday that has hours",
    "X306": "would be a fault of the engine",
    "X310": "would be a fault of the engine or the store",
    "Y111": "is about the installation",
    "Y299": "takes what no other finding of the reader has taken",
}
"""Codes that no short example brings about, and why."""
WITH_NAMES = {"place", "course"}
"""Sorts of words that stand beside names which authors gave, where procflow has no word."""


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_an_example(code: str) -> None:
    example = catalogue()[code].example
    assert example is not None
    if code in WITHOUT:
        assert example == Example("none")
    else:
        assert example.bad and example.good


@pytest.mark.parametrize("code", RUN)
def test_the_bad_example_gives_its_code_alone(code: str, tmp_path: Path) -> None:
    example = catalogue()[code].example
    assert example is not None
    text = example.head + example.bad * example.times
    found = check(example.kind, text, tmp_path, example.encoding)
    assert {finding.code for finding in found} - set(example.also) == {code}
    for finding in found:
        assert_translated(finding)


@pytest.mark.parametrize("code", RUN)
def test_the_good_example_gives_nothing(code: str, tmp_path: Path) -> None:
    example = catalogue()[code].example
    assert example is not None
    found = check(example.kind, example.good, tmp_path)
    assert {finding.code for finding in found} <= set(example.also)


def check(kind: str, text: str, folder: Path, encoding: str = "utf-8") -> tuple[Diagnostic, ...]:
    """What is said of an example in the files around it."""
    main = TOOL["FILES"][kind]
    for name, content in TOOL["completed"](kind, text).items():
        (folder / name).write_bytes(content.encode(encoding if name == main else "utf-8"))
    with chdir(folder):
        match kind:
            case "text":
                return read_file(Path(main)).diagnostics
            case "path":
                return read_file(Path(text)).diagnostics
            case "scenario":
                return tuple(run_files([Path(main)]).findings)
            case _ if main == "process.yaml":
                loaded = load_process(Path(main))
                program = compile_program(loaded.process, loaded.hash) if loaded.process else None
                return (*loaded.diagnostics, *(check_program(program) if program else ()))
            case _:
                return check_file(Path(main))[0]


def assert_translated(finding: Diagnostic) -> None:
    """Every word of procflow's own in a finding is in the vocabulary."""
    for name, sort in catalogue()[finding.code].words.items():
        value = finding.args.get(name, "")
        if value and sort not in WITH_NAMES:
            assert words.known(sort, value, "zh"), f"{finding.code}: no Chinese for {value!r} ({sort})"
