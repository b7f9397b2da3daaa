"""The languages of a picture: one for everything, and a second one that titles are given in as well."""

from dataclasses import dataclass

from procflow.definition.organization import Organization
from procflow.definition.process import Title
from procflow.drawing.model import Language
from procflow.program import Program
from procflow.wording import Lang, Words, phrase

_MAIN: dict[Language, Lang] = {Language.ZH: "zh", Language.EN: "en", Language.BOTH: "zh"}


@dataclass(frozen=True, slots=True)
class Voice:
    """How a picture of a process says things; ``words`` are in the main language."""

    words: Words
    language: Language

    @classmethod
    def of(cls, program: Program, organization: Organization, language: Language) -> "Voice":
        """The voice of a process in the organization that it runs in."""
        return cls(Words(program, organization, _MAIN[language]), language)

    @property
    def main(self) -> Lang:
        """The main language."""
        return self.words.lang

    def titled(self, title: Title) -> tuple[str, ...]:
        """A title with a line for each language; one line where both are the same."""
        return titled(title, self.language)

    def said(self, name: str, /, **args: object) -> tuple[str, ...]:
        """A phrase of the pictures' own, with a line for each language."""
        return said(name, self.language, **args)

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the pictures' own, in the main language."""
        return say(name, self.main, **args)

    def role(self, name: str) -> tuple[str, ...]:
        """A role or a group, with a line for each language."""
        organization = self.words.organization
        known = organization.roles.get(name) or organization.groups.get(name)
        return self.titled(known.title) if known is not None else (name,)


def titled(title: Title, language: Language) -> tuple[str, ...]:
    """A title with a line for each language asked for; one line where both are the same."""
    match language:
        case Language.ZH:
            return (title.zh,)
        case Language.EN:
            return (title.en,)
        case Language.BOTH:
            return tuple(dict.fromkeys((title.zh, title.en)))


def main_language(language: Language) -> Lang:
    """The language that everything but titles is given in."""
    return _MAIN[language]


def say(name: str, lang: Lang, /, **args: object) -> str:
    """A phrase of the pictures' own. Raises ``KeyError`` for one that is not there."""
    return phrase(name, lang, args, __package__)


def said(name: str, language: Language, /, **args: object) -> tuple[str, ...]:
    """A phrase with a line for each language asked for."""
    return titled(Title(say(name, "zh", **args), say(name, "en", **args)), language)
