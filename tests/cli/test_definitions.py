"""check, forecast and test, which need no database; and the demonstration."""

import json
from pathlib import Path
from typing import Any

from procflow.bundled import bundled

SCENARIO = """
process: leave.yaml
given: {now: 2026-03-02 09:00, data: {days: 2}}
scenarios:
  granted:
    steps:
      - {start: ann}
      - {as: ann, do: ask asked}
      - {expect: {status: STATUS}}
"""


def test_what_comes_along_checks_clean(cli: Any) -> None:
    ended = cli("check", bundled("processes"))
    files = len(list(bundled("processes").rglob("*.yaml")))
    assert files > 60
    assert (ended.code, ended.out) == (0, f"no findings\n{files} files checked\n")


def test_check_reads_a_folder_with_all_that_is_in_it(cli: Any, leave: Path) -> None:
    ended = cli("check", leave.parent)
    assert (ended.code, ended.out) == (0, "no findings\n2 files checked\n")
    (leave.parent / "scenarios").mkdir()
    (leave.parent / "scenarios" / "leave.yaml").write_text(
        SCENARIO.replace("ask asked", "ask askd"), encoding="utf-8"
    )
    ended = cli("check", leave.parent)
    assert ended.code == 1
    assert "3 files checked" in ended.out


def test_check_shows_each_mistake_at_its_place_once(cli: Any, leave: Path) -> None:
    leave.write_text(leave.read_text(encoding="utf-8").replace("start: ask", "start: aks"), encoding="utf-8")
    ended = cli("check", leave.parent)
    assert ended.code == 1
    assert f"{leave}:6:8: error" in ended.out and "did you mean ask?" in ended.out
    (finding,) = cli("check", leave.parent, "--format", "json").json
    assert (finding["file"], finding["line"], finding["column"]) == (str(leave), 6, 8)
    assert cli("check", leave, "--json").json == [finding]


def test_check_goes_through_the_graph(cli: Any, leave: Path) -> None:
    text = leave.read_text(encoding="utf-8").replace("outcomes: {asked: look,", "outcomes: {asked: granted,")
    leave.write_text(text, encoding="utf-8")
    ended = cli("check", leave)
    assert ended.code == 1
    assert "look" in ended.out


def test_forecast_tells_the_way(cli: Any) -> None:
    data = {"amount": 3_000_000, "channel": "direct", "mode": "meeting"}
    foretold = cli("forecast", "contract-review", "--data", json.dumps(data), "--json").json
    assert foretold["final_authority"] == "general-manager"
    assert {"step", "role", "seat", "title"} <= set(foretold["path"][0])
    assert [step["role"] for step in foretold["path"]][:3] == [
        "sales-representative",
        "contract-reviewer",
        "contract-reviewer",
    ]
    assert (
        "final authority: general-manager"
        in cli("forecast", "contract-review", "--data", json.dumps(data)).out
    )


def test_forecast_names_a_field_that_it_lacks(cli: Any) -> None:
    ended = cli(
        "forecast", "contract-review", "--data", '{"mode": "circulation", "channel": "direct"}', "--json"
    )
    assert (ended.code, ended.json["error"]["missing"]) == (1, ["amount"])


def test_forecast_takes_a_file(cli: Any, leave: Path) -> None:
    foretold = cli("forecast", leave, "--json").json
    assert [(step["step"], step["seat"]) for step in foretold["path"]] == [
        ("ask", None),
        ("look", "clerk"),
        ("look", "boss"),
    ]
    assert foretold["final_authority"] is None


def test_scenarios_are_run(cli: Any, leave: Path) -> None:
    file = leave.parent / "scenarios.yaml"
    file.write_text(SCENARIO.replace("STATUS", "running"), encoding="utf-8")
    assert "1 scenario, none failed" in cli("test", leave.parent).out
    assert "granted" in cli("test", file, "--verbose").out
    assert cli("check", leave.parent).code == 0
    file.write_text(SCENARIO.replace("STATUS", "completed"), encoding="utf-8")
    ended = cli("test", file)
    assert ended.code == 1
    assert f"{file}:9:" in ended.out and "FAILED" in ended.out
    shape = cli("test", file, "--json").json
    assert not shape["ok"]
    assert shape["scenarios"][0]["failures"][0]["line"] == 9


def test_the_demonstration_is_told(cli: Any, tmp_path: Path) -> None:
    ended = cli("demo", "--db", "demo.db")
    assert (ended.code, ended.err) == (0, "")
    assert "1,800,000" in ended.out
    (case,) = cli("cases", "--db", "demo.db", "--json").json
    assert cli("verify", "--db", "demo.db", "--json").json[0]["head"] in ended.out
    assert case["status"] == "completed"
    assert cli("demo", "--lang", "zh", "--json").json


def test_check_finds_two_processes_of_one_id_in_a_folder(cli: Any, leave: Path) -> None:
    copy = leave.with_name("leave (2).yaml")
    copy.write_text(leave.read_text(encoding="utf-8"), encoding="utf-8")
    assert cli("check", leave.parent).code == 0
    copy.write_text(copy.read_text(encoding="utf-8").replace("maximum: 30", "maximum: 20"), encoding="utf-8")
    found = cli("check", leave.parent, "--json").json
    assert [(finding["code"], finding["message"]) for finding in found] == [
        ("N104", "leave is the name of some process already")
    ]
    (leave.parent / "apart").mkdir()
    copy.rename(leave.parent / "apart" / "leave.yaml")
    assert "N104" not in cli("check", leave.parent).out
