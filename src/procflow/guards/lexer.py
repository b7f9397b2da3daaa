"""From the text of a guard to its tokens."""

import re
from enum import Enum, auto

from msgspec import Struct

from procflow.guards import slips
from procflow.guards.findings import Findings, presentable
from procflow.guards.literals import Slip, SlipKind, read_number


class Kind(Enum):
    """What a token is."""

    NAME = auto()
    NUMBER = auto()
    TEXT = auto()
    SIGN = auto()
    END = auto()


class Token(Struct, frozen=True):
    """One word or sign; ``text`` is its one spelling (``&&`` is ``and``), of quoted text what it says."""

    kind: Kind
    text: str
    start: int
    end: int


_TOKENS = (
    r"(?P<space>\s+)"
    r"|(?P<number>[0-9]\w*(?:\.\w*)*)"
    r"|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"
    rf"|(?P<text>{slips.TEXT_PATTERN})"
    rf"|{slips.SLIP_PATTERN}"
    r"|(?P<operator>&&|\|\||==|!=|<=|>=|[<>!+\-*()\[\],])"
)
_TOKEN_IN_LIST = re.compile(_TOKENS)
_TOKEN = re.compile(rf"(?P<thousands>[0-9]{{1,3}}(?:[, ][0-9]{{3}})+(?![0-9]))|{_TOKENS}")
_WORDS = frozenset({"and", "or", "not", "in", "true", "false"})
_ONE_SPELLING = {"&&": "and", "||": "or", "!": "not"}
_ESCAPE = re.compile(r"\\(.)")


def lex(findings: Findings) -> tuple[Token, ...] | None:
    """The tokens of the text, the last of kind END; None after recording the first thing that is no token."""
    text = findings.text
    tokens: list[Token] = []
    position = 0
    in_list = False
    while position < len(text):
        match = (_TOKEN_IN_LIST if in_list else _TOKEN).match(text, position)
        if match is None:
            _unknown_character(findings, position)
            return None
        position = match.end()
        if match.lastgroup == "space":
            continue
        token = _token(findings, match)
        if token is None:
            return None
        tokens.append(token)
        in_list = token.text == "[" or (in_list and token.text != "]")
    return (*tokens, Token(Kind.END, "", len(text), len(text)))


def _token(findings: Findings, match: re.Match[str]) -> Token | None:
    found, start, end = match.group(), match.start(), match.end()
    match match.lastgroup:
        case "number" | "thousands":
            return _number(findings, found, start, end)
        case "name" if found not in _WORDS:
            return Token(Kind.NAME, found, start, end)
        case "text":
            return _text(findings, found, start, end)
        case "quoted":
            _wide(findings, found[0], '"', start)
            return None
        case "wide":
            _wide(findings, found, slips.wide_meant(found), start)
            return None
        case "sign":
            findings.add(
                "G005",
                start,
                end,
                found=found,
                meant=slips.sign_meant(found),
                corrected=presentable(slips.mended(findings.text)),
            )
            return None
        case _:
            return Token(Kind.SIGN, _ONE_SPELLING.get(found, found), start, end)


def _number(findings: Findings, found: str, start: int, end: int) -> Token | None:
    number = read_number(found)
    if not isinstance(number, Slip):
        return Token(Kind.NUMBER, found, start, end)
    code = "G203" if number.kind is SlipKind.SHORT_NUMBER else "G201"
    findings.add(code, start, end, found=presentable(found) or found[:20] + "…", meant=number.meant)
    return None


def _text(findings: Findings, found: str, start: int, end: int) -> Token | None:
    inner = found[1:-1]
    for escape in _ESCAPE.finditer(inner):
        if escape[1] not in "\\\"'":
            at = start + 1 + escape.start()
            findings.add("G007", at, at + 2, found=escape[0])
            return None
    return Token(Kind.TEXT, _ESCAPE.sub(r"\1", inner), start, end)


def _wide(findings: Findings, found: str, meant: str, start: int) -> None:
    corrected = presentable(slips.mended(findings.text))
    findings.add("G004", start, start + len(found), found=found, meant=meant, corrected=corrected)


def _unknown_character(findings: Findings, position: int) -> None:
    found = findings.text[position]
    if found in "\"'":
        findings.add("G006", position, len(findings.text), found=found)
    elif found == "%":
        findings.add("G008", position, position + 1)
    elif found == "/":
        findings.add("G009", position, position + 1)
    else:
        shown = found if found.isprintable() else f"U+{ord(found):04X}"
        findings.add("G003", position, position + 1, found=shown)
