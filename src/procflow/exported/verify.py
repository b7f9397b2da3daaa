"""Whether an exported case is what was written. Needs the file alone: no store, no engine, no files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256

from msgspec.structs import replace as struct_with

from procflow.case import CaseState, fold, offer
from procflow.case.events import DataChanged
from procflow.case.kept import (
    Finding,
    Listed,
    Sound,
    end_fault,
    kept_faults,
    named_contents,
    row_faults,
    sound_parts,
)
from procflow.case.record import Envelope, Fault, StoredCommit, open_event, verify_chain
from procflow.definition.content import organization_from_content, process_from_content
from procflow.definition.organization import Organization
from procflow.diagnostics import DefinitionError
from procflow.exported.archive import unpack
from procflow.exported.errors import ExportError
from procflow.exported.parts import Contents, Parts, members_of, read_members
from procflow.exported.signing import CheckedSignature, check_signatures
from procflow.program import Program, compile_program

UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    AssertionError,
)
"""What comes of content and events that are of another shape than any release writes."""


@dataclass(frozen=True, slots=True)
class CheckedExport:
    """What an exported case is, and what is wrong with it.

    ``version`` is the number of its last event, ``head`` the hexadecimal head of its record. ``left_out`` are
    personal fields of which values are not in the file, because they were left out or erased, each with the
    numbers of its events. The file is whole if there are no ``faults``; otherwise nothing else that it says
    is to be relied on.
    """

    case: str
    process: str
    version: int
    status: str
    head: str
    faults: tuple[Fault, ...]
    left_out: Mapping[str, tuple[int, ...]]
    signatures: tuple[CheckedSignature, ...]


def verify_export(content: bytes, *, keys: Iterable[bytes] = ()) -> CheckedExport:
    """Check an exported case, which needs nothing but the file's bytes.

    ``keys`` are public Ed25519 keys, as `ssh-keygen` or `openssl` writes them; each must have signed. Faults
    are values. Raises :class:`ExportError` for what cannot be read as an exported case, for a key that is
    none, and for keys without the extra ``signing``; ``TypeError`` for anything but bytes.
    """
    if not isinstance(content, bytes):
        raise TypeError(f"content: bytes are needed, not {type(content).__name__}")
    parts, faults = read_export(content)
    heads = {commit.version: commit.chain.hex() for commit in parts.commits}
    signatures, wrong = check_signatures(parts.signatures, parts.summary.case, heads, tuple(keys))
    said = parts.summary
    return CheckedExport(
        said.case,
        said.process,
        said.version,
        said.status,
        said.head,
        (*faults, *wrong),
        left_out(parts.commits),
        signatures,
    )


def read_export(content: bytes) -> tuple[Parts, tuple[Fault, ...]]:
    """The parts of a file, and what is wrong with them but for their signatures."""
    unpacked = unpack(content)
    read = read_members(unpacked.members)
    faults = (*read.faults, *faults_of(read.parts))
    if not faults and not (unpacked.exact and unpacked.members == tuple(members_of(read.parts))):
        text = "what stands around the parts of this file is not what procflow export writes around them"
        faults = (Fault("altered", 0, text),)
    return read.parts, faults


def require_whole(content: bytes) -> Parts:
    """The parts of a file that nothing is wrong with. Raises :class:`ExportError` (``not-whole``)."""
    parts, faults = read_export(content)
    if faults:
        raise ExportError("not-whole", f"this file is not whole: {faults[0].text}")
    return parts


def faults_of(parts: Parts) -> tuple[Fault, ...]:
    """What is wrong with an exported case: with its record, with what belongs to it, with what follows from
    it."""
    faults = tuple(_on_record(parts))
    return faults or tuple(_derived(parts))


def _on_record(parts: Parts) -> Iterator[Fault]:
    """The record against its own hashes, and what it repeats or names against it."""
    said = parts.summary
    last = parts.commits[-1].version if parts.commits else 0
    head = _head(said.head) if said.version == last else None
    faults = verify_chain(said.case, parts.commits, head)
    yield from faults
    record = sound_parts(parts.commits, faults)
    if said.version != last:
        yield end_fault(said.version, last)
    else:
        row = Listed(said.process, said.definition, said.started_at, said.version)
        yield from row_faults(row, record)
    yield from kept_faults(partial(_finding, parts.contents), record)
    if not faults:
        yield from _unnamed(parts.contents, record)


def _head(text: str) -> bytes:
    """A head; one that nothing leads to for what is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _finding(contents: Contents, kind: str, key: str) -> Finding | None:
    content = contents.get((kind, key))
    if content is None:
        return "missing"
    return None if sha256(content).hexdigest() == key else "altered"


