"""Procflow's own words inside messages, such as the names of types, in other languages.

They stand in words.toml by sort and language. A key there is a phrase; a name in braces stands for any text,
which is kept as it is unless the name is that of a sort: then it is translated by that sort.
"""

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

PLACE = "place"
"""The sort of the names of parts of a file."""

_PARTED = " · "
_OR = {"zh": "或"}


def translated(sort: str, phrase: str, lang: str) -> str:
    """The phrase in a language; as it is where the vocabulary does not know it.

    The titles of schemas come in both languages already, ``English · 中文``.
    """
    english, parted, other = phrase.partition(_PARTED)
    if parted and sort == PLACE:
        return english if lang == "en" else other
    return phrase if lang == "en" else known(sort, phrase, lang) or phrase


def known(sort: str, phrase: str, lang: str) -> str:
    """The phrase in a language other than English, or an empty text where the vocabulary lacks it."""
    vocabulary = _vocabulary(sort, lang)
    if phrase in vocabulary:
        return vocabulary[phrase]
    parts = [known(sort, part, lang) for part in phrase.split(" or ")] if " or " in phrase else [""]
    if all(parts):
        return _OR[lang].join(parts)
    for pattern, template in _patterns(sort, lang):
        if match := pattern.fullmatch(phrase):
            held = match.groupdict()
            return template.format_map({name: translated(name, text, lang) for name, text in held.items()})
    return ""


def sorts() -> frozenset[str]:
    """The sorts of words that there are."""
    return frozenset(_all())


@cache
def _all() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    import tomllib
    from importlib.resources import files

    resource = files("procflow.diagnostics.catalogue") / "words.toml"
    return tomllib.loads(resource.read_text(encoding="utf-8"))


def _vocabulary(sort: str, lang: str) -> Mapping[str, str]:
    return _all().get(sort, {}).get(lang, {})


@cache
def _patterns(sort: str, lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_regex(phrase), re.DOTALL), template)
        for phrase, template in _vocabulary(sort, lang).items()
        if "{" in phrase
    )


def _regex(phrase: str) -> str:
    """A pattern for every text that the phrase stands for."""
    parts = Formatter().parse(phrase)
    return "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in parts)
