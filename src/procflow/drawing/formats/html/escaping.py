"""Texts of others inside a page: as markup, and as data inside a script element."""

import json
import re

from procflow.drawing.formats.svg.markup import escaped
from procflow.drawing.text import plain

_STEERING = re.compile("[<>&\u2028\u2029]")


def words(text: str) -> str:
    """A text that stays text, in one line."""
    return escaped(plain(text))


def apart(text: str) -> str:
    """The same, set apart, so that one that runs to the left turns nothing beside it round."""
    return f"<bdi>{words(text)}</bdi>"


def data(value: object) -> str:
    """A value as JSON in which nothing can end the element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
