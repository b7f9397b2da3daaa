"""What a path or a URL leads to, and that what is refused is left untouched."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from procflow.store import Damaged, MemoryStore, SQLiteStore, Store, StoreError, open_store

MakeCase = Callable[..., None]


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_memory_is_a_store_of_its_own_each_time() -> None:
    first, second = open_store("memory:"), open_store("memory:")
    assert isinstance(first, MemoryStore)
    first.keep_note("a", "b")
    assert second.note("a") is None


@pytest.mark.parametrize("name", ["cases.db", "案件 100%25 #1?mode=ro.db", "sub/cases.db", "cases"])
def test_a_path_is_a_file_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    forms: tuple[str | Path, ...] = (
        name,
        Path(name),
        f"sqlite:///{name}",
        f"sqlite:///{tmp_path / name}",
        str(tmp_path / name),
    )
    for number, form in enumerate(forms):
        with closing(open_store(form)) as store:
            assert isinstance(store, SQLiteStore)
            assert store.note("opened") == (str(number - 1) if number else None)
            store.keep_note("opened", str(number))
    assert {file for file, content in contents(tmp_path).items() if content is not None} == {name}


def test_what_was_written_is_there_again(database: Path, make_case: MakeCase) -> None:
    def all_of(store: Store) -> tuple[object, ...]:
        return store.cases(), store.load("a"), store.history("a"), store.contents()

    with closing(open_store(database)) as store:
        make_case(store, "a")
        written = all_of(store)
    with closing(open_store(database)) as store:
        assert all_of(store) == written


@pytest.mark.parametrize(
    "name",
    [
        "",
        ":memory:",
        "memory:x",
        "memory://",
        "sqlite:",
        "sqlite:cases.db",
        "sqlite://cases.db",
        "sqlite:///",
        "postgresql://localhost/cases",
        "mysql+pymysql://x",
        "file:///cases.db",
    ],
)
def test_a_name_of_no_store_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="write a path such as"):
        open_store(name)
    assert contents(tmp_path) == {}


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(tmp_path / "none" / "cases.db")
    with pytest.raises(StoreError, match="cannot be opened: not a directory"):
        (tmp_path / "file").touch()
        open_store(tmp_path / "file" / "cases.db")
    assert contents(tmp_path) == {"file": b""}


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"{tmp_path}/{name}")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    assert contents(tmp_path) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_a_pipe_is_no_database(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="is no file"):
        open_store(tmp_path / "pipe")


@pytest.mark.parametrize(
    "content", [b"x", b"process: contract-review\n" * 20, b"SQLite format 3\x00", bytes(4096), b"\xff" * 512]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, database: Path, content: bytes) -> None:
    database.write_bytes(content)
    with pytest.raises(StoreError, match="is no database"):
        open_store(database)
    assert contents(tmp_path) == {"cases.db": content}


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE t (x)"],
        ["PRAGMA journal_mode = WAL", "CREATE TABLE t (x)"],
        ["PRAGMA application_id = 1", "CREATE TABLE cases (case_id)"],
        ["PRAGMA user_version = 1"],
    ],
)
def test_a_database_of_another_program_is_refused(
    tmp_path: Path, database: Path, statements: list[str]
) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="is a database of another program"):
        open_store(database)
    assert contents(tmp_path) == before


def test_a_database_of_a_newer_version_is_refused(
    tmp_path: Path, database: Path, make_case: MakeCase
) -> None:
    with closing(open_store(database)) as store:
        make_case(store, "a")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="written by a newer procflow"):
        open_store(database)
    assert contents(tmp_path) == before


def test_a_database_without_its_tables_is_damaged(database: Path) -> None:
    open_store(database).close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TABLE cases")
    with pytest.raises(Damaged, match="damaged"):
        open_store(database)


def test_an_empty_file_becomes_a_database(database: Path, make_case: MakeCase) -> None:
    database.touch()
    with closing(open_store(database)) as store:
        make_case(store, "a")
    with closing(open_store(database)) as store:
        assert len(store.history("a")) == 4


def test_the_file_says_whose_it_is(database: Path) -> None:
    open_store(database).close()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"pflw", "big"),)
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_new_database_opened_by_many_at_once_is_made_once(database: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_store(database), range(8)))
    for number, store in enumerate(stores):
        store.keep_note(str(number), "here")
    assert [stores[0].note(str(number)) for number in range(8)] == ["here"] * 8
    for store in stores:
        store.close()
