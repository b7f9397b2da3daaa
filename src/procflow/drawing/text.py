"""How wide a text is, and how it is broken into lines.

Widths are those of Noto Sans CJK, the first family that pictures ask for; its neighbours in the list are
within a few percent. Nothing here needs a font: a picture that names families has to be as wide everywhere.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width, normalize

ELLIPSIS = "…"

# Advance widths of U+0020 to U+007E in thousandths of the size.
_ASCII = (
    *(224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392),
    *(555, 555, 555, 555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474),
    *(946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742),
    *(633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559),
    *(606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606),
    *(620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555),
)
# In fonts for Chinese these stand in a full square although Latin fonts have them narrow.
_SQUARE = frozenset("§±¶·×÷")
_NARROW = {"–": 0.556, "\u00a0": 0.224}
_LETTER = 0.61
_EMOJI = 1.25
_BOLD = 1.055

_NEVER_FIRST = frozenset("，。、；：？！）」』》〉】〕］｝’”…‥—～·・％‰,.;:?!)]}%°℃／/％”ー々")
_NEVER_LAST = frozenset("（「『《〈【〔［｛‘“([{$＄￥¥£€#＃§")

_JOINER = "\u200d"
_KEEPS_OUT = frozenset("\u202a\u202b\u202c\u202d\u202e")
# Scripts without marks and emoji: what a text has none of beside these needs no second look at its pieces.
_JOINING = re.compile(
    "[^ -~\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u25ff"
    "\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff01-\uffef]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text as it can be drawn: white space is a space, and what no picture may hold is an empty
    square, which fonts for Chinese have.

    Marks that turn the direction of what follows (U+202A to U+202E) are left out: a picture shows letters in
    the order in which they are written. Isolates stay.
    """
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    kept = "".join(char for char in text if char not in _KEEPS_OUT)
    return _CONTROL.sub("□", re.sub(r"[\s\u2028\u2029\x85]+", " ", kept)).strip()


