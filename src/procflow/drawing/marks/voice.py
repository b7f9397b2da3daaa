"""What marks say, from their own table of phrases."""

from procflow.wording import Lang, phrase


def say(name: str, lang: Lang, /, **args: object) -> str:
    """A phrase of the marks. Raises ``KeyError`` for one that is not there."""
    return phrase(name, lang, args, __package__)
