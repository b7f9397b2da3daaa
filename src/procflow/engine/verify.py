"""Whether a case's record is what was written, and whether everything kept beside it follows from it."""

from collections.abc import Iterator

from procflow.case import CaseState
from procflow.case.record import Fault
from procflow.case.snapshot import encode_state
from procflow.engine.operations import replay
from procflow.engine.rows import case_row, item_row, key_rows, timer_row
from procflow.store import Damaged, NotFound, Store, verify_case


def verify(store: Store, case: str) -> tuple[Fault, ...]:
    """Every fault of a case: in its record, in the papers that belong to it, in what is kept to look it up
    by.

    Raises :class:`NotFound` for a case that is not there.
    """
    while True:
        head = _head(store, case)
        faults = _faults(store, case)
        if not faults or _head(store, case) == head:
            return faults


def _head(store: Store, case: str) -> bytes | None:
    """By which a case is seen to move on while it is looked at."""
    try:
        return store.load(case).head
    except (NotFound, Damaged):
        return None


def _faults(store: Store, case: str) -> tuple[Fault, ...]:
    try:
        return verify_case(store, case) or tuple(_derived(store, case))
    except Damaged as error:
        return (Fault("altered", 0, f"what is kept of case {case} cannot be read: {error}"),)


def _derived(store: Store, case: str) -> Iterator[Fault]:
    """State, listing, work items, timers and keys are made from the events; here they are made again and
    compared."""
    state: CaseState = replay(case, store.history(case))
    snapshot = store.load(case)
    if encode_state(state) != snapshot.state:
        yield Fault("altered", 0, f"the state kept of case {case} is not what its events come to", state.seq)
    if snapshot.row != case_row(state):
        yield Fault("altered", 0, f"the listing of case {case} is not what its events come to", state.seq)
    items = {item_row(case, item) for item in state.items.values()}
    found_by = {key: set(store.items((key,), case)) for row in items for key in row.addressees}
    hidden = any(row not in found_by[key] for row in items for key in row.addressees)
    if hidden or set(store.items(case=case)) != items:
        yield Fault(
            "altered", 0, f"the open work items of case {case} are not those of its events", state.seq
        )
    timers = {timer_row(case, name, timer) for name, timer in state.timers.items()}
    if set(store.timers(case=case, limit=len(timers) + 1)) != timers:
        yield Fault("altered", 0, f"the timers of case {case} are not those of its events", state.seq)
    keys = key_rows(state)
    lost = any(store.holder(row.process, row.key) != case for row in keys if row.holds)
    if lost or set(store.keys(case)) != keys:
        yield Fault("altered", 0, f"the keys of case {case} are not those of its events", state.seq)
