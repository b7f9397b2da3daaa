"""What a driver fills in by itself, so that stories stay short: fields of forms, and papers."""

from collections.abc import Callable, Collection, Iterable, Mapping

from procflow.engine import File, FormField

Holder = Callable[[str], str]
"""From a field to what holds its value: a case, or an occurrence of one."""


class Filling:
    """Gives each field once to everything that holds one, and makes up papers."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = dict(given)
        self._filled: set[tuple[str, str]] = set()
        self._papers = 0

    def values(
        self, form: Iterable[FormField], holder: Holder, left_out: Collection[str]
    ) -> dict[str, object]:
        """What is given for a form and was not filled in before."""
        names = [field.name for field in form if field.name in self._given and field.name not in left_out]
        return {name: self._given[name] for name in names if (holder(name), name) not in self._filled}

    def note(self, names: Iterable[str], holder: Holder) -> None:
        """Note that fields have been filled in."""
        self._filled |= {(holder(name), name) for name in names}

    def paper(self, name: str) -> File:
        """A new paper; no two have the same content."""
        self._papers += 1
        return File(f"{name}.txt", f"{name}, paper {self._papers}\n".encode())
