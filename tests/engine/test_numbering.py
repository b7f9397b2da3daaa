"""Which number a case has among those of its process."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from procflow import TRUSTED, Engine, NotFound, Refused, open_library, open_store
from procflow.definition import load_process
from procflow.engine.numbering import Numbered
from procflow.testing import VirtualClock
from tests.engine.conftest import SHOP, written

NEW_YEAR = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
"""Half past eleven in the evening in Shanghai, half an hour before the year ends there."""


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NEW_YEAR)


@pytest.fixture
def engine(tmp_path: Path, clock: VirtualClock) -> Engine:
    library = open_library(written(tmp_path / "shop"))
    return Engine(open_store("memory:"), library, clock=clock)


def started(engine: Engine) -> str:
    return engine.start("purchase", actor="ann").id


def numbers(engine: Engine, per: str, *cases: str) -> list[tuple[str, int]]:
    found = [engine.numbered(case, per, reader=TRUSTED) for case in cases]
    return [(each.period, each.count) for each in found]


def test_numbers_begin_anew_with_the_year_of_the_calendar(engine: Engine, clock: VirtualClock) -> None:
    old = [started(engine), started(engine)]
    clock.move(timedelta(hours=1))
    new = [started(engine), started(engine)]
    assert numbers(engine, "year", *old, *new) == [("2026", 1), ("2026", 2), ("2027", 1), ("2027", 2)]
    assert [period for period, _ in numbers(engine, "month", *old, *new)] == ["202612"] * 2 + ["202701"] * 2
    assert numbers(engine, "never", *old, *new) == [("", 1), ("", 2), ("", 3), ("", 4)]


def test_a_number_never_changes_whatever_comes_later(engine: Engine) -> None:
    first = started(engine)
    before = engine.numbered(first, "year", reader="ann")
    engine.answer(engine.case(first, reader="ann").open[0].item, "dropped", actor="ann", comment="No")
    started(engine)
    assert engine.numbered(first, "year", reader="ann") == before == Numbered("2026", 1)


def test_each_case_is_counted_by_the_clock_that_it_was_opened_under(
    tmp_path: Path, engine: Engine, clock: VirtualClock
) -> None:
    """A calendar that moves to another zone gives no number twice: what was of a year stays of it."""
    here = started(engine)
    moved = written(tmp_path / "moved", shop=SHOP.replace("Asia/Shanghai", "Asia/Tokyo"))
    engine.library.renew(load_process(moved / "purchase.yaml"))
    there = started(engine)
    assert numbers(engine, "year", here, there) == [("2026", 1), ("2027", 1)]


def test_who_may_not_see_a_case_does_not_learn_its_number(engine: Engine) -> None:
    case = started(engine)
    with pytest.raises(Refused) as refused:
        engine.numbered(case, "year", reader="tom")
    assert refused.value.code == "may-not-read"


def test_what_is_no_case_has_no_number(engine: Engine) -> None:
    with pytest.raises(NotFound):
        engine.numbered("c0", "year", reader=TRUSTED)
    with pytest.raises(ValueError, match="week"):
        engine.numbered(started(engine), "week", reader=TRUSTED)
