"""One way in: the store that a path or a URL names."""

import os
from pathlib import Path

from procflow.store.memory import MemoryStore
from procflow.store.port import Store, StoreError
from procflow.store.sqlite import SQLiteStore

_FORMS = "write a path such as cases.db, sqlite:///cases.db, or memory:"


def open_store(url_or_path: str | os.PathLike[str]) -> Store:
    """Open the store that ``memory:``, ``sqlite:///PATH`` or a plain path names.

    A database that is not there is made, but no folder for it. Raises :class:`StoreError`, with nothing
    written or made, where it is no database of procflow, or one of a newer version.
    """
    name = os.fspath(url_or_path)
    scheme, colon, rest = name.partition(":")
    if name == "memory:":
        return MemoryStore()
    if scheme == "sqlite" and colon:
        if not rest.startswith("///") or rest == "///":
            raise StoreError(f"{name} names no database; {_FORMS}")
        return SQLiteStore(Path(rest[3:]))
    if not name or rest.startswith("//") or name == ":memory:" or (scheme == "memory" and colon):
        raise StoreError(f"{name or 'an empty name'} names no store that there is; {_FORMS}")
    return SQLiteStore(Path(name))
