"""Who had the last word on a case: the seat that its table decides for, or the level that refused it."""

from collections.abc import Iterator

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.case.state import Performance
from procflow.definition.process import Basis, Review, joined
from procflow.reports.case_report.acts import Authority
from procflow.reports.case_report.subject import Subject, local
from procflow.reports.case_report.values import LastWord
from procflow.reports.story import basis
from procflow.reports.story.said import Teller


class LastWords:
    """Gathers them from the events in their order. What is asked anew is the last word no more."""

    def __init__(self, subject: Subject, authority: Authority) -> None:
        self.subject = subject
        self._authority = authority
        self._found: dict[tuple[str, str], tuple[str, LastWord]] = {}

    def take(self, teller: Teller, envelope: Envelope) -> None:
        """Read the next event."""
        event = envelope.event
        match event:
            case e.SeatAnswered():
                self._answered(envelope, event)
            case e.RulingGiven(ruling="refused"):
                self._found = {(event.scope, ""): ("", self._refused(teller, envelope, event))}
            case e.StepEntered():
                self._found.pop((event.scope, event.step), None)
            case e.StepResumed():
                self._asked_again(event.scope, event.step, event.asked_again)
            case e.SeatReopened():
                self._asked_again(event.scope, event.step, (event.seat,))
            case e.AuthorityDetermined():
                self._risen(event)
            case _:
                return

    def _asked_again(self, scope: str, step: str, seats: tuple[str, ...]) -> None:
        seat, _ = self._found.get((scope, step), ("", None))
        if seat in seats:
            del self._found[scope, step]

    def _risen(self, event: e.AuthorityDetermined) -> None:
        """A table that decides for another role takes the last word from whoever had it."""
        for (scope, step), (seat, _) in tuple(self._found.items()):
            known = self.subject.words.find_seat(step, seat) if seat else None
            if known is not None and _table(self.subject, step) == event.table and known.role != event.role:
                del self._found[scope, step]

    def _answered(self, envelope: Envelope, event: e.SeatAnswered) -> None:
        words, table = self.subject.words, _table(self.subject, event.step)
        decided = self._authority.rows.get(table)
        seat = words.find_seat(event.step, event.seat)
        known = words.process.tables.get(table)
        if decided is None or seat is None or known is None or decided.role != seat.role:
            return
        rows = known.rows[decided.row - 1 : decided.row] if decided.row > 0 else ()
        found = self._word(
            envelope,
            event.who,
            words.role(event.role),
            answer=words.answer(event.step, event.seat, event.answer),
            found=joined(*(row.basis for row in rows)),
            row=(words.title(known.title), decided.row, words.row(known, decided.row)),
        )
        self._found[event.scope, event.step] = event.seat, found

    def _refused(self, teller: Teller, envelope: Envelope, event: e.RulingGiven) -> LastWord:
        words = self.subject.words
        found = basis.of_dispute(words.program, teller.past, event.scope)
        ruling = words.word("ruling", event.ruling)
        return self._word(envelope, event.who, words.role(event.role), answer=ruling, found=found)

    def _word(
        self,
        envelope: Envelope,
        who: Performance | None,
        role: str,
        *,
        answer: str,
        found: Basis,
        row: tuple[str, int, str] = ("", 0, ""),
    ) -> LastWord:
        words = self.subject.words
        acting = who is not None and who.on_behalf_of is not None
        return LastWord(
            seq=envelope.seq,
            at=local(self.subject, envelope.at),
            by=words.name(who.by) if who is not None else "",
            role=role,
            giver=words.name(who.responsible()) if who is not None and acting else "",
            grant=(who.grant or "") if who is not None else "",
            answer=answer,
            table=row[0],
            row=row[1],
            cells=row[2],
            clauses=found.clauses,
        )

    def found(self) -> Iterator[LastWord]:
        """The last words, oldest first."""
        yield from sorted((word for _, word in self._found.values()), key=lambda word: word.seq)


def _table(subject: Subject, step: str) -> str:
    """The table by which a review comes to its last seat; empty for none."""
    known = subject.program.steps.get(step)
    return (known.until or known.only or "") if isinstance(known, Review) else ""
