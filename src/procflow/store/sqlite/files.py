"""Whether a path may be opened as a database of ours, found out without touching it."""

import stat
from pathlib import Path

from procflow.store.port import StoreError
from procflow.store.sqlite.schema import APPLICATION_ID

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_APPLICATION_ID_AT = 68
"""Where SQLite's file header, of 100 bytes, has the application id, big-endian."""


def check_file(path: Path) -> None:
    """Raise :class:`StoreError` unless the path is a database of procflow, or free for a new one.

    Only reads: SQLite itself would make files beside the database even where it was only asked to look.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        _check_folder(path)
        return
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be opened: {_reason(error)}") from None
    if stat.S_ISDIR(mode):
        raise StoreError(f"{path} is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        raise StoreError(f"{path} is no file")
    _check_header(path)


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise StoreError(f"{path} cannot be made: there is no folder {path.parent}")


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {_reason(error)}") from None
    if not header:
        return
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise StoreError(f"{path} is no database: it is a file of another kind")
    found = int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    if found != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program")


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
