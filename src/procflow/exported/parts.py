"""What an exported case consists of, and the members of the file that hold it. This is format 1."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath

import msgspec

from procflow.case.events import AttachmentAdded
from procflow.case.record import Fault, StoredCommit, open_event
from procflow.exported.archive import Member
from procflow.exported.errors import ExportError
from procflow.exported.tables import read_tables, write_tables

FORMAT = 1

_CASE, _README = "case.json", "README.txt"
_TABLES = ("commits.tsv", "events.tsv", "personal.tsv")
_CONTENT = re.compile(r"(definition|organization|attachment)s/([0-9a-f]{64})(?:\.[a-z0-9]{1,8})?")
_SIGNATURE = re.compile(r"signatures/([1-9][0-9]{0,3})\.(json|sig)")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")

Contents = Mapping[tuple[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the file says of the case: everything in it follows from the record. ``version`` is the number of
    the last event; hashes are hexadecimal."""

    format: int
    case: str
    process: str
    version: int
    status: str
    started_at: datetime
    definition: str
    head: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement as it was signed, and the signature."""

    statement: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """An exported case: ``contents`` by kind (definition, organization, attachment) and SHA-256."""

    summary: Summary
    commits: tuple[StoredCommit, ...]
    contents: Contents
    signatures: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and the lines that could not be, or stand where they do not belong."""

    parts: Parts
    faults: tuple[Fault, ...] = field(default=())


def members_of(parts: Parts) -> Iterator[Member]:
    """The members of the file that holds these parts, in their order."""
    yield _CASE, _summary(parts.summary)
    yield _README, _readme()
    yield from zip(_TABLES, write_tables(parts.commits), strict=True)
    endings = _endings(parts.commits)
    for kind, key in sorted(parts.contents, key=lambda named: (_KINDS.index(named[0]), named[1])):
        ending = endings.get(key, "") if kind == "attachment" else ".json"
        yield f"{kind}s/{key}{ending}", parts.contents[kind, key]
    for number, signed in enumerate(parts.signatures, 1):
        yield f"signatures/{number}.json", signed.statement
        yield f"signatures/{number}.sig", signed.signature


_KINDS = ("definition", "organization", "attachment")


def read_members(members: Iterable[Member]) -> Read:
    """The parts that members hold. Raises :class:`ExportError` for what is no exported case, and for another
    format of it."""
    named = dict(members)
    contents: dict[tuple[str, str], bytes] = {}
    signed: dict[int, dict[str, bytes]] = {}
    for name, body in named.items():
        if content := _CONTENT.fullmatch(name):
            contents[content[1], content[2]] = body
        elif part := _SIGNATURE.fullmatch(name):
            signed.setdefault(int(part[1]), {})[part[2]] = body
    # The format is told first, since another one may have other members.
    summary = _read_summary(named.get(_CASE, b""))
    known = {_CASE, _README, *_TABLES}
    for name in named:
        if name not in known and not _CONTENT.fullmatch(name) and not _SIGNATURE.fullmatch(name):
            raise ExportError(
                "damaged", f"this file holds {name[:80]!r}, which is no part of an exported case"
            )
    for name in sorted(known):
        if name not in named:
            raise ExportError("damaged", f"this file lacks {name}; ask for it as it was exported")
    commits, faults = read_tables(*(named[table] for table in _TABLES))
    return Read(Parts(summary, commits, contents, tuple(_signatures(signed))), faults)


def _signatures(found: Mapping[int, Mapping[str, bytes]]) -> Iterator[Signed]:
    for number in sorted(found):
        for ending in ("json", "sig"):
            if ending not in found[number]:
                raise ExportError("damaged", f"this file lacks signatures/{number}.{ending}")
        yield Signed(found[number]["json"], found[number]["sig"])


@dataclass(frozen=True, slots=True)
class _Format:
    """What is read first, because the rest depends on it."""

    format: int


def _read_summary(content: bytes) -> Summary:
    try:
        known = msgspec.json.decode(content, type=_Format).format
        if known == FORMAT:
            return msgspec.json.decode(content, type=Summary)
    except (ValueError, RecursionError):
        raise ExportError("not-an-export", "this archive holds no case that procflow exported") from None
    text = f"this file is of format {known}, and this release reads format {FORMAT}; use a newer one"
    raise ExportError("other-format", text)


def _summary(summary: Summary) -> bytes:
    return msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n"


@cache
def _readme() -> bytes:
    return Path(__file__).with_name(_README).read_bytes().replace(b"\r\n", b"\n")


def _endings(commits: Iterable[StoredCommit]) -> Mapping[str, str]:
    """How the file name of each attachment ends, by its hash, so that a person can open it."""
    endings: dict[str, str] = {}
    for stored in (event for commit in commits for event in commit.events):
        if b'"AttachmentAdded"' not in stored.body:
            continue
        try:
            event = open_event(stored).event
        except ValueError:
            continue
        if isinstance(event, AttachmentAdded):
            ending = PurePosixPath(event.filename).suffix.lower()
            endings.setdefault(event.sha256, ending if _ENDING.fullmatch(ending) else "")
    return endings
