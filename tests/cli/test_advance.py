"""What deadlines do."""

from datetime import UTC, datetime, timedelta
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


@pytest.fixture
def weekly(leave: Path) -> Path:
    """The process, with a case that opens by itself every Monday."""
    text = leave.read_text(encoding="utf-8")
    cadence = "cadence: {every: week, on: mon, at: '09:00', shift: stay, missed: latest, starter: boss}\n"
    leave.write_text(text.replace("start:", f"{cadence}start:", 1), encoding="utf-8")
    return leave


def thursday(weeks: int) -> str:
    """Noon of a Thursday in so many weeks."""
    then = datetime.now(UTC) + timedelta(weeks=weeks)
    return f"{then + timedelta(days=(3 - then.weekday()) % 7):%Y-%m-%d}T12:00Z"


def test_cases_that_opened_are_told(cli: Any, weekly: Path) -> None:
    advance = ("advance", "--processes", weekly)
    assert cli("start", weekly, "--as", "ann").code == 0
    assert cli(*advance, "--json").json["opened"] == []
    opened = cli(*advance, "--until", thursday(2), "--json").json["opened"]
    assert len(opened) >= 2
    case, turn = opened[-1].values()
    assert turn.startswith("leave/")
    assert cli("show", case, "--json").json["turn"] == turn
    assert turn in cli("show", case).out
    read = cli(*advance, "--until", thursday(3)).out
    assert "opened by itself for" in read and ", in the name of Bob" in read
    assert "1 case opened, " in read


def test_cases_that_could_not_be_opened_are_told(cli: Any, weekly: Path) -> None:
    text = weekly.read_text(encoding="utf-8")
    weekly.write_text(text.replace("starter: boss", "starter: auditor"), encoding="utf-8")
    organization = weekly.with_name("shop.yaml")
    shop = organization.read_text(encoding="utf-8")
    organization.write_text(shop.replace("roles: {", "roles: {auditor: {title: Auditor}, "), encoding="utf-8")
    advance = ("advance", "--processes", weekly)
    assert cli("start", weekly, "--as", "ann").code == 0
    assert cli(*advance).code == 0
    assert cli(*advance, "--until", thursday(2)).code == 1
    (stuck,) = cli(*advance, "--json").json["stuck"]
    assert (stuck["case"], stuck["code"], stuck["missing"]) == (None, "nobody-holds-role", ["auditor"])
    assert stuck["turn"] in cli(*advance).out
