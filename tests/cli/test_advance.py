"""What deadlines do."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def asked(cli: Any, leave: Path) -> str:
    """A case whose first step has a deadline of one business day and somebody to tell."""
    text = leave.read_text(encoding="utf-8").replace(
        "deadline: 1 business day\n",
        "deadline: 1 business day\n    escalate: [{at: deadline, notify: boss}]\n",
    )
    leave.write_text(text, encoding="utf-8")
    case: str = cli("start", leave, "--as", "ann", "--json").json["case"]
    return case


def test_time_moves_deadline_by_deadline_and_stays_moved(cli: Any, asked: str) -> None:
    assert cli("advance", "--json").json["done"] == []
    moved = cli("advance", "--until", "2390-01-01 12:00", "--json").json
    assert [result["events"] for result in moved["done"]] == [["Notified"]]
    assert moved["done"][0]["case"] == asked
    assert moved["now"].startswith("2390-01-01T11:00:0")
    assert cli("inbox", "--as", "ann", "--json").json[0]["overdue"]
    assert cli("advance", "--until", "2390-01-02", "--json").json["done"] == []
    assert cli("do", asked, "ask", "dropped", "--as", "ann", "--comment", "Well again").code == 0
    assert cli("show", asked, "--json").json["ended_at"].startswith("2390-01-01T23:0")


def test_people_read_what_the_clock_did(cli: Any, asked: str) -> None:
    ended = cli("advance", "--until", "2390-01-01T12:00+01:00")
    assert "Bob" in ended.out and "overdue" in ended.out
    assert "1 deadline acted on; it is 2390-01-01 11:00 UTC" in ended.out


def test_a_time_that_several_zones_read_differently_needs_an_offset(cli: Any, asked: str) -> None:
    assert cli("start", "contract-review", "--as", "lin").code == 0
    assert "with an offset" in cli("advance", "--until", "2390-01-01 12:00").err
    assert cli("advance", "--until", "2390-01-01T12:00Z").code == 0
