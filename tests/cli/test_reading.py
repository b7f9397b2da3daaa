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
    for command in (("show", case), ("history", case), ("inbox", "--as", "lin"), ("cases", "--as", "lin")):
        ended = cli(*command)
        assert ended.code == 2
        assert re.search(f"case {case} is damaged", ended.err)
    assert cli("verify").code == 1


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
