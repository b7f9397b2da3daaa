"""Commits, events and personal values as lines of text, each with its stored bytes as they are.

What is stored is JSON, in which neither a tab nor a line break stands as itself. A line begins with the
number that it belongs to, so that one that is missing is told from one that was altered.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from procflow.case.record import Fault, PersonalValue, StoredCommit, StoredEvent

_HEADS = (b"version\thead\theader\n", b"seq\tevent\n", b"seq\tfield\tsalt\tvalue\n")
_NUMBER = re.compile(rb"[1-9][0-9]{0,9}")
_HEAD = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its place in it, its number, and its other columns."""

    place: int
    number: int
    cells: Sequence[bytes]


def write_tables(commits: Sequence[StoredCommit]) -> tuple[bytes, bytes, bytes]:
    """The tables of commits, of events and of personal values."""
    events = [event for commit in commits for event in commit.events]
    kept: list[tuple[bytes, ...]] = [
        (str(event.seq).encode(), p.field.encode("utf-8", "replace"), p.salt.encode(), p.value)
        for event in events
        for p in sorted(event.personal, key=lambda p: p.field)
    ]
    rows: tuple[list[tuple[bytes, ...]], ...] = (
        [(str(c.version).encode(), c.chain.hex().encode(), c.header) for c in commits],
        [(str(e.seq).encode(), e.body) for e in events],
        kept,
    )
    first, second, third = (_table(head, table) for head, table in zip(_HEADS, rows, strict=True))
    return first, second, third


def _table(head: bytes, rows: Iterable[Iterable[bytes]]) -> bytes:
    return head + b"".join(b"\t".join(row) + b"\n" for row in rows)


def read_tables(
    commits: bytes, events: bytes, personal: bytes
) -> tuple[tuple[StoredCommit, ...], tuple[Fault, ...]]:
    """The commits of such tables with their events, and the lines that hold none or are out of their order.

    Events stand with the commit that comes next, those behind the last one with it.
    """
    faults: list[Fault] = []
    values: dict[int, list[PersonalValue]] = {}
    _read_personal(personal, values, faults)
    stored = [
        StoredEvent(line.number, line.cells[0], tuple(values.pop(line.number, ())))
        for line in _lines("event", "events.tsv", events, 2, faults)
    ]
    for seq in values:
        text = f"personal values stand with event {seq}, which is not there"
        faults.append(Fault("added", seq, text))
    known = [
        StoredCommit(line.number, line.cells[1], _chain(line.cells[0]), ())
        for line in _lines("commit", "commits.tsv", commits, 3, faults)
    ]
    return tuple(_joined(known, stored)), tuple(faults)


def _joined(commits: Sequence[StoredCommit], events: Sequence[StoredEvent]) -> Iterator[StoredCommit]:
    at = 0
    for number, commit in enumerate(commits, 1):
        end = at
        while end < len(events) and (events[end].seq <= commit.version or number == len(commits)):
            end += 1
        yield replace(commit, events=tuple(events[at:end]))
        at = end


def _chain(cell: bytes) -> bytes:
    """A head; empty for what is none, so that the check of the chain names its commit."""
    return bytes.fromhex(cell.decode()) if _HEAD.fullmatch(cell) else b""


def _read_personal(table: bytes, values: dict[int, list[PersonalValue]], faults: list[Fault]) -> None:
    last = (0, "")
    for line in _numbered("personal.tsv", table, 4, faults):
        field, salt = (cell.decode("utf-8", "replace") for cell in line.cells[:2])
        if (line.number, field) <= last:
            text = f"event {line.number}: the personal field {field} stands out of its order in personal.tsv"
            faults.append(Fault("moved", line.number, text))
            continue
        last = (line.number, field)
        values.setdefault(line.number, []).append(PersonalValue(field, salt, line.cells[2]))


def _lines(what: str, name: str, table: bytes, columns: int, faults: list[Fault]) -> Iterable[_Line]:
    """The lines of a table by their numbers, each once."""
    found: dict[int, _Line] = {}
    last = 0
    for line in _numbered(name, table, columns, faults):
        if line.number <= last:
            text = f"{what} {line.number} stands out of its order in {name}, on line {line.place}"
            seq, version = (line.number, 0) if what == "event" else (0, line.number)
            faults.append(Fault("moved", seq, text, version))
        last = max(last, line.number)
        found.setdefault(line.number, line)
    return [found[number] for number in sorted(found)]


def _numbered(name: str, table: bytes, columns: int, faults: list[Fault]) -> Iterator[_Line]:
    # What stands behind the last line break is a line too, which the comparison of all bytes then finds.
    _, *lines = table.removesuffix(b"\n").split(b"\n")
    for place, text in enumerate(lines, 2):
        number, *cells = text.split(b"\t", columns - 1)
        if _NUMBER.fullmatch(number) is None or len(cells) != columns - 1:
            faults.append(Fault("altered", 0, f"line {place} of {name} is none that an export has"))
        else:
            yield _Line(place, int(number), cells)
