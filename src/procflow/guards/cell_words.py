"""The words of ranges in table cells, and what other ways of writing a range were meant to be."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct

from procflow.guards.literals import Slip, read_number
from procflow.guards.types import Date, DateTime, FieldType


class Side(Enum):
    """Which end of a range a bound is."""

    LOW = auto()
    HIGH = auto()


class WrittenBound(Struct, frozen=True):
    """A bound as written: its word, and the text of its value with where that starts."""

    word: str
    side: Side
    inclusive: bool
    value: str
    start: int


_MEANING = {
    "up to": (Side.HIGH, True),
    "under": (Side.HIGH, False),
    "over": (Side.LOW, False),
    "or more": (Side.LOW, True),
    "or less": (Side.HIGH, True),
    "before": (Side.HIGH, False),
    "after": (Side.LOW, False),
    "or later": (Side.LOW, True),
    "or earlier": (Side.HIGH, True),
}
_OF_TIME = {"under": "before", "over": "after", "or more": "or later", "or less": "or earlier"}
_OF_AMOUNT = {of_time: of_amount for of_amount, of_time in _OF_TIME.items()}
_OPPOSITE = {
    "up to": "over {}",
    "or less": "over {}",
    "under": "{} or more",
    "over": "up to {}",
    "or more": "under {}",
}

_FROM_TO = re.compile(r"from\s+(\S.*?)\s+to\s+(\S.*)", re.DOTALL)
_WORD_FIRST = re.compile(r"(up to|under|over|before|after)\s+(\S.*)", re.DOTALL)
_WORD_LAST = re.compile(r"(\S.*?)\s+(or more|or less|or later|or earlier)", re.DOTALL)
_AND = re.compile(r"\s+and\s+")

_ANYTHING = frozenset({"*", "-", "all", "any", "every", "everything", "不限", "任意", "全部", "所有"})
_RANGE_WORDS = re.compile(
    r"\b(?:up to|under|over|or more|or less|before|after|or later|or earlier|from|to|and)\b"
)
_VALUE = r"\s*(\S.*?)\s*"
_OTHER_WORDS = (
    (
        rf"(?:at least|not less than|no less than|minimum|since|>=|不少於|不低於|不少于|不低于){_VALUE}",
        "{} or more",
    ),
    (rf"(?:at most|no more than|not more than|no later than|maximum|until|upto|<=){_VALUE}", "up to {}"),
    (rf"(?:不超過|不超过|不高於|不高于|不晚於|不晚于){_VALUE}", "up to {}"),
    (
        rf"(?:more than|greater than|later than|above|exceeding|>|超過|超过|大於|大于|晚於|晚于){_VALUE}",
        "over {}",
    ),
    (
        rf"(?:less than|smaller than|earlier than|below|<|低於|低于|小於|小于|不足|早於|早于){_VALUE}",
        "under {}",
    ),
    (rf"{_VALUE}(?:and above|and more|and over|\+|以上)", "{} or more"),
    (rf"{_VALUE}(?:and below|and less|and under|以下|以內|以内)", "up to {}"),
    (rf"{_VALUE}之前", "under {}"),
    (rf"{_VALUE}(?:之後|之后)", "over {}"),
    (rf"between{_VALUE}\sand\s{_VALUE}", "from {} to {}"),
    (rf"(?:from)?{_VALUE}(?:\.\.\.?|~|至|到|\sto\s|\s-\s){_VALUE}", "from {} to {}"),
    (rf"{_VALUE}-{_VALUE}", "from {} to {}"),
)


def written_bounds(text: str, start: int) -> tuple[WrittenBound, ...] | None:
    """The one or two bounds of a range; None if the text is not formed as one. ``start`` is its place."""
    between = _FROM_TO.fullmatch(text)
    if between is not None:
        low = WrittenBound("from", Side.LOW, True, between[1], start + between.start(1))
        return low, WrittenBound("to", Side.HIGH, True, between[2], start + between.start(2))
    bounds: list[WrittenBound] = []
    position = 0
    for part in _AND.split(text, maxsplit=1):
        at = text.index(part, position)
        bound = _written_bound(part, start + at)
        if bound is None:
            return None
        bounds.append(bound)
        position = at + len(part)
    return tuple(bounds)


def _written_bound(text: str, start: int) -> WrittenBound | None:
    if match := _WORD_FIRST.fullmatch(text):
        word, value, at = match[1], match[2], match.start(2)
    elif match := _WORD_LAST.fullmatch(text):
        word, value, at = match[2], match[1], match.start(1)
    else:
        return None
    side, inclusive = _MEANING[word]
    return WrittenBound(word, side, inclusive, value, start + at)


def right_word(word: str, field_type: FieldType) -> str:
    """The word that says the same of the type: dates are before and after, all else is under and over."""
    other = _OF_TIME if isinstance(field_type, Date | DateTime) else _OF_AMOUNT
    return other.get(word, word)


def opposite(bound: WrittenBound, field_type: FieldType) -> str:
    """The range of all values that lie outside the bound."""
    template = _OPPOSITE[_OF_AMOUNT.get(bound.word, bound.word)]
    return _for_type(template, field_type).format(bound.value)


def looks_like_range(text: str) -> bool:
    """Whether a text has a word that ranges are made with."""
    return _RANGE_WORDS.search(text) is not None


def guesses(text: str, field_type: FieldType) -> Iterator[str]:
    """What ``text`` may have been meant to be, the likeliest first; not every guess can be read."""
    folded = text.casefold()
    if folded in _ANYTHING:
        yield "any"
    yield folded
    for pattern, meant in _OTHER_WORDS:
        match = re.fullmatch(pattern, text, re.IGNORECASE | re.DOTALL)
        if match is not None:
            yield _for_type(meant, field_type).format(*(_plain(value) for value in match.groups()))
    parts = _AND.split(text)
    if len(parts) > 1:
        yield " and ".join(_first_bound(part, field_type) for part in parts)


def _first_bound(text: str, field_type: FieldType) -> str:
    candidates = (text, *guesses(text, field_type))
    return next((guess for guess in candidates if _written_bound(guess, 0) is not None), text)


def _for_type(template: str, field_type: FieldType) -> str:
    for word in (*_OF_TIME, *_OF_AMOUNT):
        if word in template:
            return template.replace(word, right_word(word, field_type))
    return template


def _plain(value: str) -> str:
    number = read_number(value)
    return number.meant or value if isinstance(number, Slip) else value
