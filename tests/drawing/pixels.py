"""The pixels of a PNG as resvg writes it: red, green, blue and alpha of eight bits, not interlaced."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack


@dataclass(frozen=True, slots=True)
class Pixels:
    width: int
    height: int
    rows: tuple[bytes, ...]

    def colours(self, x: float, y: float, width: float, height: float) -> set[bytes]:
        """The colours in a part of the image."""
        found: set[bytes] = set()
        for row in self.rows[max(0, int(y)) : int(y + height)]:
            found.update(row[4 * at : 4 * at + 4] for at in range(max(0, int(x)), int(x + width)))
        return found


def pixels(png: bytes) -> Pixels:
    chunks = dict[bytes, bytes]()
    for kind, data in _chunks(png):
        chunks[kind] = chunks.get(kind, b"") + data
    width, height, depth, colour, _, _, interlaced = unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, interlaced) == (8, 6, 0)
    raw = zlib.decompress(chunks[b"IDAT"])
    stride = 4 * width
    rows: list[bytes] = []
    above = bytes(stride)
    for index in range(height):
        start = index * (stride + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above)
        rows.append(above)
    return Pixels(width, height, tuple(rows))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        size, kind = unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + size]
        at += size + 12


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    row = bytearray(line)
    if kind == 1:
        for index in range(4, len(row)):
            row[index] = (row[index] + row[index - 4]) & 255
    elif kind == 2:
        row = bytearray((value + upper) & 255 for value, upper in zip(line, above, strict=True))
    elif kind in (3, 4):
        for index, value in enumerate(line):
            left = row[index - 4] if index >= 4 else 0
            corner = above[index - 4] if index >= 4 else 0
            guess = (left + above[index]) // 2 if kind == 3 else _paeth(left, above[index], corner)
            row[index] = (value + guess) & 255
    return bytes(row)


def _paeth(left: int, above: int, corner: int) -> int:
    to_left, to_above, to_corner = abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)
    if to_left <= to_above and to_left <= to_corner:
        return left
    return above if to_above <= to_corner else corner
