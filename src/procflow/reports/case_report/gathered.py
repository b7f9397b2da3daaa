"""What one pass over the events of a case finds."""

from collections.abc import Iterator
from datetime import datetime

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.definition.process import DataField, GroupType
from procflow.guards import Money
from procflow.reports.case_report.acts import Acts
from procflow.reports.case_report.last_word import LastWords
from procflow.reports.case_report.subject import UNTOLD, Subject, local, moments
from procflow.reports.case_report.times import Times
from procflow.reports.case_report.turns import Turns
from procflow.reports.case_report.values import Assumption, Cited, Counts, Paper, Summary
from procflow.reports.story.said import Teller


class Gathered:
    """Reads the events, then says what they came to."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.acts, self.turns, self.times = Acts(subject), Turns(subject), Times(subject)
        self.last_words = LastWords(subject, self.acts.authority)
        self.papers: list[Paper] = []
        self._teller = subject.teller()
        self._clauses: dict[str, list[int]] = {}
        self._asked: dict[str, list[int]] = {}
        self._owner = ""
        self._started: tuple[datetime, e.CaseStarted] | None = None
        self._ended: tuple[datetime, e.CaseEnded] | None = None

    def read(self) -> None:
        """Go through the events. What of an altered one cannot be taken in is left to the list of events."""
        for moment in moments(self.subject):
            for envelope in moment.events:
                self._read(envelope)
            for line in moment.lines:
                for found, names in (
                    (self._clauses, line.basis.clauses),
                    (self._asked, line.basis.questions),
                ):
                    for name in names:
                        found.setdefault(name, []).append(line.seq)

    def _read(self, envelope: Envelope) -> None:
        for take in (self._take, self.last_words.take, self.acts.take, self.turns.take, self.times.take):
            try:
                take(self._teller, envelope)
            except UNTOLD:
                if self.subject.sound:
                    raise
        self._teller.past.note(envelope.event)

    def _take(self, teller: Teller, envelope: Envelope) -> None:
        event, at = envelope.event, local(self.subject, envelope.at)
        match event:
            case e.CaseStarted():
                self._started = self._started or (at, event)
            case e.CaseEnded():
                self._ended = (at, event)
            case e.OwnerBound():
                self._owner = teller.words.name(event.person)
            case e.AttachmentAdded():
                by = teller.words.name(envelope.by)
                paper = (event.name, event.filename, event.size, event.sha256)
                self.papers.append(Paper(envelope.seq, at, *paper, by))
            case _:
                return

    def summary(self, reader: str, as_of: datetime | None, counts: Counts) -> Summary:
        """The case in short."""
        kept, words = self.subject.kept, self.subject.words
        started, ended = self._started, self._ended
        version = started[1].version if started is not None else words.process.version
        opened_by = words.name(started[1].who.responsible()) if started is not None else ""
        organization = words.organization
        return Summary(
            case=kept.case,
            process=kept.process,
            title=words.title(words.process.title) or kept.process,
            version=version,
            definition=kept.definition,
            organization=words.title(organization.title) or (started[1].organization if started else ""),
            owner=self._owner,
            opened=started[0] if started is not None else None,
            opened_by=opened_by,
            ended=ended[0] if ended is not None else None,
            status=ended[1].status if ended is not None else ("running" if kept.envelopes else ""),
            outcome=words.step(ended[1].step) if ended is not None else "",
            as_of=local(self.subject, as_of) if as_of is not None else None,
            zone=words.zone.key,
            amounts=tuple(self._amounts()),
            open_now=self.times.open_now,
            last_words=tuple(self.last_words.found()),
            reader=words.name(reader) if reader else "",
            counts=counts,
        )

    def _amounts(self) -> Iterator[tuple[str, str]]:
        """The fields that hold money, as they are at the end of the record."""
        words = self.subject.words
        for name, field in words.process.fields.items():
            stored = self._teller.past.data.get(name)
            if stored is not None and isinstance(field.type, Money):
                yield words.title(field.title), words.value(field, stored)

    def data(self) -> Iterator[tuple[str, str]]:
        """Every field that was filled in, by its title, as it is at the end of the record."""
        words, stored = self.subject.words, self._teller.past.data
        known = {name: field for name, field in words.process.fields.items() if name in stored}
        others: dict[str, DataField | None] = {name: None for name in stored if name not in known}
        for name, field in (*known.items(), *others.items()):
            value = stored[name]
            if field is not None and isinstance(field.type, GroupType) and isinstance(value, dict):
                for inner in field.type.fields:
                    if inner.name in value:
                        title = f"{words.title(field.title)} · {words.title(inner.title)}"
                        yield title, words.value(inner, value[inner.name])
            elif value is not None:
                yield words.title(field.title) if field is not None else name, words.value(field, value)

    def clauses(self) -> Iterator[Cited]:
        """The clauses behind what happened, in the order of their register."""
        words, register = self.subject.words, self.subject.kept.register
        titles = register.clauses if register is not None else {}
        order = {name: number for number, name in enumerate(titles)}
        for name, seqs in sorted(self._clauses.items(), key=lambda each: order.get(each[0], len(order))):
            yield Cited(name, words.title(titles[name].title) if name in titles else "", tuple(seqs))

    def assumptions(self) -> Iterator[Assumption]:
        """The open questions that the case's way touched, in the order of the file."""
        words = self.subject.words
        for name, known in words.process.questions.items():
            if seqs := self._asked.get(name):
                asked, assumed = words.title(known.ask), words.title(known.assumed)
                yield Assumption(name, asked, assumed, known.clauses, tuple(seqs))
