"""The record: how events become bytes that cannot be altered unseen (SEMANTICS 33).

Format 1. An event is stored as a JSON envelope that names its format, case and number. Its *leaf* is the
SHA-256 of those bytes. Personal values are not among them, only salted commitments, so that a value can be
erased and the leaf stays true. Each envelope has a salt of its own, so that a leaf shown alone tells nothing.

A commit has a *header*: who, when, by which command, under which definition and organization, the leaf of
each of its events, and the head of the case before it. The *chain* runs over the headers; its last value is
the case's head. Since every header lists its leaves and names the head it was written behind, one altered row
is named and not only suspected. Every hash is prefixed with a byte for its kind, so that none can stand for
another.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, shake_256
from secrets import token_bytes
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from procflow.case.events import DataChanged, Event, Personal

FORMAT = 1
GENESIS = bytes(32)

_EVENT, _HEADER, _LINK, _PERSONAL, _SALTS = b"\x00", b"\x01", b"\x02", b"\x03", b"\x04"
_SALT_BYTES = 16
_SALT_DIGITS = 2 * _SALT_BYTES


class Envelope(Struct, frozen=True):
    """What is stored of one event: ``by`` is the acting person, or the clock; ``salt`` is hexadecimal."""

    format: int
    case: str
    seq: int
    at: datetime
    by: str
    event: Event
    salt: str


class Header(Struct, frozen=True):
    """What a commit says of itself: events ``first`` to ``version``, by which command, under which definition
    and organization (their SHA-256, hexadecimal).

    :func:`seal` adds ``previous``, the head before it, the ``leaves`` of its events in their order, and a
    salt, all hexadecimal.
    """

    format: int
    case: str
    version: int
    first: int
    command: str
    at: datetime
    by: str
    definition: str
    organization: str
    previous: str = ""
    leaves: tuple[str, ...] = ()
    salt: str = ""


class PersonalValue(Struct, frozen=True):
    """A personal value kept apart from the event that it belongs to; erasing it leaves the chain whole."""

    field: str
    salt: str
    value: bytes


class StoredEvent(Struct, frozen=True):
    """An event as a store keeps it."""

    seq: int
    body: bytes
    personal: tuple[PersonalValue, ...] = ()


class StoredCommit(Struct, frozen=True):
    """A commit as a store keeps it, with its events; ``chain`` is the case's head after it."""

    version: int
    header: bytes
    chain: bytes
    events: tuple[StoredEvent, ...]


class _Format(Struct, frozen=True):
    """What is read first, because the rest depends on it."""

    format: int


_encode = msgspec.json.Encoder().encode
_content_encoder = msgspec.json.Encoder(order="deterministic")
_formats = msgspec.json.Decoder(_Format)
_envelopes = msgspec.json.Decoder(Envelope)
_headers = msgspec.json.Decoder(Header)
_values = msgspec.json.Decoder()


def commitment(salt: str, value: object) -> str:
    """The salted hash that stands on the record for a personal value; equal content has equal bytes."""
    return commitment_of(salt, _content_encoder.encode(value))


def commitment_of(salt: str, content: bytes) -> str:
    """The commitment to a personal value as its stored bytes."""
    return sha256(_PERSONAL + salt.encode() + b"\x00" + content).hexdigest()


def leaf_of(body: bytes) -> bytes:
    """The leaf hash of an event's stored bytes."""
    return sha256(_EVENT + body).digest()


def header_leaf(header: bytes) -> bytes:
    """The leaf hash of a commit's header."""
    return sha256(_HEADER + header).digest()


def link(head: bytes, leaf: bytes) -> bytes:
    """The chain one header further."""
    return sha256(_LINK + head + leaf).digest()


def seal(head: bytes, header: Header, events: Sequence[Event], entropy: bytes | None = None) -> StoredCommit:
    """The stored form of one commit, chained behind ``head``.

    Salts come from ``entropy``, at least 16 random bytes that nobody keeps; without it, from the system.
    Raises ``ValueError`` where the events are not as many as the header says.
    """
    if not events or header.version - header.first + 1 != len(events):
        raise ValueError(f"a commit of events {header.first} to {header.version} cannot hold {len(events)}")
    drawn = shake_256(_SALTS + (token_bytes(32) if entropy is None else entropy))
    salts = drawn.hexdigest((len(events) + 1) * _SALT_BYTES)
    case, at, by, first = header.case, header.at, header.by, header.first
    stored, leaves, start = [], [], 0
    for seq, event in enumerate(events, first):
        bare, personal = _set_apart(event) if isinstance(event, DataChanged) else (event, ())
        end = start + _SALT_DIGITS
        body = _encode(Envelope(FORMAT, case, seq, at, by, bare, salts[start:end]))
        stored.append(StoredEvent(seq, body, personal))
        leaves.append(sha256(_EVENT + body).hexdigest())
        start = end
    sealed = replace(header, previous=head.hex(), leaves=tuple(leaves), salt=salts[start:])
    content = _encode(sealed)
    return StoredCommit(header.version, content, link(head, header_leaf(content)), tuple(stored))


