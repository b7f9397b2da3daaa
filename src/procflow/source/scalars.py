"""What an unquoted text means: the core schema of YAML 1.2 (section 10.3), read strictly.

Spellings that one reader takes for a number and another for text, or for another number, are not guessed at.
"""

import re
from decimal import Decimal
from unicodedata import normalize

from msgspec import Struct

from procflow.source.nodes import Value

MAX_NUMBER = 40
"""The most characters a number may have."""

OTHER_FLAGS = frozenset({"yes", "no", "on", "off"})
"""Words that are text here, and flags for readers of YAML 1.1."""

EMPTY = ("", "~", "null", "Null", "NULL")
"""The spellings of nothing."""

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(EMPTY),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST = frozenset("0123456789+-.")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_OTHER_NUMBER = re.compile(
    r"""[-+]?(?:
        0x[0-9a-fA-F_]+ | 0o[0-7_]+ | 0b[01_]+
        | \.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
        | [0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?
        | (?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?
    )""",
    re.VERBOSE,
)
_WIDE_FIRST = frozenset("－＋０１２３４５６７８９")
_WIDE = re.compile(r"[－＋]?[０-９]+(?:[．，][０-９]+)*")
_RADIX = {"0x": 16, "0o": 8, "0b": 2}


class Doubtful(Struct, frozen=True):
    """A number that readers of YAML do not agree on, or one that is infinite or too long.

    ``plain`` is the number as it should be written; empty where there is no such writing.
    """

    plain: str


def resolve(text: str) -> Value | Doubtful:
    """The meaning of an unquoted text. Times, dates and words such as ``yes`` stay text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _WIDE_FIRST and _WIDE.fullmatch(text):
        return Doubtful(_plain_number(normalize("NFKC", text)))
    if text[0] not in _FIRST:
        return text
    number = _NUMBER.fullmatch(text)
    if number:
        if len(text) > MAX_NUMBER:
            return Doubtful("")
        return Decimal(text) if number[1] else int(text)
    return Doubtful(_plain_number(text)) if _OTHER_NUMBER.fullmatch(text) else text


def _plain_number(text: str) -> str:
    """The number in digits, or nothing where it has none or too many."""
    if len(text) > MAX_NUMBER:
        return ""
    digits = text.replace("_", "").replace(",", "").lower()
    sign = "-" if digits.startswith("-") else ""
    digits = digits.lstrip("+-")
    if digits[:2] in _RADIX:
        return sign + str(int(digits[2:], _RADIX[digits[:2]])) if digits[2:] else ""
    if "inf" in digits or "nan" in digits:
        return ""
    value = Decimal(digits)
    exponent = value.adjusted()
    return sign + format(value, "f") if abs(exponent) < MAX_NUMBER else ""
