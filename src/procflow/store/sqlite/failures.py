"""SQLite's errors in plain words."""

import sqlite3

from procflow.store.port import Damaged, StoreError

_PRIMARY = 0xFF
"""SQLite's extended codes hold the primary one in their lowest byte."""

_WORDS = {
    sqlite3.SQLITE_FULL: "{name}: the disk is full; nothing was written",
    sqlite3.SQLITE_READONLY: "{name} cannot be written to: it is read-only",
    sqlite3.SQLITE_PERM: "{name} may not be opened: access was denied",
    sqlite3.SQLITE_AUTH: "{name} may not be opened: access was denied",
    sqlite3.SQLITE_BUSY: "{name} is locked by another program that does not finish",
    sqlite3.SQLITE_LOCKED: "{name} is locked by another program that does not finish",
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be opened: the file or its folder denies it",
    sqlite3.SQLITE_IOERR: "{name}: the disk reported an error; nothing was written",
    sqlite3.SQLITE_PROTOCOL: "{name} cannot be locked; a database needs a local disk",
}

_DAMAGE = {
    sqlite3.SQLITE_ERROR: "{name} is damaged: its tables are not as they were made",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged: restore it from a backup",
    sqlite3.SQLITE_NOTADB: "{name} is damaged: it is no SQLite database any more",
    sqlite3.SQLITE_CONSTRAINT: "{name} is damaged: what it holds contradicts what is written now",
}


def in_plain_words(name: str, error: sqlite3.Error | UnicodeError) -> StoreError:
    """The error to raise for one of SQLite's, naming the database."""
    if isinstance(error, UnicodeError):
        return StoreError(f"{name}: a name with characters that are no text cannot be kept or looked for")
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if isinstance(error, sqlite3.OperationalError) and not code:
        # The one error of this class that is the driver's own: a text that is no UTF-8.
        return Damaged(f"{name} is damaged: what was written as text is none")
    if code in _DAMAGE:
        return Damaged(_DAMAGE[code].format(name=name))
    if code in _WORDS:
        return StoreError(_WORDS[code].format(name=name))
    return StoreError(f"{name} cannot be used: {error}")
