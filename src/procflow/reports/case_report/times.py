"""How long what took: each work item and each wait against its limit, the sums of steps, the whole case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.definition.process import AsLimited, Call, Limit, System, Wait
from procflow.drawing.marks.spans import amount_words, by_the_clock, digits, measure, unit_of, unit_word
from procflow.reports.case_report.acts import performance
from procflow.reports.case_report.durations import How, StepTimes, Sums, Timed
from procflow.reports.case_report.subject import Subject, local
from procflow.reports.case_report.voice import say
from procflow.reports.story.basis import limit_of
from procflow.reports.story.said import Teller
from procflow.worktime import After, Calendar, Deadline, OutsideCalendar

Interval = tuple[datetime, datetime]


@dataclass(slots=True)
class _Open:
    """Something that is being asked, or waited for. ``begun`` is what its limit is counted from, ``asks`` are
    those who are asked now."""

    seq: int
    name: str
    step: str
    place: str
    role: str
    offered: tuple[str, ...]
    asks: tuple[str, ...]
    asked: datetime
    begun: datetime
    limit: Deadline | None
    due: datetime | None
    late: bool = False
    handed_up: list[str] = field(default_factory=list)
    reminded: int = 0
    reminded_who: dict[str, None] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)


class Times:
    """Gathers them from the events in their order."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.alarms = 0
        self.rounds: dict[str, int] = {}
        self._rounds: dict[tuple[str, str], int] = {}
        self._open: dict[str, _Open] = {}
        self._done: list[Timed] = []
        self._asked: list[Interval] = []
        self._stopped: datetime | None = None
        self._stops: list[Interval] = []
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._ended = False
        self.open_now: tuple[str, ...] = ()

    def take(self, teller: Teller, envelope: Envelope) -> None:
        """Read the next event."""
        event = envelope.event
        self._since = self._since or envelope.at
        self._until = envelope.at
        match event:
            case e.ItemOpened():
                self._opened(teller, envelope, event)
            case e.WaitBegan() | e.CallRequested() | e.HandlerAsked():
                self._waits(teller, envelope, event)
            case e.Moved():
                self._moved(teller, envelope, event)
            case e.StepEntered() | e.StepResumed():
                self._round(event.scope, event.step)
            case e.ItemWithdrawn():
                self._close(teller, envelope, event.item, "withdrawn")
            case e.RightLapsed():
                self._close(teller, envelope, event.item, "lapsed")
            case e.TimerPassed():
                self._close(teller, envelope, event.item, "passed")
            case e.MainFlowPaused(clock_stops=True):
                self._stopped = self._stopped or envelope.at
            case e.MainFlowResumed():
                self._resumed(envelope, event)
            case e.CaseEnded():
                self._over(teller, envelope)
            case _:
                self._touched(teller, envelope)

    def _opened(self, teller: Teller, envelope: Envelope, event: e.ItemOpened) -> None:
        words = teller.words
        if event.purpose == "task":
            self._round(event.scope, event.step)
        persons = _names(teller, event.offered_to)
        self._open[event.item] = _Open(
            seq=envelope.seq,
            name=event.item,
            step=event.step,
            place=_place(teller, event),
            role=words.role(event.role),
            offered=persons,
            asks=persons,
            asked=envelope.at,
            begun=envelope.at,
            limit=self._limit(limit_of(words.program, event), event.purpose),
            due=event.due,
        )

    def _limit(self, limit: Limit | None, purpose: str = "") -> Deadline | None:
        arbitration = self.subject.program.process.arbitration
        if purpose == "appeal" and arbitration is not None and arbitration.appeal is not None:
            return After(arbitration.appeal.within)
        deadline = limit.deadline if limit is not None else None
        if not isinstance(deadline, AsLimited):
            return deadline
        known = self.subject.words.organization.limits.get(deadline.limit)
        return After(known.length) if known is not None and known.length is not None else None

    def _waits(
        self, teller: Teller, envelope: Envelope, event: e.WaitBegan | e.CallRequested | e.HandlerAsked
    ) -> None:
        if isinstance(event, e.CallRequested) and not event.waits:
            return
        name = _waiting(event.scope, event.step)
        known = self.subject.program.steps.get(event.step)
        limit = known.limit if isinstance(known, Wait | Call) else None
        due = None if isinstance(event, e.HandlerAsked) else event.due
        if isinstance(known, System) and known.time_limit is not None:
            deadline: Deadline | None = After(known.time_limit)
        else:
            deadline = self._limit(limit)
        place = teller.words.step(event.step)
        at = envelope.at
        self._open[name] = _Open(envelope.seq, "", event.step, place, "", (), (), at, at, deadline, due)

    def _moved(self, teller: Teller, envelope: Envelope, event: e.Moved) -> None:
        self._close(teller, envelope, _waiting(event.scope, event.source), "passed")

    def _touched(self, teller: Teller, envelope: Envelope) -> None:
        """What happened to an item that is open, or answers it."""
        event = envelope.event
        name = getattr(event, "item", None)
        known = self._open.get(name) if isinstance(name, str) else None
        if isinstance(event, e.AlarmRaised):
            self.alarms += 1
        if known is None:
            return
        match event:
            case e.ItemHandedUp():
                known.late = True
                known.asks = _names(teller, event.offered_to)
                known.handed_up.append(self._handed(teller, event, known.asks))
            case e.ItemOfferedAnew():
                known.offered = known.asks = _names(teller, event.offered_to)
            case e.Reminded():
                known.reminded += 1
                known.reminded_who |= dict.fromkeys(_names(teller, event.persons))
            case e.Notified() | e.AlarmRaised():
                persons = teller.words.listed(list(_names(teller, event.persons)))
                known.told[teller.words.aside(persons, teller.words.role(event.role))] = None
            case _:
                self._close(teller, envelope, known.name, "answered")

    def _round(self, scope: str, step: str) -> None:
        """A step begins, or goes on after a return: once more in its scope."""
        count = self._rounds[scope, step] = self._rounds.get((scope, step), 0) + 1
        self.rounds[step] = max(self.rounds.get(step, 0), count)

    def _handed(self, teller: Teller, event: e.ItemHandedUp, persons: tuple[str, ...]) -> str:
        """To whom something was handed up, and until when."""
        words = teller.words
        told = words.aside(words.role(event.role), words.listed(list(persons), "or"))
        due = f"{local(self.subject, event.due):%Y-%m-%d %H:%M}" if event.due is not None else ""
        return say("handed_up", words.lang, role=told, due=due) if due else told

    def _resumed(self, envelope: Envelope, event: e.MainFlowResumed) -> None:
        if self._stopped is not None and (event.dues or event.timers):
            self._stops.append((self._stopped, envelope.at))
            self._stopped = None
        for name, due in event.dues.items():
            known = self._open.get(name)
            if known is None:
                continue
            known.due = due
            if isinstance(known.limit, After) and self.subject.calendar is not None and not known.late:
                known.begun = max(known.begun, self.subject.calendar.subtract(due, known.limit.duration))

    def _close(self, teller: Teller, envelope: Envelope, name: str, how: How) -> None:
        known = self._open.pop(name, None)
        if known is not None:
            done = performance(envelope.event)
            by = teller.words.name(done.by) if done is not None and how == "answered" else ""
            self._done.append(self._timed(known, envelope.at, how, envelope.seq, by))

    def _over(self, teller: Teller, envelope: Envelope) -> None:
        self._ended = True
        for name in list(self._open):
            self._close(teller, envelope, name, "withdrawn")

    def _timed(self, known: _Open, until: datetime, how: How, seq: int, by: str) -> Timed:
        if known.offered or known.role:
            self._asked.append((known.asked, until))
        late = known.late or (known.due is not None and until > known.due)
        return Timed(
            seq=known.seq,
            end_seq=seq,
            item=known.name,
            step=known.step,
            place=known.place,
            role=known.role,
            offered=known.offered,
            asked=local(self.subject, known.asked),
            ended=local(self.subject, until) if how != "open" else None,
            how=how,
            by=by,
            due=local(self.subject, known.due) if known.due is not None else None,
            used=self._used(known, until),
            over=self._over_by(known, until),
            late=late,
            handed_up=tuple(known.handed_up),
            reminded=known.reminded,
            reminded_who=tuple(known.reminded_who),
            told=tuple(known.told),
            elapsed=until - known.asked,
            worked=worked(self.subject.calendar, [(known.asked, until)]),
        )

    def _used(self, known: _Open, until: datetime) -> str:
        """How much of its time something took: ``3.1 / 2 business days``; by the clock where nothing limits
        it."""
        lang, calendar = self.subject.lang, self.subject.calendar
        unit = unit_of(known.limit)
        if unit is None:
            took, unit = by_the_clock(known.asked, until)
            return say("time.alone", lang, took=digits(took), unit=unit_word(lang, unit, took))
        took = measure(calendar, unit, known.begun, until)
        allowed = Fraction(0)
        if isinstance(known.limit, After):
            allowed = Fraction(known.limit.duration.amount)
        elif known.due is not None:
            allowed = measure(calendar, unit, known.begun, known.due)
        if not allowed:
            return say("time.alone", lang, took=digits(took), unit=unit_word(lang, unit, took))
        named = unit_word(lang, unit, allowed)
        return say("time.of", lang, took=digits(took), limit=digits(allowed), unit=named)

    def _over_by(self, known: _Open, until: datetime) -> str:
        """How long something took beyond its limit; empty where it did not."""
        if known.due is None or until <= known.due:
            return ""
        lang, unit = self.subject.lang, unit_of(known.limit)
        if unit is None:
            return amount_words(lang, by_the_clock(known.due, until))
        over = measure(self.subject.calendar, unit, known.due, until)
        return say("time.alone", lang, took=digits(over), unit=unit_word(lang, unit, over))

    def finish(self, now: datetime | None) -> datetime | None:
        """Hold what is still open against an instant, by default that of the last event; gives it."""
        until = self._until
        if until is None:
            return None
        if now is not None and not self._ended:
            until = max(now, until)
        self.open_now = tuple(self._asked_now(each) for each in self._open.values())
        for name in list(self._open):
            self._done.append(self._timed(self._open.pop(name), until, "open", 0, ""))
        if self._stopped is not None:
            self._stops.append((self._stopped, until))
        self._until = until
        self._done.sort(key=lambda timed: timed.seq)
        return until

    def _asked_now(self, known: _Open) -> str:
        """What is asked of whom, in short."""
        persons = self.subject.words.listed(list(known.asks), "or")
        return (
            say("open_now", self.subject.lang, place=known.place, persons=persons) if persons else known.place
        )

    def timed(self) -> tuple[Timed, ...]:
        """Every item and wait, in the order in which they began."""
        return tuple(self._done)

    def steps(self) -> Iterator[StepTimes]:
        """The sums of each step, in the order in which they came up first."""
        by_step: dict[str, list[Timed]] = {}
        for each in self._done:
            by_step.setdefault(each.step, []).append(each)
        for step, all_of_it in by_step.items():
            spans = merged((t.asked, t.ended or local(self.subject, self._end())) for t in all_of_it)
            yield StepTimes(
                step=step,
                title=_title(self.subject, step),
                rounds=self.rounds.get(step, 1),
                asked=len(all_of_it),
                elapsed=_length(spans),
                worked=worked(self.subject.calendar, spans),
                late=sum(each.late for each in all_of_it),
                handed_up=sum(len(each.handed_up) for each in all_of_it),
            )

    def _end(self) -> datetime:
        assert self._until is not None
        return self._until

    def sums(self) -> Sums | None:
        """The whole time; None without any event."""
        if self._since is None or self._until is None:
            return None
        calendar = self.subject.calendar
        whole = [(self._since, self._until)]
        asked = merged(self._asked)
        working, whole_worked, asked_worked = _length(asked), worked(calendar, whole), worked(calendar, asked)
        waiting = _length(whole) - working
        rest = whole_worked - asked_worked if whole_worked is not None and asked_worked is not None else None
        stopped = _length(merged(self._stops))
        return Sums(_length(whole), whole_worked, working, asked_worked, waiting, rest, stopped)


