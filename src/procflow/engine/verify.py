"""Whether a case's record is what was written, and whether everything kept beside it follows from it."""

from collections.abc import Collection

from procflow.case import CaseState
from procflow.case.record import Fault, StoredCommit
from procflow.case.snapshot import encode_state
from procflow.engine.effects import (
    CheckRecord,
    FindHolder,
    FindItems,
    FindKeys,
    FindTimers,
    Load,
    Operation,
    ReadHistory,
)
from procflow.engine.loading import replay
from procflow.engine.rows import case_row, item_row, key_rows, timer_rows
from procflow.store import Damaged, ItemRow, KeyRow, NotFound, Snapshot, TimerRow


def verify(case: str) -> Operation[tuple[Fault, ...]]:
    """Every fault of a case: in its record, in the papers that belong to it, in what is kept to look it up
    by.

    Raises :class:`NotFound` for a case that is not there.
    """
    while True:
        head = yield from _head(case)
        faults = yield from _faults(case)
        if not faults or (yield from _head(case)) == head:
            return faults


def _head(case: str) -> Operation[bytes | None]:
    """By which a case is seen to move on while it is looked at."""
    try:
        snapshot: Snapshot = yield Load(case)
    except (NotFound, Damaged):
        return None
    return snapshot.head


def _faults(case: str) -> Operation[tuple[Fault, ...]]:
    try:
        found: tuple[Fault, ...] = yield CheckRecord(case)
        return found or (yield from _derived(case))
    except Damaged as error:
        return (Fault("altered", 0, f"what is kept of case {case} cannot be read: {error}"),)


def _derived(case: str) -> Operation[tuple[Fault, ...]]:
    """State, listing, work items, timers and keys are made from the events; here they are made again and
    compared."""
    commits: tuple[StoredCommit, ...] = yield ReadHistory(case)
    state = replay(case, commits)
    snapshot: Snapshot = yield Load(case)
    wrong = []
    if encode_state(state) != snapshot.state:
        wrong.append(f"the state kept of case {case} is not what its events come to")
    if snapshot.row != case_row(state):
        wrong.append(f"the listing of case {case} is not what its events come to")
    if not (yield from _items_are_those_of(state)):
        wrong.append(f"the open work items of case {case} are not those of its events")
    timers = timer_rows(state)
    kept: Collection[TimerRow] = yield FindTimers(len(timers) + 1, case=case)
    if set(kept) != timers:
        wrong.append(f"the timers of case {case} are not those of its events")
    if not (yield from _keys_are_those_of(state)):
        wrong.append(f"the keys of case {case} are not those of its events")
    return tuple(Fault("altered", 0, text, state.seq) for text in wrong)


def _keys_are_those_of(state: CaseState) -> Operation[bool]:
    """Whether the keys are kept as they are, and those that the case holds lead to it."""
    keys = key_rows(state)
    for row in keys:
        if row.holds and (yield FindHolder(row.process, row.key)) != state.id:
            return False
    kept: Collection[KeyRow] = yield FindKeys(state.id)
    return set(kept) == keys


def _items_are_those_of(state: CaseState) -> Operation[bool]:
    """Whether the open items are kept as they are, and each is found by its addressees."""
    items = {item_row(state.id, item) for item in state.items.values()}
    kept: Collection[ItemRow] = yield FindItems(state.id)
    for key in {key for row in items for key in row.addressees}:
        found: Collection[ItemRow] = yield FindItems(state.id, (key,))
        if {row for row in items if key in row.addressees} - set(found):
            return False
    return set(kept) == items
