"""A database that refuses: plain words instead of the driver's errors, and the record as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

import procflow
from procflow.store import (
    Commit,
    Conflict,
    Damaged,
    NotFound,
    SQLiteStore,
    StoreError,
    verify_case,
    verify_contents,
)
from procflow.store.sqlite.failures import in_plain_words

MakeCommit = Callable[..., Commit]
MakeCase = Callable[..., None]

PAGE = 4096


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Permissions bind everybody but the superuser, so a test that runs as one steps down for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may look into, and whose parents they may too."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_file_that_is_read_only_is_read_but_not_written(
    open_folder: Path, make_case: MakeCase, make_commit: MakeCommit
) -> None:
    database = open_folder / "cases.db"
    with closing(SQLiteStore(database)) as store:
        make_case(store, "a")
    database.chmod(0o444)
    open_folder.chmod(0o777)
    with ordinary_user(), closing(SQLiteStore(database)) as store:
        with pytest.raises(StoreError, match=r"cases\.db cannot be written to: it is read-only"):
            store.commit(make_commit("b"))
        with pytest.raises(StoreError, match=r"cases\.db cannot be written to: it is read-only"):
            store.keep_note("sandbox", "yes")
        assert verify_case(store, "a") == ()


def test_a_folder_that_is_read_only_refuses_a_new_database(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with ordinary_user(), pytest.raises(StoreError, match=r"cases\.db cannot be opened"):
        SQLiteStore(open_folder / "cases.db")
    assert list(open_folder.iterdir()) == []


def test_a_file_that_may_not_be_read_is_refused(open_folder: Path) -> None:
    database = open_folder / "cases.db"
    SQLiteStore(database).close()
    database.chmod(0o000)
    with ordinary_user(), pytest.raises(StoreError, match="permission denied"):
        SQLiteStore(database)


def test_a_file_that_is_locked_is_given_up_and_works_again(
    database: Path, make_case: MakeCase, make_commit: MakeCommit
) -> None:
    with closing(SQLiteStore(database, busy_seconds=0.05)) as store:
        make_case(store, "a")
        before = store.load("a")
        after = make_commit("a", expected=before.row.version, head=before.head, command="after")
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="locked by another program"):
                store.commit(after)
            assert store.load("a") == before
            other.execute("ROLLBACK")
        store.commit(after)
        assert store.load("a").row.version == after.row.version


FILL_UP = """
import resource, sys
from procflow.store import SQLiteStore, StoreError
store = SQLiteStore(sys.argv[1])
size = 200_000
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
for number in range(100):
    try:
        store.keep_content("attachment", number.to_bytes(1, "big") * 20_000)
    except StoreError as error:
        print(error)
        break
print(len(store.contents()), number)
"""


def test_a_disk_that_refuses_leaves_what_was_written(
    database: Path, make_case: MakeCase, make_commit: MakeCommit
) -> None:
    with closing(SQLiteStore(database)) as store:
        make_case(store, "a")
    run = subprocess.run(
        [sys.executable, "-c", FILL_UP, str(database)],
        env={**os.environ, "PYTHONPATH": str(Path(procflow.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    message, counts = run.stdout.splitlines()
    assert message == f"{database}: the disk reported an error; nothing was written"
    kept, written = map(int, counts.split())
    assert kept == written + 3
    with closing(SQLiteStore(database)) as store:
        assert len(store.contents()) == kept
        assert verify_case(store, "a") == verify_contents(store) == ()
        store.commit(make_commit("b"))


def test_a_failed_command_leaves_nothing_behind(
    database: Path, make_case: MakeCase, make_commit: MakeCommit
) -> None:
    """An event from outside is in the way: the first statements succeed and are taken back."""
    with closing(SQLiteStore(database)) as store:
        make_case(store, "a", commits=1)
        before = store.load("a")
        with closing(sqlite3.connect(database)) as other, other:
            other.execute("INSERT INTO events (case_id, seq, body) VALUES ('a', 7, x'00')")
        with pytest.raises(Damaged, match="contradicts"):
            store.commit(make_commit("a", expected=5, head=before.head))
        assert store.load("a") == before
        assert [fault.seq for fault in verify_case(store, "a")] == [7]
        store.commit(make_commit("b"))


def use(store: SQLiteStore, make_commit: MakeCommit) -> bool:
    """Read and check everything, and write; whether it is all as it was written."""
    whole = True
    for row in store.cases():
        with suppress(NotFound):
            whole = not verify_case(store, row.case) and whole
        store.items(case=row.case)
    store.items(["role:legal"])
    store.timers()
    store.note("sandbox")
    whole = not verify_contents(store) and whole
    with suppress(Conflict):
        store.commit(make_commit("new"))
    return whole and len(store.cases()) == 21


@pytest.mark.parametrize("filler", [b"\x00", b"\xff"])
def test_no_damaged_page_ends_in_more_than_plain_words(
    database: Path, make_case: MakeCase, make_commit: MakeCommit, filler: bytes
) -> None:
    with closing(SQLiteStore(database)) as store:
        for number in range(20):
            make_case(store, f"case-{number}", commits=3)
        store.keep_content("attachment", b"paper" * 2_000)
    good = database.read_bytes()
    pages = len(good) // PAGE
    assert pages > 25
    unnoticed = []
    for page in range(pages):
        damaged = bytearray(good)
        # The first page begins with the header that tells whose file it is.
        start = page * PAGE if page else 100
        damaged[start : (page + 1) * PAGE] = filler * ((page + 1) * PAGE - start)
        database.write_bytes(damaged)
        with suppress(StoreError), closing(SQLiteStore(database)) as store:
            if use(store, make_commit):
                unnoticed.append(page)
    # Pages of indexes that nothing above goes through may be damaged unnoticed.
    assert len(unnoticed) < pages / 2


def test_a_damaged_page_is_called_damage(database: Path, make_case: MakeCase) -> None:
    with closing(SQLiteStore(database)) as store:
        make_case(store, "a", commits=60)
    content = bytearray(database.read_bytes())
    content[PAGE:] = b"\xff" * (len(content) - PAGE)
    database.write_bytes(content)
    with closing(SQLiteStore(database)) as store, pytest.raises(Damaged, match=f"{database} is damaged"):
        store.history("a")


def test_a_full_disk_is_called_full() -> None:
    """SQLite's own limit of pages makes it answer as on a full disk."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert str(in_plain_words("cases.db", caught.value)) == "cases.db: the disk is full; nothing was written"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_is_told_to_open_its_own(database: Path, make_case: MakeCase) -> None:
    with closing(SQLiteStore(database)) as store:
        make_case(store, "a")
        child = os.fork()
        if not child:
            try:
                store.load("a")
            except StoreError as error:
                os._exit(7 if "forked" in str(error) else 1)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert verify_case(store, "a") == ()
