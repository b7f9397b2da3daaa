"""The store on one SQLite file."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256 as sha256_of
from pathlib import Path
from sqlite3 import Connection

from procflow.case.record import StoredCommit
from procflow.store.checked import check
from procflow.store.port import (
    CaseRow,
    Commit,
    CommitRow,
    Damaged,
    ItemRow,
    KeyRow,
    NotFound,
    OpenedRow,
    Snapshot,
    StoreError,
    TimerRow,
)
from procflow.store.sqlite import rows
from procflow.store.sqlite import statements as sql
from procflow.store.sqlite.commands import write_commit
from procflow.store.sqlite.connections import Readers, open_writer
from procflow.store.sqlite.failures import in_plain_words
from procflow.store.sqlite.writer import GroupWriter


class SQLiteStore:
    """Cases in a file, for any number of threads and processes; see :class:`~procflow.store.port.Store`.

    A process that was forked opens a store of its own: SQLite's locks do not cross a fork.
    """

    def __init__(self, path: str | os.PathLike[str], *, busy_seconds: float = 5.0) -> None:
        """Open a database, made if it is not there. ``busy_seconds`` is how long to wait for another process
        that is writing.

        Raises :class:`StoreError` with nothing written or made.
        """
        self._path = Path(path)
        self._name = str(self._path)
        self._process = os.getpid()
        self._closed = False
        self._writer = GroupWriter(open_writer(self._path, busy_seconds), self._name)
        self._readers = Readers(self._path, busy_seconds)

    def load(self, case: str) -> Snapshot:
        with self._reading() as connection:
            row = connection.execute(sql.LOAD, (rows.key(case),)).fetchone()
            if row is None:
                raise NotFound(f"there is no case {case}")
            return rows.snapshot(row)

    def done(self, case: str, command: str) -> StoredCommit | None:
        with self._reading() as connection:
            commit = connection.execute(sql.DONE, (rows.key(case), rows.key(command))).fetchone()
            if commit is None:
                return None
            version = commit[0]
            before = connection.execute(sql.VERSION_BEFORE, (case, version)).fetchone()[0] or 0
            events = connection.execute(sql.EVENTS_BETWEEN, (case, before, version))
            personal = connection.execute(sql.PERSONAL_BETWEEN, (case, before, version))
            return rows.stored_commits([commit], rows.stored_events(events, personal))[0]

    def commit(self, commit: Commit) -> None:
        check(commit)
        self._write(partial(write_commit, commit=commit))

    def history(self, case: str) -> tuple[StoredCommit, ...]:
        with self._reading() as connection:
            connection.execute("BEGIN")
            of_case = (rows.key(case),)
            commits = connection.execute(sql.COMMITS, of_case).fetchall()
            if not commits and connection.execute(sql.VERSION, of_case).fetchone() is None:
                raise NotFound(f"there is no case {case}")
            events = connection.execute(sql.EVENTS, of_case)
            personal = connection.execute(sql.PERSONAL, of_case)
            return rows.stored_commits(commits, rows.stored_events(events, personal))

    def cases(self) -> tuple[CaseRow, ...]:
        with self._reading() as connection:
            return tuple(map(rows.case_row, connection.execute(sql.CASES)))

    def opened(self, process: str) -> tuple[OpenedRow, ...]:
        with self._reading() as connection:
            return tuple(map(rows.opened_row, connection.execute(sql.OPENED, (rows.key(process),))))

    def case_ids(self) -> tuple[str, ...]:
        with self._reading() as connection:
            return tuple(map(rows.text, connection.execute(sql.CASE_IDS)))

    def commit_rows(self, case: str) -> tuple[CommitRow, ...]:
        with self._reading() as connection:
            return tuple(map(rows.commit_row, connection.execute(sql.COMMIT_ROWS, (rows.key(case),))))

    def asked(self, addressees: Sequence[str]) -> tuple[tuple[str, str], ...]:
        with self._reading() as connection:
            found = connection.execute(sql.asked(len(addressees)), list(map(rows.key, addressees)))
            return tuple(map(rows.texts, found))

    def items(self, addressees: Sequence[str] | None = None, case: str | None = None) -> tuple[ItemRow, ...]:
        count = None if addressees is None else len(addressees)
        values = [rows.key(text) for text in (*(addressees or ()), *(() if case is None else (case,)))]
        with self._reading() as connection:
            found = connection.execute(sql.items(count, of_case=case is not None), values)
            return tuple(map(rows.item_row, found))

    def timers(
        self, until: datetime | None = None, case: str | None = None, limit: int = 50
    ) -> tuple[TimerRow, ...]:
        due = () if until is None else (rows.micros(until),)
        of_case = () if case is None else (rows.key(case),)
        with self._reading() as connection:
            statement = sql.timers(until=until is not None, of_case=case is not None)
            return tuple(map(rows.timer_row, connection.execute(statement, (*due, *of_case, limit))))

    def holder(self, process: str, key: str) -> str | None:
        with self._reading() as connection:
            row = connection.execute(sql.HOLDER, (rows.key(process), rows.key(key))).fetchone()
            return None if row is None else rows.text(row)

    def waiting(self, process: str, key: str) -> tuple[str, ...]:
        with self._reading() as connection:
            found = connection.execute(sql.WAITING, (rows.key(process), rows.key(key)))
            return tuple(map(rows.text, found))

    def keys(self, case: str) -> tuple[KeyRow, ...]:
        with self._reading() as connection:
            return tuple(map(rows.key_row, connection.execute(sql.KEYS, (rows.key(case),))))

    def keep_content(self, kind: str, content: bytes) -> str:
        key = sha256_of(content).hexdigest()
        with self._reading() as connection:
            kept = connection.execute(sql.CONTENT_KEPT, (rows.key(kind), key)).fetchone()
        if kept is None:
            self._put(sql.INSERT_CONTENT, kind, key, content)
        return key

    def content(self, kind: str, sha256: str) -> bytes:
        with self._reading() as connection:
            row = connection.execute(sql.CONTENT, (rows.key(kind), rows.key(sha256))).fetchone()
            if row is None:
                raise NotFound(f"there is no {kind} {sha256}")
            content = rows.content_bytes(row)
        if sha256_of(content).hexdigest() != sha256:
            raise Damaged(f"{self._name} is damaged: the {kind} {sha256} was altered")
        return content

    def contents(self) -> tuple[tuple[str, str], ...]:
        with self._reading() as connection:
            return tuple(map(rows.texts, connection.execute(sql.CONTENTS)))

    def note(self, key: str) -> str | None:
        with self._reading() as connection:
            row = connection.execute(sql.NOTE, (rows.key(key),)).fetchone()
            return None if row is None else rows.text(row)

    def keep_note(self, key: str, value: str) -> None:
        self._put(sql.PUT_NOTE, key, value)

    def close(self) -> None:
        self._closed = True
        self._readers.close()
        self._writer.close()

    def _put(self, statement: str, *values: str | bytes) -> None:
        def work(connection: Connection) -> None:
            connection.execute(statement, values)

        self._write(work)

    def _write(self, work: Callable[[Connection], None]) -> None:
        self._check_open()
        self._writer.run(work)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        try:
            with self._readers.reading() as connection:
                yield connection
        except rows.Unreadable as error:
            raise Damaged(f"{self._name} is damaged: {error}") from None
        except (sqlite3.Error, UnicodeError) as error:
            self._check_open()
            raise in_plain_words(self._name, error) from None

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self._name}: the store is closed")
        if self._process != os.getpid():
            raise StoreError(f"{self._name}: a forked process has to open the store for itself")
