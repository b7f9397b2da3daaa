"""Answering: which work item is meant, and answering it once."""

import json
from pathlib import Path
from typing import Any

import pytest


def submit(cli: Any, case: str) -> None:
    """Submit the terms of a contract."""
    terms = {"quality": "q", "price": "p", "delivery_date": "2026-12-31"}
    data = json.dumps({"customer": "甲", "amount": 1, "channel": "direct", "terms": terms})
    given = ("--data", data, "--attach", "draft-contract=draft.pdf")
    assert cli("do", case, "submit-terms", "submitted", "--as", "lin", *given).code == 0


@pytest.fixture
def looked_at(cli: Any, leave: Path) -> str:
    """A case at its review, where a clerk and a boss are asked together."""
    case: str = cli("start", leave, "--as", "ann", "--data", '{"days": 2}', "--json").json["case"]
    assert cli("do", case, "ask", "asked", "--as", "ann").code == 0
    return case


def test_the_item_of_several_is_the_one_that_the_person_may_answer(cli: Any, looked_at: str) -> None:
    done = cli("do", looked_at, "look", "agree", "--as", "bob", "--json")
    assert done.json["events"] == ["SeatAnswered"]
    assert [item["seat"] for item in cli("show", looked_at, "--json").json["open"]] == ["clerk"]


def test_who_may_answer_several_says_which(cli: Any, looked_at: str) -> None:
    refused = cli("do", looked_at, "look", "agree", "--as", "cat", "--json")
    error = refused.json["error"]
    assert (refused.code, error["code"], len(error["allowed"])) == (1, "which-item", 2)
    assert cli("do", looked_at, "look", "agree", "--as", "cat", "--seat", "boss").code == 0
    assert cli("do", looked_at, "look", "agree", "--as", "cat").code == 0
    assert cli("show", looked_at, "--json").json["status"] == "completed"


def test_an_item_may_be_named(cli: Any, looked_at: str) -> None:
    items = {item["seat"]: item["item"] for item in cli("show", looked_at, "--json").json["open"]}
    assert cli("do", looked_at, "look", "agree", "--as", "cat", "--item", items["boss"]).code == 0
    assert cli("do", looked_at, "look", "agree", "--as", "cat", "--item", items["boss"]).code == 1
    assert cli("do", looked_at, "ask", "agree", "--as", "cat", "--item", items["clerk"]).code == 1


def test_a_repeated_id_gives_the_first_result_and_does_nothing(cli: Any, looked_at: str) -> None:
    answer = ("do", looked_at, "look", "refuse", "--as", "bob", "--comment", "No", "--id", "k1", "--json")
    first = cli(*answer)
    before = cli("show", looked_at, "--json").json
    again = cli(*answer)
    assert (again.code, again.json) == (0, first.json)
    assert first.json["status"] == "rejected"
    assert cli("show", looked_at, "--json").json == before


def test_a_case_that_is_over_says_so(cli: Any, looked_at: str) -> None:
    cli("do", looked_at, "look", "refuse", "--as", "bob", "--comment", "No")
    refused = cli("do", looked_at, "look", "agree", "--as", "ann")
    assert (refused.code, refused.err) == (1, "procflow: refused: the case is rejected\n")


def test_what_was_looked_at_may_have_changed(cli: Any, case: str) -> None:
    seen = cli("show", case, "--json").json["version"]
    submit(cli, case)
    refused = cli("do", case, "propose", "proposed", "--as", "zhou", "--seen", seen, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "changed-since")


def test_data_change_outside_a_form_while_the_process_lets_them(cli: Any, looked_at: str) -> None:
    changed = cli("change", looked_at, "--data", '{"days": 2.5}', "--as", "ann", "--id", "c1", "--json")
    assert (changed.code, changed.json["events"]) == (0, ["DataChanged"])
    assert (
        cli("change", looked_at, "--data", '{"days": 9}', "--as", "ann", "--id", "c1", "--json").json
        == changed.json
    )
    assert cli("show", looked_at, "--json").json["data"]["days"] == 2.5
    assert cli("change", looked_at, "--data", '{"days": 3}', "--as", "bob").code == 1
    nothing = cli("change", looked_at, "--data", "{}", "--as", "ann", "--json")
    assert (nothing.code, nothing.json["events"]) == (0, [])


def test_an_objection_is_taken_back(cli: Any, case: str) -> None:
    submit(cli, case)
    cli("do", case, "propose", "proposed", "--as", "zhou", "--data", '{"mode": "circulation"}')
    cli("do", case, "circulate", "object", "--as", "wu", "--topic", "price", "--comment", "Low")
    back = cli("take-back", case, "circulate", "--seat", "technical-centre", "--as", "wu", "--json")
    assert back.json["disputed"]
    assert [item["seat"] for item in back.json["opened"]] == ["technical-centre"]
    assert "took the objection" in cli("history", case).out
