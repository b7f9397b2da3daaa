"""Where a case did not go straight on: returns, objections with their rulings and votes, decisions against
it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.case.state import Performance
from procflow.definition.process import Basis
from procflow.program.relation import EdgeKind
from procflow.reports.case_report.subject import Subject, local
from procflow.reports.case_report.values import Counted, Disputed, Refusal, Returned, Ruled, VoteGiven
from procflow.reports.case_report.voice import say
from procflow.reports.story import basis
from procflow.reports.story.said import Teller
from procflow.reports.story.say_arbitration import GroupEvent, RulingEvent, say_group, say_ruling


class _Act(NamedTuple):
    """What somebody did last, which may be why something else happened at the same instant."""

    at: datetime
    by: str
    why: str


@dataclass(slots=True)
class _Return:
    told: Returned
    scope: str
    step: str
    back: int = 0


@dataclass(slots=True)
class _Dispute:
    seq: int
    at: datetime
    topic: str
    step: str
    seat: str
    by: str
    why: str
    basis: Basis
    scope: str | None = None
    level: int = 1
    steps: list[tuple[int, str]] = field(default_factory=list)
    rulings: list[Ruled] = field(default_factory=list)
    ruled_by: str = ""
    ruled_as: str = ""
    votes: list[VoteGiven] = field(default_factory=list)
    end: str = ""
    end_seq: int = 0


class Turns:
    """Gathers them from the events in their order."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.counted: list[Counted] = []
        self.refusals: list[Refusal] = []
        self._returns: list[_Return] = []
        self._disputes: list[_Dispute] = []
        self._by_scope: dict[str, _Dispute] = {}
        self._act: _Act | None = None
        self._parked: tuple[str, str] | None = None

    def take(self, teller: Teller, envelope: Envelope) -> None:
        """Read the next event."""
        event, at = envelope.event, local(self.subject, envelope.at)
        self._note_act(teller, envelope)
        match event:
            case e.SeatAnswered(topic=str()):
                self._objected(teller, envelope, event)
            case e.StepParked():
                self._parked = (event.scope, event.step)
                self._left(teller, envelope, event)
            case e.Moved():
                self._moved(teller, envelope, event)
            case e.StepResumed():
                self._back(event, envelope.seq)
            case e.VotesCounted():
                step = teller.words.step(event.step)
                counts = (event.votes_for, event.votes_against, event.abstained, event.base)
                self.counted.append(Counted(envelope.seq, at, step, event.passed, *counts))
            case e.CaseEnded(status="rejected" | "cancelled"):
                self._refused(teller, envelope, event)
            case _:
                self._in_dispute(teller, envelope)

    def _note_act(self, teller: Teller, envelope: Envelope) -> None:
        event = envelope.event
        if isinstance(event, e.TimerPassed | e.JobDone):
            self._act = _Act(envelope.at, teller.words.person(envelope.by), "")
            return
        done = getattr(event, "who", None)
        if isinstance(done, Performance):
            self._act = _Act(envelope.at, _by(teller, done), getattr(event, "comment", None) or "")

    def _acted(self, envelope: Envelope) -> tuple[str, str]:
        """By whose act something happened, and what was written with it."""
        act = self._act
        if act is not None and act.at == envelope.at:
            return act.by, act.why
        return self.subject.words.person(envelope.by), ""

    def _left(self, teller: Teller, envelope: Envelope, event: e.StepParked | e.Moved) -> None:
        """A step was left by a return; where rulings led to it, by theirs."""
        by, why = self._acted(envelope)
        parked = event if isinstance(event, e.StepParked) else None
        if parked is not None and parked.disputed:
            by, why = self._upheld(parked) or (by, why)
        step = event.source if isinstance(event, e.Moved) else event.step
        told = Returned(
            seq=envelope.seq,
            at=local(self.subject, envelope.at),
            step=teller.words.step(step),
            by=by,
            why=why,
            target=teller.words.step(event.target),
            after=say(f"resume.{parked.resume}", self.subject.lang) if parked is not None else "",
            upheld=parked is not None and parked.disputed,
            back=0,
            basis=basis.of_step(teller.words.program, step),
        )
        self._returns.append(_Return(told, event.scope, step))

    def _upheld(self, parked: e.StepParked) -> tuple[str, str] | None:
        """Who upheld the objections of the seats that a step was left for, and in which words."""
        about = (each for each in self._disputes if each.step == parked.step and each.seat in parked.seats)
        ruled = [each for each in about if each.rulings and each.rulings[-1].ruling == "upheld"]
        if not ruled:
            return None
        words = self.subject.words
        by = dict.fromkeys(each.ruled_by for each in ruled)
        return words.listed(list(by)), words.series(each.ruled_as for each in ruled)

    def _moved(self, teller: Teller, envelope: Envelope, event: e.Moved) -> None:
        """A return of which no step is kept."""
        parked, self._parked = self._parked, None
        program = self.subject.program
        graph = program.graphs.get(program.placed.get(event.source, ""))
        kind = graph.kinds.get((event.source, event.outcome)) if graph is not None else None
        if kind is EdgeKind.RETURN and parked != (event.scope, event.source):
            self._left(teller, envelope, event)

    def _back(self, event: e.StepResumed, seq: int) -> None:
        for each in reversed(self._returns):
            if (each.scope, each.step) == (event.scope, event.step):
                each.back = each.back or seq
                return

    def _objected(self, teller: Teller, envelope: Envelope, event: e.SeatAnswered) -> None:
        dispute = _Dispute(
            seq=envelope.seq,
            at=local(self.subject, envelope.at),
            topic=event.topic or "",
            step=event.step,
            seat=event.seat,
            by=_by(teller, event.who),
            why=event.comment or "",
            basis=basis.of_topic(teller.words.program, event.topic),
        )
        self._disputes.append(dispute)

    def _in_dispute(self, teller: Teller, envelope: Envelope) -> None:
        event = envelope.event
        scope = getattr(event, "scope", None)
        if isinstance(event, e.ObjectionOpened):
            self._by_scope[event.scope] = self._opened(envelope, event)
            return
        dispute = self._by_scope.get(scope) if isinstance(scope, str) else None
        if dispute is None:
            return
        match event:
            case e.ObjectionClosed() | e.ObjectionWithdrawn() | e.ScopeEnded():
                _end(teller, dispute, event, envelope.seq)
            case e.VoteCast():
                dispute.votes.append(self._vote(teller, envelope, event))
            case _ if isinstance(event, RulingEvent):
                if isinstance(event, e.LevelOpened):
                    dispute.level = event.level + 1
                told = say_ruling(teller, event).text
                if isinstance(event, e.RulingGiven):
                    dispute.rulings.append(self._ruling(teller, envelope, event))
                    dispute.ruled_by, dispute.ruled_as = _ruled_by(teller, event), told
                    if event.ruling == "refused":
                        self._act = _Act(envelope.at, dispute.ruled_by, event.comment or "")
                        self._against(envelope, told, event.comment or "")
                dispute.steps.append((envelope.seq, told))
            case _ if isinstance(event, GroupEvent):
                dispute.steps.append((envelope.seq, say_group(teller, envelope.at, event).text))
            case _:
                return

    def _opened(self, envelope: Envelope, event: e.ObjectionOpened) -> _Dispute:
        """The dispute of an objection; one of its own where the answer behind it cannot be read."""
        for each in reversed(self._disputes):
            if each.scope is None and (each.step, each.seat) == (event.step, event.seat):
                each.scope = event.scope
                return each
        at = local(self.subject, envelope.at)
        found = basis.of_topic(self.subject.program, event.topic)
        seat = (event.topic, event.step, event.seat)
        lost = _Dispute(envelope.seq, at, *seat, "", "", found, scope=event.scope)
        self._disputes.append(lost)
        return lost

    def _vote(self, teller: Teller, envelope: Envelope, event: e.VoteCast) -> VoteGiven:
        words = teller.words
        own = event.member is None or event.who.by == event.member
        return VoteGiven(
            seq=envelope.seq,
            at=local(self.subject, envelope.at),
            motion=words.word("motion", event.motion),
            member=words.name(event.member or event.who.responsible()),
            vote=event.vote,
            by="" if own else _by(teller, event.who),
            comment=event.comment or "",
        )

    def _ruling(self, teller: Teller, envelope: Envelope, event: e.RulingGiven) -> Ruled:
        return Ruled(
            seq=envelope.seq,
            at=local(self.subject, envelope.at),
            level=event.level + 1,
            role=teller.words.role(event.role),
            by=_by(teller, event.who) if event.who is not None else "",
            ruling=event.ruling,
            comment=event.comment or "",
        )

    def _refused(self, teller: Teller, envelope: Envelope, event: e.CaseEnded) -> None:
        words = teller.words
        by, why = self._acted(envelope)
        status, step = words.word("status", event.status), words.place(event.step)
        self._against(envelope, say("refusal.ended", words.lang, status=status, step=step, by=by), why)

    def _against(self, envelope: Envelope, text: str, why: str) -> None:
        self.refusals.append(Refusal(envelope.seq, local(self.subject, envelope.at), text, why))

    def returns(self) -> tuple[Returned, ...]:
        """The returns, oldest first."""
        return tuple(_with_back(each) for each in self._returns)

    def disputes(self) -> Iterator[Disputed]:
        """The objections, oldest first."""
        words = self.subject.words
        for each in self._disputes:
            end = each.end or (say("dispute.unruled", words.lang) if each.scope is None else "")
            yield Disputed(
                seq=each.seq,
                at=each.at,
                topic=words.topic(each.topic),
                place=words.seat(each.step, each.seat),
                by=each.by,
                why=each.why,
                steps=tuple(each.steps),
                rulings=tuple(each.rulings),
                votes=tuple(each.votes),
                end=end,
                end_seq=each.end_seq,
                basis=each.basis,
            )


