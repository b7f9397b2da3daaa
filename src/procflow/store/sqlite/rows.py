"""Rows of the tables from and to what the port speaks of.

A file may have been altered from outside, down to the kinds of its values, so each is looked at.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import msgspec

from procflow.case.record import PersonalValue, StoredCommit, StoredEvent
from procflow.store.port import CaseRow, CommitRow, ItemRow, KeyRow, OpenedRow, Snapshot, TimerRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Row = Sequence[object]


class Unreadable(Exception):
    """A value in the database is not of the kind that was written."""


def micros(instant: datetime) -> int:
    """An instant as it is kept: whole microseconds since 1970 in UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def key(text: str) -> str | bytes:
    """A text to look for; as bytes, which equal no text, where it is no Unicode and so was never written."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")
    return text


def snapshot(row: Row) -> Snapshot:
    """From a case's columns, its state and its head."""
    *columns, state, head = row
    return Snapshot(case_row(columns), _blob(state), _blob(head))


def case_row(row: Row) -> CaseRow:
    """From a case's columns, in the order of the fields."""
    case, process, version, definition, status, started_at = row
    return CaseRow(
        _text(case), _text(process), _number(version), _text(definition), _text(status), _instant(started_at)
    )


def opened_row(row: Row) -> OpenedRow:
    """From what a case was opened under, in the order of the fields."""
    case, started_at, definition, organization = row
    return OpenedRow(_text(case), _instant(started_at), _text(definition), _text(organization))


def text(row: Row) -> str:
    """From a text alone."""
    return _text(row[0])


def texts(row: Row) -> tuple[str, str]:
    """From two texts."""
    first, second = row
    return _text(first), _text(second)


def commit_row(row: Row) -> CommitRow:
    """From what stands beside a commit, in the order of the fields."""
    version, position, organization = row
    return CommitRow(_number(version), _number(position), _text(organization))


def item_row(row: Row) -> ItemRow:
    """From an item's columns, in the order of the fields."""
    item, case, step, seat, role, addressees, due, opened_at = row
    return ItemRow(
        _text(item),
        _text(case),
        _text(step),
        None if seat is None else _text(seat),
        _text(role),
        _texts(addressees),
        None if due is None else _instant(due),
        _instant(opened_at),
    )


def timer_row(row: Row) -> TimerRow:
    """From a timer's columns, in the order of the fields."""
    case, timer, due = row
    return TimerRow(_text(case), _text(timer), _instant(due))


def key_row(row: Row) -> KeyRow:
    """From a key's columns, in the order of the fields."""
    process, held, case, holds = row
    return KeyRow(_text(process), _text(held), _text(case), bool(_number(holds)))


def content_bytes(row: Row) -> bytes:
    """From the content alone."""
    return _blob(row[0])


def stored_events(events: Iterable[Row], personal: Iterable[Row]) -> list[StoredEvent]:
    """From events' number and body, and the number, field, salt and value of what is kept apart from them."""
    apart: dict[int, list[PersonalValue]] = {}
    for seq, field, salt, value in personal:
        apart.setdefault(_number(seq), []).append(PersonalValue(_text(field), _text(salt), _blob(value)))
    numbered = ((_number(seq), _blob(body)) for seq, body in events)
    return [StoredEvent(seq, body, tuple(apart.get(seq, ()))) for seq, body in numbered]


def stored_commits(commits: Iterable[Row], events: Sequence[StoredEvent]) -> tuple[StoredCommit, ...]:
    """From commits' version, header and chain: each gets the events up to it, the last one all the rest."""
    known = [(_number(version), _blob(header), _blob(chain)) for version, header, chain in commits]
    found = []
    start = 0
    for place, (version, header, chain) in enumerate(known, 1):
        end = start
        while end < len(events) and (events[end].seq <= version or place == len(known)):
            end += 1
        found.append(StoredCommit(version, header, chain, tuple(events[start:end])))
        start = end
    return tuple(found)


def _text(value: object) -> str:
    return value if isinstance(value, str) else _wrong("text", value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else _wrong("a number", value)


def _blob(value: object) -> bytes:
    return value if isinstance(value, bytes) else _wrong("bytes", value)


def _instant(value: object) -> datetime:
    try:
        return _EPOCH + _number(value) * _MICROSECOND
    except OverflowError:
        _wrong("an instant", value)


def _texts(value: object) -> tuple[str, ...]:
    try:
        return msgspec.json.decode(_text(value), type=tuple[str, ...])
    except ValueError:
        _wrong("a list of texts", value)


def _wrong(wanted: str, value: object) -> NoReturn:
    raise Unreadable(f"{value!r:.40} stands where {wanted} was written") from None
