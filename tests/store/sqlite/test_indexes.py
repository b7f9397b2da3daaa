"""Nothing that is asked often reads a table from its beginning to its end."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from procflow.store import SQLiteStore
from procflow.store.sqlite import statements as sql


@pytest.mark.parametrize(
    "statement",
    [
        sql.LOAD,
        sql.DONE,
        sql.VERSION_BEFORE,
        sql.COMMITS,
        sql.COMMIT_ROWS,
        sql.EVENTS,
        sql.EVENTS_BETWEEN,
        sql.PERSONAL,
        sql.UPDATE_CASE,
        sql.DELETE_ITEM,
        sql.DELETE_ADDRESSEES,
        sql.DELETE_TIMER,
        sql.DELETE_KEY,
        sql.HOLDER,
        sql.WAITING,
        sql.KEYS,
        sql.CONTENT,
        sql.NOTE,
        sql.asked(3),
        sql.items(3, of_case=False),
        sql.items(None, of_case=True),
        sql.items(2, of_case=True),
        sql.timers(until=True, of_case=False),
        sql.timers(until=False, of_case=True),
    ],
)
def test_a_look_up_goes_through_an_index(database: Path, statement: str) -> None:
    SQLiteStore(database).close()
    with closing(sqlite3.connect(database)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", [1] * statement.count("?")).fetchall()
    assert plan
    assert [step[3] for step in plan if step[3].startswith("SCAN")] == []
