"""A database that an earlier version of the store wrote is brought forward when it is opened."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from procflow.store import Commit, KeyRow, SQLiteStore, StoreError, verify_case, verify_contents
from procflow.store.sqlite.schema import VERSION

EARLIER = sorted(Path(__file__).parent.glob("version-*.sql"))


def tables(database: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


@pytest.fixture(params=EARLIER, ids=[file.stem for file in EARLIER])
def earlier(request: pytest.FixtureRequest, database: Path) -> Path:
    """A database as an earlier version left it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
    return database


def test_there_is_a_database_of_every_earlier_version() -> None:
    assert [file.stem for file in EARLIER] == [f"version-{number}" for number in range(1, VERSION)]


def test_what_it_holds_is_all_there(earlier: Path, make_commit: Callable[..., Commit]) -> None:
    with closing(SQLiteStore(earlier)) as store:
        assert verify_case(store, "a") == verify_contents(store) == ()
        (commit, _) = history = store.history("a")
        assert (len(history), len(commit.events), store.note("sandbox")) == (2, 5, "yes")
        assert [row.item for row in store.items(["person:lin"])] == ["a-5"]
        assert [row.timer for row in store.timers()] == ["a-5.0"]
        assert store.keys("a") == ()


def test_it_has_the_tables_of_a_new_one_and_takes_commits(
    earlier: Path, tmp_path: Path, make_commit: Callable[..., Commit]
) -> None:
    SQLiteStore(tmp_path / "new.db").close()
    with closing(SQLiteStore(earlier)) as store:
        key = KeyRow("contract-review", "North Pipe", "a", holds=True)
        store.commit(make_commit("a", expected=7, head=store.load("a").head, keys_set=[key]))
        assert store.holder("contract-review", "North Pipe") == "a"
        assert verify_case(store, "a") == ()
    assert tables(earlier) == tables(tmp_path / "new.db")
    with closing(sqlite3.connect(earlier)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_one_that_cannot_be_brought_forward_is_left_as_it_was(earlier: Path) -> None:
    with closing(sqlite3.connect(earlier)) as connection:
        connection.execute("CREATE TABLE keys_held (x)")
        version = connection.execute("PRAGMA user_version").fetchone()
    before = tables(earlier)
    with pytest.raises(StoreError):
        SQLiteStore(earlier)
    assert tables(earlier) == before
    with closing(sqlite3.connect(earlier)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == version
