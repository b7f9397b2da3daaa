"""The wording of every diagnostic, by code and language, kept in the TOML files of this folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: its severity and, per language, the templates ``message``, ``reason`` and ``help``."""

    code: str
    severity: str
    languages: Mapping[str, Mapping[str, str]]

    def text(self, part: str, lang: str, args: Mapping[str, str]) -> str:
        """The filled template; empty if there is none, or if a help needs a fact that is not known."""
        template = self.languages.get(lang, self.languages[FALLBACK]).get(part, "")
        wanted = [name for _, name, _, _ in Formatter().parse(template) if name]
        if part == "help" and not all(args.get(name) for name in wanted):
            return ""
        return template.format_map(args)


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every entry by code. A code that stands in two files is a fault of this package."""
    found: dict[str, Entry] = {}
    for resource in sorted(files(__name__).iterdir(), key=lambda r: r.name):
        if not resource.name.endswith(".toml"):
            continue
        table: dict[str, dict[str, Any]] = tomllib.loads(resource.read_text(encoding="utf-8"))
        for code, body in table.items():
            if code in found:
                raise ValueError(f"diagnostic {code} is defined twice, again in {resource.name}")
            languages = {lang: texts for lang, texts in body.items() if isinstance(texts, dict)}
            found[code] = Entry(code, body["severity"], languages)
    return found


def entry(code: str) -> Entry:
    """The entry of a code."""
    return catalogue()[code]