def open_event(stored: StoredEvent) -> Envelope:
    """The event of stored bytes, with the personal values that are still there put back.

    Raises ``ValueError`` where the bytes are no event of a known format.
    """
    envelope = _read(_envelopes.decode, stored.body, f"event {stored.seq}")
    event = envelope.event
    if stored.personal and isinstance(event, DataChanged):
        values = {p.field: Personal(p.salt, _values.decode(p.value)) for p in stored.personal}
        envelope = replace(envelope, event=replace(event, personal=values))
    return envelope


def open_header(commit: StoredCommit) -> Header:
    """The header of a stored commit.

    Raises ``ValueError`` where the bytes are no header of a known format.
    """
    return _read(_headers.decode, commit.header, f"the header of commit {commit.version}")


_Sealed = TypeVar("_Sealed", Envelope, Header)


def _read(decode: Callable[[bytes], _Sealed], content: bytes, name: str) -> _Sealed:
    try:
        known = _formats.decode(content).format
        if known == FORMAT:
            return decode(content)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name} cannot be read: {error}") from None
    raise ValueError(f"{name} has format {known}; this version reads {FORMAT}")


def _set_apart(event: DataChanged) -> tuple[DataChanged, tuple[PersonalValue, ...]]:
    """An event without its personal values, and those."""
    if not event.personal:
        return event, ()
    apart = tuple(
        PersonalValue(f, p.salt, _content_encoder.encode(p.value)) for f, p in event.personal.items()
    )
    return replace(event, personal={}), apart


@dataclass(frozen=True, slots=True)
class Fault:
    """Something on the record that is not as it was written, in commit ``version``.

    ``seq`` is the event, 0 where it is the commit as a whole.
    """

    kind: Literal["altered", "missing", "moved", "added", "broken"]
    seq: int
    text: str
    version: int = 0


def verify_chain(case: str, commits: Iterable[StoredCommit], head: bytes | None = None) -> tuple[Fault, ...]:
    """Every place where a case's record is not what was written; empty if it is whole.

    ``commits`` are the whole history, oldest first; ``head`` is its head as known from elsewhere. Each header
    is checked against the chain, each event against its header, and personal values that are still there
    against their commitments. Needs neither the definition nor the state.
    """
    commits = tuple(commits)
    events = {event.seq: event for commit in commits for event in commit.events}
    return tuple(_walk(case, [_witness(commit) for commit in commits], events, head))


@dataclass(frozen=True, slots=True)
class _Witness:
    """A commit, what its header says, and the head that it leads to; None where it cannot be read."""

    commit: StoredCommit
    header: Header | None
    head: bytes | None


def _witness(commit: StoredCommit) -> _Witness:
    try:
        header = open_header(commit)
        return _Witness(commit, header, link(bytes.fromhex(header.previous), header_leaf(commit.header)))
    except ValueError:
        return _Witness(commit, None, None)


def _walk(
    case: str, witnesses: list[_Witness], events: dict[int, StoredEvent], known: bytes | None
) -> Iterator[Fault]:
    """Two say where a header leads: its own commit's chain, and the next header, which names the head that it
    was written behind. So whichever single row was altered, the others agree on which one it is."""
    claims = [None if w.header is None else w.header.previous for w in witnesses[1:]]
    claims.append(None if known is None else known.hex())
    head: bytes | None = GENESIS
    last = 0
    for this, claim in zip(witnesses, claims, strict=False):
        header, version, chain = this.header, this.commit.version, this.commit.chain
        if header is None or this.head is None or (this.head != chain and this.head.hex() != claim):
            yield Fault("altered", 0, _header_fault(this.commit), version)
        elif header.case != case:
            text = f"commit {version} is commit {header.version} of case {header.case}, moved here"
            yield Fault("moved", 0, text, version)
        else:
            yield from _check_commit(this.commit, header, chained=this.head == chain)
            yield from _check_place(header, last, head)
            yield from _check_events(case, header, last, events)
            head, last = this.head, header.version
            continue
        yield from _check_unlisted(case, version, last, events)
        head, last = None, version
    for seq in events:
        yield Fault("added", seq, f"event {seq} stands in no commit")
    if known is not None and head is not None and head != known:
        text = "the record does not lead to the head that is known: its end was altered or is missing"
        yield Fault("broken", 0, text, last)


