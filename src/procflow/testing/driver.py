"""One case on an engine with a virtual clock, driven by names: what scenarios run on, and tests may use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from procflow.definition.organization import Organization
from procflow.definition.process import Call, Process, every_step
from procflow.engine import TRUSTED, CaseView, Done, Engine, HistoryEvent, ItemView
from procflow.testing import looking
from procflow.testing.filling import Filling, Holder
from procflow.testing.places import Place, place_of, reviews_among, seats_at, steps_and_topics, take_apart
from procflow.testing.times import as_duration, as_moment
from procflow.testing.values import merge_data
from procflow.worktime import Calendar, Duration, Zone

COMMENT = "As the scenario says."
CALLER = "caller"
"""The case that called the present one."""
MOST_SEATS = 100

Mark = tuple[int, int, str]
"""Version, number of events and status of a case."""


class NotPossible(Exception):
    """What was asked cannot even be tried: nothing is open there, or several things are. ``near`` says what
    is open."""

    def __init__(self, text: str, near: str = "") -> None:
        super().__init__(text)
        self.text, self.near = text, near


class CaseDriver:
    """Drives one case of a process by places, persons and outcomes; time moves only when it is told to.

    The case is the one that was started last, or the one that it was told to go to.

    ``given`` fills each field of a form once, those of an any-time event once for each time, where a call
    does not say; papers that are asked for and not there, and comments that are needed, are made up. What is
    named in ``without`` is left out. The engine's database becomes a sandbox. Raises ``Refused`` where the
    case does, and :class:`NotPossible`.
    """

    def __init__(
        self,
        engine: Engine,
        process: str,
        *,
        given: Mapping[str, object] | None = None,
        name: str = "case",
    ) -> None:
        engine.make_sandbox()
        self.engine = engine
        self.process: Process = engine.library.program(process).process
        self._first = process
        self._filling = Filling(given or {})
        self._name = name
        self._case: str | None = None
        self._opened: dict[str, str] = {}
        self._named: dict[str, str] = {}
        self._view: CaseView | None = None
        self._numbers: Mapping[str, int] | None = None
        self._commands = 0

    @property
    def organization(self) -> Organization:
        """The organization that the case runs in."""
        return self.engine.library.organization(self.process.organization)

    @property
    def zone(self) -> Zone:
        """Where times of day are read and told."""
        return self._calendar.spec.zone

    @property
    def _calendar(self) -> Calendar:
        return self.organization.calendar(self.process.calendar)

    @property
    def case(self) -> CaseView:
        """The case as it is now, with everything in it."""
        if self._case is None:
            raise NotPossible("no case has been started yet", ", ".join(self._opened))
        if self._view is None:
            self._view = self.engine.case(self._case, reader=TRUSTED)
        return self._view

    @property
    def started(self) -> bool:
        """Whether there is a case."""
        return self._case is not None

    @property
    def current(self) -> tuple[str, int] | None:
        """The case by its id, with its version; None before there is one."""
        return (self.case.id, self.case.version) if self.started else None

    @property
    def opened(self) -> tuple[str, ...]:
        """The periods for which cases of the process have opened by themselves, in order."""
        return tuple(self._opened)

    def called(self, step: str) -> tuple[CaseView, ...]:
        """The cases that a step of the case has called, in order; ``check@red`` are those of one branch."""
        found = looking.calls(self.history(), step)
        return tuple(self.engine.case(case, reader=TRUSTED) for case in found)

    def go_to(self, where: str) -> CaseView:
        """Drive another case from here on: the one that opened by itself for a period (``2026-05-04``), that
        a step called last (``check``; ``check#2`` for the second), the ``caller`` of this one, or one started
        under this name."""
        call = every_step(self.process).get(take_apart(where).name)
        if where == CALLER:
            parent = self.case.parent
            if parent is None:
                raise NotPossible("the case was not called by another")
            self._turn_to(parent)
        elif where in self._named:
            self._turn_to(self._named[where])
        elif isinstance(call, Call):
            self._turn_to(self._called_by(where))
            self._filling.note(self.case.data, self._holder())
        elif where in self._opened:
            self._turn_to(self._opened[where])
        else:
            raise NotPossible(f"no case has opened for {where}", ", ".join(self._opened))
        return self.case

    def _called_by(self, where: str) -> str:
        case = looking.called(self.history(), where)
        if case is None:
            raise NotPossible(f"{where} has called no case", f"the case is at {', '.join(self.case.steps)}")
        return case

    def _turn_to(self, case: str) -> None:
        self._case = case
        self._look_again()
        self.process = self.engine.library.program(self.case.process).process

    def history(self) -> tuple[HistoryEvent, ...]:
        """Everything that happened to the case."""
        return self.engine.history(self.case.id, reader=TRUSTED)

    def mark(self) -> Mark | None:
        """What must stay as it is when a command is refused; None before the case."""
        if self._case is None:
            return None
        self._look_again()
        return (self.case.version, len(self.history()), self.case.status)

    def open(self) -> tuple[str, ...]:
        """The places where something is open."""
        return tuple(dict.fromkeys(str(self.place_of(item)) for item in self.case.open))

    def at(self, place: Place | str) -> tuple[ItemView, ...]:
        """The open work items at a place."""
        where = self.place(place)
        return tuple(item for item in self.case.open if where.covers(self.place_of(item)))

    def place_of(self, item: ItemView) -> Place:
        """The place that an open work item of the case is at."""
        return place_of(item, self.numbers.get(item.occurrence or ""))

    @property
    def numbers(self) -> Mapping[str, int]:
        """Of each occurrence of an any-time event, over or not, the how many of that event it is."""
        if self._numbers is None:
            self._numbers = looking.numbers(self.history())
        return self._numbers

    def asked(self, place: Place | str) -> tuple[str, ...]:
        """Who is asked at a place now: those who may answer and are not away."""
        return looking.asked(self.at(place), self.organization.people, self.engine.now())

    def place(self, place: Place | str) -> Place:
        """A place from its text. Raises :class:`NotPossible` for one that the process does not have."""
        if isinstance(place, Place):
            return place
        written, steps = take_apart(place), steps_and_topics(self.process)
        step = steps.get(written.name)
        seats = seats_at(self.process, self.organization, step) if step is not None else ()
        if step is None or (written.seat is not None and seats is not None and written.seat not in seats):
            raise NotPossible(f"the process has no {place}", ", ".join(steps))
        return Place(step, written.seat, written.entry, written.nth)

    def start(
        self,
        actor: str,
        data: Mapping[str, object] | None = None,
        *,
        attach: Iterable[str] = (),
        on_behalf_of: str | None = None,
        case: str | None = None,
        process: str | None = None,
    ) -> CaseView:
        """Start the case, of the driver's process or of another. Under a name (``case``) more than one can be
        started; :meth:`go_to` turns back to it."""
        if case in self._named or (case is None and self._case is not None):
            raise NotPossible(f"the case{f' {case}' if case else ''} has been started already")
        papers = {name: self._filling.paper(name) for name in attach}
        of, key = process or self._first, self._key()
        view = self.engine.start(
            of, data or {}, actor=actor, attachments=papers, on_behalf_of=on_behalf_of, command_id=key
        )
        if case is not None:
            self._named[case] = view.id
        self._turn_to(view.id)
        self._filling.note(data or {}, self._holder())
        return self.case

    def do(
        self,
        place: Place | str,
        outcome: str,
        *,
        actor: str,
        on_behalf_of: str | None = None,
        comment: str | None = None,
        topic: str | None = None,
        data: Mapping[str, object] | None = None,
        attach: Iterable[str] = (),
        without: Iterable[str] = (),
    ) -> CaseView:
        """Answer what is open at a place."""
        where, left_out, case = self.place(place), set(without), self.case.id
        item = self._find(where, actor, on_behalf_of)
        values, papers = dict(data or {}), {name: self._filling.paper(name) for name in attach}
        chosen = item.outcomes.get(outcome) if item is not None else None
        if item is not None and chosen is not None:
            if chosen.fills_form:
                values = merge_data(self._filling.values(item.form, self._holder(item), left_out), values)
                missing = (n for n in item.attachments if n not in self.case.attachments)
                papers |= {
                    n: self._filling.paper(n) for n in missing if n not in papers and n not in left_out
                }
            if "comment" in chosen.needs and "comment" not in left_out:
                comment = comment or COMMENT
        self._act(
            lambda key: self.engine.answer(
                item.item if item is not None else looking.last_item(self.history(), where) or f"{case}-0",
                outcome,
                actor=actor,
                comment=comment,
                topic=topic,
                data=values,
                attachments=papers,
                on_behalf_of=on_behalf_of,
                command_id=key,
            )
        )
        self._filling.note(values, self._holder(item))
        return self.case

    def everybody(self, outcome: str, upto: Place | str | None = None) -> CaseView:
        """Let whoever is asked first at each seat of the present review answer, up to one, or to its end."""
        last = self.place(upto) if upto is not None else None
        review = Place(last.step, None, last.entry, last.nth) if last is not None else Place(self._review())
        if last is not None and not self.at(review):
            raise NotPossible(f"nothing is open at {review}", ", ".join(self.open()))
        for _ in range(MOST_SEATS):
            seats = [item for item in self.at(review) if item.purpose == "seat"]
            if not seats:
                return self.case
            seat = self.place_of(seats[0])
            persons = self.asked(seat)
            if not persons:
                raise NotPossible(f"nobody can answer at {seat}")
            self.do(seat, outcome, actor=persons[0])
            if last is not None and last.covers(seat):
                return self.case
        raise NotPossible(f"the seats of {review} answer and answer")

    def change(self, data: Mapping[str, object], *, actor: str, on_behalf_of: str | None = None) -> CaseView:
        """Change fields outside a form."""
        case = self.case.id
        self._act(
            lambda key: self.engine.change(case, data, actor=actor, on_behalf_of=on_behalf_of, command_id=key)
        )
        self._filling.note(data, self._holder())
        return self.case

    def raise_event(
        self,
        event: str,
        *,
        actor: str,
        on_behalf_of: str | None = None,
        comment: str | None = None,
        data: Mapping[str, object] | None = None,
        attach: Iterable[str] = (),
        without: Iterable[str] = (),
    ) -> CaseView:
        """Say that an any-time event has occurred."""
        case, left_out = self.case.id, set(without)
        papers = {name: self._filling.paper(name) for name in attach}
        form = next((each.form for each in self.case.raisable if each.name == event), ())
        values = merge_data(self._filling.values(form, lambda _: "", left_out), data or {})
        done = self._act(
            lambda key: self.engine.raise_event(
                case,
                event,
                values,
                actor=actor,
                attachments=papers,
                comment=comment,
                on_behalf_of=on_behalf_of,
                command_id=key,
            )
        )
        raised = next(str(e.content["scope"]) for e in done.events if e.type == "EventRaised")
        self._filling.note(values, lambda _: f"{case}{raised}")
        return self.case

    def reassign(
        self, person: str, *, actor: str, on_behalf_of: str | None = None, comment: str | None = None
    ) -> CaseView:
        """Bind another owner of the case."""
        case, why = self.case.id, COMMENT if comment is None else comment
        self._act(
            lambda key: self.engine.reassign(
                case, person, actor=actor, comment=why, on_behalf_of=on_behalf_of, command_id=key
            )
        )
        return self.case

    def take_back(
        self,
        place: Place | str,
        *,
        actor: str,
        on_behalf_of: str | None = None,
        comment: str | None = None,
    ) -> CaseView:
        """Take the objection of a seat back."""
        where, case = self.place(place), self.case.id
        self._act(
            lambda key: self.engine.withdraw_objection(
                case,
                where.step,
                where.seat or "",
                actor=actor,
                comment=comment,
                on_behalf_of=on_behalf_of,
                command_id=key,
            )
        )
        return self.case

    def wait(self, duration: Duration | str) -> None:
        """Let time pass (``2 business days``), in the calendar of the process; see :meth:`until`."""
        self.until(self._calendar.add(self.engine.now(), as_duration(duration)))

    def until(self, instant: datetime | str) -> None:
        """Let time pass up to an instant, or a moment by the clock of the process (``2026-03-05 12:00``);
        deadlines act and cases open on the way."""
        for done in self.engine.advance(as_moment(instant, self.zone)).opened:
            process, _, period = (done.case.turn or "").rpartition("/")
            if process == self._first:
                self._opened[period] = done.case.id
        self._look_again()

    def _act(self, command: Callable[[str], Done]) -> Done:
        done = command(self._key())
        self._look_again()
        return done

    def _look_again(self) -> None:
        self._view = self._numbers = None

    def _key(self) -> str:
        self._commands += 1
        return f"{self._name}:{self._commands}"

    def _holder(self, item: ItemView | None = None) -> Holder:
        """What holds the fields that an item asks for; without one, those of the case."""
        case = self.case.id
        if item is None or item.event is None:
            return lambda _: case
        own, occurrence = self.process.events[item.event].fields, f"{case}{item.occurrence}"
        return lambda name: occurrence if name in own else case

    def _find(self, where: Place, actor: str, on_behalf_of: str | None) -> ItemView | None:
        """The work item that a person means; of several at a place, the one that is put to the person."""
        items = self.at(where)
        own = [item for item in items if (on_behalf_of or actor) in item.persons]
        if len(own) > 1:
            several = ", ".join(str(self.place_of(item)) for item in own)
            raise NotPossible(f"{actor} is asked more than once at {where}", several)
        return next(iter((*own, *items)), None)

    def _review(self) -> str:
        """The review that the case stands at."""
        found = reviews_among(self.process, self.case.steps)
        if len(found) > 1:
            raise NotPossible("the case stands at several reviews; say up to which seat", ", ".join(found))
        if not found:
            raise NotPossible("the case stands at no review", ", ".join(self.open()))
        return found[0]
