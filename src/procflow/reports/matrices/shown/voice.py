"""How the tables of matrices put things that several of them show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from procflow.reports.matrices.values import Deputy, Holder, Lends, Letter, Part
from procflow.reports.tables.model import Cell, Table
from procflow.wording import Lang, phrase


@dataclass(frozen=True, slots=True)
class Voice:
    """Phrases of the tables in one language."""

    lang: Lang

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the tables."""
        return phrase(name, self.lang, args, __package__)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Heads of columns."""
        return tuple(self.say(f"head.{name}") for name in names)

    def row(self, texts: Iterable[str]) -> str:
        """Several in one cell."""
        return ("；" if self.lang == "zh" else "; ").join(text for text in texts if text)

    def names(self, holders: Iterable[Holder]) -> str:
        """Persons by name."""
        return ("、" if self.lang == "zh" else ", ").join(holder.name for holder in holders)

    def held(self, holders: tuple[Holder, ...]) -> Cell:
        """Who holds a role; a finding if nobody does."""
        if not holders:
            return Cell(self.say("word.nobody"), finding=True)
        return Cell(self.names(holders))

    def letter(self, part: Part) -> str:
        """The letter of a part, in brackets if it is conditional."""
        return self.letters((part,))

    def letters(self, parts: Sequence[Part]) -> str:
        """The letters of several parts, each once, those that always hold first."""
        plain = {part.letter for part in parts if not part.conditional}
        conditional = {part.letter for part in parts if part.conditional} - plain
        said = [letter.value for letter in Letter if letter in plain]
        said += [self.say("word.conditional", letter=letter) for letter in Letter if letter in conditional]
        return " ".join(said)

    def limits(self, deputy: Deputy) -> str:
        """Up to what a grant reaches, or that it has no limit."""
        said = self.row(f"{limit.title} ≤ {limit.most:,f}" for limit in deputy.limits)
        return said or self.say("word.no_limit")

    def standing(self, deputy: Deputy) -> str:
        """How a grant stands on the day."""
        return self.say(f"standing.{deputy.standing.name.lower()}")

    def lent(self, lends: Lends) -> str:
        """Who may act for whom, on which terms."""
        deputy = lends.deputy
        terms = [
            self.grant(deputy),
            self.limits(deputy),
            f"{deputy.first} – {deputy.last}",
            self.standing(deputy),
        ]
        if lends.barred_by is not None:
            terms.append(self.say("word.never_here"))
        return self.say(
            "word.lends",
            receiver=deputy.receiver_name,
            giver=deputy.giver_name,
            terms=self.row(terms),
        )

    def grant(self, deputy: Deputy) -> str:
        """A grant by its id, with whether it was passed on or may be."""
        if deputy.through:
            return self.say("word.passed_on", grant=deputy.grant, above=deputy.through)
        return self.say("word.may_pass_on", grant=deputy.grant) if deputy.passes_on else deputy.grant

    def as_of(self, on: date) -> str:
        """The day that holders and grants are told for."""
        return self.say("note.on", on=on.isoformat())

    def grants(self, name: str, title: str, rows: Iterable[tuple[str, Deputy]]) -> Table:
        """A table of grants, each with the role or the group that it is for."""
        heads = ("role", "receiver", "giver", "limits", "first", "last", "standing", "grant", "document")
        cells = tuple(
            (
                Cell(role),
                Cell(deputy.receiver_name),
                Cell(deputy.giver_name),
                Cell(self.limits(deputy)),
                Cell(deputy.first.isoformat()),
                Cell(deputy.last.isoformat()),
                Cell(self.standing(deputy)),
                Cell(self.grant(deputy)),
                Cell(deputy.document),
            )
            for role, deputy in rows
        )
        return Table(name, title, self.heads(*heads), cells)
