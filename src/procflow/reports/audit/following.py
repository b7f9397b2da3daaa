"""One case, followed from its first event to its last: what the audit asks of it, and no more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.case.state import Performance
from procflow.reports.audit.behind import behind, place_of
from procflow.reports.audit.passes import Passes, Undoing
from procflow.reports.audit.values import CaseNote, CaseRecord, Named
from procflow.reports.story.said import Past
from procflow.wording import Words
from procflow.worktime import OutsideCalendar


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody's answer: where, by whom, and who could have given it."""

    place: Named
    who: Performance
    offered_to: tuple[str, ...]


@dataclass(slots=True)
class Asked:
    """A work item. ``missed`` is the first deadline that passed, and ``asked`` who was asked then; ``levels``
    are the roles that it was handed up to."""

    item: str
    place: Named
    role: str
    offered_to: tuple[str, ...]
    due: datetime | None
    had_deadline: bool
    missed: datetime | None = None
    asked: tuple[str, ...] = ()
    levels: list[str] = field(default_factory=list)
    ended_at: datetime | None = None
    answered_by: str | None = None

    def late_at(self, at: datetime) -> None:
        """Note that it is still open at an instant."""
        if self.due is not None and at > self.due and self.missed is None:
            self.missed, self.asked = self.due, self.offered_to


@dataclass(frozen=True, slots=True)
class Followed:
    """What a case came to. ``reached`` are the tables that decided, the choices that were gone through and
    the outcomes that were chosen; ``questions`` are the elements on its way by the question that they
    name."""

    words: Words
    note: CaseNote
    data: dict[str, object]
    facts: dict[str, bool]
    reached: set[tuple[str, ...]]
    acts: list[Act]
    asked: tuple[Asked, ...]
    undone: list[Undoing]
    questions: dict[str, dict[str, Named]]

    def person(self, person: str) -> Named:
        """A person by name."""
        return Named(person, self.words.name(person))

    def business(self, since: datetime, until: datetime) -> timedelta | None:
        """The business time between two instants; None where no calendar counts it."""
        try:
            calendar = self.words.organization.calendar(self.words.process.calendar)
            return calendar.business_between(since, until)
        except (KeyError, OutsideCalendar):
            return None


def follow(record: CaseRecord, words: Words, now: datetime) -> Followed:
    """Follow a case, told with ``words``. Raises ``ValueError`` for a record that does not begin with the
    start of a case."""
    envelopes = iter(record.envelopes)
    first = next(envelopes, None)
    if first is None or not isinstance(first.event, e.CaseStarted):
        raise ValueError("the record does not begin with the start of a case")
    follower = _Follower(words, Past(), Passes(words.program))
    for envelope in envelopes:
        follower.take(envelope)
    if follower.status == "running" and not follower.stopped:
        for asked in follower.asked.values():
            if asked.ended_at is None:
                asked.late_at(now)
    starter = Named(first.event.who.by, words.name(first.event.who.by))
    process = words.process
    note = CaseNote(
        first.case, process.name, process.version, words.local(first.at), starter, follower.status
    )
    return Followed(
        words,
        note,
        follower.past.data,
        follower.facts,
        follower.reached,
        follower.acts,
        tuple(follower.asked.values()),
        follower.passes.undone,
        follower.questions,
    )


@dataclass(slots=True)
class _Follower:
    """What is remembered on the way."""

    words: Words
    past: Past
    passes: Passes
    status: str = "running"
    facts: dict[str, bool] = field(default_factory=dict)
    reached: set[tuple[str, ...]] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)
    questions: dict[str, dict[str, Named]] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)

    def take(self, envelope: Envelope) -> None:
        """Go on by one event."""
        event = envelope.event
        questions, place = behind(self.words, self.past, event)
        for question in questions:
            self.questions.setdefault(question, {}).setdefault(place.id, place)
        self._note_acts(envelope)
        self._note_items(envelope)
        self._note_flow(event)
        self.passes.note(envelope)
        self.past.note(event)

    def _note_acts(self, envelope: Envelope) -> None:
        match envelope.event:
            case e.ItemCompleted() | e.SeatAnswered() | e.VoteCast() | e.Appealed() as act:
                who, item = act.who, act.item
            case e.RulingGiven(item=str() as item, who=Performance() as who):
                pass
            case _:
                return
        opened, asked = self.past.items.get(item), self.asked.get(item)
        offered = asked.offered_to if asked is not None else opened.offered_to if opened is not None else ()
        self.acts.append(Act(place_of(self.words, self.past, opened), who, offered))
        self._end(item, envelope.at, who.by)

    def _end(self, item: str, at: datetime, by: str | None) -> None:
        asked = self.asked.get(item)
        if asked is not None and asked.ended_at is None:
            asked.late_at(at)
            asked.ended_at, asked.answered_by = at, by

    def _note_items(self, envelope: Envelope) -> None:
        event = envelope.event
        match event:
            case e.ItemOpened() if event.purpose != "appeal":
                # A right that lapses is no duty: nobody is late with it.
                place, due = place_of(self.words, self.past, event), event.due
                self.asked[event.item] = Asked(
                    event.item, place, event.role, event.offered_to, due, due is not None
                )
            case e.ItemOfferedAnew() if event.item in self.asked:
                self.asked[event.item].offered_to = event.offered_to
            case e.ItemHandedUp() if event.item in self.asked:
                asked = self.asked[event.item]
                asked.late_at(envelope.at)
                asked.levels.append(event.role)
                asked.offered_to, asked.due = event.offered_to, event.due
            case e.ItemWithdrawn():
                self._end(event.item, envelope.at, None)
            case e.MainFlowPaused(scope=scope, clock_stops=True):
                self.stopped.add(scope)
            case e.MainFlowResumed():
                self.stopped.discard(event.scope)
                for item in event.dues.keys() & self.asked.keys():
                    self.asked[item].due = event.dues[item]
            case _:
                return

    def _note_flow(self, event: e.Event) -> None:
        match event:
            case e.AuthorityDetermined(table=table):
                self.reached.add(("table", table))
            case e.Moved(source=source, line=int()):
                self.reached.add(("choice", source))
            case e.ItemCompleted(step=step, outcome=outcome):
                self.reached.add(("outcome", step, outcome))
            case e.FactSet(fact=fact, value=value):
                self.facts[fact] = value
            case e.CaseEnded(status=status):
                self.status = status
            case _:
                return
