"""A file with mistakes among the processes stops only what needs it."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def here(leave: Path, tmp_path: Path) -> Path:
    """The folder that processes are looked for in, with two of them."""
    folder = leave.parent.rename(tmp_path / "processes")
    text = (folder / "leave.yaml").read_text(encoding="utf-8")
    (folder / "other.yaml").write_text(text.replace("process: leave", "process: other"), encoding="utf-8")
    return folder


def broken(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"), [("start: ask", "start: aks"), ("version: 1.0.0", "version: [")], ids=["name", "yaml"]
)
def test_running_cases_go_on(cli: Any, here: Path, old: str, new: str) -> None:
    case = cli("start", "leave", "--as", "ann", "--json").json["case"]
    broken(here / "leave.yaml", old, new)
    for command in (("show", case), ("inbox", "--as", "ann"), ("advance",)):
        ended = cli(*command)
        assert ended.code == 0
        assert (
            ended.err
            == "procflow: processes/leave.yaml has 1 error and is left out; procflow check shows them\n"
        )
    assert [item["case"] for item in cli("inbox", "--as", "ann", "--json").json] == [case]
    done = cli("do", case, "ask", "asked", "--as", "ann", "--data", '{"days": 2}')
    assert (done.code, cli("verify").code) == (0, 0)


def test_the_broken_process_does_not_start_and_the_sound_one_does(cli: Any, here: Path) -> None:
    broken(here / "leave.yaml", "start: ask", "start: aks")
    for command in (("start", "leave", "--as", "ann"), ("forecast", "leave")):
        ended = cli(*command)
        assert ended.code == 2
        assert "processes/leave.yaml:6:8: error" in ended.err
    assert cli("start", "other", "--as", "ann").code == 0
    assert cli("forecast", "other").code == 0
    assert cli("who", "boss").code == 0


def test_an_organization_with_mistakes_is_no_authority(cli: Any, here: Path) -> None:
    case = cli("start", "leave", "--as", "ann", "--json").json["case"]
    broken(here / "shop.yaml", "roles: [boss]", "roles: [bos]")
    for command in (
        ("do", case, "ask", "asked", "--as", "ann", "--data", '{"days": 2}'),
        ("inbox", "--as", "ann"),
        ("show", case),
        ("start", "other", "--as", "ann"),
        ("who", "boss"),
    ):
        ended = cli(*command)
        assert ended.code == 2
        assert "processes/shop.yaml:" in ended.err and "did you mean boss?" in ended.err
    assert cli("history", case).code == 0


@pytest.mark.parametrize("mistake", ["[", "organization: [", "people: ["])
def test_an_organization_that_cannot_be_read_is_no_authority(cli: Any, here: Path, mistake: str) -> None:
    case = cli("start", "leave", "--as", "ann", "--json").json["case"]
    (here / "shop.yaml").write_text(mistake, encoding="utf-8")
    assert cli("do", case, "ask", "asked", "--as", "ann", "--data", '{"days": 2}').code == 2


def test_the_organization_of_now_counts_where_the_process_is_broken(cli: Any, here: Path) -> None:
    case = cli("start", "leave", "--as", "ann", "--json").json["case"]
    broken(here / "leave.yaml", "version: 1.0.0", "version: [")
    (here / "other.yaml").unlink()
    broken(
        here / "shop.yaml",
        "ann: {name: {zh: 安, en: Ann}, roles: [clerk]}",
        "dan: {name: Dan, roles: [clerk]}",
    )
    data = ("--data", '{"days": 2}')
    assert cli("do", case, "ask", "asked", "--as", "ann", *data).code == 1
    assert cli("do", case, "ask", "asked", "--as", "dan", *data).code == 0
