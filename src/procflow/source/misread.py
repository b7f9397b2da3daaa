"""Text that was meant as a key, or as several values, and lacks the sign that YAML wants for it."""

import re

from msgspec import Struct

from procflow.diagnostics import Diagnostic, Span
from procflow.source.text import clip

# Strict: text that may well be prose, so only what looks like a key of a definition counts.
_WIDE_COLON = re.compile(r"(?P<key>[a-z_][a-z0-9_-]*)\s*(?P<sign>：)")
_NO_BLANK = re.compile(r"(?P<key>[a-z_][a-z0-9_-]*)(?P<sign>:)(?=[^\s:/])")
_WIDE_COMMA = re.compile(r"[a-z_][\w.-]*\s*(?P<sign>[，、])\s*[a-z_][\w.-]*(?:\s*[，、]\s*[a-z_][\w.-]*)*")
_SIGNS = re.compile("[:：，、]|- ")
# Loose: a key must stand here, so anything before the sign counts.
_LOOSE_WIDE_COLON = re.compile(r"(?P<key>[^\s：:#{}\[\]'\"][^：:#{}\[\]'\"]{0,60}?)\s*(?P<sign>：)")
_LOOSE_NO_BLANK = re.compile(r"(?P<key>[^\s：:#{}\[\]'\"]{1,60})(?P<sign>:)(?=[^ \t\r\n])")
# The last comma: the signs before it may well belong to the text.
_LOOSE_WIDE_COMMA = re.compile(r".*(?P<sign>[，、])[^，、]*", re.DOTALL)


class Misread(Struct, frozen=True):
    """The code of the finding, the key that was meant, and the place of the sign, from 0 within the piece."""

    code: str
    key: str
    sign: str
    start: int

    def diagnostic(self, sign: Span) -> Diagnostic:
        """The finding, once the place of the sign in the file is known."""
        return Diagnostic(self.code, sign, {"key": clip(self.key), "sign": self.sign})


def is_plain(text: str) -> bool:
    """Whether a text lacks every sign that is looked for below; most texts do."""
    return _SIGNS.search(text) is None


def misread_key(piece: str, *, loose: bool) -> Misread | None:
    """Whether a piece of one line was meant as ``key: value``; ``loose`` where nothing else can stand."""
    patterns = (
        ("Y211", _LOOSE_WIDE_COLON if loose else _WIDE_COLON),
        ("Y213", _LOOSE_NO_BLANK if loose else _NO_BLANK),
    )
    for code, pattern in patterns:
        match = pattern.match(piece)
        if match:
            return Misread(code, match["key"], match["sign"], match.start("sign"))
    return None


def misread_comma(piece: str, *, loose: bool) -> Misread | None:
    """Whether a piece was meant as several values with a comma between; ``loose`` where it must be."""
    match = (_LOOSE_WIDE_COMMA if loose else _WIDE_COMMA).fullmatch(piece)
    return Misread("Y212", "", match["sign"], match.start("sign")) if match else None
