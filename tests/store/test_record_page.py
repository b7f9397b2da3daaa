"""The check that the reference shows for doing by hand runs as it stands there."""

import contextlib
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from procflow.store import SQLiteStore

MakeCase = Callable[..., None]


@pytest.fixture
def by_hand(repository: Path) -> str:
    page = (repository / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    return str(block)


def run(script: str) -> str:
    said = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(said):
        exec(compile(script, "record.md", "exec"), names)
    connection = names["db"]
    assert isinstance(connection, sqlite3.Connection)
    connection.close()
    return said.getvalue()


@pytest.fixture
def head(database: Path, monkeypatch: pytest.MonkeyPatch, make_case: MakeCase) -> str:
    """The head of the page's case, which stands in the working directory with another one."""
    monkeypatch.chdir(database.parent)
    with closing(SQLiteStore(database)) as store:
        make_case(store, "c0ffee")
        make_case(store, "another")
        return store.load("c0ffee").head.hex()


def test_a_whole_record_is_found_whole(by_hand: str, head: str) -> None:
    assert run(by_hand) == f"whole up to version 11 with the head {head}\n"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE events SET body = x'00' WHERE seq = 7", "event 7"),
        ("DELETE FROM events WHERE seq = 2", "event 2"),
        ("UPDATE commits SET chain = zeroblob(32) WHERE version = 7", "commit 7"),
        ("DELETE FROM commits WHERE version = 7", "commit 9"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_was_done_to_it_is_named(
    by_hand: str, head: str, database: Path, statement: str, named: str
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)
    with pytest.raises(AssertionError, match=named):
        run(by_hand)
