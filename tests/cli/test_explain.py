"""explain, and findings in other forms and languages."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from procflow.diagnostics import code_page
from procflow.diagnostics.catalogue import catalogue

Program = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def wrong(leave: Path) -> Path:
    """A process that names a step which is not there, on line 6."""
    leave.write_text(leave.read_text(encoding="utf-8").replace("start: ask", "start: aks"), encoding="utf-8")
    return leave


def test_explain_prints_the_page_of_a_code(cli: Any) -> None:
    ended = cli("explain", "y301")
    assert (ended.code, ended.out) == (0, code_page("Y301"))
    assert cli("explain", "Y301", "--lang", "zh").out == code_page("Y301", "zh")
    assert cli("explain", "Y301", "--json").json == [
        {"code": "Y301", "title": "the key … stands here a second time", "page": code_page("Y301")}
    ]


def test_explain_lists_all_codes(cli: Any) -> None:
    listed = cli("explain").out.splitlines()
    assert [line.split()[0] for line in listed] == list(catalogue())
    assert [entry["code"] for entry in cli("explain", "--json").json] == list(catalogue())


def test_explain_turns_down_what_is_no_code(cli: Any) -> None:
    ended = cli("explain", "Y3O1")
    assert ended.code == 2
    assert "there is no code Y3O1; procflow explain lists all of them" in ended.err


def test_findings_speak_the_language_of_the_locale(
    cli: Any, wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    ended = cli("check", wrong)
    assert f"{wrong}:6:8: 錯誤 N201: 沒有 aks 這個步驟" in ended.out
    assert "改法: 是不是要寫 ask？" in ended.out
    assert ended.out.endswith("1 處錯誤\n檢查了 2 個檔案\n")
    assert "there is no step aks" in cli("check", wrong, "--lang", "en").out
    assert cli("check", wrong, "--json").json[0]["message"] == "沒有 aks 這個步驟"


def test_check_writes_sarif_with_names_from_here(cli: Any, wrong: Path) -> None:
    ended = cli("check", wrong, "--format", "sarif", "--lang", "en")
    assert ended.code == 1
    (run,) = ended.json["runs"]
    (result,) = run["results"]
    assert result["ruleId"] == "N201"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "elsewhere/leave.yaml"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (6, 8)


def test_check_writes_annotations_with_names_from_here(cli: Any, wrong: Path) -> None:
    ended = cli("check", wrong, "--format", "github")
    assert ended.code == 1
    assert ended.out.startswith(
        "::error file=elsewhere/leave.yaml,line=6,endLine=6,col=8,endColumn=10,title="
    )
    assert ended.out.count("\n") == 1


def test_check_writes_no_annotations_where_nothing_was_found(cli: Any, leave: Path) -> None:
    ended = cli("check", leave, "--format", "github")
    assert (ended.code, ended.out) == (0, "")


def test_colour_is_for_terminals_alone(program: Program, wrong: Path) -> None:
    assert "\x1b" not in program("check", wrong).stdout
