"""What stands beside the events is made from them, and an alteration of it is found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from procflow import Engine

LEAVE = """
process: leave
version: 1.0.0
title: Leave
organization: shop.yaml
start: ask
steps:
  ask:
    role: clerk
    deadline: 1 day
    escalate: [{at: deadline, remind: holder}]
    next: granted
  granted: {end: completed}
"""

SHOP = """
organization: shop
title: Shop
calendars: {counter: {zone: Europe/Berlin, hours: {mon-sun: "09:00-17:00"}}}
roles: {clerk: {title: Clerk}}
people: {ann: {name: Ann, roles: [clerk]}}
"""


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM addressees", "open work items"),
        ("UPDATE addressees SET addressee = 'role:cook'", "open work items"),
        ("UPDATE addressees SET item = 'other'", "open work items"),
        ("DELETE FROM work_items", "open work items"),
        ("UPDATE work_items SET due = due + 1", "open work items"),
        ("DELETE FROM timers", "timers"),
        ("UPDATE timers SET due = due + 1", "timers"),
        ("UPDATE cases SET status = 'completed'", "listing"),
    ],
)
def test_what_is_looked_up_by(tmp_path: Path, statement: str, what: str) -> None:
    (tmp_path / "leave.yaml").write_text(LEAVE, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    database = tmp_path / "cases.db"
    with Engine.open(database, tmp_path / "leave.yaml") as engine:
        case = engine.start("leave", actor="ann").id
        assert engine.verify() == {case: ()}
    with closing(sqlite3.connect(database)) as connection, connection:
        assert connection.execute(statement).rowcount == 1
    with Engine.open(database, tmp_path / "leave.yaml") as engine:
        (fault,) = engine.verify(case)[case]
    assert (fault.kind, what in fault.text) == ("altered", True)
