"""Whether what a store holds is what was written to it.

This needs no definition: it checks the record against its own hashes, the case's row against the record, and
what is kept by its hash against that hash. Folding the events and comparing the state is for the layer above.
"""

from collections.abc import Iterator

from procflow.case.events import AttachmentAdded, CaseStarted, Event
from procflow.case.record import Fault, Header, StoredCommit, open_event, open_header, verify_chain
from procflow.store.port import CaseRow, Damaged, NotFound, Snapshot, Store


def verify_case(store: Store, case: str) -> tuple[Fault, ...]:
    """Every fault of one case; empty if it is whole. Raises :class:`NotFound` if there is no such case."""
    return tuple(_faults_of(store, case))


def verify_contents(store: Store) -> tuple[Fault, ...]:
    """Every definition, organization and attachment that has not the hash any more that it is kept under."""
    found = (_content_fault(store, kind, key) for kind, key in store.contents())
    return tuple(fault for fault in found if fault is not None)


def _faults_of(store: Store, case: str) -> Iterator[Fault]:
    snapshot, history = _read(store, case)
    last = history[-1].version if history else 0
    whole = snapshot is not None and snapshot.row.version == last
    faults = verify_chain(case, history, snapshot.head if snapshot is not None and whole else None)
    yield from faults
    # A header or an event that is not what was written says nothing about what is kept beside it.
    doubted = {fault.version for fault in faults if fault.seq == 0}
    headers = [open_header(commit) for commit in history if commit.version not in doubted]
    events = list(_events(history, {fault.seq for fault in faults}))
    if snapshot is None:
        gone = "row of case {case} is" if history else "row and the commits of case {case} are"
        yield Fault("missing", 0, f"the {gone.format(case=case)} missing")
    elif not whole:
        yield _end_fault(snapshot.row.version, last)
    else:
        yield from _check_row(snapshot.row, headers, events)
    yield from _check_commands(store, headers)
    yield from _check_commit_rows(store, case, headers)
    yield from _check_kept(store, headers, events)


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


def _events(history: tuple[StoredCommit, ...], doubted: set[int]) -> Iterator[tuple[int, Event]]:
    for stored in (event for commit in history for event in commit.events):
        if stored.seq not in doubted:
            try:
                yield stored.seq, open_event(stored).event
            except ValueError:
                continue


def _end_fault(version: int, last: int) -> Fault:
    if version > last:
        text = f"the record ends at event {last}, but the case is at version {version}"
        return Fault("missing", last + 1, text)
    return Fault(
        "altered", 0, f"the case's row says version {version}, but its record goes on to event {last}"
    )


def _check_row(row: CaseRow, headers: list[Header], events: list[tuple[int, Event]]) -> Iterator[Fault]:
    """What the case's row repeats of the record."""
    started = next((event for seq, event in events if seq == 1), None)
    first = next((header for header in headers if header.first == 1), None)
    last = next((header for header in headers if header.version == row.version), None)
    altered = (
        ("process", isinstance(started, CaseStarted) and started.process != row.process),
        ("start", first is not None and first.at != row.started_at),
        ("definition", last is not None and last.definition != row.definition),
    )
    for name, differs in altered:
        if differs:
            yield Fault("altered", 0, f"the {name} in the case's row is not the one on the record")


def _check_commands(store: Store, headers: list[Header]) -> Iterator[Fault]:
    """Whether each command is found to be done (SEMANTICS 32)."""
    for header in headers:
        done = store.done(header.case, header.command)
        if done is None or done.version != header.version:
            text = f"the command {header.command} does not lead to commit {header.version}, which it made"
            yield Fault("altered", 0, text, header.version)


def _check_commit_rows(store: Store, case: str, headers: list[Header]) -> Iterator[Fault]:
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


def _check_kept(store: Store, headers: list[Header], events: list[tuple[int, Event]]) -> Iterator[Fault]:
    """Whether what the record names by its hash is there, each once and where it is named first."""
    named: dict[tuple[str, str], tuple[int, int]] = {}
    for header in headers:
        named.setdefault(("definition", header.definition), (0, header.version))
        named.setdefault(("organization", header.organization), (0, header.version))
    for seq, event in events:
        if isinstance(event, AttachmentAdded):
            named.setdefault(("attachment", event.sha256), (seq, 0))
    for (kind, key), (seq, version) in named.items():
        fault = _content_fault(store, kind, key)
        if fault is not None:
            yield Fault(fault.kind, seq, fault.text, version)


def _content_fault(store: Store, kind: str, key: str) -> Fault | None:
    try:
        store.content(kind, key)
    except NotFound:
        return Fault("missing", 0, f"the {kind} {key} is not kept any more")
    except Damaged:
        return Fault("altered", 0, f"the {kind} {key} was altered")
    return None
