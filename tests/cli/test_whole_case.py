"""A program that knows nothing but the JSON shapes can take a case from its start to its end."""

import json
from typing import Any

DATA = {"customer": "華東電力", "amount": 400000.1, "channel": "direct", "mode": "circulation"}


def value_for(field: dict[str, Any]) -> object:
    """Something that a field takes."""
    match field["type"]:
        case "group":
            return {part["name"]: value_for(part) for part in field["fields"] if part["required"]}
        case "date":
            return "2026-12-31"
        case _:
            return DATA.get(field["name"], "as agreed")


def answer(cli: Any, item: dict[str, Any], number: int) -> dict[str, Any]:
    """Answer an item with the first of its outcomes."""
    form = {field["name"]: value_for(field) for field in item["form"] if field["required"]}
    papers = [word for name in item["attachments"] for word in ("--attach", f"{name}=draft.pdf")]
    which = ("--as", item["persons"][0], "--seat", item["seat"] or item["role"])
    given = ("--data", json.dumps(form), "--seen", item["version"], "--id", f"k{number}")
    done = cli("do", item["case"], item["step"], item["outcomes"][0], *which, *given, *papers, "--json")
    assert (done.code, done.err) == (0, ""), done
    result: dict[str, Any] = done.json
    return result


def test_a_case_runs_to_its_end_on_json_alone(cli: Any, case: str) -> None:
    shown = cli("show", case, "--json").json
    assert cli("inbox", "--as", "lin", "--json").json[0] == shown["open"][0]
    asked: list[tuple[str, str]] = []
    waiting = shown["open"]
    while waiting:
        asked.append((waiting[0]["step"], waiting[0]["role"]))
        result = answer(cli, waiting[0], len(asked))
        waiting = result["opened"]
    shown = cli("show", case, "--json").json
    assert (result["version"], result["status"]) == (shown["version"], shown["status"])
    assert shown["status"] == "completed"
    assert shown["data"]["amount"] == 400000.1
    assert not shown["disputed"] and not shown["open"]
    data = json.dumps(DATA)
    foretold = cli("forecast", "contract-review", "--data", data, "--json").json
    assert asked == [(step["step"], step["role"]) for step in foretold["path"]]
    assert foretold["final_authority"] == "marketing-director"
    history = cli("history", case, "--json").json
    assert [event["seq"] for event in history] == list(range(1, shown["version"] + 1))
    assert (history[0]["type"], history[-1]["type"]) == ("CaseStarted", "CaseEnded")
    assert cli("verify", case).code == 0
    assert cli("cases", "--json").json[0]["status"] == "completed"


def test_people_can_follow_the_same_case_without_json(cli: Any, case: str) -> None:
    inbox = cli("inbox", "--as", "lin")
    assert (
        "submit-terms" in inbox.out and "draft-contract" in inbox.out and "1 work item for lin" in inbox.out
    )
    terms = '{"quality": "GB/T 3091", "price": "5200", "delivery_date": "2026-12-31"}'
    data = f'{{"customer": "華東電力", "amount": 1800000, "channel": "direct", "terms": {terms}}}'
    done = cli(
        "do",
        case,
        "submit-terms",
        "submitted",
        "--as",
        "lin",
        "--data",
        data,
        "--attach",
        "draft-contract=draft.pdf",
    )
    assert done.code == 0
    assert "Put up for review" in done.out and "zhou, deng" in done.out
    assert (
        cli("do", case, "propose", "proposed", "--as", "zhou", "--data", '{"mode": "circulation"}').code == 0
    )
    objected = cli(
        "do", case, "circulate", "object", "--as", "wu", "--topic", "quality", "--comment", "壁厚不足"
    )
    assert "arbitration:quality" in objected.out and "disputed" in objected.out
    shown = cli("show", case)
    assert "disputed" in shown.out and "general-manager" in shown.out and "draft.pdf" in shown.out
    assert "壁厚不足" in cli("history", case).out
    assert "壁厚不足" in cli("history", case, "--lang", "zh").out
    ruled = cli("do", case, "quality", "overruled", "--as", "zhang", "--comment", "Within the standard")
    assert ruled.code == 0, ruled.err
    assert cli("show", case, "--json").json["disputed"]
