"""procflow why."""

from pathlib import Path
from typing import Any


def test_why_says_by_which_clause_somebody_is_asked(cli: Any, case: str) -> None:
    told = cli("why", case).out
    assert "“Submit the agreed terms”" in told and "[C7.1, C7.2; Q14]" in told
    assert "Lin Xiaomei 林曉梅 can answer." in told


def test_why_tells_of_one_person_what_is_missing_and_what_has_not_come(cli: Any, case: str) -> None:
    told = cli("why", case, "--person", "lin").out
    assert "For “withdrawn” of" in told and "there is missing: a comment." in told
    assert "the case has not come there" in told
    assert "Nothing in this process" not in told


def test_why_in_chinese(cli: Any, case: str) -> None:
    assert "待銷售業務員辦理" in cli("why", case, "--lang", "zh").out


def test_why_as_json(cli: Any, case: str) -> None:
    found = cli("why", case, "--person", "wang", "--json").json
    assert (found["case"], found["status"], found["waiting"], found["resting"]) == (case, "running", [], [])
    (asked,) = found["asked"]
    assert asked["because"] == [{"type": "RoleWritten", "role": "sales-representative"}]
    assert asked["standings"][0]["type"] == "NotAsked"
    assert found["person"]["roles"] == ["general-manager"]
    assert {place["because"]["type"] for place in found["person"]["unasked"]} == {"NotCome"}


def test_why_of_somebody_unknown_is_told(cli: Any, case: str) -> None:
    assert "nobody-here is nobody in the organization." in cli("why", case, "--person", "nobody-here").out


def test_why_is_refused_to_whom_the_case_does_not_concern(cli: Any, leave: Path) -> None:
    case = cli("start", leave, "--as", "ann", "--data", '{"days": 1}', "--json").json["case"]
    refused = cli("why", case, "--as", "stranger")
    assert (refused.code, "refused: " in refused.err) == (1, True)


def test_why_of_a_case_that_is_not_there(cli: Any, case: str) -> None:
    assert case
    ended = cli("why", "c0")
    assert ended.code == 2 and "c0" in ended.err
