"""The tables of phrases in a package's ``phrases.toml``, and how one is filled."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


OWN = __package__
"""The package whose table holds the sentences of stories and the words for values."""


@cache
def _phrases(package: str) -> Mapping[str, Mapping[str, str]]:
    table = files(package).joinpath("phrases.toml").read_text(encoding="utf-8")
    read: dict[str, Any] = tomllib.loads(table)
    phrases: dict[str, Mapping[str, str]] = {}
    for name, entry in read.items():
        if LANGS[0] in entry:
            phrases[name] = {lang: entry[lang] for lang in LANGS}
        variants = {key: body for key, body in entry.items() if isinstance(body, dict)}
        phrases.update({f"{name}.{variant}": body for variant, body in variants.items()})
    return phrases


def phrase_names(package: str = OWN) -> tuple[str, ...]:
    """The name of every phrase: the type of what is told, or that with a variant behind a dot."""
    return tuple(_phrases(package))


def phrase(name: str, lang: Lang, args: Mapping[str, object], package: str = OWN) -> str:
    """A phrase with its places filled. Raises ``KeyError`` for a phrase or a place that is not there."""
    return _phrases(package)[name][lang].format_map(args)


def known_phrase(name: str, package: str = OWN) -> bool:
    """Whether a package's table has such a phrase."""
    return name in _phrases(package)
