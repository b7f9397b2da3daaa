"""Laying text out in columns of a terminal, for English and Chinese alike."""

import re
from collections.abc import Iterator

from procflow.diagnostics.cells import width

# A Chinese name inside a western sentence stays whole: up to four characters with none before or behind.
_NAME = r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{1,4}(?![\u3400-\u9fff])"
_TOKENS = re.compile(rf"\s+|[\x21-\u2e7f]+|{_NAME}|.", re.DOTALL)
_NEVER_FIRST = frozenset("，。、；：？！）」』〉》】…")
_NEVER_LAST = frozenset("（「『〈《【")


def columns(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else sum(map(width, text))


def padded(text: str, size: int) -> str:
    """The text filled up with blanks to so many columns."""
    return text + " " * max(size - columns(text), 0)


def wrap(text: str, size: int) -> tuple[str, ...]:
    """The text in lines of at most ``size`` columns; a word that is longer is cut.

    Western words stay whole, Chinese text breaks between any two characters, and no line begins with a
    closing sign or ends with an opening one.
    """
    if columns(text) <= size:
        return (text.strip(),)
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text, size):
        if line.strip() and used + columns(word.rstrip()) > size:
            lines.append(line.rstrip())
            line, used = "", 0
        added = word if line else word.lstrip()
        line, used = line + added, used + columns(added)
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _words(text: str, size: int) -> Iterator[str]:
    """Stretches that belong on one line: a word or a character, with the signs that cling to it."""
    word = ""
    for token in _TOKENS.findall(text):
        clings = token[0] in _NEVER_FIRST or (word and word[-1] in _NEVER_LAST)
        if word and not clings:
            yield from _cut(word, size)
            word = ""
        word += token
    if word:
        yield from _cut(word, size)


def _cut(word: str, size: int) -> Iterator[str]:
    while 2 * len(word) > size and (columns(word[: 2 * size]) > size or columns(word) > size):
        most = next(n for n in range(1, len(word) + 1) if columns(word[: n + 1]) > size)
        ends = (
            n for n in range(most, 0, -1) if word[n] not in _NEVER_FIRST and word[n - 1] not in _NEVER_LAST
        )
        end = next(ends, most)
        yield word[:end]
        word = word[end:]
    yield word


def _fitting(word: str, size: int) -> int:
    """How many characters of a word that is too long fit, one at least."""
    used = 0
    for number, char in enumerate(word):
        used += width(char)
        if used > size:
            return max(number, 1)
    return len(word)
