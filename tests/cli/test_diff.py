"""Two versions of a process: files, ids, and what cases of the database run on."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def newer(leave: Path) -> Path:
    """The small process with a longer limit."""
    file = leave.with_name("newer.yaml")
    text = leave.read_text(encoding="utf-8").replace("deadline: 1 business day", "deadline: 3 business days")
    file.write_text(text.replace("version: 1.0.0", "version: 2.0.0"), encoding="utf-8")
    return file


def test_in_words(cli: Any, leave: Path, newer: Path) -> None:
    ended = cli("diff", leave, newer)
    assert (ended.code, ended.err) == (0, "")
    assert "The version of the process changes from 1.0.0 to 2.0.0." in ended.out
    assert "The limit of the step “ask” rises from 1 business day to 3 business days." in ended.out
    assert "步驟「ask」的時限由 1 個工作日增為 3 個工作日。" in cli("diff", leave, newer, "--lang", "zh").out


def test_as_json_and_as_files(cli: Any, leave: Path, newer: Path, tmp_path: Path) -> None:
    found = cli("diff", leave, newer, "--json").json
    assert [(each["places"], each["about"], each["kind"]) for each in found] == [
        (["leave"], "process", "changed"),
        (["ask"], "steps", "changed"),
    ]
    for ending in ("csv", "xlsx", "html"):
        file = tmp_path / f"changes.{ending}"
        assert cli("diff", leave, newer, "-o", file).code == 0
        assert file.stat().st_size
    ended = cli("diff", leave, newer, "-o", "-", "--format", "csv")
    rows = list(csv.reader(io.StringIO(ended.out.removeprefix("\ufeff"))))
    assert ["ask", "changed"] in [row[:2] for row in rows]


def test_the_same_twice(cli: Any) -> None:
    ended = cli("diff", "contract-review", "contract-review")
    assert ended.out.endswith("Both are one and the same definition.\n")
    assert cli("diff", "contract-review", "contract-review", "--json").json == []


def test_what_cases_run_on(cli: Any, leave: Path, newer: Path) -> None:
    for file in (leave, newer):
        assert cli("start", file, "--as", "ann").code == 0
    hashes = re.findall(r"\(([0-9a-f]{12})\)", cli("diff", leave, newer).out)
    found = cli("diff", "leave@1.0.0", "leave@2.0.0", "--json").json
    assert [each["places"] for each in found] == [["leave"], ["ask"]]
    assert cli("diff", f"leave@{hashes[0][:6]}", newer, "--json").json == found
    assert cli("diff", f"leave@{hashes[1]}", newer, "--json").json == []


def test_versions_that_are_not_there_or_several(cli: Any, leave: Path, newer: Path) -> None:
    ended = cli("diff", leave, "leave@1.0.0", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "no-database")
    newer.write_text(newer.read_text(encoding="utf-8").replace("2.0.0", "1.0.0"), encoding="utf-8")
    for file in (leave, newer):
        cli("start", file, "--as", "ann")
    ended = cli("diff", leave, "leave@1.0.0")
    assert ended.code == 2
    assert "leave@1.0.0 is several: 1.0.0 (" in ended.err
    ended = cli("diff", leave, "leave@7")
    assert "no case of procflow.db runs on leave@7; there are: 1.0.0 (" in ended.err
    assert "there is no process rest; there are: " in cli("diff", leave, "rest").err


def test_no_process_and_one_with_mistakes(cli: Any, leave: Path) -> None:
    assert cli("diff", leave, leave.with_name("shop.yaml")).code == 2
    assert "there is no file" in cli("diff", leave, "gone.yaml").err
    leave.write_text(leave.read_text(encoding="utf-8").replace("start: ask", "start: task"), encoding="utf-8")
    ended = cli("diff", "contract-review", leave)
    assert (ended.code, "Traceback" in ended.err) == (2, False)
    assert "task" in ended.err


def test_a_position_is_no_process(cli: Any) -> None:
    ended = cli("diff", "order-desk-head", "contract-review")
    assert (ended.code, "Traceback" in ended.err) == (2, False)
