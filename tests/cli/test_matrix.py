import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from procflow.cli.commands.matrix import KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_is_printed(cli: Any, kind: str, lang: str) -> None:
    ended = cli("matrix", kind, "contract-review", "--on", "2026-03-02", "--lang", lang)
    assert (ended.code, ended.err) == (0, "")
    assert {"en": "ontract", "zh": "合同"}[lang] in ended.out
    assert "{" not in ended.out


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_json(cli: Any, kind: str) -> None:
    (found,) = cli("matrix", kind, "contract-review", "--on", "2026-03-02", "--json").json
    assert found.get("process", found.get("register")) == "contract-review"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "html"])
def test_every_kind_is_written(cli: Any, tmp_path: Path, kind: str, ending: str) -> None:
    file = tmp_path / f"found.{ending}"
    ended = cli("matrix", kind, "contract-review", "-o", file)
    assert (ended.code, ended.out) == (0, f"{file}: {file.stat().st_size} bytes\n")
    if ending == "xlsx":
        assert len(openpyxl.load_workbook(file).sheetnames) > 1
    else:
        assert "contract-review" in file.read_text(encoding="utf-8-sig")


def test_without_a_name_every_process_at_hand_is_told(cli: Any, leave: Path) -> None:
    everything = {found["process"] for found in cli("matrix", "separation", "--json").json}
    assert {"contract-review", "order-follow-up", "work-plan"} <= everything
    only = cli("matrix", "separation", "--json", "--processes", leave.parent).json
    assert [found["process"] for found in only] == ["leave"]


def test_several_processes_by_id_and_by_file(cli: Any, leave: Path) -> None:
    found = cli("matrix", "deadlines", leave, "spending", "--json").json
    assert [each["process"] for each in found] == ["leave", "spending"]


def test_registers_of_several_are_told_once(cli: Any) -> None:
    found = cli("matrix", "coverage", "spending", "work-plan", "--json").json
    assert [each["register"] for each in found] == ["order-desk"]


def test_a_position_over_all_processes(cli: Any) -> None:
    found = cli("matrix", "responsibility", "order-desk-head", "--json").json
    assert (found["position"], len(found["entries"])) == ("order-desk-head", 24 + 10 + 9)
    assert {"spending", "work-plan"} <= {taken["process"] for taken in found["taken"]}
    assert "職責" in cli("matrix", "responsibility", "order-desk-head", "--lang", "zh").out


def test_a_person_on_a_day(cli: Any) -> None:
    def parts(on: str) -> set[str]:
        words = ("matrix", "responsibility", "shipment-hold", "--person", "pan", "--on", on, "--json")
        taken = cli(*words).json["taken"]
        return {each["process"] for each in taken if "management-2026" in each["through"]}

    assert parts("2026-08-02") == set()
    assert parts("2026-08-03") == parts("2026-08-14") == {"shipment-hold"}
    assert parts("2026-08-15") == set()


def test_a_person_over_everything_at_hand(cli: Any) -> None:
    found = cli("matrix", "responsibility", "--person", "su", "--json").json
    assert {"spending", "work-plan", "shipment-hold"} <= {taken["process"] for taken in found["taken"]}


def test_bytes_on_standard_output(cli: Any) -> None:
    ended = cli("matrix", "authority", "contract-review", "-o", "-", "--format", "csv", "--lang", "zh")
    rows = list(csv.reader(io.StringIO(ended.out.removeprefix("\ufeff"))))
    assert ended.code == 0 and ["權限"] in rows


def test_a_written_file_is_told_as_json(cli: Any, tmp_path: Path) -> None:
    file = tmp_path / "found.txt"
    told = cli("matrix", "authority", "contract-review", "-o", file, "--format", "csv", "--json").json
    assert told == {"file": str(file), "bytes": file.stat().st_size}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("matrix",), "usage", "Missing argument"),
        (("matrix", "blame"), "usage", "'blame' is not one of"),
        (("matrix", "authority", "nothing"), "not-found", "there are: contract-review"),
        (("matrix", "authority", "no/such.yaml"), "no-such-file", "there is no file"),
        (("matrix", "authority", "order-desk-head"), "no-process", "of one there is responsibility"),
        (("matrix", "authority", "order-desk-head", "spending"), "one-position", "name it alone"),
        (("matrix", "authority", "--person", "su"), "usage", "--person goes with responsibility"),
        (("matrix", "responsibility", "order-desk-head", "--person", "su"), "no-process", "without --person"),
        (("matrix", "responsibility", "--person", "who"), "not-found", "nobody called who"),
        (("matrix", "authority", "--on", "yesterday"), "usage", "does not match"),
        (("matrix", "authority", "--on", "9999-12-31"), "no-day", "end of time"),
        (("matrix", "authority", "--format", "csv"), "usage", "name one with -o"),
        (("matrix", "authority", "-o", "found.doc"), "no-format", "csv, xlsx, html"),
        (("matrix", "authority", "-o", "no/such/found.csv", "contract-review"), "system", "no such file"),
        (("matrix", "coverage", "nothing"), "not-found", "there is no process or position nothing"),
    ],
)
def test_what_cannot_be_told_says_why(cli: Any, words: tuple[str, ...], code: str, said: str) -> None:
    ended = cli(*words, "--json")
    assert ended.code == 2
    assert ended.json["error"]["code"] == code
    assert said in ended.json["error"]["reason"]


def test_another_kind_of_file_is_no_process(cli: Any, leave: Path) -> None:
    ended = cli("matrix", "deadlines", leave.parent / "shop.yaml", "--json")
    assert ended.json["error"]["code"] == "no-process"


def test_a_file_with_mistakes_is_refused_by_name_and_else_left_out(cli: Any, leave: Path) -> None:
    leave.write_text(leave.read_text(encoding="utf-8").replace("start: ask", "start: aks"), encoding="utf-8")
    assert cli("matrix", "deadlines", leave).code == 2
    ended = cli("matrix", "deadlines", "--processes", leave.parent)
    assert "has errors and is left out" in ended.err
    assert ended.code == 2 and "no process here without mistakes" in ended.err


def test_what_brings_workbooks_is_an_extra(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    ended = cli("matrix", "authority", "contract-review", "-o", tmp_path / "found.xlsx", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "missing-extra")
    assert "procflow[reports]" in ended.json["error"]["reason"]
