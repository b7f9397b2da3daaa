"""The text of a file: decoded, checked character by character, and addressable by line and column."""

import re
from dataclasses import dataclass, field
from unicodedata import name

from procflow.diagnostics import Diagnostic, Span

MAX_BYTES = 4 * 1024 * 1024

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
# What YAML does not allow, the line breaks of YAML 1.1 alone, and what cannot be seen or turns the direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]+"
)
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\n\r]))%[^\n\r]*")
_MOST_UNSEEN = 20
_LONGEST_CITED = 60


def clip(text: str) -> str:
    """The text, short enough to stand in a message."""
    return text if len(text) <= _LONGEST_CITED else text[: _LONGEST_CITED - 1] + "…"


def quote(text: str) -> str:
    """The text as YAML in quotes, in the kind that needs no escape where there is one."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file; lines and columns given to the methods count from 0, as libyaml counts them."""

    file: str
    text: str
    lines: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(_LINE_BREAK.split(self.text)))

    def span(self, line: int, column: int, length: int = 1) -> Span:
        """A stretch of one line; a place behind the text becomes the end of its last line with content."""
        if line >= len(self.lines) or (line == len(self.lines) - 1 and not self.lines[line]):
            line = max((n for n, content in enumerate(self.lines) if content.strip()), default=0)
            column = len(self.lines[line].rstrip())
        return Span(self.file, line + 1, column + 1, line + 1, column + 1 + max(length, 1))

    def rest(self, line: int, column: int) -> Span:
        """From a place to the end of what its line holds."""
        return self.span(line, column, len(self.tail(line, column)))

    def tail(self, line: int, column: int) -> str:
        """What a line holds from a column on, without blanks at the end; empty behind the text."""
        return self.lines[line][column:].rstrip() if line < len(self.lines) else ""

    def indent(self, line: int) -> int:
        """How many blanks a line begins with."""
        content = self.lines[line] if line < len(self.lines) else ""
        return len(content) - len(content.lstrip(" "))

    def spot(self, start: int, end: int) -> Span:
        """The place of characters ``start`` to ``end`` of the text, which lie on one line."""
        before = _LINE_BREAK.split(self.text[:start])
        return self.span(len(before) - 1, len(before[-1]), end - start)


_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF-")
"""How the files of word processors and spreadsheets begin, and PDF."""


def decode(data: bytes | str, file: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """The text of a file in UTF-8, with or without byte order mark, and what stands against reading it."""
    # A str may hold halves of surrogate pairs; written out, they are bytes that UTF-8 does not know.
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        whole = Span.whole_file(file)
        return Source(file, ""), (Diagnostic("Y102", whole, {"limit": str(MAX_BYTES // 1024**2)}),)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")) or raw[1:2] == b"\x00":
        return Source(file, ""), (Diagnostic("Y104", Span.whole_file(file)),)
    if raw.startswith(_DOCUMENTS):
        return Source(file, ""), (Diagnostic("Y115", Span.whole_file(file)),)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        source = Source(file, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        source = Source(file, raw.decode("utf-8", "replace"))
        offset = len(raw[: error.start].decode("utf-8"))
        return source, (
            Diagnostic("Y103", source.spot(offset, offset + 1), {"byte": f"{raw[error.start]:02X}"}),
        )
    return source, tuple(_unseen(source)) or tuple(_directives(source))


def _unseen(source: Source) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if all(line.isprintable() for line in source.lines):
        return found
    for match in _UNSEEN.finditer(source.text):
        char = match[0][0]
        label = f"U+{ord(char):04X}"
        known = name(char, "").lower()
        args = {"character": f"{label} ({known})" if known else label}
        found.append(Diagnostic("Y105", source.spot(*match.span()), args))
        if len(found) == _MOST_UNSEEN:
            break
    return found


def _directives(source: Source) -> list[Diagnostic]:
    match = _DIRECTIVE.search(source.text)
    return [Diagnostic("Y113", source.spot(*match.span()))] if match else []
