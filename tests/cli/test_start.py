"""Starting cases: where the database and the process come from, and what may be repeated."""

import json
import shutil
from pathlib import Path
from typing import Any

from procflow.bundled import bundled


def test_it_makes_a_sandbox_and_says_so(cli: Any) -> None:
    ended = cli("start", "contract-review", "--as", "lin", "--json")
    assert ended.code == 0
    assert "made procflow.db, a sandbox" in ended.err
    assert ended.json["case"] and ended.json["status"] == "running"
    assert cli("advance", "--until", "2399-01-01").code == 0


def test_live_makes_a_database_whose_clock_stands(cli: Any) -> None:
    ended = cli("start", "contract-review", "--as", "lin", "--live")
    assert "for real work" in ended.err
    refused = cli("advance", "--until", "2399-01-01", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "no-sandbox")
    assert cli("advance").code == 0
    again = cli("start", "contract-review", "--as", "lin", "--live")
    assert (again.code, again.err) == (0, "")


def test_the_same_id_is_the_same_case(cli: Any) -> None:
    order = ("start", "contract-review", "--as", "lin", "--id", "order-1", "--json", "--data")
    first = cli(*order, '{"amount": 5}').json
    again = cli(*order, '{"amount": 6}').json
    assert first == again
    assert len(cli("cases", "--json").json) == 1
    assert cli("start", "contract-review", "--as", "lin", "--json").json["case"] != first["case"]
    assert len(cli("cases", "--json").json) == 2


def test_data_prefill_and_bind_when_the_form_is_answered(cli: Any) -> None:
    shown = cli("start", "contract-review", "--as", "lin", "--json", "--data", '{"amount": 0.10}').json
    assert shown["data"]["amount"] == 0.1
    assert '"amount": 0.1,' in cli("show", shown["case"], "--json").out


def test_a_case_of_a_file_goes_on_without_it(cli: Any, leave: Path) -> None:
    case = cli("start", leave, "--as", "ann", "--data", '{"days": 2}', "--json").json["case"]
    shutil.rmtree(leave.parent)
    assert [item["case"] for item in cli("inbox", "--as", "ann", "--json").json] == [case]
    assert cli("do", case, "ask", "asked", "--as", "ann").code == 0
    assert cli("inbox", "--as", "bob", "--json").json[0]["seat"] == "boss"
    assert "Leave" in cli("show", case).out
    assert cli("history", case).code == cli("verify", case).code == 0
    assert cli("advance", "--until", "2399-01-01 10:00").code == 0


def test_the_folder_processes_here_goes_before_what_comes_along(
    cli: Any, leave: Path, tmp_path: Path
) -> None:
    leave.parent.rename(tmp_path / "processes")
    assert cli("start", "leave", "--as", "ann").code == 0
    assert "known: leave" in cli("start", "contract-review", "--as", "lin").err
    assert cli("who", "boss", "--json").json[0]["id"] == "bob"
    assert cli("who", "legal-department", "--processes", bundled("processes"), "--json").json


def test_a_change_of_the_organization_counts_at_once(cli: Any, leave: Path, tmp_path: Path) -> None:
    leave.parent.rename(tmp_path / "processes")
    case = cli("start", "leave", "--as", "ann", "--data", '{"days": 2}', "--json").json["case"]
    shop = tmp_path / "processes" / "shop.yaml"
    people = "  dan: {name: Dan, roles: [clerk]}\n"
    shop.write_text(
        shop.read_text(encoding="utf-8").replace("people:\n", f"people:\n{people}"), encoding="utf-8"
    )
    assert cli("inbox", "--as", "dan", "--json").json[0]["case"] == case
    assert cli("do", case, "ask", "asked", "--as", "dan").code == 0


def test_an_organization_of_the_same_name_elsewhere_is_told(cli: Any, leave: Path, tmp_path: Path) -> None:
    here = shutil.copytree(leave.parent, tmp_path / "processes") / "shop.yaml"
    here.write_text(
        here.read_text(encoding="utf-8").replace("title: Shop", "title: Our shop"), encoding="utf-8"
    )
    assert "shop is another in processes" in cli("start", leave, "--as", "ann").err
    assert "shop is another" not in cli("start", leave, "--as", "ann", "--processes", leave.parent).err


def test_a_paper_may_come_with_it(cli: Any, leave: Path, tmp_path: Path) -> None:
    (tmp_path / "合同.pdf").write_bytes(b"draft")
    paper = f"draft-contract={tmp_path / '合同.pdf'}"
    shown = cli("start", "contract-review", "--as", "lin", "--attach", paper, "--json").json
    assert shown["attachments"]["draft-contract"]["filename"] == "合同.pdf"


def test_data_come_from_standard_input(program: Any) -> None:
    ended = program(
        "start", "contract-review", "--as", "lin", "--json", "--data", "-", input='{"customer": "甲"}'
    )
    assert json.loads(ended.stdout)["data"]["customer"] == "甲"
