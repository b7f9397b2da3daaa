"""The words that pictures bring themselves."""

from procflow.drawing.model import Language
from procflow.wording import Lang, phrase

PACKAGE = "procflow.drawing.formats"


def langs(language: Language) -> tuple[Lang, ...]:
    """The languages that words are given in."""
    match language:
        case Language.ZH:
            return ("zh",)
        case Language.EN:
            return ("en",)
        case Language.BOTH:
            return ("zh", "en")


def say(name: str, language: Language) -> str:
    """A word of the pictures' own, in each language asked for."""
    return " ".join(dict.fromkeys(phrase(name, lang, {}, PACKAGE) for lang in langs(language)))
