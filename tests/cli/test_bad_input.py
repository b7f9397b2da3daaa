"""Whatever is typed: a clear message, exit 1 or 2, nothing written, no traceback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REFUSED, CANNOT = 1, 2

DO = ("do", "CASE", "submit-terms", "submitted", "--as", "lin")
START = ("start", "contract-review", "--as", "lin", "--db", "new.db")

ON_A_CASE = [
    # the wrong person, moment, outcome and topic; what is missing; what is no value
    (("do", "CASE", "submit-terms", "submitted", "--as", "wu"), REFUSED, "wu does not act for"),
    (("do", "CASE", "submit-terms", "submitted", "--as", "nobody"), REFUSED, "nobody is nobody in"),
    ((*DO, "--on-behalf-of", "he"), REFUSED, "lin holds no grant of he"),
    (("do", "CASE", "sign", "signed", "--as", "lin"), REFUSED, "nothing is open at sign"),
    (("do", "CASE", "submit-term", "submitted", "--as", "lin"), REFUSED, "submit-terms / sales"),
    (("do", "CASE", "submit-terms", "agree", "--as", "lin"), REFUSED, "agree is no outcome of submit-terms"),
    ((*DO, "--topic", "quality"), REFUSED, "quality is no topic"),
    (("do", "CASE", "submit-terms", "withdrawn", "--as", "lin"), REFUSED, "comment"),
    (("do", "CASE", "submit-terms", "withdrawn", "--as", "lin", "--comment", "  "), REFUSED, "comment"),
    (DO, REFUSED, "draft-contract"),
    ((*DO, "--data", '{"amount": "abc"}'), REFUSED, "'abc' is no amount"),
    ((*DO, "--data", '{"amount": -5}'), REFUSED, "-5 is below 0.01"),
    ((*DO, "--data", '{"amount": 1e999999}'), REFUSED, "is no amount"),
    ((*DO, "--data", '{"amount": true}'), REFUSED, "is no amount"),
    ((*DO, "--data", '{"chanel": "direct"}'), REFUSED, "there is no field chanel"),
    ((*DO, "--data", '{"channel": "dirct"}'), REFUSED, "did you mean direct?"),
    ((*DO, "--data", '{"mode": "short"}'), REFUSED, "mode cannot be filled in here"),
    ((*DO, "--data", '{"\\ud800": 1}'), REFUSED, "there is no field"),
    ((*DO, "--attach", "draft-contract=nowhere.pdf"), REFUSED, "nowhere.pdf: No such file"),
    ((*DO, "--attach", "minutes=draft.pdf"), REFUSED, "no attachment minutes is asked for"),
    ((*DO, "--item", "CASE-99"), REFUSED, "no work item CASE-99 is open"),
    ((*DO, "--seat", "legal-department"), REFUSED, "no work item of legal-department is open"),
    ((*DO, "--seen", "99"), REFUSED, "there is no version 99"),
    ((*DO, "--seen", "-1"), REFUSED, "there is no version -1"),
    (("change", "CASE", "--data", '{"amount": 3}', "--as", "lin"), REFUSED, "amount cannot be changed"),
    (("take-back", "CASE", "circulate", "--seat", "sales-vp", "--as", "chen"), REFUSED, "no objection"),
    (("show", "CASE", "--as", "nobody"), REFUSED, "nobody has no part in this case"),
    (("advance", "--until", "2001-01-01"), REFUSED, "has passed"),
    # what cannot run at all
    (("do", "c0ffee", "submit-terms", "submitted", "--as", "lin"), CANNOT, "there is no case c0ffee"),
    (("show", "c0ffee"), CANNOT, "there is no case c0ffee"),
    (("history", "c0ffee"), CANNOT, "there is no case c0ffee"),
    (("verify", "c0ffee"), CANNOT, "there is no case c0ffee"),
    (("inbox", "--as", "zhangg"), CANNOT, "did you mean zhang?"),
    (("advance", "--until", "tomorrow"), CANNOT, '"tomorrow" is not a date'),
    (("advance", "--until", "9999-12-31"), CANNOT, "outside the years"),
    (("start", "contract-review", "--as", "lin", "--live"), CANNOT, "is a sandbox already"),
    ((*DO, "--data", "{'amount': 1}"), CANNOT, "double quotes"),
    ((*DO, "--data", ""), CANNOT, "it is empty"),
    ((*DO, "--data", "[1]"), CANNOT, "is no JSON object"),
    ((*DO, "--data", '{"amount": NaN}'), CANNOT, "NaN is no number"),
    ((*DO, "--data", '{"amount": 1e99999999999999999999}'), CANNOT, "no number that anybody means"),
    ((*DO, "--data", '{"amount": 1, "amount": 2}'), CANNOT, "amount is given twice"),
    ((*DO, "--data", "[" * 100_000), CANNOT, "nested too deeply"),
    ((*DO, "--data", "@nowhere.json"), CANNOT, "nowhere.json: no such file"),
    ((*DO, "--data", "@."), CANNOT, "is a directory"),
    ((*DO, "--data", "@latin.json"), CANNOT, "latin.json is no UTF-8 text"),
    ((*DO, "--attach", "draft-contract"), CANNOT, "is no NAME=FILE"),
    ((*DO, "--attach", "a=x", "--attach", "a=y"), CANNOT, "a is attached twice"),
    ((*DO, "--seen", "now"), CANNOT, "'now' is not a valid integer"),
    (("show", "a\udcffb"), CANNOT, "argument 2 is no UTF-8 text"),
]  # fmt: skip

WITHOUT_A_CASE = [
    (("cases",), CANNOT, "there is no database procflow.db yet"),
    (("inbox", "--as", "lin"), CANNOT, "procflow start makes one"),
    (("verify", "--db", "sqlite:///none.db"), CANNOT, "there is no database none.db yet"),
    (("cases", "--db", "empty.db"), CANNOT, "there is no database empty.db yet"),
    (("cases", "--db", "notes.txt"), CANNOT, "notes.txt is no database"),
    (("show", "c1", "--db", "."), CANNOT, "is a folder"),
    (("show", "c1", "--db", "memory:"), CANNOT, "keeps nothing"),
    (("show", "c1", "--db", "postgresql://here/x"), CANNOT, "names no database"),
    (("start", "contract-review", "--as", "lin", "--db", "notes.txt"), CANNOT, "notes.txt is no database"),
    (("start", "contract-review", "--as", "lin", "--db", "no/such/folder.db"), CANNOT, "there is no folder"),
    (("start", "contract-review", "--as", "wu", "--db", "new.db"), REFUSED, "wu does not act"),
    ((*START, "--data", '{"amount": "abc"}'), REFUSED, "'abc' is no amount"),
    ((*START, "--attach", "draft-contract=nowhere"), REFUSED, "nowhere"),
    (("start", "contract-reviews", "--as", "lin"), CANNOT, "did you mean contract-review?"),
    (("start", "nowhere.yaml", "--as", "lin"), CANNOT, "nowhere.yaml is no file"),
    (("start", "folder.yaml", "--as", "lin"), CANNOT, "a folder, no process file"),
    (("start", "notes.txt", "--as", "lin", "--db", "new.db"), CANNOT, "notes.txt:1:1"),
    (("start", "elsewhere/shop.yaml", "--as", "ann"), CANNOT, "of the kind: organization"),
    (("start", "broken.yaml", "--as", "ann"), CANNOT, "broken.yaml:2:8"),
    (("start", "contract-review", "--as", "lin", "--processes", "nowhere"), CANNOT, "no file or folder"),
    (("start", "contract-review", "--as", "lin", "--processes", "elsewhere"), CANNOT, "known: leave"),
    (("start", "contract-review"), CANNOT, "Missing option '--as'"),
    (("forecast", "contract-review", "--data", '{"amount": 1}'), REFUSED, "mode"),
    (("forecast", "contract-review", "--data", '{"amont": 1}'), REFUSED, "there is no field amont"),
    (("who", "quality-departement"), CANNOT, "did you mean quality-department?"),
    (("check", "nowhere"), CANNOT, "there is no file or folder nowhere"),
    (("check", "folder.yaml"), CANNOT, "there are no .yaml files"),
    (("test", "folder.yaml"), CANNOT, "there are no scenarios"),
    (("demo", "--db", "notes.txt"), CANNOT, "notes.txt is there already"),
    (("cases", "--no-such-option"), CANNOT, "No such option"),
    (("no-such-command",), CANNOT, "No such command"),
]  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(cli: Callable[..., Any], arguments: tuple[str, ...], code: int, message: str) -> None:
    ended = cli(*arguments)
    assert (ended.code, ended.out) == (code, ""), ended
    assert message in ended.err
    assert "Traceback" not in ended.err and "fault of procflow" not in ended.err


@pytest.mark.parametrize(("arguments", "code", "message"), ON_A_CASE)
def test_on_a_case(
    cli: Any, case: str, tmp_path: Path, *, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "latin.json").write_bytes('{"customer": "Käufer"}'.encode("latin-1"))
    before = cli("show", case, "--json").json
    refused(cli, tuple(word.replace("CASE", case) for word in arguments), code, message.replace("CASE", case))
    assert cli("show", case, "--json").json == before
    assert len(cli("cases", "--json").json) == 1


@pytest.mark.parametrize(("arguments", "code", "message"), WITHOUT_A_CASE)
def test_without_a_case(
    cli: Any, leave: Path, tmp_path: Path, *, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "notes.txt").write_text("no definition, no database\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("process: leave\nsteps: [\n", encoding="utf-8")
    (tmp_path / "empty.db").touch()
    (tmp_path / "folder.yaml").mkdir()
    before = files(tmp_path)
    refused(cli, arguments, code, message)
    assert files(tmp_path) == before


def test_a_definition_with_mistakes_is_refused_with_all_of_them_at_their_places(
    cli: Any, leave: Path
) -> None:
    text = leave.read_text(encoding="utf-8")
    leave.write_text(
        text.replace("role: clerk\n", "role: clark\n").replace("start: ask", "start: aks"), encoding="utf-8"
    )
    ended = cli("start", leave, "--as", "ann")
    assert ended.code == CANNOT
    assert "unknown" not in ended.out
    for name, nearest in (("clark", "clerk"), ("aks", "ask")):
        assert name in ended.err and f"did you mean {nearest}?" in ended.err
    assert not Path("procflow.db").exists()


def test_an_error_is_one_json_object_on_standard_output(cli: Any, case: str) -> None:
    ended = cli("do", case, "submit-terms", "withdrawn", "--as", "lin", "--json")
    assert ended.code == REFUSED
    assert ended.json == {
        "error": {
            "code": "incomplete",
            "reason": "withdrawn needs more",
            "allowed": [],
            "missing": ["comment"],
            "exit": 1,
        }
    }
    assert "missing  comment" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "--json"), "usage"),
        (("nothing", "--json"), "usage"),
        (("check", "--no", "--format", "json"), "usage"),
        (("--json", "show", "c1"), "no-database"),
        (("start", "none", "--as", "x", "--json"), "not-found"),
        (("start", "elsewhere/shop.yaml", "--as", "x", "--json"), "no-process"),
    ],
)
def test_every_kind_of_error_has_its_code(
    cli: Any, leave: Path, arguments: tuple[str, ...], code: str
) -> None:
    ended = cli(*arguments)
    assert (ended.json["error"]["code"], ended.json["error"]["exit"]) == (code, ended.code)


def test_a_definition_error_carries_its_findings(cli: Any, leave: Path) -> None:
    leave.write_text(leave.read_text(encoding="utf-8").replace("start: ask", "start: aks"), encoding="utf-8")
    error = cli("start", leave, "--as", "ann", "--json").json["error"]
    assert error["code"] == "definition"
    assert [finding["line"] for finding in error["findings"]] == [6]