def _unnamed(contents: Contents, record: Sound) -> Iterator[Fault]:
    named = named_contents(record)
    for kind, key in contents:
        if (kind, key) not in named:
            yield Fault("added", 0, f"the {kind} {key} stands nowhere on the record")


def _derived(parts: Parts) -> Iterator[Fault]:
    """The summary is made from the events, which are what was written; here it is made again and compared.
    The definition and the organizations can be read, and are those that the events speak of."""
    said = parts.summary
    try:
        opened = [open_event(stored) for commit in parts.commits for stored in commit.events]
        state = fold(said.case, ((envelope.event, envelope.at, envelope.by) for envelope in opened))
    except UNREADABLE as error:
        text = f"the events of case {said.case} come to no state: {error}"
        yield Fault("broken", 0, text, said.version)
        return
    listed = (state.process, state.seq, state.status, state.started_at, state.definition)
    if listed != (said.process, said.version, said.status, said.started_at, said.definition):
        text = f"the listing of case {said.case} is not what its events come to"
        yield Fault("altered", 0, text, state.seq)
    for kind, key in sorted(parts.contents):
        if kind != "attachment":
            yield from _content_faults(state, kind, key, parts.contents[kind, key])


# Whoever checks the files of many cases meets the same definition in most of them.
@lru_cache(maxsize=16)
def _program(content: bytes, key: str) -> Program:
    return compile_program(process_from_content(content), key)


@lru_cache(maxsize=16)
def _organization(content: bytes) -> Organization:
    return organization_from_content(content)


def _content_faults(state: CaseState, kind: str, key: str, content: bytes) -> Iterator[Fault]:
    """Whether content is what the events say of it, and what is open can be done under it."""
    try:
        if kind == "organization":
            fits = _organization(content).name == state.organization
        else:
            program = _program(content, key)
            process = program.process
            fits = (process.name, process.organization) == (state.process, state.organization)
            for item in state.items.values() if fits else ():
                offer(program, state, item)
    except DefinitionError as error:
        said = error.diagnostics[0].message() if error.diagnostics else "it has errors"
        yield Fault("broken", 0, f"the {kind} {key} is none that this release knows: {said}")
    except UNREADABLE as error:
        yield Fault("broken", 0, f"the {kind} {key} cannot be read by this release: {error}")
    else:
        if not fits:
            yield Fault("broken", 0, f"the {kind} {key} is not the one that the events speak of")


def left_out(commits: Iterable[StoredCommit]) -> Mapping[str, tuple[int, ...]]:
    """The personal fields of which values are not there, each with the numbers of its events."""
    return values_gone(_readable(commits))


def values_gone(envelopes: Iterable[Envelope]) -> Mapping[str, tuple[int, ...]]:
    """The same from events as somebody may see them."""
    gone: dict[str, list[int]] = {}
    for envelope in envelopes:
        event = envelope.event
        if not isinstance(event, DataChanged):
            continue
        for name in event.commitments:
            if name not in event.personal:
                gone.setdefault(name, []).append(envelope.seq)
    return {name: tuple(gone[name]) for name in sorted(gone)}


def _readable(commits: Iterable[StoredCommit]) -> Iterator[Envelope]:
    for stored in (event for commit in commits for event in commit.events):
        try:
            yield struct_with(open_event(stored), seq=stored.seq)
        except ValueError:
            continue
