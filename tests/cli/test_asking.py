"""What `procflow new` asks on a terminal, answered on one."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from procflow.definition import load_organization, load_process
from procflow.definition.process import Task

Answered = Callable[..., str]

PROGRAM = (sys.executable, "-c", "from procflow.cli import main; main()")


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answered:
    """Runs a command on a terminal, types a line for each of its questions, and gives what was shown."""
    monkeypatch.chdir(tmp_path)

    def run(*command: str, lines: list[str]) -> str:
        ours, theirs = pty.openpty()
        asking = subprocess.Popen(
            [*PROGRAM, *command], stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path
        )
        os.close(theirs)
        shown = ""
        left = iter(lines)
        while chunk := _read(ours):
            shown += chunk.decode("utf-8", "replace")
            if shown.endswith(": ") and (line := next(left, None)) is not None:
                os.write(ours, f"{line}\n".encode())
        os.close(ours)
        assert asking.wait() == 0, shown
        assert next(left, None) is None, shown
        return shown

    return run


def _read(terminal: int) -> bytes:
    """What was shown; nothing once the command has ended, which some systems tell as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_an_organization_from_answers(answered: Answered) -> None:
    names = ["店員、技術員，boss", "boss", "boss", ""]
    people = ["mei, tang", "clerk", "店員", "技術員 boss"]
    shown = answered("new", "organization", "lens", lines=["鏡頭", "", *names, *people])
    assert "there is no clerk; there are: 店員, 技術員, boss" in shown
    organization = load_organization(Path("organizations/lens.yaml")).organization
    assert organization is not None
    superiors = {name: role.superior for name, role in organization.roles.items()}
    assert superiors == {"店員": "boss", "技術員": "boss", "boss": None}
    assert {name: person.roles for name, person in organization.people.items()} == {
        "mei": ("店員",),
        "tang": ("技術員", "boss"),
    }


def test_a_process_from_answers(answered: Answered) -> None:
    answered("new", "organization", "lens", lines=["", "", "clerk", ""])
    lines = ["", "Loan", "book a lens", "book", "Clerk", "clerk", "", "clerk"]
    shown = answered("new", "process", "loan", lines=lines)
    assert "book a lens is no name" in shown
    assert "there is no Clerk; there are: clerk" in shown
    process = load_process(Path("loan.yaml")).process
    assert process is not None
    book = process.steps["book"]
    assert isinstance(book, Task)
    assert book.role == "clerk"
    assert list(process.steps) == ["book", "approval", "done", "refused"]


def test_a_position_from_answers(answered: Answered) -> None:
    answered("new", "organization", "lens", lines=["", "", "clerk boss", "boss", "", ""])
    lines = ["", "Desk", "nobody", "clerk", "boss", "Stocktaking", "fortnight", "month", ""]
    shown = answered("new", "position", "desk", lines=lines)
    assert "there is no nobody; there are: clerk, boss" in shown
    assert "fortnight is none of: day, business day" in shown
    assert "{title: Stocktaking, every: month}" in Path("positions/desk.yaml").read_text(encoding="utf-8")
