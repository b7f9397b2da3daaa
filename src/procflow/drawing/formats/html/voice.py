"""The words of the page around a picture."""

from procflow.drawing.formats.words import langs
from procflow.drawing.model import Language
from procflow.wording import phrase


def say(name: str, language: Language, /, **args: object) -> str:
    """A phrase of the page, in each language asked for. Raises ``KeyError`` for one that is not there."""
    said = (phrase(name, lang, args, __package__) for lang in langs(language))
    return " ".join(dict.fromkeys(said))
