"""What the engine asks of a store. Memory and SQLite fulfil it today; one contract suite holds them to it.

A store keeps bytes, and a few columns to look things up by. It knows no process and folds no events.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from procflow.case.record import StoredCommit


class StoreError(Exception):
    """The database cannot be used: it is no database of ours, it is damaged, locked, read-only, or full.

    Nothing was written. The message is one sentence that names the database.
    """


class Damaged(StoreError):
    """What the database holds is not what was written to it, or nothing that this release can read."""


class Conflict(Exception):
    """The case moved on since it was read; read it again and decide anew."""


class KeyTaken(Exception):
    """The commit would give a case the key of another open one (SEMANTICS 34); nothing was written.

    ``process`` and ``key`` are what was asked for, ``case`` is the open case that holds it.
    """

    def __init__(self, process: str, key: str, case: str) -> None:
        self.process, self.key, self.case = process, key, case
        super().__init__(process, key, case)

    def __str__(self) -> str:
        return f"case {self.case} of {self.process} is open and holds the key {self.key}"


class NotFound(Exception):
    """There is no such case, item, definition, organization or attachment."""


class ItemRow(Struct, frozen=True):
    """A work item that is open, as an inbox looks for it.

    ``addressees`` are the keys that an inbox finds it by: ``role:NAME``, or ``person:NAME`` where only
    certain persons may act on it. An item that was handed up is closed and opened again with others.
    """

    item: str
    case: str
    step: str
    seat: str | None
    role: str
    addressees: tuple[str, ...]
    due: datetime | None
    opened_at: datetime


class TimerRow(Struct, frozen=True):
    """A moment at which the clock acts on a case."""

    case: str
    timer: str
    due: datetime


class KeyRow(Struct, frozen=True):
    """A key of a process that an open case ``holds``, alone of all cases, or waits for (SEMANTICS 34)."""

    process: str
    key: str
    case: str
    holds: bool


class KeyRead(Struct, frozen=True):
    """Which case held a key of a process when a commit was decided, if any did."""

    process: str
    key: str
    case: str | None


class CaseRow(Struct, frozen=True):
    """A case as a listing shows it. ``version`` is the number of its last event."""

    case: str
    process: str
    version: int
    definition: str
    status: str
    started_at: datetime


class OpenedRow(Struct, frozen=True):
    """A case with what it was opened under: the SHA-256 of its definition, and of its organization then."""

    case: str
    started_at: datetime
    definition: str
    organization: str


class CommitRow(Struct, frozen=True):
    """What stands beside a commit of a case to look it up by; ``position`` counts the commits of all cases in
    the order they were written."""

    version: int
    position: int
    organization: str


class Snapshot(Struct, frozen=True):
    """A case as it was last written: its row, the encoded state, and the head of its chain."""

    row: CaseRow
    state: bytes
    head: bytes


class Commit(Struct, frozen=True):
    """Everything that one command changes, written whole or not at all.

    ``expected`` is the version that the decision was made on, 0 for a new case, and ``keys_read`` what it
    found of keys, as they were before the commit. Items, timers and keys are differences: what is closed or
    dropped goes first, and what is opened or set under an id that is there takes its place. An item's id is
    unique in the whole store, a timer's within its case; a key is held by one case.
    """

    row: CaseRow
    expected: int
    command: str
    state: bytes
    record: StoredCommit
    organization: str
    items_opened: Sequence[ItemRow] = ()
    items_closed: Sequence[str] = ()
    timers_set: Sequence[TimerRow] = ()
    timers_dropped: Sequence[str] = ()
    keys_set: Sequence[KeyRow] = ()
    keys_dropped: Sequence[KeyRow] = ()
    keys_read: Sequence[KeyRead] = ()


class Store(Protocol):
    """A place where cases live, used from any number of threads.

    Every method may raise :class:`StoreError`. Instants go in with their zone and come out in UTC, exact to
    the microsecond. A commit that cannot be one (an event left out, an item of another case) raises
    ``ValueError``.
    """

    def load(self, case: str) -> Snapshot:
        """The case as last written. Raises :class:`NotFound`."""
        ...

    def done(self, case: str, command: str) -> StoredCommit | None:
        """The commit that a command made on a case before, if it did (SEMANTICS 32)."""
        ...

    def commit(self, commit: Commit) -> None:
        """Write a commit. When this returns, it is there for good.

        Raises :class:`Conflict` if the case is not at the expected version any more, the command was done
        in between, or a key is held by another case than was read; :class:`KeyTaken` if it sets a key that
        another case holds. A conflict is told first, since what is decided anew may need no key.
        """
        ...

    def history(self, case: str) -> tuple[StoredCommit, ...]:
        """Every commit of a case with its events, oldest first. Raises :class:`NotFound`.

        An event that was put behind the last commit from outside comes with it, for a check to find.
        """
        ...

    def cases(self) -> tuple[CaseRow, ...]:
        """All cases, by the instant they started, then by id."""
        ...

    def opened(self, process: str) -> tuple[OpenedRow, ...]:
        """The cases of a process in the order in which they were opened: that of their first commits, which
        no later case changes."""
        ...

    def case_ids(self) -> tuple[str, ...]:
        """Every case that anything is kept of, in order: a row, commits, events, or what belongs to them.

        So a case that was deleted in part is among them.
        """
        ...

    def commit_rows(self, case: str) -> tuple[CommitRow, ...]:
        """What stands beside the commits of a case, oldest first; nothing for an unknown case."""
        ...

    def asked(self, addressees: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The open items that have one of these addressees, each with its case, in the order of
        :meth:`items`.

        What else is kept of an item is not read, so that one that was damaged hides no other.
        """
        ...

    def items(self, addressees: Sequence[str] | None = None, case: str | None = None) -> tuple[ItemRow, ...]:
        """Open items that have one of these addressees, of one case or all.

        Earliest deadline first, those without one last; then by the instant they were opened, then by id.
        """
        ...

    def timers(
        self, until: datetime | None = None, case: str | None = None, limit: int = 50
    ) -> tuple[TimerRow, ...]:
        """Timers that are due up to and at an instant, at most ``limit``.

        Earliest first, then by case and id.
        """
        ...

    def holder(self, process: str, key: str) -> str | None:
        """The open case that holds a key of a process, if there is one."""
        ...

    def waiting(self, process: str, key: str) -> tuple[str, ...]:
        """The open cases that wait for a key of a process, in the order of their ids."""
        ...

    def keys(self, case: str) -> tuple[KeyRow, ...]:
        """The keys that a case holds and waits for, by process and key; nothing for an unknown case."""
        ...

    def keep_content(self, kind: str, content: bytes) -> str:
        """Keep a ``definition``, an ``organization`` or an ``attachment``.

        Returns its SHA-256, hexadecimal.
        """
        ...

    def content(self, kind: str, sha256: str) -> bytes:
        """What is kept under a hash. Raises :class:`NotFound`, or :class:`Damaged` if its hash is another."""
        ...

    def contents(self) -> tuple[tuple[str, str], ...]:
        """The kind and the SHA-256 of everything that is kept."""
        ...

    def note(self, key: str) -> str | None:
        """A property of the database itself, such as its being a sandbox."""
        ...

    def keep_note(self, key: str, value: str) -> None:
        """Set a property of the database."""
        ...

    def close(self) -> None:
        """Give the database back. A closed store raises :class:`StoreError` at every call."""
        ...
