"""Whether what a store holds is what was written to it.

This needs no definition: it checks the record against its own hashes, the case's row against the record, and
what is kept by its hash against that hash. Folding the events and comparing the state is for the layer above.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from procflow.case.kept import (
    Finding,
    Listed,
    content_fault,
    end_fault,
    kept_faults,
    row_faults,
    sound_parts,
)
from procflow.case.record import Fault, Header, StoredCommit, verify_chain
from procflow.store.port import Damaged, NotFound, Snapshot, Store


def verify_case(store: Store, case: str) -> tuple[Fault, ...]:
    """Every fault of one case; empty if it is whole. Raises :class:`NotFound` if there is no such case."""
    return tuple(_faults_of(store, case))


def verify_contents(store: Store) -> tuple[Fault, ...]:
    """Every definition, organization and attachment that has not the hash any more that it is kept under."""
    found = ((kind, key, _finding(store, kind, key)) for kind, key in store.contents())
    return tuple(content_fault(kind, key, wrong) for kind, key, wrong in found if wrong is not None)


def _faults_of(store: Store, case: str) -> Iterator[Fault]:
    snapshot, history = _read(store, case)
    last = history[-1].version if history else 0
    whole = snapshot is not None and snapshot.row.version == last
    faults = verify_chain(case, history, snapshot.head if snapshot is not None and whole else None)
    yield from faults
    record = sound_parts(history, faults)
    if snapshot is None:
        gone = "row of case {case} is" if history else "row and the commits of case {case} are"
        yield Fault("missing", 0, f"the {gone.format(case=case)} missing")
    elif not whole:
        yield end_fault(snapshot.row.version, last)
    else:
        row = snapshot.row
        yield from row_faults(Listed(row.process, row.definition, row.started_at, row.version), record)
    yield from _check_commands(store, record.headers)
    yield from _check_commit_rows(store, case, record.headers)
    yield from kept_faults(partial(_finding, store), record)


def _read(store: Store, case: str) -> tuple[Snapshot | None, tuple[StoredCommit, ...]]:
    """A case's row and its history, both of one moment."""
    while True:
        snapshot = _snapshot(store, case)
        history = _history(store, case)
        if snapshot == _snapshot(store, case):
            return snapshot, history


def _snapshot(store: Store, case: str) -> Snapshot | None:
    try:
        return store.load(case)
    except NotFound:
        return None


def _history(store: Store, case: str) -> tuple[StoredCommit, ...]:
    """The commits of a case; none where only other traces of it are left."""
    try:
        return store.history(case)
    except NotFound:
        if case not in store.case_ids():
            raise
        return ()


def _check_commands(store: Store, headers: Sequence[Header]) -> Iterator[Fault]:
    """Whether each command is found to be done (SEMANTICS 32)."""
    for header in headers:
        done = store.done(header.case, header.command)
        if done is None or done.version != header.version:
            text = f"the command {header.command} does not lead to commit {header.version}, which it made"
            yield Fault("altered", 0, text, header.version)


def _check_commit_rows(store: Store, case: str, headers: Sequence[Header]) -> Iterator[Fault]:
    """Whether what stands beside each commit agrees with its header, and the commits with their order."""
    organizations = {header.version: header.organization for header in headers}
    written = 0
    for row in store.commit_rows(case):
        if organizations.get(row.version, row.organization) != row.organization:
            text = f"the organization beside commit {row.version} is not the one in its header"
            yield Fault("altered", 0, text, row.version)
        if row.position <= written:
            text = f"commit {row.version} stands in the place of one that was written before it"
            yield Fault("moved", 0, text, row.version)
        written = max(written, row.position)


def _finding(store: Store, kind: str, key: str) -> Finding | None:
    try:
        store.content(kind, key)
    except NotFound:
        return "missing"
    except Damaged:
        return "altered"
    return None
