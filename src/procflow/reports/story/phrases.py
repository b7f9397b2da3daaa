"""The table of phrases in ``phrases.toml``, and how one is filled."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    table = files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    read: dict[str, Any] = tomllib.loads(table)
    phrases: dict[str, Mapping[str, str]] = {}
    for name, entry in read.items():
        if LANGS[0] in entry:
            phrases[name] = {lang: entry[lang] for lang in LANGS}
        variants = {key: body for key, body in entry.items() if isinstance(body, dict)}
        phrases.update({f"{name}.{variant}": body for variant, body in variants.items()})
    return phrases


def phrase_names() -> tuple[str, ...]:
    """The name of every phrase: an event's type, or that with a variant behind a dot."""
    return tuple(_phrases())


def phrase(name: str, lang: Lang, args: Mapping[str, object]) -> str:
    """A phrase with its places filled. Raises ``KeyError`` for a phrase or a place that is not there."""
    return _phrases()[name][lang].format_map(args)


def known_phrase(name: str) -> bool:
    """Whether there is such a phrase."""
    return name in _phrases()
