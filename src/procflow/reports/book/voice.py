"""How a book says things, in its language and, beside that, in the other one."""

from dataclasses import dataclass

from procflow.definition.organization import Organization
from procflow.definition.process import Title
from procflow.diagnostics import Diagnostic, Severity
from procflow.program import Program
from procflow.reports.book.given import Given
from procflow.reports.book.values import Finding, Said
from procflow.wording import LANGS, Lang, Words, phrase


@dataclass(frozen=True, slots=True)
class Voice:
    """The phrases of books in one language."""

    lang: Lang

    @property
    def other(self) -> Lang:
        """The other language of the house."""
        return next(lang for lang in LANGS if lang != self.lang)

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the book's own."""
        return phrase(name, self.lang, args, __package__)

    def said(self, name: str, /, **args: object) -> Said:
        """A phrase with the same in the other language."""
        return pair(self.say(name, **args), phrase(name, self.other, args, __package__))

    def one(self, title: Title) -> str:
        """A title in the language of the book."""
        return title.zh if self.lang == "zh" else title.en

    def both(self, title: Title) -> Said:
        """A title with the same in the other language."""
        return pair(self.one(title), title.en if self.lang == "zh" else title.zh)

    def listed(self, texts: list[str]) -> str:
        """Texts in a row."""
        return ("、" if self.lang == "zh" else ", ").join(texts)

    def words(self, program: Program, organization: Organization) -> Words:
        """The names that a process and its organization give."""
        return Words(program, organization, self.lang)

    def finding(self, found: Diagnostic, given: Given) -> Finding:
        """What the checker says."""
        return Finding(
            severity=found.severity,
            word=self.say(f"severity.{found.severity}"),
            code=found.code,
            message=found.message(self.lang),
            reason=found.reason(self.lang),
            help=found.help(self.lang),
            place=given.place(found.span.file, found.span.line),
        )


def pair(text: str, other: str) -> Said:
    """Two texts that say the same, the second only if it is another one."""
    return Said(text, "" if other == text else other)


def weighty(found: Finding) -> bool:
    """Whether something should be mended."""
    return found.severity is not Severity.NOTE
