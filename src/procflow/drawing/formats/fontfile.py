"""What a font file says of itself: its faces with family and weight, and which characters they have.

Read here since nothing else is needed of a font: TrueType and OpenType, alone or in collections.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as TooShort
from struct import unpack_from

_ENGLISH = 0x409
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font file. ``at`` is where the file says which characters it has."""

    path: Path
    family: str
    weight: int
    upright: bool
    varies: bool
    at: int

    def has(self, char: str) -> bool:
        """Whether it draws a character."""
        starts, ends = _characters(self.path, self.at)
        index = bisect_left(ends, ord(char))
        return index < len(ends) and starts[index] <= ord(char)


@lru_cache(maxsize=4096)
def faces(path: Path) -> tuple[Face, ...]:
    """The faces of a file, none of one that is no font or is broken."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return tuple(_face(path, data, at) for at in _offsets(data))
    except (OSError, TooShort, UnicodeDecodeError, KeyError, ValueError):
        return ()


@lru_cache(maxsize=64)
def _characters(path: Path, at: int) -> tuple[Sequence[int], Sequence[int]]:
    """The first and the last characters of the ranges that a face has; none where they cannot be read."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return _ranges(data, at)
    except (OSError, TooShort, KeyError, ValueError):
        return (), ()


def _offsets(data: mmap) -> tuple[int, ...]:
    if data[:4] == b"ttcf":
        (count,) = unpack_from(">I", data, 8)
        return unpack_from(f">{min(count, 64)}I", data, 12)
    if data[:4] in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        return (0,)
    raise ValueError(data[:4])


def _face(path: Path, data: mmap, at: int) -> Face:
    (count,) = unpack_from(">H", data, at + 4)
    tables: dict[bytes, int] = {}
    for index in range(count):
        tag, _, offset, _ = unpack_from(">4sIII", data, at + 12 + 16 * index)
        tables[tag] = offset
    weight, selection = 400, 0
    if b"OS/2" in tables:
        (weight,) = unpack_from(">H", data, tables[b"OS/2"] + 4)
        (selection,) = unpack_from(">H", data, tables[b"OS/2"] + 62)
    return Face(
        path=path,
        family=_family(data, tables[b"name"]),
        weight=weight,
        upright=not selection & 1,
        varies=b"fvar" in tables,
        at=tables[b"cmap"],
    )


def _family(data: mmap, at: int) -> str:
    """The family's name in English."""
    _, count, strings = unpack_from(">HHH", data, at)
    found: dict[int, str] = {}
    for index in range(count):
        platform, _, language, name, size, offset = unpack_from(">6H", data, at + 6 + 12 * index)
        if platform == 3 and language == _ENGLISH and name in (_FAMILY, _TYPOGRAPHIC_FAMILY):
            start = at + strings + offset
            found[name] = data[start : start + size].decode("utf-16-be")
    return found.get(_TYPOGRAPHIC_FAMILY) or found[_FAMILY]


def _ranges(data: mmap, at: int) -> tuple[Sequence[int], Sequence[int]]:
    (count,) = unpack_from(">H", data, at + 2)
    found: dict[int, int] = {}
    for index in range(count):
        platform, encoding, offset = unpack_from(">HHI", data, at + 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (kind,) = unpack_from(">H", data, at + offset)
            found[kind] = at + offset
    if 12 in found:
        return _groups(data, found[12])
    return _segments(data, found[4])


def _groups(data: mmap, at: int) -> tuple[Sequence[int], Sequence[int]]:
    (count,) = unpack_from(">I", data, at + 12)
    numbers = unpack_from(f">{3 * count}I", data, at + 16)
    return numbers[0::3], numbers[1::3]


def _segments(data: mmap, at: int) -> tuple[Sequence[int], Sequence[int]]:
    (double,) = unpack_from(">H", data, at + 6)
    count = double // 2
    ends = unpack_from(f">{count}H", data, at + 14)
    starts = unpack_from(f">{count}H", data, at + 16 + double)
    return starts, ends
