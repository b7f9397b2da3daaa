"""What one command writes, inside the transaction that its store has begun."""

import sqlite3
from sqlite3 import Connection

import msgspec

from procflow.store.port import Commit, Conflict, ItemRow, KeyRead, KeyRow, KeyTaken
from procflow.store.sqlite import statements as sql
from procflow.store.sqlite.rows import micros

_texts = msgspec.json.Encoder()


def write_commit(connection: Connection, commit: Commit) -> None:
    """Write all of a commit.

    Raises :class:`Conflict`, :class:`KeyTaken`, ``ValueError`` for an item's id that is taken, and SQLite's
    errors; the caller then takes back what was written.
    """
    _write_case(connection, commit)
    _write_record(connection, commit)
    _check_keys(connection, commit)
    _write_items(connection, commit)
    _write_timers(connection, commit)
    _write_keys(connection, commit)


def _write_case(connection: Connection, commit: Commit) -> None:
    row = commit.row
    columns = (row.process, row.version, row.definition, row.status, micros(row.started_at))
    rest = (*columns, commit.state, commit.record.chain)
    if commit.expected:
        written = connection.execute(sql.UPDATE_CASE, (*rest, row.case, commit.expected))
    else:
        written = connection.execute(sql.INSERT_CASE, (row.case, *rest))
    if written.rowcount != 1:
        found = connection.execute(sql.VERSION, (row.case,)).fetchone()
        version = 0 if found is None else found[0]
        raise Conflict(f"case {row.case} is at version {version}, not at {commit.expected}")


def _write_record(connection: Connection, commit: Commit) -> None:
    case, record = commit.row.case, commit.record
    columns = (case, record.version, commit.command, commit.organization, record.header, record.chain)
    if connection.execute(sql.INSERT_COMMIT, columns).rowcount != 1:
        raise Conflict(f"case {case}: the command {commit.command} was done before")
    connection.executemany(sql.INSERT_EVENT, [(case, event.seq, event.body) for event in record.events])
    personal = [(case, e.seq, p.field, p.salt, p.value) for e in record.events for p in e.personal]
    if personal:
        connection.executemany(sql.INSERT_PERSONAL, personal)


def _write_items(connection: Connection, commit: Commit) -> None:
    case, opened = commit.row.case, commit.items_opened
    gone = [(item, case) for item in (*commit.items_closed, *(row.item for row in opened))]
    if gone:
        connection.executemany(sql.DELETE_ADDRESSEES, gone)
        connection.executemany(sql.DELETE_ITEM, gone)
    if opened:
        try:
            connection.executemany(sql.INSERT_ITEM, [_columns(row) for row in opened])
        except sqlite3.IntegrityError:
            raise ValueError(f"case {case} opens an item under an id that is taken") from None
        addressed = {(addressee, row.item, case) for row in opened for addressee in row.addressees}
        connection.executemany(sql.INSERT_ADDRESSEE, sorted(addressed))


def _columns(row: ItemRow) -> tuple[str | int | None, ...]:
    addressees = _texts.encode(row.addressees).decode()
    due = None if row.due is None else micros(row.due)
    return row.item, row.case, row.step, row.seat, row.role, addressees, due, micros(row.opened_at)


def _write_timers(connection: Connection, commit: Commit) -> None:
    case, timers = commit.row.case, commit.timers_set
    gone = [(timer, case) for timer in (*commit.timers_dropped, *(row.timer for row in timers))]
    if gone:
        connection.executemany(sql.DELETE_TIMER, gone)
    if timers:
        latest = {row.timer: (case, row.timer, micros(row.due)) for row in timers}
        connection.executemany(sql.INSERT_TIMER, list(latest.values()))


def _check_keys(connection: Connection, commit: Commit) -> None:
    for read in commit.keys_read:
        if _holder(connection, read) != read.case:
            raise Conflict(f"the key {read.key} of {read.process} has changed hands")
    for row in commit.keys_set:
        holder = _holder(connection, row) if row.holds else None
        if holder is not None and holder != row.case:
            raise KeyTaken(row.process, row.key, holder)


def _holder(connection: Connection, of: KeyRow | KeyRead) -> str | None:
    found = connection.execute(sql.HOLDER, (of.process, of.key)).fetchone()
    return None if found is None else str(found[0])


def _write_keys(connection: Connection, commit: Commit) -> None:
    if commit.keys_dropped:
        connection.executemany(sql.DELETE_KEY, [_key_columns(row) for row in commit.keys_dropped])
    if commit.keys_set:
        connection.executemany(sql.INSERT_KEY, [_key_columns(row) for row in commit.keys_set])


def _key_columns(row: KeyRow) -> tuple[str, str, str, int]:
    return row.process, row.key, row.case, int(row.holds)
