"""Driving a case in Python, as a test of somebody's own process would."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from procflow import Engine
from procflow.case import Refused
from procflow.testing import CaseDriver, NotPossible, VirtualClock, expect, refused
from procflow.worktime import Duration, Unit

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
GIVEN = {"what": "paper", "price": 500, "place": {"town": "Tainan"}}


@pytest.fixture
def driver(shop: Path) -> Iterator[CaseDriver]:
    with Engine.open("memory:", shop / "purchase.yaml", clock=VirtualClock(NOW)) as engine:
        yield CaseDriver(engine, "purchase", given=GIVEN)


def test_a_case_from_start_to_end(driver: CaseDriver) -> None:
    driver.start("ann")
    assert driver.asked("ask") == ("ann", "bob")
    driver.do("ask", "asked", actor="bob", data={"place": {"day": "2026-04-01"}})
    assert driver.case.data["place"] == {"town": "Tainan", "day": "2026-04-01"}
    assert driver.open() == ("review/buyer",)
    driver.everybody("agree")
    driver.do("order", "ordered", actor="dee")
    assert driver.case.status == "completed"
    assert driver.history()[-1].type == "CaseEnded"


def test_what_is_given_fills_a_field_once(driver: CaseDriver) -> None:
    driver.start("ann", {"what": "ink"})
    driver.do("ask", "asked", actor="ann")
    driver.do("review", "agree", actor="dee")
    driver.change({"price": 700}, actor="dee")
    driver.do("ask", "asked", actor="ann")
    assert (driver.case.data["what"], driver.case.data["price"]) == ("ink", 700)


def test_papers_are_made_up_anew_only_where_they_are_attached(driver: CaseDriver) -> None:
    driver.start("ann")
    driver.do("ask", "asked", actor="ann")
    first = driver.case.attachments["offer"]
    driver.do("review", "back", actor="dee")
    driver.do("ask", "asked", actor="ann")
    assert driver.case.attachments["offer"] == first
    driver.do("review", "back", actor="dee")
    driver.do("ask", "asked", actor="ann", attach=["offer"])
    assert driver.case.attachments["offer"] != first


def test_what_is_left_out_is_missing(driver: CaseDriver) -> None:
    driver.start("ann")
    with pytest.raises(Refused) as refusal:
        driver.do("ask", "asked", actor="ann", without=["what", "offer"])
    assert set(refusal.value.missing) == {"what", "offer"}
    driver.do("ask", "asked", actor="ann")


def test_time_passes_only_when_told(driver: CaseDriver) -> None:
    driver.start("ann")
    driver.do("ask", "asked", actor="ann")
    assert driver.engine.now() == NOW
    driver.wait(Duration(1, Unit.BUSINESS_DAYS))
    assert driver.engine.now() == NOW + timedelta(days=1)
    assert driver.asked("review") == ("cai",)
    driver.until(NOW + timedelta(days=2))
    assert [event.type for event in driver.history()][-1] == "AlarmRaised"


def test_an_objection_is_taken_back(driver: CaseDriver) -> None:
    driver.start("ann")
    driver.do("ask", "asked", actor="ann")
    driver.do("review", "object", actor="dee", topic="price")
    assert driver.open() == ("price/head",)
    driver.take_back("review/buyer", actor="dee")
    assert driver.open() == ("review/buyer",)


def test_a_deputy_acts(driver: CaseDriver) -> None:
    driver.start("ann")
    driver.do("ask", "asked", actor="ann", data={"price": 5000})
    driver.do("review", "agree", actor="dee")
    driver.do("review", "agree", actor="ann", on_behalf_of="cai")
    assert driver.open() == ("order",)


def test_what_cannot_be_tried(driver: CaseDriver) -> None:
    with pytest.raises(NotPossible, match="no case has been started yet"):
        driver.open()
    driver.start("ann")
    with pytest.raises(NotPossible, match="the case stands at no review"):
        driver.everybody("agree")
    for place in ("aks", "review/haed", "approved", "ask/"):
        with pytest.raises(NotPossible, match=f"the process has no {place}"):
            driver.asked(place)


def test_expecting_in_the_words_of_a_scenario(driver: CaseDriver) -> None:
    driver.start("ann")
    expect(driver, status="running", open=["ask"], asked={"ask": ["ann", "bob"]}, times={"ItemOpened": 1})
    with pytest.raises(AssertionError, match="open: order expected, ask found"):
        expect(driver, open=["order"])
    with pytest.raises(ValueError, match="unknown key opens"):
        expect(driver, opens=["order"])
    with pytest.raises(ValueError, match="no case of purchase opens by itself for order"):
        expect(driver, opened=["order"])
    with pytest.raises(ValueError, match="did you mean order"):
        expect(driver, open=["orders"])


def test_expecting_a_refusal(driver: CaseDriver) -> None:
    with refused(driver, "not-yours"):
        driver.start("dee")
    driver.start("ann")
    with refused(driver, "not-yours"):
        driver.do("ask", "asked", actor="dee")
    with (
        pytest.raises(AssertionError, match="refused as not-yours, not as not-open"),
        refused(driver, "not-open"),
    ):
        driver.do("ask", "asked", actor="dee")
    with pytest.raises(AssertionError, match="should have been refused"), refused(driver, "not-yours"):
        driver.do("ask", "asked", actor="ann")
