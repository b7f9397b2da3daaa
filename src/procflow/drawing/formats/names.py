"""Names for formats that take ASCII alone: readable, unique, and the same on every run."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

_FOREIGN = re.compile(r"[^A-Za-z0-9]+")


def slug(text: str) -> str:
    """A text with ``_`` for whatever is no ASCII letter or digit: a part of a name in any format."""
    return _FOREIGN.sub("_", text).strip("_")


def short_names(ids: Iterable[str]) -> dict[str, str]:
    """A name for each id, of ASCII letters, digits and ``_``.

    It is the id itself as far as that is ASCII. An id that is not, or that would get the name of another one,
    has a part of its hash behind it.
    """
    wanted = {known: slug(known) for known in ids}
    taken = Counter(name.casefold() for name in wanted.values())
    return {
        known: name if name and known.isascii() and taken[name.casefold()] == 1 else _hashed(known, name)
        for known, name in wanted.items()
    }


def _hashed(known: str, name: str) -> str:
    mark = hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name}_{mark}" if name else mark
