"""The frame of an exported file: a ZIP archive of which there is one spelling for the same members.

Members are stored as they are, one behind the other, without dates, comments or extra fields. So equal
members give equal bytes under every release, nothing has to be unpacked that could be larger than the file,
and a byte of the frame that differs can be told. Python's `zipfile` reads such files; it is not used to read
here, since it also takes what has several readings, nor to write, since its bytes are its own affair.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from procflow.exported.errors import ExportError

LIMIT = 512 * 1024 * 1024
"""The most bytes that a file may have."""

MOST = 65_535
"""The most members that it may have."""

Member = tuple[str, bytes]

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_HEAD = struct.Struct("<4s5H3L2H")
_CENTRAL_HEAD = struct.Struct("<4s6H3L5H2L")
_END_HEAD = struct.Struct("<4s4H2LH")
_VERSION, _UNIX_VERSION, _MODE = 20, 3 << 8 | 20, 0o100644 << 16
_MIDNIGHT, _YEAR_1980 = 0, 1 << 5 | 1


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The members of a file in their order, and whether the frame around them is the one that they have."""

    members: tuple[Member, ...]
    exact: bool


def pack(members: Iterable[Member]) -> bytes:
    """The file of these members, whose names are ASCII. Raises :class:`ExportError` (``too-large``)."""
    content = bytearray()
    listed = []
    for name, body in members:
        listed.append((name, body, len(content)))
        # Before the body goes in, so that what is too large is never held.
        _require_small(len(content) + len(body), len(listed))
        content += _local(name, body) + body
    content += _directory(listed, len(content))
    _require_small(len(content), len(listed))
    return bytes(content)


def unpack(content: bytes) -> Unpacked:
    """The members of a file. Raises :class:`ExportError` for what is no file of ours, or only a part of one.

    Nothing is read beyond ``content``, and no member can be larger than it.
    """
    _require_small(len(content), 0)
    if not content.startswith(_LOCAL):
        raise ExportError("not-an-export", "this is no exported case; procflow export writes one")
    listed: list[tuple[str, bytes, int]] = []
    names: set[str] = set()
    at, exact = 0, True
    while content.startswith(_LOCAL, at):
        name, body, end = _member(content, at)
        exact = exact and content[at : end - len(body)] == _local(name, body)
        listed.append((name, body, at))
        _require_small(len(content), len(listed))
        if name in names:
            raise ExportError("damaged", f"{name} stands in this file twice; ask for it as it was exported")
        names.add(name)
        at = end
    expected = _directory(listed, at)
    rest = content[at:]
    if rest != expected and expected.startswith(rest):
        raise _truncated()
    if not rest.startswith(_CENTRAL):
        raise ExportError("damaged", f"what stands at byte {at} of this file is no part of an exported case")
    return Unpacked(tuple((name, body) for name, body, _ in listed), exact and rest == expected)


def _member(content: bytes, at: int) -> tuple[str, bytes, int]:
    """The name and body of the member at a place, and where it ends."""
    start = at + _LOCAL_HEAD.size
    if len(content) < start:
        raise _truncated()
    _, _, flags, method, _, _, _, packed, size, name_size, extra = _LOCAL_HEAD.unpack_from(content, at)
    if flags or method or extra or packed != size:
        text = "this archive was packed anew by another program; ask for the file as it was exported"
        raise ExportError("repacked", text)
    body = start + name_size
    end = body + size
    if len(content) < end:
        raise _truncated()
    return content[start:body].decode("ascii", "replace"), content[body:end], end


def _truncated() -> ExportError:
    return ExportError("truncated", "the end of this file is missing; have it sent again")


def _require_small(size: int, members: int) -> None:
    if size > LIMIT or members > MOST:
        text = f"an exported case has at most {LIMIT} bytes and {MOST} parts; this one has more"
        raise ExportError("too-large", text)


def _local(name: str, body: bytes) -> bytes:
    encoded, size = name.encode("ascii", "replace"), len(body)
    head = (_LOCAL, _VERSION, 0, 0, _MIDNIGHT, _YEAR_1980, crc32(body), size, size, len(encoded), 0)
    return _LOCAL_HEAD.pack(*head) + encoded


def _directory(listed: list[tuple[str, bytes, int]], start: int) -> bytes:
    """The list of members that ends a file; each with the place that it stands at."""
    entries = bytearray()
    for name, body, at in listed:
        encoded, size = name.encode("ascii", "replace"), len(body)
        head = (_CENTRAL, _UNIX_VERSION, _VERSION, 0, 0, _MIDNIGHT, _YEAR_1980, crc32(body), size, size)
        entries += _CENTRAL_HEAD.pack(*head, len(encoded), 0, 0, 0, 0, _MODE, at) + encoded
    count = len(listed)
    return bytes(entries) + _END_HEAD.pack(_END, 0, 0, count, count, len(entries), start, 0)