def clusters(text: str) -> list[str]:
    """The text in pieces that are never parted: a letter with its marks, an emoji with all that it joins."""
    if _JOINING.search(text) is None:
        return list(text)
    found: list[str] = []
    for char in text:
        if found and (_continues(char) or found[-1].endswith(_JOINER) or _second_of_flag(found[-1], char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line in pixels at a size in pixels."""
    return round(sum(_advance(piece, bold) for piece in clusters(text)) * size, 2)


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of it as there is room for, with an ellipsis behind."""
    if width(text, size, bold=bold) <= room:
        return text
    left = room - width(ELLIPSIS, size, bold=bold)
    kept: list[str] = []
    for piece in clusters(text):
        left -= _advance(piece, bold) * size
        if left < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + ELLIPSIS


def wrap(
    text: str, size: float, room: float, lines: int = 3, *, bold: bool = False, even: bool = True
) -> tuple[str, ...]:
    """The text in at most so many lines, of about one length or, if not ``even``, each as full as it gets;
    the last one ends in an ellipsis if it is cut.

    Chinese is broken between characters, other scripts between words; a word that is wider than the room is
    broken where it has to be. No line begins with closing punctuation or ends with an opening bracket, and
    the last line is never one character alone.
    """
    words = [_Word(word, size, bold) for word in _words(plain(text))]
    if not words:
        return ()
    full = _fill(words, size, room, bold)
    if len(full) > lines:
        rest = "".join(full[lines - 1 :])
        return (*(line.strip() for line in full[: lines - 1]), cut(rest.strip(), size, room, bold=bold))
    low, high = room / 2, room
    for _ in range(6 if even and len(full) > 1 else 0):
        middle = (low + high) / 2
        tried = _fill(words, size, middle, bold)
        if len(tried) > len(full) or max(word.width for word in words) > middle:
            low = middle
        else:
            high, full = middle, tried
    return tuple(line.strip() for line in _no_orphan(full, size, room, bold))


class _Word:
    """A piece that is not parted, with its width, and that with the white space behind it."""

    __slots__ = ("text", "whole", "width")

    def __init__(self, text: str, size: float, bold: bool) -> None:
        self.text = text
        self.width = width(text.rstrip(), size, bold=bold)
        self.whole = self.width + (width(" ", size) if text.endswith(" ") else 0.0)


def _fill(words: Sequence[_Word], size: float, room: float, bold: bool) -> list[str]:
    found: list[str] = []
    taken = room
    for word in words:
        if found and taken + word.width <= room:
            found[-1] += word.text
            taken += word.whole
        elif word.width <= room:
            found.append(word.text)
            taken = word.whole
        else:
            found.extend(_hewn(word.text, size, room, bold))
            taken = width(found[-1], size, bold=bold)
    return found


def _hewn(word: str, size: float, room: float, bold: bool) -> Iterator[str]:
    line = ""
    for piece in clusters(word):
        if line and width(line + piece, size, bold=bold) > room:
            yield line
            line = ""
        line += piece
    yield line


def _no_orphan(lines: list[str], size: float, room: float, bold: bool) -> list[str]:
    """Gives a character that would stand alone in the last line its neighbour from the line above."""
    if len(lines) < 2 or lines[-2].endswith(" ") or len(clusters(lines[-1].strip())) != 1:
        return lines
    above = list(_words(lines[-2]))
    if len(above) == 1:
        above = clusters(lines[-2])
    while len(above) > 1:
        moved = above.pop()
        last = moved + lines[-1]
        if moved.strip() and width(last.strip(), size, bold=bold) <= room:
            return [*lines[:-2], "".join(above), last]
    return lines


def _words(text: str) -> Iterator[str]:
    """The text in pieces between which a line may end; white space stays behind its piece."""
    word = ""
    before = ""
    for piece in clusters(text):
        if word and _may_break(before, piece):
            yield word
            word = ""
        word += piece
        before = piece
    if word:
        yield word


def _may_break(before: str, after: str) -> bool:
    if after == " " or after[0] in _NEVER_FIRST or before[0] in _NEVER_LAST:
        return False
    return before == " " or before in "-–/／" or _is_wide(before) or _is_wide(after)


def _is_wide(piece: str) -> bool:
    return east_asian_width(piece[0]) in "WF" or piece[0] in _NEVER_FIRST - frozenset(",.;:?!)]}%°/’”")


@lru_cache(maxsize=8192)
def _advance(piece: str, bold: bool) -> float:
    first = piece[0]
    if " " <= first <= "~":
        return _ASCII[ord(first) - 32] / 1000 * (_BOLD if bold and first != " " else 1.0)
    if first in _NARROW:
        return _NARROW[first]
    if category(first) in ("Mn", "Me", "Cf"):
        return 0.0
    if _JOINER in piece or "\ufe0f" in piece or 0x1F000 <= ord(first) <= 0x1FAFF:
        return _EMOJI
    kind = east_asian_width(first)
    if kind in "WF" or first in _SQUARE or (ord(first) >= 0x2010 and kind in "AN" and _is_sign(first)):
        return 1.0
    if kind == "H":
        return 0.5
    base = normalize("NFD", first)[0]
    return (_ASCII[ord(base) - 32] / 1000 if " " <= base <= "~" else _LETTER) * (_BOLD if bold else 1.0)


def _is_sign(char: str) -> bool:
    return category(char)[0] in "SP" or category(char) in ("No", "Nl")


def _continues(char: str) -> bool:
    """Whether a character belongs to the one before: a mark, a joiner, a variation, a tone of skin, a tag."""
    point = ord(char)
    return (
        category(char) in ("Mn", "Me", "Mc")
        or char in (_JOINER, "\u0e33", "\u0eb3")  # vowels of Thai and Lao that count as letters
        or 0x1F3FB <= point <= 0x1F3FF
        or 0xE0020 <= point <= 0xE007F
    )


def _second_of_flag(before: str, char: str) -> bool:
    def letter(of: str) -> bool:
        return len(of) == 1 and 0x1F1E6 <= ord(of) <= 0x1F1FF

    return letter(before) and letter(char)
