"""Where cases live: the port that the engine asks, the stores behind it, and the check of what they hold."""

from procflow.store.memory import MemoryStore
from procflow.store.open import open_store
from procflow.store.port import (
    CaseRow,
    Commit,
    CommitRow,
    Conflict,
    Damaged,
    ItemRow,
    KeyRead,
    KeyRow,
    KeyTaken,
    NotFound,
    OpenedRow,
    Snapshot,
    Store,
    StoreError,
    TimerRow,
)
from procflow.store.sqlite import SQLiteStore
from procflow.store.verify import verify_case, verify_contents

__all__ = [
    "CaseRow",
    "Commit",
    "CommitRow",
    "Conflict",
    "Damaged",
    "ItemRow",
    "KeyRead",
    "KeyRow",
    "KeyTaken",
    "MemoryStore",
    "NotFound",
    "OpenedRow",
    "SQLiteStore",
    "Snapshot",
    "Store",
    "StoreError",
    "TimerRow",
    "open_store",
    "verify_case",
    "verify_contents",
]
