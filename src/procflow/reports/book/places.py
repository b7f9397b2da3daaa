"""Where everything stands in a book, and how to get there from a page."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from procflow.reports.book.given import Given, file_key

FRONT, SEARCH, GLOSSARY = "index.html", "search.html", "glossary.html"

_OTHER = re.compile(r"[^\w./-]")


def anchor(kind: str, name: str) -> str:
    """The id of something on its page: no white space, nothing that has to be escaped, and another one for
    every name."""
    written = _OTHER.sub(lambda found: "~" if found[0] == " " else f"~{ord(found[0]):x}~", name)
    return f"{kind.replace(' ', '-')}-{written}"


@dataclass(slots=True)
class Anchors:
    """Ids of one page; two elements may have one name, and no page may have an id twice."""

    taken: set[str] = field(default_factory=set)

    def take(self, kind: str, name: str) -> str:
        """An id that is not taken yet."""
        wanted = found = anchor(kind, name)
        number = 1
        while found in self.taken:
            number += 1
            found = f"{wanted}-{number}"
        self.taken.add(found)
        return found


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of pages by what they are about, within the folder of a language. With ``single`` every
    process is a file by itself, and nothing leads from one to another."""

    single: bool = False
    processes: dict[str, str] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    registers: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Given, *, single: bool) -> "Places":
        """The places of a whole book. Registers and organizations count by their files: two may share an
        id."""
        processes = [each.now.program.process.name for each in given.processes]
        if single:
            return cls(True, _paths("", zip(processes, processes, strict=True)))
        positions = [each.position.name for each in given.positions]
        registers = {file_key(register.span.file): register.name for register in given.registers()}
        organizations = {file_key(each.span.file): each.name for each in given.organizations()}
        return cls(
            False,
            _paths("processes/", zip(processes, processes, strict=True)),
            _paths("positions/", zip(positions, positions, strict=True)),
            _paths("clauses/", registers.items()),
            _paths("organizations/", organizations.items()),
        )

    def way(self, source: str, target: str, to: str = "") -> str:
        """A link from the page at a path to another, or to a place on it; empty where there is none."""
        if not target or (self.single and source != target):
            return ""
        page = "" if source == target else _between(source, target)
        return f"{page}#{quote(to, safe='/~')}" if to else page or "#content"


def single_path(path: str, lang: str) -> str:
    """The file of a process that stands by itself, in one language."""
    return f"{path.removesuffix('.html')}.{lang}.html"


@cache
def _between(source: str, target: str) -> str:
    return quote(posixpath.relpath(target, posixpath.dirname(source) or "."))


def _paths(folder: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A path for each key; names that differ in case alone get files that do not."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for key, name in named:
        path, number = name, 1
        while path.casefold() in taken:
            number += 1
            path = f"{name}-{number}"
        taken.add(path.casefold())
        found[key] = f"{folder}{path}.html"
    return found
