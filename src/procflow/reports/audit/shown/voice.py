"""How the tables of an audit put what several of them show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from procflow.drawing.marks.spans import amount_words, digits
from procflow.reports.audit.values import CaseNote, Named, Threshold
from procflow.reports.tables.model import Cell
from procflow.wording import Lang, phrase
from procflow.worktime import Unit

MOST = 8
"""So many cases stand in a cell; the list of all cases has the others."""


@dataclass(slots=True)
class Voice:
    """Phrases of the tables in one language. Each finding gets a number, and ``of`` holds the numbers of the
    findings of each case."""

    lang: Lang
    of: dict[str, list[str]] = field(default_factory=dict)

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the tables."""
        return phrase(name, self.lang, args, __package__)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Heads of columns."""
        return tuple(self.say(f"head.{name}") for name in names)

    def number(self, letter: str, number: int, cases: Iterable[str]) -> Cell:
        """The number of a finding, noted for each of its cases."""
        name = f"{letter}{number}"
        for case in dict.fromkeys(cases):
            self.of.setdefault(case, []).append(name)
        return Cell(name)

    def cases(self, cases: Sequence[str]) -> Cell:
        """Cases by their ids; of many the first."""
        shown = self.row(cases[:MOST])
        return Cell(shown, self.say("word.more", count=len(cases) - MOST) if len(cases) > MOST else "")

    def row(self, texts: Iterable[str]) -> str:
        """Several in one cell."""
        return ("、" if self.lang == "zh" else ", ").join(text for text in texts if text)

    def names(self, named: Iterable[Named]) -> Cell:
        """Persons, places or fields by name."""
        return Cell(self.row(each.name for each in named))

    def status(self, note: CaseNote) -> Cell:
        """How a case stands."""
        return Cell(self.say(f"status.{note.status}"))

    def money(self, value: Decimal, threshold: Threshold) -> Cell:
        """A value in the unit of a threshold."""
        return Cell(self.amount(value, threshold))

    def amount(self, value: Decimal, threshold: Threshold) -> str:
        """A value in the unit of a threshold, in words."""
        unit = threshold.unit
        return f"{value:,f}{unit if unit == '%' else f' {unit}' if unit else ''}"

    def limit(self, threshold: Threshold) -> Cell:
        """A threshold, and whether exactly so much lies under it."""
        name = "word.up_to" if threshold.below else "word.under"
        return Cell(self.say(name, value=self.amount(threshold.value, threshold)))

    def share(self, share: Fraction) -> Cell:
        """A share in hundredths."""
        return Cell(self.percent(share))

    def percent(self, share: Fraction) -> str:
        """A share in hundredths, in words."""
        return f"{digits(share * 100)}%"

    def time(self, length: timedelta | None) -> Cell:
        """A length of business time."""
        if length is None:
            return Cell(self.say("word.not_counted"))
        hours = Fraction(length // timedelta(microseconds=1), 3_600_000_000)
        return Cell(amount_words(self.lang, (hours, Unit.BUSINESS_HOURS)))

    def moment(self, at: datetime) -> Cell:
        """An instant, to the minute."""
        return Cell(f"{at:%Y-%m-%d %H:%M}")

    def day(self, at: datetime) -> str:
        """The day of an instant."""
        return f"{at:%Y-%m-%d}"
