"""procflow report: a case of the database, or an exported file, as text, page and PDF."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def case(cli: Cli, leave: Path) -> str:
    data = '{"days": 2, "illness": "fever"}'
    started = cli("start", leave, "--as", "ann", "--data", data, "--db", "cases.db", "--json").json
    return str(started["case"])


def test_a_report_in_a_terminal(cli: Cli, case: str) -> None:
    done = cli("report", case, "--db", "cases.db")
    assert done.code == 0
    assert done.out.startswith(f"Audit report: Leave\n===================\nCase {case}, process leave")
    assert "illness" in done.out
    assert "fever" in done.out
    assert cli("report", case, "--db", "cases.db", "--lang", "zh").out.startswith("審計報告：請假\n")


def test_files_in_each_format(cli: Cli, case: str) -> None:
    for name, begin in (("r.html", b"<!DOCTYPE html>"), ("r.pdf", b"%PDF-"), ("r.txt", b"Audit report")):
        done = cli("report", case, "-o", name, "--db", "cases.db")
        assert (done.code, done.out) == (0, f"{name}: {Path(name).stat().st_size} bytes\n")
        assert Path(name).read_bytes().startswith(begin)
    done = cli("report", case, "-o", "r", "--format", "txt", "--db", "cases.db", "--json")
    assert done.json == {"file": "r", "bytes": Path("r").stat().st_size}
    assert Path("r").read_bytes() == Path("r.txt").read_bytes()


def test_the_same_for_programs(cli: Cli, case: str) -> None:
    found = cli("report", case, "--db", "cases.db", "--json").json
    assert (found["summary"]["case"], found["summary"]["status"]) == (case, "running")
    assert found["wrong"] == []
    assert next(event["seq"] for event in found["events"]) == 1
    assert found["timed"][-1]["how"] == "open"


def test_an_exported_file_needs_no_database(cli: Cli, case: str, tmp_path: Path) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db")
    told = cli("report", case, "-o", "db.txt", "--db", "cases.db")
    assert told.code == 0
    (tmp_path / "cases.db").unlink()
    assert cli("report", "case.zip", "-o", "file.txt").code == 0
    from_database, from_file = (Path(name).read_text(encoding="utf-8") for name in ("db.txt", "file.txt"))
    events = "\nEvery event\n"
    assert events in from_file
    assert (
        from_file.split(events)[1].split("\nThe record\n")[0]
        == (from_database.split(events)[1].split("\nThe record\n")[0])
    )
    assert "procflow verify FILE" in from_file


def test_as_a_person_may_see_it(cli: Cli, case: str) -> None:
    told = cli("report", case, "--as", "ann", "--db", "cases.db").out
    assert "fever" not in told
    assert "Read as" in told
    assert "fever" in cli("report", case, "--as", "bob", "--db", "cases.db").out
    refused = cli("report", case, "--as", "zed", "--db", "cases.db")
    assert (refused.code, "has no part in this case" in refused.err) == (1, True)


def test_what_was_redacted_is_said(cli: Cli, case: str) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db", "--redact", "illness")
    told = cli("report", "case.zip").out
    assert "fever" not in told
    assert "Left out or erased: illness" in told


def test_a_broken_record_is_said_on_top_and_still_reported(cli: Cli, case: str) -> None:
    with sqlite3.connect("cases.db") as database:
        database.execute("UPDATE events SET body = CAST(replace(body, 'ann', 'bob') AS BLOB) WHERE seq = 1")
    database.close()
    done = cli("report", case, "--db", "cases.db")
    assert done.code == 1
    head, _, rest = done.out.partition("\nSummary\n")
    assert "Event 1 was altered." in head
    assert "\nEvery event\n" in rest
    assert "not whole" in done.err
    assert cli("report", case, "-o", "r.html", "--db", "cases.db").code == 1
    assert b"Event 1 was altered." in Path("r.html").read_bytes()


def test_without_its_definition(cli: Cli, case: str) -> None:
    with sqlite3.connect("cases.db") as database:
        database.execute("DELETE FROM contents WHERE kind = 'definition'")
    database.close()
    done = cli("report", case, "--db", "cases.db")
    assert done.code == 1
    assert "shown by their ids" in done.out
    assert "  1" in done.out


def test_what_does_not_go_together_is_refused(cli: Cli, case: str) -> None:
    cli("export", case, "-o", "case.zip", "--db", "cases.db")
    assert "ends with none of html, pdf, txt" in cli("report", "case.zip", "-o", "r.doc").err
    assert "a file, which hides nothing" in cli("report", "case.zip", "--as", "ann").err
    assert "name one with -o" in cli("report", "case.zip", "--format", "txt").err
    assert "a database holds no signatures" in cli("report", case, "--key", "k", "--db", "cases.db").err
    assert cli("report", "nothing.zip").code == 2
    missing = cli("report", "c0ffee", "--db", "cases.db", "--json")
    assert (missing.code, json.loads(missing.out)["error"]["code"]) == (2, "not-found")
    Path("no.zip").write_bytes(b"PK nothing")
    assert "no exported case" in cli("report", "no.zip").err
