"""Signs that stand where an ASCII sign was meant: full-width punctuation, typographic quotes, one `=` for
two.
"""

import re

_ASCII = {
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalpha()},
    **dict.fromkeys("“”„「」『』", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("−–—", "-"),
    "、": ",",
    "。": ".",
    "【": "[",
    "】": "]",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "×": "*",
}
_SIGNS = {"=": "==", "===": "==", "!==": "!=", "=>": ">=", "=<": "<=", "<>": "!=", "&": "&&", "|": "||"}

_WIDE = "".join(re.escape(sign) for sign in _ASCII)
SLIP_PATTERN = (
    r"(?P<quoted>“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』)"
    rf"|(?P<wide>[{_WIDE}]+)"
    r"|(?P<sign>===|!==|<>|=>|=<|(?<![=!<>])=(?!=)|(?<!&)&(?!&)|(?<!\|)\|(?!\|))"
)
"""Regular expression alternatives, by group: text in typographic quotes, wide signs, misspelt operators."""

TEXT_PATTERN = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
"""Text in ASCII quotes, inside which nothing is a slip."""

_MENDABLE = re.compile(rf"(?P<text>{TEXT_PATTERN})|{SLIP_PATTERN}")


def wide_meant(signs: str) -> str:
    """The ASCII for a run of wide signs; a single equals sign is taken to compare."""
    plain = "".join(_ASCII[sign] for sign in signs)
    return _SIGNS.get(plain, plain)


def sign_meant(sign: str) -> str:
    """The operator that a misspelt ASCII operator was meant to be."""
    return _SIGNS[sign]


def quoted_meant(text: str) -> str:
    """Text in typographic quotes, put in ASCII quotes."""
    inner = text[1:-1]
    return f"'{inner}'" if '"' in inner else f'"{inner}"'


def mended(text: str) -> str:
    """``text`` with every slip outside quotes replaced by what was meant."""
    return _MENDABLE.sub(_replacement, text)


def first_wide(text: str) -> tuple[int, int, str] | None:
    """Start, end and ASCII meaning of the first wide sign outside quotes, if there is one."""
    for match in _MENDABLE.finditer(text):
        if match.lastgroup == "quoted":
            return match.start(), match.start() + 1, '"'
        if match.lastgroup == "wide":
            return match.start(), match.end(), wide_meant(match.group())
    return None


def _replacement(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "quoted":
        return quoted_meant(found)
    if match.lastgroup == "wide":
        return wide_meant(found)
    return sign_meant(found) if match.lastgroup == "sign" else found
