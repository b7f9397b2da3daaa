"""Which organization a case is in, where the one of now is at hand and where it is not."""

from pathlib import Path

import pytest

from procflow import Engine, Library
from procflow.engine import TRUSTED
from procflow.store import open_store

LEAVE = """
process: leave
version: 1.0.0
title: Leave
organization: shop.yaml
start: ask
steps:
  ask: {role: clerk, next: granted}
  granted: {end: completed}
"""

SHOP = """
organization: shop
title: Shop
calendars: {counter: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}}
people:
  ann: {name: Ann, roles: [clerk]}
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "cases.db")


def start_in(database: str, folder: Path, people: str = "") -> str:
    """A case started where the organization has these people besides Ann."""
    folder.mkdir(exist_ok=True)
    (folder / "leave.yaml").write_text(LEAVE, encoding="utf-8")
    (folder / "shop.yaml").write_text(SHOP + people, encoding="utf-8")
    with Engine.open(database, folder / "leave.yaml") as engine:
        return engine.start("leave", actor="ann").id


def test_without_it_at_hand_each_case_is_in_the_organization_that_it_knew(
    database: str, tmp_path: Path
) -> None:
    first = start_in(database, tmp_path / "a")
    second = start_in(database, tmp_path / "a", "  bea: {name: Bea, roles: [clerk]}\n")
    for order in ((first, second), (second, first)):
        with Engine(open_store(database), Library()) as engine:
            asked = {case: engine.case(case, reader=TRUSTED).open[0].persons for case in order}
        assert asked == {first: ("ann",), second: ("ann", "bea")}
    with Engine(open_store(database), Library()) as engine:
        engine.case(first, reader=TRUSTED)
        done = engine.answer(engine.case(second, reader=TRUSTED).open[0].item, "done", actor="bea")
        assert [event.type for event in done.events] == ["ItemCompleted", "Moved", "CaseEnded"]
        assert engine.verify() == {first: (), second: ()}


def test_at_hand_the_one_of_now_counts_and_is_kept_with_the_case(database: str, tmp_path: Path) -> None:
    case = start_in(database, tmp_path / "a")
    start_in(database, tmp_path / "a", "  bea: {name: Bea, roles: [clerk]}\n")
    with Engine.open(database, tmp_path / "a" / "leave.yaml") as engine:
        done = engine.answer(engine.case(case, reader=TRUSTED).open[0].item, "done", actor="bea")
        assert done.events[0].type == "OrganizationChanged"
        assert engine.verify(case) == {case: ()}
