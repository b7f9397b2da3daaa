"""How sections put what several of them say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from procflow.case.grants import last_instant
from procflow.definition.process import Basis
from procflow.drawing.marks.spans import amount_words, by_the_clock, digits, measure, unit_word
from procflow.reports.case_report.sheets import Entry
from procflow.reports.case_report.voice import say
from procflow.reports.tables.model import cited
from procflow.wording import Lang
from procflow.worktime import Unit

_LISTED = 12
_EPOCH = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Phrases of a report in one language."""

    lang: Lang

    def say(self, name: str, /, **args: object) -> str:
        """A phrase of the report."""
        return say(name, self.lang, **args)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Heads of columns."""
        return tuple(self.say(f"head.{name}") for name in names)

    def fact(self, name: str, text: str, aside: str = "", *, finding: bool = False) -> tuple[str, Entry]:
        """A fact with its label."""
        return self.say(f"fact.{name}"), Entry(text, aside, finding)

    def moment(self, at: datetime | None) -> str:
        """An instant to the minute; empty for none."""
        return at.isoformat(" ", "minutes")[:16] if at is not None else ""

    def at(self, at: datetime | None) -> Entry:
        """An instant in a cell."""
        return Entry(self.moment(at), shape="when")

    def days(self, since: datetime | None, until: datetime | None) -> str:
        """From when until when something holds, as days, both of which belong; as instants where it begins
        or ends within a day. Empty for nothing."""
        if since is None or until is None:
            return ""
        return f"{self._day(since, since)} – {self._day(until, last_instant(until))}"

    def _day(self, at: datetime, within: datetime) -> str:
        whole = at.timetz().replace(tzinfo=None) == time()
        return within.date().isoformat() if whole else self.moment(at)

    def clock(self, length: timedelta) -> str:
        """A length by the clock, in the unit that reads best."""
        return amount_words(self.lang, by_the_clock(_EPOCH, _EPOCH + length))

    def worked(self, length: timedelta | None) -> str:
        """A length in business hours; empty where no calendar says."""
        if length is None:
            return ""
        hours = measure(None, Unit.HOURS, _EPOCH, _EPOCH + length)
        return f"{digits(hours)} {unit_word(self.lang, Unit.BUSINESS_HOURS, hours)}"

    def row(self, texts: Iterable[str]) -> str:
        """Several in one cell."""
        return ("；" if self.lang == "zh" else "; ").join(text for text in texts if text)

    def names(self, names: Iterable[str]) -> str:
        """Names in one cell."""
        return ("、" if self.lang == "zh" else ", ").join(names)

    def count(self, number: int, *, finding: bool = False) -> Entry:
        """How many."""
        return Entry(str(number), finding=finding, shape="short")

    def basis(self, basis: Basis) -> Entry:
        """Clauses and questions."""
        return Entry(cited(basis))

    def events(self, seqs: Sequence[int]) -> Entry:
        """Numbers of events, the first of them where there are many."""
        more = len(seqs) - _LISTED
        aside = self.say("more", count=more) if more > 0 else ""
        return Entry(aside=aside, seqs=tuple(seqs[:_LISTED]), shape="short")

    def numbers(self, seqs: Sequence[int]) -> str:
        """The same inside a sentence."""
        entry = self.events(seqs)
        told = ", ".join(map(str, entry.seqs))
        return f"{told}{'，' if self.lang == 'zh' else ' '}{entry.aside}" if entry.aside else told

    def event(self, seq: int) -> Entry:
        """The number of one event; nothing for none."""
        return Entry(seqs=(seq,) if seq else (), shape="short")
