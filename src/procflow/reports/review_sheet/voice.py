"""How a sheet puts things, in one language or in two."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from procflow.case.state import Performance
from procflow.definition.organization import Organization
from procflow.definition.process import Basis, DataField, Title
from procflow.guards import Person
from procflow.program import Program
from procflow.reports.review_sheet.values import Said, Text
from procflow.wording import Lang, Words, phrase

HASH = 12
"""How many characters of a hash are printed: enough to tell papers apart, and to look the whole one up."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Texts in the languages of the sheet, the first of which is its main one."""

    words: tuple[Words, ...]

    @classmethod
    def of(cls, program: Program, organization: Organization, langs: Sequence[Lang]) -> "Voice":
        """The voice of a process and an organization."""
        return cls(tuple(Words(program, organization, lang) for lang in langs))

    @property
    def first(self) -> Words:
        """The words of the main language."""
        return self.words[0]

    def each(self, said: Callable[[Words], str]) -> Text:
        """What each language says; once where they say the same, and nothing where that is nothing."""
        texts = {words.lang: said(words) for words in self.words}
        if not any(texts.values()):
            return ()
        if len(texts) > 1 and len(set(texts.values())) == 1:
            return (Said(next(iter(texts.values()))),)
        return tuple(Said(text, lang) for lang, text in texts.items())

    def plain(self, text: str) -> Text:
        """A text that is in no language of ours."""
        return (Said(text),) if text else ()

    def title(self, title: Title) -> Text:
        """A title."""
        return self.each(lambda words: words.title(title))

    def say(self, name: str, /, **args: object) -> Text:
        """A phrase; texts among its arguments are said in its language."""

        def said(words: Words) -> str:
            filled = {key: self._in(words, value) for key, value in args.items()}
            return phrase(name, words.lang, filled, __package__)

        return self.each(said)

    def _in(self, words: Words, value: object) -> object:
        return in_language(value, words.lang) if isinstance(value, tuple) else value

    def name(self, person: str) -> Text:
        """A person by name."""
        return self.each(lambda words: words.name(person))

    def names(self, persons: Iterable[str]) -> Text:
        """Persons in a row."""
        known = tuple(persons)
        return self.each(lambda words: words.listed([words.name(each) for each in known]))

    def listed(self, texts: Iterable[Text]) -> Text:
        """Texts in a row."""
        known = tuple(texts)
        return self.each(lambda words: words.listed([in_language(text, words.lang) for text in known]))

    def role(self, role: str) -> Text:
        """A role, or a group, by its title."""
        organization = self.first.organization
        known = organization.roles.get(role) or organization.groups.get(role)
        return self.title(known.title) if known is not None else self.plain(role)

    def roles(self, roles: Iterable[str]) -> Text:
        """Roles in a row."""
        known = tuple(roles)
        return self.each(lambda words: words.listed([words.role(each) for each in known]))

    def time(self, at: datetime) -> str:
        """An instant by the clock of the process's calendar."""
        return f"{self.first.local(at):%Y-%m-%d %H:%M}"

    def day(self, at: datetime) -> Text:
        """A day as forms have it."""
        day = self.first.local(at)
        return self.each(
            lambda words: f"{day.year}年{day.month}月{day.day}日" if words.lang == "zh" else f"{day:%Y-%m-%d}"
        )

    def value(self, field: DataField | None, stored: object) -> Text:
        """A stored value; nothing where there is none, and a person by name."""
        if stored is None or stored in ("", (), []):
            return ()
        if field is not None and isinstance(field.type, Person):
            return self.name(str(stored))
        return self.each(lambda words: words.value(field, stored))

    def held(self, person: str) -> Text:
        """The roles that the organization gives somebody."""
        known = self.first.organization.people.get(person)
        return self.listed(map(self.role, known.roles)) if known is not None else ()

    def behalf(self, who: Performance, role: str = "") -> tuple[Text, ...]:
        """For whom somebody acted, in which ``role`` of theirs, and under which paper; as often as that was
        passed on."""
        said: list[Text] = []
        step: Performance | None = who
        while step is not None and step.on_behalf_of is not None:
            giver = self.name(step.on_behalf_of)
            if role and step.under is None:
                giver = self.say("giver", giver=giver, role=self.role(role))
            args = {
                "giver": giver,
                "grant": step.grant or "?",
                "paper": self._paper(step),
            }
            said.append(self.say("behalf.further" if said else "behalf", **args))
            step = step.under
        return tuple(said)

    def _paper(self, who: Performance) -> Text:
        if who.document is None:
            return self.plain("")
        known = self.first.organization.grants.get(who.grant or "")
        # The paper of today may be another than the one that was acted under.
        same = known is not None and known.document_hash == who.document
        if known is not None and same:
            return self.say("paper", document=known.document, hash=who.document[:HASH])
        return self.say("paper.bare", hash=who.document[:HASH])

    def cited(self, basis: Basis) -> str:
        """Clauses behind something, in brackets."""
        return f" ({', '.join(basis.clauses)})" if basis.clauses else ""


def in_language(text: Text, lang: Lang) -> str:
    """What a text says in a language; in another, where it has only that."""
    return next((said.text for said in text if said.lang in (lang, None)), text[0].text if text else "")
