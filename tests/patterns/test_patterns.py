"""Every pattern that the pages of patterns tell of is a small process here, held by its scenarios.

``PERSPECTIVE/NN-name/`` holds ``process.yaml``, in which ``check`` finds nothing, and ``scenarios.yaml``, or
tests of its own in the ``test_PERSPECTIVE_patterns.py`` beside this file; or ``refused.yaml``, a process that
would be the pattern and is refused. ``docs/reference/patterns/PERSPECTIVE.md`` has an entry for every number,
a heading or the row of a table.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from procflow.analysis import check_program
from procflow.definition import load_process
from procflow.diagnostics import Diagnostic, to_text
from procflow.program import compile_program
from procflow.testing import run_files

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "reference" / "patterns"
NUMBERS = {
    "control": {*range(1, 8), *range(9, 12), *range(13, 28), 29, 30, 32, *range(34, 38), 40, 43},
    "resource": {*range(1, 18), 19, *range(21, 35), 38, 40, 41, 43},
}
"""Those of the literature that concern procedures of offices."""
ENTRY = re.compile(r"^(?:### (\d+)\. |\| (\d+) \| )", re.MULTILINE)
SECTION_END = re.compile(r"^##? ", re.MULTILINE)
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\(\.\./\.\./\.\./tests/patterns/(\w+/\d\d-[\w-]+)/(process|refused)\.yaml\)")
CODE = re.compile(r"\[([A-Z]\d{3})\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page says of a pattern."""

    number: int
    text: str


def perspectives() -> list[str]:
    """Those that have patterns here."""
    return sorted(path.parent.name for path in HERE.glob("*/organization.yaml"))


def folders(file: str) -> list[Path]:
    """The folders of patterns that hold a file."""
    return sorted(path.parent for path in HERE.glob(f"*/*/{file}"))


def name_of(folder: Path) -> str:
    return folder.relative_to(HERE).as_posix()


def entries(perspective: str) -> list[Entry]:
    """The entries of a page, in its order."""
    text = (PAGES / f"{perspective}.md").read_text(encoding="utf-8")
    begun = list(ENTRY.finditer(text))
    ends = [match.start() for match in begun[1:]] + [len(text)]
    bodies = (text[match.end() : end] for match, end in zip(begun, ends, strict=True))
    return [
        Entry(int(m[1] or m[2]), SECTION_END.split(body)[0]) for m, body in zip(begun, bodies, strict=True)
    ]


def entry_of(folder: Path) -> Entry:
    number = int(folder.name.partition("-")[0])
    return next(entry for entry in entries(folder.parent.name) if entry.number == number)


def found_in(file: Path) -> list[Diagnostic]:
    """Everything that ``procflow check`` finds in a process."""
    loaded = load_process(file)
    flow = () if loaded.process is None else check_program(compile_program(loaded.process, loaded.hash))
    return [*loaded.diagnostics, *flow]


@pytest.mark.parametrize("folder", folders("process.yaml"), ids=name_of)
def test_nothing_is_found_in_the_process_of_a_pattern(folder: Path) -> None:
    assert found_in(folder / "process.yaml") == []


@pytest.mark.parametrize("folder", folders("process.yaml"), ids=name_of)
def test_each_has_scenarios_or_tests_of_its_own(folder: Path) -> None:
    if not (folder / "scenarios.yaml").exists():
        tests = HERE / f"test_{folder.parent.name}_patterns.py"
        assert f'"{folder.name}"' in tests.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", folders("scenarios.yaml"), ids=name_of)
def test_its_scenarios_hold(folder: Path) -> None:
    summary = run_files([folder / "scenarios.yaml"])
    assert summary.ok, to_text(summary.findings, summary.sources)
    assert summary.results


@pytest.mark.parametrize("folder", folders("refused.yaml"), ids=name_of)
def test_what_the_language_does_not_have_is_refused_as_the_page_says(folder: Path) -> None:
    codes = [finding.code for finding in found_in(folder / "refused.yaml")]
    assert codes == CODE.findall(entry_of(folder).text)
    assert codes


@pytest.mark.parametrize("perspective", perspectives())
def test_the_page_has_every_pattern_once_in_order(perspective: str) -> None:
    numbers = [entry.number for entry in entries(perspective)]
    assert numbers == sorted(NUMBERS[perspective])


@pytest.mark.parametrize("perspective", perspectives())
def test_every_folder_is_named_by_its_entry_and_no_other(perspective: str) -> None:
    named = [(e.number, *link) for e in entries(perspective) for link in LINK.findall(e.text)]
    there = [
        (int(path.parent.name[:2]), name_of(path.parent), path.stem)
        for pattern in ("process", "refused")
        for path in (HERE / perspective).glob(f"*/{pattern}.yaml")
    ]
    assert sorted(named) == sorted(there)
    assert len(there) == len([path for path in (HERE / perspective).glob("[0-9]*") if path.is_dir()])


@pytest.mark.parametrize("perspective", perspectives())
def test_what_the_page_shows_stands_in_the_file_that_it_names(perspective: str) -> None:
    for entry in entries(perspective):
        for shown in YAML.findall(entry.text):
            texts = [
                (HERE / folder / f"{kind}.yaml").read_text(encoding="utf-8")
                for folder, kind in LINK.findall(entry.text)
            ]
            assert any(holds(text, shown) for text in texts), f"{entry.number}: in no file:\n{shown}"


def holds(text: str, shown: str) -> bool:
    """Whether these lines stand in a text one after the other, however deep."""
    lines, count = text.splitlines(), len(shown.splitlines())
    cuts = ("\n".join(lines[at : at + count]) for at in range(len(lines) - count + 1))
    return any(dedent(cut).strip() == shown.strip() for cut in cuts)
