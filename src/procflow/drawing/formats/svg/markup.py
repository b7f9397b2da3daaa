"""Elements as text, with everything that comes from outside escaped."""

import re
from collections.abc import Iterable
from functools import cache

from procflow.drawing import text as words

_SPECIAL = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff&<>\"']")
_NAMED = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
    "\n": "&#10;",
    "\r": "&#13;",
    "\t": "&#9;",
}


def number(value: float) -> str:
    """A coordinate with two decimals at most."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def escaped(value: str) -> str:
    """A text that stays text between tags and between quotes; what XML does not allow is U+FFFD."""
    return _SPECIAL.sub(_reference, value)


def _reference(found: re.Match[str]) -> str:
    return _NAMED.get(found[0], "\ufffd")


def element(tag: str, *inside: str, **attributes: str | float) -> str:
    """An element around markup. ``class_`` stands for ``class``, ``data_node`` for ``data-node``; an empty
    attribute is left out."""
    named = "".join(
        f' {_attribute(key)}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    body = "".join(inside)
    return f"<{tag}{named}>{body}</{tag}>" if body else f"<{tag}{named}/>"


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def titled(said: str) -> str:
    """What a reader is told of the element that this stands in."""
    return element("title", escaped(words.plain(said))) if said else ""


def classes(names: Iterable[str]) -> str:
    """Names of classes in a row."""
    return " ".join(name for name in names if name)
