"""The review sheet of a case on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]

SHEET = """
sheet: leave-slip
prints: leave.yaml
title: {zh: 請假單, en: Leave slip}
serial: {prefix: QJ, per: year, digits: 3}
sections:
  - title: {zh: 申請, en: Request}
    lines:
      - {field: days}
      - {field: illness}
      - {step: ask}
      - {step: look}
"""


@pytest.fixture
def slip(leave: Path) -> Path:
    """A sheet beside the process of leaves."""
    file = leave.with_name("slip.yaml")
    file.write_text(SHEET, encoding="utf-8")
    return file


@pytest.fixture
def case(cli: Cli, leave: Path, slip: Path) -> str:
    data = '{"days": 2, "illness": "fever"}'
    started = cli("start", leave, "--as", "ann", "--data", data, "--db", "cases.db", "--json").json
    return str(started["case"])


def lines(printed: str) -> list[str]:
    return [line.strip() for line in printed.splitlines() if line.strip()]


def test_it_is_printed_from_the_layout_beside_the_process(cli: Cli, case: str, leave: Path) -> None:
    done = cli("sheet", case, "--db", "cases.db", "--processes", leave.parent)
    assert done.code == 0
    said = lines(done.out)
    assert said[:2] == ["Shop", "Leave slip"]
    assert said[2].startswith("No.: QJ-20") and said[2].partition("  ")[0].endswith("-001")
    assert "illness: fever" in said
    assert any(line.startswith("head ") for line in said)


def test_the_second_case_has_the_second_number(cli: Cli, case: str, leave: Path) -> None:
    other = cli("start", leave, "--as", "ann", "--data", '{"days": 3}', "--db", "cases.db", "--json").json
    done = cli("sheet", other["case"], "--db", "cases.db", "--processes", leave.parent)
    assert lines(done.out)[2].partition("  ")[0].endswith("-002")


def test_who_may_not_see_a_field_gets_the_sheet_without_it(cli: Cli, case: str, leave: Path) -> None:
    done = cli("sheet", case, "--as", "ann", "--db", "cases.db", "--processes", leave.parent)
    assert done.code == 0
    assert "fever" not in done.out
    assert "illness: not shown" in lines(done.out)
    stranger = cli("sheet", case, "--as", "dan", "--db", "cases.db", "--processes", leave.parent)
    assert (stranger.code, stranger.out) == (1, "")


@pytest.mark.parametrize(
    ("name", "begins"), [("s.html", b"<!DOCTYPE html>"), ("s.txt", b" "), ("s.pdf", b"%PDF")]
)
def test_it_is_written_in_the_format_of_the_ending(
    cli: Cli, case: str, slip: Path, name: str, begins: bytes
) -> None:
    done = cli("sheet", case, "--sheet", slip, "-o", name, "--db", "cases.db", "--lang", "both")
    assert (done.code, done.out) == (0, f"{name}: {Path(name).stat().st_size} bytes\n")
    assert Path(name).read_bytes().startswith(begins)


def test_an_exported_case_is_printed_without_its_database(cli: Cli, case: str, slip: Path) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db", "--redact", "illness")
    Path("cases.db").unlink()
    done = cli("sheet", "case.zip", "--sheet", slip)
    assert done.code == 0
    assert "No.: ________ (given by the database that keeps the case)" in lines(done.out)[2]
    assert "illness: left out or erased" in lines(done.out)


def test_a_file_that_was_altered_says_so_on_top(cli: Cli, case: str, slip: Path) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db")
    content = Path("case.zip").read_bytes()
    assert content.count(b'"days":"2"') == 1
    Path("case.zip").write_bytes(content.replace(b'"days":"2"', b'"days":"3"'))
    done = cli("sheet", "case.zip", "--sheet", slip)
    assert done.code == 1
    assert lines(done.out)[3].startswith("! The record of this case is not whole")


def test_the_same_for_programs(cli: Cli, case: str, slip: Path) -> None:
    done = cli("sheet", case, "--sheet", slip, "--db", "cases.db", "--json")
    assert (done.json["name"], done.json["case"], done.json["final"]) == ("leave-slip", case, False)


def test_without_a_layout_it_says_what_there_is(cli: Cli, case: str, leave: Path) -> None:
    nowhere = cli("sheet", case, "--db", "cases.db")
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "no sheet here prints leave; write one beside it, or name a file with --sheet" in nowhere.err
    unknown = cli("sheet", case, "--sheet", "slop", "--db", "cases.db", "--processes", leave.parent)
    assert "there is no sheet slop; the sheets that print leave: leave-slip" in unknown.err
    missing = cli("sheet", case, "--sheet", "slop.yaml", "--db", "cases.db")
    assert "there is no file slop.yaml" in missing.err


def test_of_several_one_has_to_be_named(cli: Cli, case: str, leave: Path) -> None:
    second = SHEET.replace("leave-slip", "short-slip")
    leave.with_name("short.yaml").write_text(second, encoding="utf-8")
    done = cli("sheet", case, "--db", "cases.db", "--processes", leave.parent)
    assert done.code == 2
    assert "the sheets that print leave: leave-slip, short-slip; name one with --sheet" in done.err
    named = cli(
        "sheet", case, "--sheet", "short-slip", "--db", "cases.db", "--processes", leave.parent, "--json"
    )
    assert named.json["name"] == "short-slip"


def test_a_layout_that_does_not_fit_is_refused(cli: Cli, case: str, leave: Path, slip: Path) -> None:
    wrong = cli("sheet", case, "--sheet", "order-exception-form", "--db", "cases.db")
    assert "prints cases of order-exception, and this is one of leave" in wrong.err
    later = leave.read_text(encoding="utf-8").replace("ask", "apply")
    leave.write_text(later, encoding="utf-8")
    slip.write_text(SHEET.replace("step: ask", "step: apply"), encoding="utf-8")
    done = cli("sheet", case, "--sheet", slip, "--db", "cases.db")
    assert done.code == 2
    assert "does not fit version 1.0.0 of leave, on which this case runs: there is no step apply" in done.err
    slip.write_text(SHEET.replace("field: days", "field: dyas"), encoding="utf-8")
    mistaken = cli("sheet", case, "--sheet", slip, "--db", "cases.db")
    assert (mistaken.code, "N204" in mistaken.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "x.doc"), "x.doc ends with none of html, pdf, txt; name one with --format"),
        (("--format", "pdf"), "--format says how a file is written; name one with -o"),
    ],
)
def test_a_format_has_to_be_one(cli: Cli, case: str, arguments: tuple[str, ...], said: str) -> None:
    done = cli("sheet", case, *arguments, "--db", "cases.db")
    assert done.code == 2
    assert said in done.err
