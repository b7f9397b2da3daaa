"""What a report says by itself, from the table of phrases beside this module."""

from procflow.wording import Lang, phrase


def say(name: str, lang: Lang, /, **args: object) -> str:
    """A phrase. Raises ``KeyError`` for one that is not there."""
    return phrase(name, lang, args, __package__)
