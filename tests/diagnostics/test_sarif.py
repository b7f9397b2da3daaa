"""The log has the structure that SARIF 2.1.0 demands; section numbers are those of the standard."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procflow.diagnostics import Diagnostic, Related, Severity, Span, to_sarif

FIRST = Related(Span("processes/採購 1.yaml", 1, 1, 1, 5))
TWICE = Diagnostic("Y301", Span("processes/採購 1.yaml", 3, 1, 3, 5), {"key": "role"}, (FIRST,))
WARNING = Diagnostic("Y312", Span("b.yaml", 1, 3, 1, 6), {"word": "yes"})
MISSING = Diagnostic("Y101", Span.whole_file("c.yaml"), {"why": "no such file or directory"})


def run_of(*found: Diagnostic, lang: str = "en") -> dict[str, Any]:
    """The one run of a log that went through JSON and was found whole."""
    log = json.loads(json.dumps(to_sarif(found, version="1.2.3", lang=lang)))
    assert_whole(log, len(found))
    run: dict[str, Any] = log["runs"][0]
    return run


def assert_whole(log: dict[str, Any], results: int) -> None:
    """What sections 3.13 to 3.30 demand of every log, and this project of its own."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "procflow" and driver["semanticVersion"] == "1.2.3"
    assert run["columnKind"] == "unicodeCodePoints"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"] and rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len(run["results"]) == results
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        assert ids[result["ruleIndex"]] == result["ruleId"]
        related = result.get("relatedLocations", [])
        assert [place["id"] for place in related] == list(range(len(related)))
        assert all(place["message"]["text"] for place in related)
        for place in (*result["locations"], *related):
            assert_place(place["physicalLocation"], run)


def assert_place(place: dict[str, Any], run: dict[str, Any]) -> None:
    """3.29, 3.30: a valid URI, to a known base if relative, and a region that ends behind its beginning."""
    artifact = place["artifactLocation"]
    assert re.fullmatch(r"[A-Za-z0-9\-._~:/%!$&'()*+,;=@]+", artifact["uri"])
    assert not re.search(r"%(?![0-9A-F]{2})", artifact["uri"])
    if not artifact["uri"].startswith("file:///"):
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
    if region := place.get("region"):
        begin, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        assert (1, 1) <= begin <= end


def test_findings_stand_in_file_order_with_the_rules_that_they_follow() -> None:
    run = run_of(TWICE, WARNING, MISSING)
    assert [result["ruleId"] for result in run["results"]] == ["Y312", "Y101", "Y301"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "error"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["Y101", "Y301", "Y312"]


def test_a_rule_brings_its_page() -> None:
    (rule,) = run_of(TWICE)["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "the key … stands here a second time"
    assert rule["help"]["markdown"].startswith("# Y301\n")
    assert "```" in rule["help"]["markdown"]


def test_places_count_code_points_from_the_folder_of_the_run() -> None:
    (result,) = run_of(TWICE)["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "processes/%E6%8E%A1%E8%B3%BC%201.yaml", "uriBaseId": "ROOT"},
                "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5},
            }
        }
    ]
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "it stands here first"


def test_a_finding_about_a_whole_file_has_no_region() -> None:
    (result,) = run_of(MISSING)["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_an_absolute_name_is_an_absolute_address(tmp_path: Path) -> None:
    file = tmp_path / "採購.yaml"
    (result,) = run_of(Diagnostic("Y106", Span.whole_file(str(file))))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": file.as_uri()}


def test_chinese() -> None:
    run = run_of(TWICE, lang="zh")
    assert run["tool"]["driver"]["language"] == "zh-Hant"
    assert run["results"][0]["message"]["text"].startswith("role 這個鍵在此第二次出現\n")


def test_no_findings_are_no_results_and_no_rules() -> None:
    run = run_of()
    assert run["results"] == [] and run["tool"]["driver"]["rules"] == []


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_is_a_level(severity: Severity) -> None:
    codes = {Severity.ERROR: "Y106", Severity.WARNING: "N302", Severity.NOTE: "F107"}
    finding = Diagnostic(codes[severity], Span("a.yaml", 1, 1, 1, 2), {"name": "x", "states": "1"})
    assert run_of(finding)["results"][0]["level"] == severity.value


@given(file=st.from_regex(r"[^/\0\ud800-\udfff][^\0\ud800-\udfff]*", fullmatch=True), key=st.text())
def test_any_name_and_text_make_a_whole_log(file: str, key: str) -> None:
    run_of(Diagnostic("Y301", Span(file, 1, 1, 2, 1), {"key": key}))
