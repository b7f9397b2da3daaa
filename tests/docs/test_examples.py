"""What the documentation shows is what happens.

Each page is followed in a folder of its own. Blocks that name a file write it; a second block of that name
goes on with it, and a `diff` changes it. `python` blocks run one after the other in one program. In `console`
blocks every `$ procflow …` that is shown with its output runs and prints just that; `…` stands for anything,
alone for lines, else for a part of one. Commands without output, and other programs, are for the reader.
`sh` blocks have nothing but `procflow …` lines, of which each runs and ends well.
"""

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from procflow import Engine
from procflow.cli import run

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^```(?P<language>[\w-]+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
COMMAND = re.compile(r"^\$ (?P<line>(?:.*\\\n)*.*)\n?(?P<output>(?:(?!\$ ).*\n?)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `file` is the name behind its language."""

    language: str
    file: str
    text: str


def blocks(page: Path) -> list[Block]:
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    return [Block(match["language"], match["file"] or "", match["text"]) for match in found]


def runs(block: Block) -> bool:
    return block.language == "python" or (block.language == "console" and bool(list(commands(block.text))))


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each `procflow` command that is shown with its output, and that output."""
    for match in COMMAND.finditer(text):
        line, output = match["line"].replace("\\\n", " "), trimmed(match["output"])
        if line.startswith("procflow ") and output:
            yield line, output


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


PAGES = [
    page
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if any(runs(block) for block in blocks(page))
]


def test_there_are_pages_to_follow() -> None:
    assert ROOT / "README.md" in PAGES
    assert ROOT / "docs" / "tutorial" / "first-process.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_can_be_followed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    # What a page does to find its own files ends with it.
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    names: dict[str, object] = {"__name__": page.stem}
    with chdir(tmp_path):
        for number, block in enumerate(prepared(page), 1):
            match block.language:
                case "python" if not block.file:
                    exec(compile(block.text, f"{page.name} block {number}", "exec"), names)
                case "console":
                    follow(block)
                case "sh":
                    for line in block.text.replace("\\\n", " ").splitlines():
                        assert run(shlex.split(line)[1:]) == 0, line
                case "diff" if block.file:
                    change(Path(block.file), block.text)
                case _ if block.file:
                    write(Path(block.file), block.text)
                case _:
                    pass  # shown, and nothing more


def prepared(page: Path) -> list[Block]:
    """The blocks of a page; what one of them supposes to be there is put there first."""
    if page.name in ("README.md", "order-desk.md"):
        copytree(ROOT / "processes", "processes")
    if page.name != "record.md":
        return blocks(page)
    with Engine.open("cases.db") as engine:
        case = engine.start("contract-review", {"amount": 1800000}, actor="lin")
    return [Block(b.language, b.file, b.text.replace("c0ffee", case.id)) for b in blocks(page)]


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(known + text, encoding="utf-8")


def change(file: Path, diff: str) -> None:
    """Replace the lines that a diff shows; they stand together, and once."""
    before = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in " -")
    after = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in " +")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file} does not hold these lines once:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


def follow(block: Block) -> None:
    for line, expected in commands(block.text):
        said = said_by(shlex.split(line)[1:])
        assert as_pattern(expected).fullmatch(said), f"$ {line}\n{said}"


def said_by(arguments: list[str]) -> str:
    """All that `procflow` prints."""
    stream = io.StringIO()
    with redirect_stdout(stream), redirect_stderr(stream):
        run(arguments)
    return trimmed(stream.getvalue().replace(os.sep, "/"))


def as_pattern(expected: str) -> re.Pattern[str]:
    lines = [r"(?:.*\n)*?.*" if line.strip() == "…" else part_pattern(line) for line in expected.splitlines()]
    return re.compile("\n".join(lines))


def part_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("…"))
