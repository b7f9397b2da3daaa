"""Connections to the file: one that writes, and as many that read as there are readers at one time."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from procflow.store.port import StoreError
from procflow.store.sqlite.failures import in_plain_words
from procflow.store.sqlite.files import check_file
from procflow.store.sqlite.schema import prepare

_SETTINGS = (
    # A commit is on the disk before it is acknowledged. `fullfsync` is what that takes on macOS.
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    # The file may come from elsewhere: nothing that stands in its schema is run, and bad pages are noticed.
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_CACHE_KIBIBYTES = 16 * 1024
"""What the writer may keep of the file in memory; readers, of whom there may be many, keep SQLite's 2 MiB."""

_LOG_BYTES = 64 * 1024 * 1024
"""What the write-ahead log is cut back to after it has grown."""


def open_writer(path: Path, busy_seconds: float) -> Connection:
    """Open the file for writing, made or brought to this version where needed. Raises :class:`StoreError`."""
    check_file(path)
    try:
        connection = _connect(path, "rw" if path.exists() else "rwc", busy_seconds)
    except sqlite3.Error as error:
        raise in_plain_words(str(path), error) from None
    try:
        prepare(connection, str(path))
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise StoreError(f"{path} cannot be used here: its disk does not allow a write-ahead log")
        _settle(connection)
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
    except sqlite3.Error as error:
        connection.close()
        raise in_plain_words(str(path), error) from None
    except StoreError:
        connection.close()
        raise
    return connection


def _connect(path: Path, mode: str, busy_seconds: float) -> Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
    )


def _settle(connection: Connection) -> None:
    for setting in _SETTINGS:
        connection.execute(setting)


class Readers:
    """Connections that only read; each is one reader's at a time, and waits for the next one after."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._idle: deque[Connection] = deque()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection; a transaction begun on it ends with the block."""
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def close(self) -> None:
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            connection = _connect(self._path, "rw", self._busy_seconds)
            _settle(connection)
            connection.execute("PRAGMA query_only = ON")
            return connection

    def _give_back(self, connection: Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        self._idle.append(connection)
        if self._closed:
            self.close()
