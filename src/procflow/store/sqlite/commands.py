"""What one command writes, inside the transaction that its store has begun."""

import sqlite3
from sqlite3 import Connection

import msgspec

from procflow.store.port import Commit, Conflict, ItemRow
from procflow.store.sqlite import statements as sql
from procflow.store.sqlite.rows import micros

_texts = msgspec.json.Encoder()


def write_commit(connection: Connection, commit: Commit) -> None:
    """Write all of a commit.

    Raises :class:`Conflict`, ``ValueError`` for an item's id that is taken, and SQLite's errors; the caller
    then takes back what was written.
    """
    _write_case(connection, commit)
    _write_record(connection, commit)
    _write_items(connection, commit)
    _write_timers(connection, commit)


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
