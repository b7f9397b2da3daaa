"""Reading: cases, show, history, verify, inbox, who."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def test_show_has_its_keys(cli: Any, case: str) -> None:
    shown = cli("show", case, "--json").json
    assert {"case", "process", "status", "data", "open", "disputed", "version", "head"} <= set(shown)
    assert (shown["status"], shown["disputed"], shown["steps"]) == ("running", False, ["submit-terms"])
    assert cli("cases", "--json").json == [
        {
            "case": case,
            "process": "contract-review",
            "status": "running",
            "started_at": shown["started_at"],
            "version": shown["version"],
        }
    ]


def test_inbox_has_its_keys(cli: Any, case: str) -> None:
    (item,) = cli("inbox", "--as", "he", "--json").json
    assert (item["case"], item["step"], item["role"]) == (case, "submit-terms", "sales-representative")
    assert item["outcomes"] == ["submitted", "withdrawn"]
    assert item["needs"] == {"submitted": [], "withdrawn": ["comment"]}
    assert item["fills_form"] == ["submitted"]
    assert (item["deadline"], item["attachments"], item["persons"]) == (
        None,
        ["draft-contract"],
        ["lin", "he"],
    )
    assert (item["title"], item["titles"]["zh"]) == ("Submit the agreed terms", "提交擬簽條款")
    fields = {field["name"]: field for field in item["form"]}
    assert fields["amount"]["currency"] == "CNY" and fields["amount"]["minimum"] == 0.01
    assert fields["channel"]["of"] == ["direct", "distributor"] and "fields" not in fields["channel"]
    required = [part["name"] for part in fields["terms"]["fields"] if part["required"]]
    assert required == ["quality", "price", "delivery_date"]
    assert cli("inbox", "--as", "wu", "--json").json == []
    assert cli("inbox", "--as", "wu").out == "no work for wu (Wu Jianguo)\n"


def test_titles_come_in_either_language(cli: Any, case: str) -> None:
    assert cli("inbox", "--as", "he", "--lang", "zh", "--json").json[0]["title"] == "提交擬簽條款"
    assert "提交擬簽條款" in cli("inbox", "--as", "he", "--lang", "zh").out
    assert "產品銷售合同評審" in cli("show", case, "--lang", "zh").out


def test_a_person_sees_what_that_person_may(cli: Any, leave: Path) -> None:
    given = ("--data", '{"days": 1, "illness": "flu"}')
    case = cli("start", leave, "--as", "ann", *given, "--json").json["case"]
    assert cli("show", case, "--as", "bob", "--json").json["data"]["illness"] == "flu"
    ann = cli("show", case, "--as", "ann", "--json").json
    assert (ann["data"].get("illness"), ann["hidden"]) == (None, ["illness"])
    assert "flu" not in cli("history", case, "--as", "ann", "--json").out
    assert "flu" not in cli("history", case, "--as", "ann").out
    assert "flu" in cli("history", case).out
    assert cli("cases", "--as", "nobody", "--json").json == []


def test_history_is_the_list_of_events(cli: Any, case: str) -> None:
    events = cli("history", case, "--json").json
    assert {"seq", "at", "by", "type", "content"} == set(events[0])
    assert events[0]["by"] == "lin" and events[-1]["type"] == "ItemOpened"
    assert "started a case" in cli("history", case).out


def test_text_does_not_steer_the_terminal(cli: Any, case: str) -> None:
    cli("do", case, "submit-terms", "withdrawn", "--as", "lin", "--comment", "\x1b[31mred\x07")
    assert "\x1b" not in cli("history", case).out
    assert "red" in cli("history", case).out


def test_verify_prints_the_head_and_finds_what_was_altered(cli: Any, case: str) -> None:
    head = cli("show", case, "--json").json["head"]
    assert cli("verify", "--json").json == [{"case": case, "head": head, "faults": []}]
    assert f"{case}  whole  head {head}" in cli("verify", case).out
    with closing(sqlite3.connect("procflow.db")) as database, database:
        database.execute("UPDATE events SET body = CAST(replace(body, 'lin', 'wu1') AS BLOB) WHERE seq = 1")
    broken = cli("verify", "--json")
    assert broken.code == 1
    assert broken.json[0]["faults"][0]["text"] == "event 1 was altered"
    assert "NOT WHOLE" in cli("verify").out


def test_damage_is_told_and_no_fault_of_procflow(cli: Any, case: str) -> None:
    with closing(sqlite3.connect("procflow.db")) as database, database:
        database.execute("UPDATE cases SET state = x'7b'")
    for command in (("show", case), ("history", case)):
        ended = cli(*command)
        assert ended.code == 2
        assert re.search(f"case {case} is damaged", ended.err)
    for reading in ("inbox", "cases"):
        ended = cli(reading, "--as", "lin", "--json")
        assert (ended.code, ended.json) == (0, [])
        assert f"case {case} is left out: " in ended.err and f"procflow verify {case}" in ended.err
    assert cli("verify").code == 1


def test_damage_of_one_case_holds_up_no_other(cli: Any, case: str) -> None:
    whole = cli("start", "contract-review", "--as", "lin", "--json").json["case"]
    with closing(sqlite3.connect("procflow.db")) as database, database:
        database.execute("UPDATE cases SET started_at = x'00' WHERE case_id = ?", [case])
        database.execute("UPDATE work_items SET addressees = 'none' WHERE case_id = ?", [case])
    assert [item["case"] for item in cli("inbox", "--as", "lin", "--json").json] == [whole]
    listed = cli("cases", "--json")
    assert [row["case"] for row in listed.json] == [whole]
    assert f"case {case} is left out: " in listed.err
    verified = cli("verify", "--json")
    assert verified.code == 1
    assert {record["case"]: len(record["faults"]) for record in verified.json} == {case: 1, whole: 0}


def test_verify_names_a_case_that_was_deleted(cli: Any, case: str) -> None:
    with closing(sqlite3.connect("procflow.db")) as database, database:
        database.execute("DELETE FROM cases")
    verified = cli("verify", "--json")
    assert (verified.code, [record["case"] for record in verified.json]) == (1, [case])
    assert "1 case, 1 not whole" in cli("verify").out


def test_an_inbox_without_work_is_empty_for_whoever_is_known(cli: Any, case: str) -> None:
    cli("do", case, "submit-terms", "withdrawn", "--as", "lin", "--comment", "No")
    assert cli("inbox", "--as", "lin", "--json").json == []
    assert cli("inbox", "--as", "wu").out.startswith("no work for wu")
    assert cli("inbox", "--as", "lynn").code == 2


def test_an_inbox_knows_the_people_of_ended_cases(cli: Any, leave: Path) -> None:
    case = cli("start", leave, "--as", "ann", "--json").json["case"]
    cli("do", case, "ask", "dropped", "--as", "ann", "--comment", "No")
    assert cli("inbox", "--as", "bob", "--json").json == []


def test_who_is_away_by_the_clock_of_the_database(cli: Any, leave: Path) -> None:
    shop = leave.parent / "shop.yaml"
    text = shop.read_text(encoding="utf-8")
    away = "bob: {name: Bob, roles: [boss], absences: [{from: 2090-03-01, to: 2090-03-31}]}"
    shop.write_text(text.replace("bob: {name: Bob, roles: [boss]}", away), encoding="utf-8")

    def absent() -> dict[str, bool]:
        people = cli("who", "boss", "--processes", leave, "--json").json
        return {person["id"]: person["absent"] for person in people}

    assert absent() == {"bob": False, "cat": False}
    cli("start", leave, "--as", "ann")
    cli("advance", "--until", "2090-03-10T12:00Z")
    assert absent() == {"bob": True, "cat": False}


def test_who_lists_the_people_of_a_role(cli: Any) -> None:
    people = cli("who", "quality-department", "--json").json
    assert [person["id"] for person in people] == ["zheng", "feng"]
    assert people[0]["names"] == {"zh": "鄭國平", "en": "Zheng Guoping"}
    assert {"name", "absent", "organization"} < set(people[0])
    assert "鄭國平" in cli("who", "quality-department", "--lang", "zh").out


def test_reading_makes_no_database(cli: Any) -> None:
    for command in (
        ("cases",),
        ("verify",),
        ("show", "c1"),
        ("history", "c1"),
        ("inbox", "--as", "lin"),
        ("advance",),
    ):
        assert cli(*command).code == 2
    assert not list(Path().iterdir())
