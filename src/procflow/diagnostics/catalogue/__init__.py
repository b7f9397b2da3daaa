"""The wording of every diagnostic, by code and language, kept in the TOML files of this folder.

One file holds one area, and one table one code::

    [S103]
    severity = "error"
    words = {expected = "type"}      # arguments in procflow's own words; words.toml translates them
    [S103.en]                        # and the same in [S103.zh]
    message = "{label} must hold {expected}"
    reason = "…"                     # left out or empty where the message says it all
    help = "…"                       # left out where an argument that it uses is empty
    related = "…"                    # what is said of other places that a finding points to
    [S103.example]
    kind = "process"                 # what the examples are part of
    bad = '''…'''
    good = '''…'''
"""

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from msgspec import Struct, field

from procflow.diagnostics.catalogue.words import translated

LANGUAGES = ("en", "zh")
FALLBACK = "en"

AREAS: Mapping[str, str] = {
    "Y": "yaml",
    "S": "schema",
    "N": "names",
    "D": "definition",
    "G": "guards",
    "C": "cells",
    "W": "worktime",
    "O": "organization",
    "L": "register",
    "F": "flow",
    "A": "tables",
    "T": "steps",
    "P": "positions",
    "X": "scenarios",
}
"""The file of each area by the letter that its codes begin with, in the order in which findings come up."""

LONGEST_ARGUMENT = 1_000
"""Characters of one fact in a message: a name can be as long as its file."""


class Example(Struct, frozen=True):
    """A piece of a file that gives the finding, and one that does not.

    ``kind`` says what they are part of. The bad example stands for ``times`` of it one after the other, below
    ``head``, is saved in ``encoding``, and cannot help giving the findings ``also`` as well.
    """

    kind: str
    bad: str = ""
    good: str = ""
    head: str = ""
    times: int = 1
    encoding: str = "utf-8"
    also: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """One code: its severity, per language its templates, and its example.

    ``words`` names the arguments that are in procflow's own words, each with the sort of words it takes.
    """

    code: str
    severity: str
    languages: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str] = field(default_factory=dict)
    example: Example | None = None

    def text(self, part: str, lang: str, args: Mapping[str, str]) -> str:
        """The filled template; empty if there is none, or if a help needs a fact that is not known."""
        template = self.languages.get(lang, self.languages[FALLBACK]).get(part, "")
        wanted = [name for _, name, _, _ in Formatter().parse(template) if name]
        if part == "help" and not all(args.get(name) for name in wanted):
            return ""
        return template.format_map({name: self._said(name, lang, args[name]) for name in wanted})

    def _said(self, name: str, lang: str, value: str) -> str:
        if name in self.words:
            return translated(self.words[name], value, lang)
        return value if len(value) <= LONGEST_ARGUMENT else value[: LONGEST_ARGUMENT - 1] + "…"


@cache
def area(letter: str) -> Mapping[str, Entry]:
    """The entries of one area by code. KeyError for a letter without one."""
    # What reads the wording is loaded with it: of a sound file nothing is said.
    import tomllib
    from importlib.resources import files

    resource = files(__name__) / f"{AREAS[letter]}.toml"
    table: dict[str, dict[str, Any]] = tomllib.loads(resource.read_text(encoding="utf-8"))
    return {code: _entry(code, body) for code, body in table.items()}


def catalogue() -> Mapping[str, Entry]:
    """Every entry by code."""
    return {code: found for letter in AREAS for code, found in area(letter).items()}


def entry(code: str) -> Entry:
    """The entry of a code. KeyError if there is none."""
    return area(code[:1])[code]


def _entry(code: str, body: Mapping[str, Any]) -> Entry:
    languages = {lang: body[lang] for lang in LANGUAGES if lang in body}
    given = body.get("example")
    example = Example(**{**given, "also": tuple(given.get("also", ()))}) if given else None
    return Entry(code, body["severity"], languages, body.get("words", {}), example)
