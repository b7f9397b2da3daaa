"""Cases in an SQLite file: the embedded default."""

from procflow.store.sqlite.store import SQLiteStore

__all__ = ["SQLiteStore"]
