"""The words of the page around a picture."""

from procflow.drawing.formats.words import langs
from procflow.drawing.model import Language
from procflow.wording import phrase

_MAIN = {Language.ZH: Language.ZH, Language.EN: Language.EN, Language.BOTH: Language.ZH}


def main(language: Language) -> Language:
    """The language of whole sentences in a picture: where titles are in both, the first."""
    return _MAIN[language]


def say(name: str, language: Language, /, **args: object) -> str:
    """A phrase of the page, in each language asked for. Raises ``KeyError`` for one that is not there."""
    said = (phrase(name, lang, args, __package__) for lang in langs(language))
    return " ".join(dict.fromkeys(said))