def _title(subject: Subject, step: str) -> str:
    """A step; the dispute for a level of one."""
    known = subject.program.steps
    return subject.words.step(step) if step in known else subject.words.place(step)


def _waiting(scope: str, step: str) -> str:
    """What the table of open things calls a wait; no item has such an id."""
    return f"{scope}\n{step}"


def _names(teller: Teller, persons: Iterable[str]) -> tuple[str, ...]:
    return tuple(teller.words.name(person) for person in persons)


def _place(teller: Teller, event: e.ItemOpened) -> str:
    """Where somebody is asked: the step, and in a review the seat."""
    place, words = teller.asked(event), teller.words
    if event.purpose == "seat":
        return words.aside(words.step(event.step), place)
    if event.purpose == "task":
        return words.step(event.step) if place == words.place(event.step) else place
    where = teller.dispute(event.scope) if event.scope in teller.past.disputes else place
    return words.aside(where, say(f"purpose.{event.purpose}", words.lang))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time without overlaps, in order."""
    found: list[Interval] = []
    for begin, end in sorted(intervals):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > begin:
            found.append((begin, end))
    return found


def _length(intervals: Iterable[Interval]) -> timedelta:
    return sum((end - begin for begin, end in intervals), timedelta())


def worked(calendar: Calendar | None, intervals: Iterable[Interval]) -> timedelta | None:
    """The business time of some intervals; None where no calendar says."""
    if calendar is None:
        return None
    try:
        return sum((calendar.business_between(begin, end) for begin, end in intervals), timedelta())
    except OutsideCalendar:
        return None
