"""A store that lasts as long as its process: for tests, for trying things, for forecasts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock

from msgspec.structs import replace

from procflow.case.record import StoredCommit
from procflow.store.checked import check
from procflow.store.port import (
    CaseRow,
    Commit,
    CommitRow,
    Conflict,
    ItemRow,
    KeyRow,
    KeyTaken,
    NotFound,
    OpenedRow,
    Snapshot,
    StoreError,
    TimerRow,
)


@dataclass(slots=True)
class _Case:
    """Everything of one case."""

    snapshot: Snapshot
    commits: list[StoredCommit] = field(default_factory=list)
    rows: list[CommitRow] = field(default_factory=list)
    done: dict[str, StoredCommit] = field(default_factory=dict)
    items: dict[str, ItemRow] = field(default_factory=dict)
    timers: dict[str, TimerRow] = field(default_factory=dict)
    keys: set[KeyRow] = field(default_factory=set)


class MemoryStore:
    """Cases in memory, for any number of threads; see :class:`~procflow.store.port.Store`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._closed = False
        self._cases: dict[str, _Case] = {}
        self._case_of_item: dict[str, str] = {}
        self._holders: dict[tuple[str, str], str] = {}
        self._waiting: dict[tuple[str, str], set[str]] = {}
        self._contents: dict[tuple[str, str], bytes] = {}
        self._notes: dict[str, str] = {}
        self._written = 0

    def load(self, case: str) -> Snapshot:
        return self._case(case).snapshot

    def done(self, case: str, command: str) -> StoredCommit | None:
        self._check_open()
        known = self._cases.get(case)
        return None if known is None else known.done.get(command)

    def commit(self, commit: Commit) -> None:
        self._check_open()
        check(commit)
        with self._lock:
            self._check_expected(commit)
            self._check_items(commit)
            self._check_keys(commit)
            self._write(commit)

    def history(self, case: str) -> tuple[StoredCommit, ...]:
        return tuple(self._case(case).commits)

    def cases(self) -> tuple[CaseRow, ...]:
        with self._lock:
            self._check_open()
            rows = [known.snapshot.row for known in self._cases.values()]
        return tuple(sorted(rows, key=lambda row: (row.started_at, row.case)))

    def opened(self, process: str) -> tuple[OpenedRow, ...]:
        with self._lock:
            self._check_open()
            # A dict keeps the order in which its keys came.
            found = [known for known in self._cases.values() if known.snapshot.row.process == process]
        return tuple(_opened(known) for known in found)

    def case_ids(self) -> tuple[str, ...]:
        with self._lock:
            self._check_open()
            return tuple(sorted(self._cases))

    def commit_rows(self, case: str) -> tuple[CommitRow, ...]:
        with self._lock:
            return tuple(row for known in self._of(case) for row in known.rows)

    def asked(self, addressees: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return tuple((row.item, row.case) for row in self.items(addressees))

    def items(self, addressees: Sequence[str] | None = None, case: str | None = None) -> tuple[ItemRow, ...]:
        with self._lock:
            rows = [item for known in self._of(case) for item in known.items.values()]
        if addressees is not None:
            wanted = frozenset(addressees)
            rows = [item for item in rows if not wanted.isdisjoint(item.addressees)]
        return tuple(sorted(rows, key=_urgency))

    def timers(
        self, until: datetime | None = None, case: str | None = None, limit: int = 50
    ) -> tuple[TimerRow, ...]:
        with self._lock:
            rows = [timer for known in self._of(case) for timer in known.timers.values()]
        due = [timer for timer in rows if until is None or timer.due <= until]
        return tuple(sorted(due, key=lambda timer: (timer.due, timer.case, timer.timer))[:limit])

    def holder(self, process: str, key: str) -> str | None:
        self._check_open()
        return self._holders.get((process, key))

    def waiting(self, process: str, key: str) -> tuple[str, ...]:
        with self._lock:
            self._check_open()
            return tuple(sorted(self._waiting.get((process, key), ())))

    def keys(self, case: str) -> tuple[KeyRow, ...]:
        with self._lock:
            rows = [row for known in self._of(case) for row in known.keys]
        return tuple(sorted(rows, key=lambda row: (row.process, row.key, row.holds)))

    def keep_content(self, kind: str, content: bytes) -> str:
        self._check_open()
        key = sha256(content).hexdigest()
        with self._lock:
            self._contents[kind, key] = content
        return key

    def content(self, kind: str, sha256: str) -> bytes:
        self._check_open()
        try:
            return self._contents[kind, sha256]
        except KeyError:
            raise NotFound(f"there is no {kind} {sha256}") from None

    def contents(self) -> tuple[tuple[str, str], ...]:
        with self._lock:
            self._check_open()
            return tuple(sorted(self._contents))

    def note(self, key: str) -> str | None:
        self._check_open()
        return self._notes.get(key)

    def keep_note(self, key: str, value: str) -> None:
        self._check_open()
        with self._lock:
            self._notes[key] = value

    def close(self) -> None:
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("memory: the store is closed")

    def _case(self, case: str) -> _Case:
        self._check_open()
        try:
            return self._cases[case]
        except KeyError:
            raise NotFound(f"there is no case {case}") from None

    def _of(self, case: str | None) -> list[_Case]:
        self._check_open()
        if case is None:
            return list(self._cases.values())
        known = self._cases.get(case)
        return [] if known is None else [known]

    def _check_expected(self, commit: Commit) -> None:
        known = self._cases.get(commit.row.case)
        version = 0 if known is None else known.snapshot.row.version
        if version != commit.expected:
            raise Conflict(f"case {commit.row.case} is at version {version}, not at {commit.expected}")
        if known is not None and commit.command in known.done:
            raise Conflict(f"case {commit.row.case}: the command {commit.command} was done before")

    def _check_items(self, commit: Commit) -> None:
        case, opened = commit.row.case, set()
        for row in commit.items_opened:
            if row.item in opened or self._case_of_item.get(row.item, case) != case:
                raise ValueError(f"case {case} opens an item under an id that is taken")
            opened.add(row.item)

    def _check_keys(self, commit: Commit) -> None:
        for read in commit.keys_read:
            if self._holders.get((read.process, read.key)) != read.case:
                raise Conflict(f"the key {read.key} of {read.process} has changed hands")
        for row in commit.keys_set:
            holder = self._holders.get((row.process, row.key), row.case)
            if row.holds and holder != row.case:
                raise KeyTaken(row.process, row.key, holder)

    def _write(self, commit: Commit) -> None:
        row = _started_in_utc(commit.row)
        snapshot = Snapshot(row, commit.state, commit.record.chain)
        known = self._cases.get(row.case)
        if known is None:
            known = self._cases[row.case] = _Case(snapshot)
        known.snapshot = snapshot
        known.commits.append(commit.record)
        self._written += 1
        known.rows.append(CommitRow(commit.record.version, self._written, commit.organization))
        known.done[commit.command] = commit.record
        for item in commit.items_closed:
            if known.items.pop(item, None) is not None:
                del self._case_of_item[item]
        for opened in commit.items_opened:
            known.items[opened.item] = _in_utc(opened)
            self._case_of_item[opened.item] = row.case
        for timer in commit.timers_dropped:
            known.timers.pop(timer, None)
        for timer_row in commit.timers_set:
            known.timers[timer_row.timer] = _due_in_utc(timer_row)
        if commit.keys_dropped or commit.keys_set:
            self._write_keys(known, commit)

    def _write_keys(self, known: _Case, commit: Commit) -> None:
        for row in commit.keys_dropped:
            if row in known.keys:
                known.keys.remove(row)
                if row.holds:
                    del self._holders[row.process, row.key]
                else:
                    self._stop_waiting(row)
        for row in commit.keys_set:
            known.keys.add(row)
            if row.holds:
                self._holders[row.process, row.key] = row.case
            else:
                self._waiting.setdefault((row.process, row.key), set()).add(row.case)

    def _stop_waiting(self, row: KeyRow) -> None:
        cases = self._waiting[row.process, row.key]
        cases.remove(row.case)
        if not cases:
            del self._waiting[row.process, row.key]


def _started_in_utc(row: CaseRow) -> CaseRow:
    at = row.started_at
    return row if at.tzinfo is UTC else replace(row, started_at=at.astimezone(UTC))


def _due_in_utc(row: TimerRow) -> TimerRow:
    return row if row.due.tzinfo is UTC else replace(row, due=row.due.astimezone(UTC))


def _in_utc(item: ItemRow) -> ItemRow:
    due = item.due
    if item.opened_at.tzinfo is UTC and (due is None or due.tzinfo is UTC):
        return item
    due = None if due is None else due.astimezone(UTC)
    return replace(item, due=due, opened_at=item.opened_at.astimezone(UTC))


def _urgency(item: ItemRow) -> tuple[bool, datetime, datetime, str]:
    return item.due is None, item.due or item.opened_at, item.opened_at, item.item


def _opened(known: _Case) -> OpenedRow:
    row = known.snapshot.row
    return OpenedRow(row.case, row.started_at, row.definition, known.rows[0].organization)
