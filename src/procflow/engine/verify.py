"""Whether a case's record is what was written, and whether everything derived from it follows from it."""

from procflow.case.record import Fault
from procflow.case.snapshot import decode_state, encode_state
from procflow.engine.operations import replay
from procflow.store import Store, verify_case


def verify(store: Store, case: str) -> tuple[Fault, ...]:
    """Every fault of a case: in its record, in the papers that belong to it, in the state kept beside it.

    Raises :class:`NotFound` for a case that is not there.
    """
    faults = verify_case(store, case)
    if faults:
        return faults
    snapshot = store.load(case)
    state = replay(case, store.history(case))
    if encode_state(state) != snapshot.state:
        return (Fault("altered", 0, f"the state kept of case {case} is not what its events come to"),)
    return tuple(_missing_papers(store, case))


def _missing_papers(store: Store, case: str) -> list[Fault]:
    state = decode_state(store.load(case).state)
    rows = {row.item for row in store.items(case=case)}
    faults = []
    if rows != set(state.items):
        faults.append(Fault("altered", 0, f"the open work items of case {case} are not those of its events"))
    timers = {row.timer for row in store.timers(case=case, limit=len(state.timers) + 1)}
    if timers != set(state.timers):
        faults.append(Fault("altered", 0, f"the timers of case {case} are not those of its events"))
    return faults