def _header_fault(commit: StoredCommit) -> str:
    try:
        open_header(commit)
    except ValueError as error:
        return str(error)
    return f"the header of commit {commit.version} was altered"


def _check_commit(commit: StoredCommit, header: Header, *, chained: bool) -> Iterator[Fault]:
    """What is kept beside a header that is as it was written."""
    version = header.version
    if not chained:
        yield Fault("altered", 0, f"the chain kept with commit {version} was altered", version)
    if commit.version != version:
        text = f"commit {version} is kept as commit {commit.version}"
        yield Fault("moved", 0, text, version)


def _check_place(header: Header, last: int, head: bytes | None) -> Iterator[Fault]:
    """Whether a header follows the commit before it; ``head`` is None where that one was altered."""
    version = header.version
    if header.first > last + 1:
        yield _missing(last + 1, header.first - 1, 0)
    elif head is not None and header.previous != head.hex():
        earlier = f"commit {last} was rewritten: " if last else ""
        text = f"{earlier}commit {version} was written behind another head"
        yield Fault("broken", 0, text, last or version)


def _check_events(case: str, header: Header, last: int, events: dict[int, StoredEvent]) -> Iterator[Fault]:
    """The events of a commit against the leaves that its header lists; they are taken out of ``events``, with
    those of a missing commit before it."""
    listed = range(header.first, header.first + len(header.leaves))
    for first, end in _gaps(listed.start, listed.stop - 1, [seq for seq in listed if seq in events]):
        yield _missing(first, end, header.version)
    for seq, leaf in enumerate(header.leaves, header.first):
        event = events.pop(seq, None)
        if event is not None and leaf_of(event.body).hex() != leaf:
            yield _misfit(case, event, header.version)
        elif event is not None:
            yield from _check_personal(event, header.version)
    if header.first > last + 1:
        for seq in [seq for seq in events if last < seq < header.first]:
            del events[seq]


def _check_unlisted(case: str, version: int, last: int, events: dict[int, StoredEvent]) -> Iterator[Fault]:
    """What can be said of events whose header is not to be trusted: whether they are there, in place."""
    for first, end in _gaps(last + 1, version, events):
        yield _missing(first, end, version)
    for seq in sorted(seq for seq in events if last < seq <= version):
        fault = _misfit(case, events.pop(seq), version)
        if fault.kind == "moved":
            yield fault


def _gaps(first: int, last: int, present: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The unbroken runs of numbers between ``first`` and ``last`` that are not present."""
    expected = first
    for seq in sorted(seq for seq in present if first <= seq <= last):
        if seq > expected:
            yield expected, seq - 1
        expected = seq + 1
    if expected <= last:
        yield expected, last


def _missing(first: int, last: int, version: int) -> Fault:
    text = f"event {first} is missing" if first == last else f"events {first} to {last} are missing"
    return Fault("missing", first, text, version)


def _misfit(case: str, event: StoredEvent, version: int) -> Fault:
    """Why an event's bytes do not have the leaf that its header lists."""
    try:
        envelope = _read(_envelopes.decode, event.body, "")
    except ValueError:
        envelope = None
    if envelope is not None and (envelope.case, envelope.seq) != (case, event.seq):
        text = f"event {event.seq} is event {envelope.seq} of case {envelope.case}, moved here"
        return Fault("moved", event.seq, text, version)
    return Fault("altered", event.seq, f"event {event.seq} was altered", version)


def _check_personal(stored: StoredEvent, version: int) -> Iterator[Fault]:
    if not stored.personal:
        return
    try:
        event = _read(_envelopes.decode, stored.body, f"event {stored.seq}").event
    except ValueError as error:
        yield Fault("broken", stored.seq, str(error), version)
        return
    promised = event.commitments if isinstance(event, DataChanged) else {}
    for kept in stored.personal:
        if promised.get(kept.field) != commitment_of(kept.salt, kept.value):
            text = f"event {stored.seq}: the personal field {kept.field} was altered"
            yield Fault("altered", stored.seq, text, version)