def _with_back(each: _Return) -> Returned:
    return replace(each.told, back=each.back) if each.back else each.told


def _end(
    teller: Teller,
    dispute: _Dispute,
    event: e.ObjectionClosed | e.ObjectionWithdrawn | e.ScopeEnded,
    seq: int,
) -> None:
    words = teller.words
    match event:
        case e.ObjectionClosed():
            end = words.word("ruling", event.ruling)
        case e.ObjectionWithdrawn():
            end = say("dispute.taken_back", words.lang, by=_by(teller, event.who))
        case e.ScopeEnded():
            end = words.word("reason", event.reason)
    if not dispute.end:
        dispute.end, dispute.end_seq = end, seq


def _ruled_by(teller: Teller, event: e.RulingGiven) -> str:
    """Who ruled: a person, or a group by its votes."""
    if event.who is not None:
        return _by(teller, event.who)
    return say("ruled.by_group", teller.words.lang, group=teller.words.role(event.role))


def _by(teller: Teller, done: Performance) -> str:
    """Who acted, and for whom, in short."""
    words = teller.words
    if done.on_behalf_of is None:
        return words.name(done.by)
    giver = words.name(done.responsible())
    return say("behalf", words.lang, by=words.name(done.by), giver=giver, grant=done.grant or "")
