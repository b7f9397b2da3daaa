"""A case as it is kept, read for people as far as it can be: whole, or in spite of what is wrong with it.

Whoever works on a case needs all of it and refuses one that is not whole. Whoever reports on it shows what is
there, and says what is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from msgspec.structs import replace as struct_with

from procflow.case.events import CaseStarted, Event
from procflow.case.record import Envelope, Fault, Header, StoredCommit, open_event, open_header
from procflow.definition.content import (
    organization_from_content,
    process_from_content,
    register_from_content,
)
from procflow.definition.organization import Organization
from procflow.definition.register import Register
from procflow.diagnostics import DefinitionError
from procflow.exported.parts import Contents
from procflow.exported.signing import CheckedSignature, check_signatures
from procflow.exported.verify import UNREADABLE, read_export, values_gone
from procflow.program import Program, compile_program

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case with everything that is kept of it and can be read.

    ``envelopes`` are its events by their numbers; ``unreadable`` are the numbers of those that are none any
    more. ``program``, which comes with the ``register`` of its clauses, is None where its ``definition`` (a
    SHA-256, empty where nothing names one) is missing or cannot be read, ``organization`` where none of those
    is there that it knew, of which it is the last; ``organizations`` are all of them by their SHA-256, the
    earliest first. ``faults`` say what is not as it was written. ``left_out`` are personal fields of which
    values are not there, each with the numbers of its events. ``head`` is the hexadecimal head of its record
    as kept; ``signed`` says whether it comes from a file, which alone can hold ``signatures``. ``read_at`` is
    the instant of reading by the clock of its database, None for a file, in which nothing goes on.
    """

    case: str
    process: str
    definition: str
    head: str
    envelopes: tuple[Envelope, ...]
    unreadable: tuple[int, ...]
    program: Program | None
    register: Register | None
    organization: Organization | None
    organizations: Mapping[str, Organization]
    faults: tuple[Fault, ...]
    left_out: Mapping[str, tuple[int, ...]]
    signatures: tuple[CheckedSignature, ...] = ()
    signed: bool = False
    read_at: datetime | None = None


def read_case(content: bytes, *, keys: Iterable[bytes] = ()) -> KeptCase:
    """The case of an exported file, with what is wrong with the file.

    ``keys`` are public Ed25519 keys that must have signed. Raises :class:`ExportError` for what cannot be
    read as an exported case at all, for a key that is none, and for keys without the extra ``signing``.
    """
    parts, faults = read_export(content)
    heads = {commit.version: commit.chain.hex() for commit in parts.commits}
    signatures, wrong = check_signatures(parts.signatures, parts.summary.case, heads, tuple(keys))
    kept = kept_case(parts.summary.case, parts.commits, parts.contents, (*faults, *wrong))
    return replace(kept, signatures=signatures, signed=True)


def kept_case(
    case: str, commits: Iterable[StoredCommit], contents: Contents, faults: Iterable[Fault]
) -> KeptCase:
    """A case from its stored commits, oldest first, and the definitions and organizations kept of it.

    ``faults`` are what is known to be wrong with it; content that cannot be read is added to them.
    """
    history = tuple(commits)
    envelopes, unreadable = _opened(history)
    headers = tuple(_headers(history))
    started = next((e.event for e in envelopes if isinstance(e.event, CaseStarted)), None)
    found = list(faults)
    names = _named(headers, started)
    program, register = _first(found, contents, "definition", names, _definition)
    known = dict.fromkeys(header.organization for header in headers)
    read = {key: _read(found, contents, "organization", key, _organization) for key in known}
    organizations = {key: each for key, each in read.items() if each is not None}
    return KeptCase(
        case=case,
        process=_process(program, started),
        definition=program.hash if program is not None else next(iter(names), ""),
        head=history[-1].chain.hex() if history else "",
        envelopes=envelopes,
        unreadable=unreadable,
        program=program,
        register=register,
        organization=next(reversed(organizations.values()), None),
        organizations=organizations,
        faults=tuple(found),
        left_out=values_gone(envelopes),
    )


def as_seen(kept: KeptCase, envelopes: tuple[Envelope, ...]) -> KeptCase:
    """A case with its events as somebody may see them."""
    return replace(kept, envelopes=envelopes, left_out=values_gone(envelopes))


def as_read(kept: KeptCase, at: datetime) -> KeptCase:
    """A case of a database, read at an instant."""
    return replace(kept, read_at=at)


def content_keys(commits: Iterable[StoredCommit]) -> tuple[tuple[str, str], ...]:
    """The kind and the SHA-256 of each definition and organization that stored commits name."""
    found: dict[tuple[str, str], None] = {}
    for header in _headers(commits):
        found["definition", header.definition] = found["organization", header.organization] = None
    return tuple(found)


def _opened(history: Iterable[StoredCommit]) -> tuple[tuple[Envelope, ...], tuple[int, ...]]:
    """The events by the numbers that they are kept under, each once, and the numbers of what is none."""
    opened: dict[int, Envelope] = {}
    unreadable = []
    for stored in (event for commit in history for event in commit.events):
        try:
            envelope = open_event(stored)
        except ValueError:
            unreadable.append(stored.seq)
            continue
        moved = envelope.seq != stored.seq
        opened[stored.seq] = struct_with(envelope, seq=stored.seq) if moved else envelope
    return tuple(opened[seq] for seq in sorted(opened)), tuple(sorted(unreadable))


def _headers(history: Iterable[StoredCommit]) -> Iterator[Header]:
    for commit in history:
        try:
            yield open_header(commit)
        except ValueError:
            continue


def _named(headers: Iterable[Header], started: Event | None) -> tuple[str, ...]:
    """The definitions that a record names: one, unless it was altered."""
    own = (started.definition,) if isinstance(started, CaseStarted) else ()
    return tuple(dict.fromkeys((*own, *(header.definition for header in headers))))


def _process(program: Program | None, started: Event | None) -> str:
    if program is not None:
        return program.process.name
    return started.process if isinstance(started, CaseStarted) else ""


def _definition(key: str, content: bytes) -> tuple[Program, Register | None]:
    return compile_program(process_from_content(content), key), register_from_content(content)


def _organization(_: str, content: bytes) -> Organization:
    return organization_from_content(content)


def _first(
    faults: list[Fault],
    contents: Contents,
    kind: str,
    keys: Iterable[str],
    take: Callable[[str, bytes], tuple[Program, Register | None]],
) -> tuple[Program | None, Register | None]:
    read = (_read(faults, contents, kind, key, take) for key in keys)
    return next((each for each in read if each is not None), (None, None))


def _read(
    faults: list[Fault], contents: Contents, kind: str, key: str, take: Callable[[str, bytes], T]
) -> T | None:
    """What is made of content, where it is there and is what its hash says; a fault is noted where it cannot
    be read although it is."""
    content = contents.get((kind, key))
    if content is None or _altered(faults, kind, key):
        return None
    note = partial(_note, faults, kind, key)
    try:
        return take(key, content)
    except DefinitionError as error:
        said = error.diagnostics[0].message() if error.diagnostics else "it has errors"
        note(f"the {kind} {key} is none that this release knows: {said}")
    except UNREADABLE as error:
        note(f"the {kind} {key} cannot be read by this release: {error}")
    return None


def _altered(faults: Iterable[Fault], kind: str, key: str) -> bool:
    return any(fault.kind == "altered" and f"the {kind} {key}" in fault.text for fault in faults)


def _note(faults: list[Fault], kind: str, key: str, text: str) -> None:
    if not any(f"the {kind} {key}" in fault.text for fault in faults):
        faults.append(Fault("broken", 0, text))
