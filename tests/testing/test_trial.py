"""Trying a process in Python."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from procflow import DefinitionError, NotFound
from procflow.testing import NotPossible, assert_asked, assert_not_asked, trial

GIVEN = {"what": "paper", "price": 500, "place": {"town": "Tainan"}}


@pytest.fixture
def purchase(shop: Path) -> Path:
    """The file of the process."""
    return shop / "purchase.yaml"


def test_it_begins_on_a_monday_morning_by_the_clock_of_the_process(purchase: Path) -> None:
    with trial("purchase", purchase) as case:
        assert case.engine.now() == datetime(2026, 3, 2, 1, tzinfo=UTC)
        assert not case.started
    with trial("purchase", purchase, now="2026-05-04 10:30") as case:
        assert case.engine.now() == datetime(2026, 5, 4, 2, 30, tzinfo=UTC)
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with trial("purchase", [purchase.parent], now=noon) as case:
        assert case.engine.now() == noon


def test_time_passes_in_words(purchase: Path) -> None:
    with trial("purchase", purchase, given=GIVEN) as case:
        case.start("ann")
        case.wait("1 business day")
        assert case.engine.now() == datetime(2026, 3, 3, 1, tzinfo=UTC)
        case.until("2026-03-04 12:00")
        assert case.engine.now() == datetime(2026, 3, 4, 4, tzinfo=UTC)
        with pytest.raises(ValueError, match="error W1"):
            case.wait("a while")
        with pytest.raises(ValueError, match="error W"):
            case.until("tomorrow")


def test_who_is_asked(purchase: Path) -> None:
    with trial("purchase", purchase, now="2026-03-10 09:00", given=GIVEN) as case:
        with pytest.raises(NotPossible, match="no case has been started"):
            assert_not_asked(case, "ann")
        case.start("ann")
        assert_asked(case, "ask", "ann")
        with pytest.raises(AssertionError, match="asked at ask: ann, not ann, bob"):
            assert_asked(case, "ask", "bob", "ann")
        with pytest.raises(AssertionError, match="nothing is open at order, but at ask"):
            assert_asked(case, "order", "dee")
        with pytest.raises(NotPossible, match="the process has no answer"):
            assert_asked(case, "answer")


def test_who_is_not_asked(purchase: Path) -> None:
    """Ann may answer for Cai under a grant, so what he is asked lies with her as well."""
    with trial("purchase", purchase, given=GIVEN) as case:
        case.start("ann")
        case.do("ask", "asked", actor="bob", data={"price": 5000})
        assert_not_asked(case, "ann", "bob", "cai")
        case.do("review/buyer", "agree", actor="dee")
        assert_not_asked(case, "bob", "dee")
        with pytest.raises(AssertionError, match="ann is asked at review/head"):
            assert_not_asked(case, "bob", "ann")


def test_what_cannot_be_tried(purchase: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("process: bad\n", encoding="utf-8")
    for process, place, error in (
        ("purchases", purchase, NotFound),
        ("bad", bad, DefinitionError),
    ):
        with pytest.raises(error), trial(process, place):
            raise AssertionError("nothing is tried")
    with pytest.raises(ValueError, match="error W"), trial("purchase", purchase, now="soon"):
        raise AssertionError("nothing is tried")
