import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from procflow.cli import run

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")

PROGRAM = (sys.executable, "-c", "from procflow.cli import main; main()")

LEAVE = """
process: leave
version: 1.0.0
title: {zh: 請假, en: Leave}
organization: shop.yaml
start: ask
data:
  days:
    {type: number, required: true, minimum: 0.5, maximum: 30,
     change: {by: clerk, after: ask, until: granted}}
  kinds: {type: choices, of: [paid, unpaid]}
  illness: {type: text, personal: true, see: boss}
steps:
  ask:
    role: clerk
    form: [days, kinds, illness]
    deadline: 1 business day
    outcomes: {asked: look, dropped: {go: dropped, form: optional, needs: [comment]}}
  look:
    review: together
    first_refusal: decides
    seats: [{role: clerk}, {role: boss}]
    answers: {agree: continue, refuse: {needs: [comment], go: refused}}
    outcomes: {passed: granted}
  granted: {end: completed}
  refused: {end: rejected}
  dropped: {end: cancelled}
"""

SHOP = """
organization: shop
title: Shop
calendars: {counter: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk, superior: boss}, boss: {title: Boss}}
people:
  ann: {name: {zh: 安, en: Ann}, roles: [clerk]}
  bob: {name: Bob, roles: [boss]}
  cat: {name: Cat, roles: [clerk, boss]}
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command line ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Cli = Callable[..., Ended]


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the locale of the machine, messages are in English unless a test says otherwise."""
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs command lines in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def ended(*arguments: object) -> Ended:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        return Ended(code, printed.out, printed.err)

    return ended


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs the program itself in an empty folder."""

    def completed(*arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, **options.pop("env", {})}
        return subprocess.run(
            [*PROGRAM, *(str(argument) for argument in arguments)],
            cwd=tmp_path,
            env=environment,
            encoding="utf-8",
            check=False,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )

    return completed


@pytest.fixture
def leave(tmp_path: Path) -> Path:
    """A small process with its organization, in a folder of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (folder / "leave.yaml").write_text(LEAVE, encoding="utf-8")
    return folder / "leave.yaml"


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database with one contract review that has just been started, and the id of its case."""
    database = tmp_path_factory.mktemp("started") / "procflow.db"
    ended = subprocess.run(
        [*PROGRAM, "start", "contract-review", "--as", "lin", "--db", str(database), "--json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=database.parent,
    )
    return database, json.loads(ended.stdout)["case"]


@pytest.fixture
def case(cli: Cli, started: tuple[Path, str], tmp_path: Path) -> str:
    """The id of that case, in a database of the test's own, beside a paper to attach."""
    shutil.copy(started[0], tmp_path / "procflow.db")
    (tmp_path / "draft.pdf").write_bytes(b"draft")
    return started[1]
