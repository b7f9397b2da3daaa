"""Two orders made one."""

from collections.abc import Sequence


def merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The names of both, each once: the new ones in their order, and each that is only in the old behind the
    one that stood before it there."""
    there = set(new)
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in old:
        if name in there:
            last = name
        else:
            behind.setdefault(last, []).append(name)
    found = list(behind.get(None, ()))
    for name in new:
        found += [name, *behind.get(name, ())]
    return found
