"""What is kept beside a record and repeats or is named by it, held to the record.

A store and an exported file keep such things each in their own way; what is wrong with them is said in one.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from procflow.case.events import AttachmentAdded, CaseStarted, Event
from procflow.case.record import Fault, Header, StoredCommit, open_event, open_header

Finding = Literal["missing", "altered"]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the row of a case repeats of its record."""

    process: str
    definition: str
    started_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Sound:
    """The headers of a record, and its events by number, that are what was written."""

    headers: tuple[Header, ...]
    events: tuple[tuple[int, Event], ...]


def sound_parts(history: Iterable[StoredCommit], faults: Iterable[Fault]) -> Sound:
    """What of a record can be believed. A header or an event that is not what was written says nothing about
    what is kept beside it."""
    commits, known = tuple(history), tuple(faults)
    doubted = {fault.version for fault in known if fault.seq == 0}
    headers = (open_header(commit) for commit in commits if commit.version not in doubted)
    return Sound(tuple(headers), tuple(_events(commits, {fault.seq for fault in known})))


def _events(history: Iterable[StoredCommit], doubted: Container[int]) -> Iterator[tuple[int, Event]]:
    for stored in (event for commit in history for event in commit.events):
        if stored.seq not in doubted:
            try:
                yield stored.seq, open_event(stored).event
            except ValueError:
                continue


def end_fault(version: int, last: int) -> Fault:
    """That a case is said to be at another version than its record ends at."""
    if version > last:
        text = f"the record ends at event {last}, but the case is at version {version}"
        return Fault("missing", last + 1, text)
    return Fault(
        "altered", 0, f"the case's row says version {version}, but its record goes on to event {last}"
    )


def row_faults(row: Listed, record: Sound) -> Iterator[Fault]:
    """What the case's row says otherwise than its record."""
    started = next((event for seq, event in record.events if seq == 1), None)
    first = next((header for header in record.headers if header.first == 1), None)
    last = next((header for header in record.headers if header.version == row.version), None)
    altered = (
        ("process", isinstance(started, CaseStarted) and started.process != row.process),
        ("start", first is not None and first.at != row.started_at),
        ("definition", last is not None and last.definition != row.definition),
    )
    for name, differs in altered:
        if differs:
            yield Fault("altered", 0, f"the {name} in the case's row is not the one on the record")


def named_contents(record: Sound) -> dict[tuple[str, str], tuple[int, int]]:
    """What a record names by its hash: by kind and hash, the event and the commit that name it first."""
    named: dict[tuple[str, str], tuple[int, int]] = {}
    for header in record.headers:
        named.setdefault(("definition", header.definition), (0, header.version))
        named.setdefault(("organization", header.organization), (0, header.version))
    for seq, event in record.events:
        if isinstance(event, AttachmentAdded):
            named.setdefault(("attachment", event.sha256), (seq, 0))
    return named


def kept_faults(find: Callable[[str, str], Finding | None], record: Sound) -> Iterator[Fault]:
    """What is not kept as a record names it, each once and where it is named first.

    ``find`` says what is wrong with the content of a kind and a hash.
    """
    for (kind, key), (seq, version) in named_contents(record).items():
        found = find(kind, key)
        if found is not None:
            fault = content_fault(kind, key, found)
            yield Fault(fault.kind, seq, fault.text, version)


def content_fault(kind: str, key: str, found: Finding) -> Fault:
    """That something is not kept any more, or not as its hash says."""
    text = "is not kept any more" if found == "missing" else "was altered"
    return Fault(found, 0, f"the {kind} {key} {text}")
