"""procflow render: everything that can be drawn, in every format, and what is refused."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from procflow.cli.commands.render import FORMATS as COMMAND_FORMATS
from procflow.drawing.render import FORMATS

FIRST = {
    "svg": b"<svg",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "html": b"<!doctype html>",
    "bpmn": b"<?xml",
    "mmd": b"---",
    "dot": b"digraph",
    "json": b"{",
}

STYLES = (
    "--lang en",
    "--lanes none",
    "--detail full",
    "--direction lr",
    "--theme dark",
    "--theme print",
)


def test_every_format_there_is_can_be_asked_for() -> None:
    assert set(COMMAND_FORMATS) == set(FORMATS) == set(FIRST)


def text_of(path: Path) -> str:
    """All text of an SVG."""
    return "".join(ElementTree.fromstring(path.read_bytes()).itertext())


@pytest.mark.parametrize("ending", FIRST)
def test_the_ending_is_the_format(cli: Any, leave: Path, tmp_path: Path, ending: str) -> None:
    assert cli("render", leave, "-o", f"leave.{ending}").code == 0
    content = (tmp_path / f"leave.{ending}").read_bytes()
    assert content.lstrip()[: len(FIRST[ending])].lower() == FIRST[ending].lower()


def test_a_picture_can_be_printed_and_told_of_in_json(cli: Any, leave: Path, tmp_path: Path) -> None:
    assert json.loads(cli("render", leave, "-o", "-", "--format", "json").out)["title"] == "請假 Leave"
    said = cli("render", leave, "-o", "leave.svg", "--json").json
    assert said == {"file": "leave.svg", "bytes": (tmp_path / "leave.svg").stat().st_size}


def test_languages_lanes_details_directions_and_themes(cli: Any, tmp_path: Path) -> None:
    pictures: dict[str, bytes] = {}
    for options in ("", *STYLES):
        assert cli("render", "contract-review", "-o", "picture.svg", *options.split()).code == 0
        pictures[options] = (tmp_path / "picture.svg").read_bytes()
    assert len(set(pictures.values())) == len(pictures)
    assert "提交" in pictures[""].decode()
    assert "提交" not in pictures["--lang en"].decode()


def test_a_position_is_drawn_as_its_map(cli: Any, tmp_path: Path) -> None:
    assert cli("render", "order-desk-head", "-o", "map.svg").code == 0
    drawn = text_of(tmp_path / "map.svg")
    assert "每個工作日" in drawn
    assert "客戶暫停發貨" in drawn


def test_a_case_at_a_moment_and_now(cli: Any, case: str, tmp_path: Path) -> None:
    cli("do", case, "submit-terms", "withdrawn", "--as", "lin", "--comment", "No")
    assert cli("render", case, "-o", "now.svg").code == 0
    assert cli("render", case, "-o", "then.svg", "--at", 1).code == 0
    assert "取消" in text_of(tmp_path / "now.svg")
    assert "進行中" in text_of(tmp_path / "then.svg")
    assert cli("render", case, "-o", "case.html").code == 0
    assert case in (tmp_path / "case.html").read_text(encoding="utf-8")


def test_the_difference_of_two_versions(cli: Any, leave: Path, tmp_path: Path) -> None:
    later = leave.with_name("later.yaml")
    later.write_text(leave.read_text(encoding="utf-8").replace("1 business day", "3 business days"), "utf-8")
    assert cli("render", later, "--against", leave, "-o", "changes.svg").code == 0
    drawn = text_of(tmp_path / "changes.svg")
    assert "1 個工作日" in drawn and "3 個工作日" in drawn


def test_volume_counts_the_cases_of_a_process(cli: Any, case: str, tmp_path: Path) -> None:
    assert cli("render", "contract-review", "-o", "volume.svg", "--volume").code == 0
    assert "1 件" in text_of(tmp_path / "volume.svg")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("contract-review", "-o", "x.gif"), "ends with none of svg, png, pdf"),
        (("contract-review", "-o", "x.svg", "--at", "3"), "--at says something of a case"),
        (("contract-review", "-o", "x.svg", "--as", "lin"), "--as says something of a case"),
        (("contract-review", "-o", "x.svg", "--volume", "--against", "order-exception"), "ask for one"),
        (("contract-review", "-o", "x.svg", "--against", "nothing"), "there is no process nothing"),
        (("nothing.yaml", "-o", "x.svg"), "there is no file nothing.yaml"),
        (("nothing", "-o", "x.svg"), "no process or position nothing, and no database"),
        (("contract-review", "-o", "no/folder/x.svg"), "no/folder/x.svg"),
    ],
)
def test_what_cannot_be_drawn(cli: Any, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = cli("render", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert not list(tmp_path.glob("x.*"))


def test_moments_and_options_of_a_case_that_are_none(cli: Any, case: str) -> None:
    assert "--at takes 1 to" in cli("render", case, "-o", "x.svg", "--at", "999").err
    assert "says something of a process" in cli("render", case, "-o", "x.svg", "--volume").err
    assert cli("render", "another", "-o", "x.svg").code == 2


def test_files_of_other_kinds_and_with_mistakes(cli: Any, leave: Path) -> None:
    assert "kind: organization" in cli("render", leave.with_name("shop.yaml"), "-o", "x.svg").err
    leave.write_text(leave.read_text(encoding="utf-8").replace("role: clerk", "role: clark"), "utf-8")
    ended = cli("render", leave, "-o", "x.svg")
    assert ended.code == 2
    assert "N202" in ended.err


def test_without_a_font_there_is_no_picture(
    cli: Any, leave: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCFLOW_FONTS", str(tmp_path))
    ended = cli("render", leave, "-o", "x.png", "--json")
    assert ended.code == 2
    assert ended.json["error"]["code"] == "picture-no-font"
    assert not (tmp_path / "x.png").exists()
