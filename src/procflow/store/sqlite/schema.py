"""The tables, and how a database of any earlier version comes to have them.

Every table carries the case, so that they can be spread by it. Instants are microseconds since 1970 in UTC.
"""

from sqlite3 import Connection

from procflow.store.port import Damaged, StoreError

APPLICATION_ID = 0x70666C77
"""What SQLite's header says of whose file it is: "pflw" in ASCII."""

_VERSION_1 = (
    """CREATE TABLE cases (
        case_id TEXT NOT NULL PRIMARY KEY,
        process TEXT NOT NULL,
        version INTEGER NOT NULL,
        definition TEXT NOT NULL,
        status TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        head BLOB NOT NULL,
        state BLOB NOT NULL
    )""",
    """CREATE TABLE events (
        case_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (case_id, seq)
    ) WITHOUT ROWID""",
    """CREATE TABLE personal (
        case_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        field TEXT NOT NULL,
        salt TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (case_id, seq, field)
    ) WITHOUT ROWID""",
    # `position` counts the commits of all cases in the order they were written.
    """CREATE TABLE commits (
        position INTEGER NOT NULL PRIMARY KEY,
        case_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        command_id TEXT NOT NULL,
        organization TEXT NOT NULL,
        header BLOB NOT NULL,
        chain BLOB NOT NULL,
        UNIQUE (case_id, version),
        UNIQUE (case_id, command_id)
    )""",
    """CREATE TABLE work_items (
        item TEXT NOT NULL PRIMARY KEY,
        case_id TEXT NOT NULL,
        step TEXT NOT NULL,
        seat TEXT,
        role TEXT NOT NULL,
        addressees TEXT NOT NULL,
        due INTEGER,
        opened_at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX work_items_of_case ON work_items (case_id)",
    # What an inbox searches; `work_items.addressees` keeps the same list in its order, as JSON.
    """CREATE TABLE addressees (
        addressee TEXT NOT NULL,
        item TEXT NOT NULL,
        case_id TEXT NOT NULL,
        PRIMARY KEY (addressee, item)
    ) WITHOUT ROWID""",
    "CREATE INDEX addressees_of_item ON addressees (item)",
    """CREATE TABLE timers (
        case_id TEXT NOT NULL,
        timer TEXT NOT NULL,
        due INTEGER NOT NULL,
        PRIMARY KEY (case_id, timer)
    ) WITHOUT ROWID""",
    "CREATE INDEX timers_due ON timers (due)",
    """CREATE TABLE contents (
        kind TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (kind, sha256)
    )""",
    """CREATE TABLE notes (
        key TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID""",
)

_VERSION_2 = (
    # `holds` is 1 for the one case that holds a key, 0 for each that waits for it.
    """CREATE TABLE keys (
        process TEXT NOT NULL,
        key TEXT NOT NULL,
        holds INTEGER NOT NULL,
        case_id TEXT NOT NULL,
        PRIMARY KEY (process, key, holds, case_id)
    ) WITHOUT ROWID""",
    "CREATE UNIQUE INDEX keys_held ON keys (process, key) WHERE holds = 1",
    "CREATE INDEX keys_of_case ON keys (case_id)",
)

_STEPS = (_VERSION_1, _VERSION_2)
"""What leads from each version to the next; an empty database has version 0."""

VERSION = len(_STEPS)

_TABLES = frozenset(
    {
        *("addressees", "cases", "commits", "contents", "events"),
        *("keys", "notes", "personal", "timers", "work_items"),
    }
)


def prepare(connection: Connection, name: str) -> None:
    """Bring an empty or an older database to this version, whole or not at all.

    Raises :class:`StoreError` where its version is newer than this one, :class:`Damaged` without its tables.
    """
    if _version(connection, name) < VERSION:
        _migrate(connection, name)
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not found >= _TABLES:
        raise Damaged(f"{name} is damaged: its tables are gone: {', '.join(sorted(_TABLES - found))}")


def _migrate(connection: Connection, name: str) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        # Another process may have been quicker.
        for step in _STEPS[_version(connection, name) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _version(connection: Connection, name: str) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise StoreError(
            f"{name} was written by a newer procflow (store version {found}; this one knows {VERSION})"
        )
    return found
