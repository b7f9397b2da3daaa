"""One case on an engine with a virtual clock, driven by names: what scenarios run on, and tests may use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from procflow.definition.organization import Organization
from procflow.definition.process import Process, Review
from procflow.engine import TRUSTED, CaseView, Engine, File, HistoryEvent, ItemView
from procflow.testing.places import Place, place_of, seats_at, steps_and_topics
from procflow.testing.times import as_duration, as_moment
from procflow.testing.values import merge_data
from procflow.worktime import Calendar, Duration, Zone

COMMENT = "As the scenario says."
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

    The case is the one that is started, or, of those that open by themselves, the one that it is told to go
    to.

    ``given`` fills each field of a form once, where a call does not say; papers that are asked for and not
    there, and comments that are needed, are made up. What is named in ``without`` is left out. The engine's
    database becomes a sandbox. Raises ``Refused`` where the case does, and :class:`NotPossible`.
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
        self._given = dict(given or {})
        self._name = name
        self._case: str | None = None
        self._opened: dict[str, str] = {}
        self._filled_in: dict[str, set[str]] = {}
        self._view: CaseView | None = None
        self._filled: set[str] = set()
        self._papers = 0
        self._calls = 0

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

    def go_to(self, period: str) -> CaseView:
        """Drive the case that opened by itself for a period, such as ``2026-05-04``, from here on."""
        if period not in self._opened:
            raise NotPossible(f"no case has opened for {period}", ", ".join(self._opened))
        self._case, self._view = self._opened[period], None
        self._filled = self._filled_in.setdefault(self._case, set())
        return self.case

    def history(self) -> tuple[HistoryEvent, ...]:
        """Everything that happened to the case."""
        return self.engine.history(self.case.id, reader=TRUSTED)

    def mark(self) -> Mark | None:
        """What must stay as it is when a command is refused; None before the case."""
        if self._case is None:
            return None
        self._view = None
        return (self.case.version, len(self.history()), self.case.status)

    def open(self) -> tuple[str, ...]:
        """The places where something is open."""
        return tuple(dict.fromkeys(str(place_of(item)) for item in self.case.open))

    def at(self, place: Place | str) -> tuple[ItemView, ...]:
        """The open work items at a place."""
        where = self.place(place)
        return tuple(item for item in self.case.open if where.holds(item))

    def asked(self, place: Place | str) -> tuple[str, ...]:
        """Who is asked at a place now: those who may answer and are not away."""
        people, now = self.organization.people, self.engine.now()
        asked = (p for item in self.at(place) for p in item.persons if p in people)
        return tuple(dict.fromkeys(p for p in asked if not people[p].absent(now)))

    def place(self, place: Place | str) -> Place:
        """A place from its text. Raises :class:`NotPossible` for one that the process does not have."""
        if isinstance(place, Place):
            return place
        name, slash, seat = place.partition("/")
        steps = steps_and_topics(self.process)
        if name not in steps or (
            slash and seat not in seats_at(self.process, self.organization, steps[name])
        ):
            raise NotPossible(f"the process has no {place}", ", ".join(steps))
        return Place(steps[name], seat if slash else None)

    def start(
        self,
        actor: str,
        data: Mapping[str, object] | None = None,
        *,
        attach: Iterable[str] = (),
        on_behalf_of: str | None = None,
    ) -> CaseView:
        """Start the case."""
        if self._case is not None:
            raise NotPossible("the case has been started already")
        papers = {name: self._paper(name) for name in attach}
        view = self.engine.start(
            self.process.name,
            data or {},
            actor=actor,
            attachments=papers,
            on_behalf_of=on_behalf_of,
            command_id=self._key(),
        )
        self._case, self._view = view.id, None
        self._filled |= set(data or {})
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
        where, left_out = self.place(place), set(without)
        item = self._find(where, actor, on_behalf_of)
        values, papers = dict(data or {}), {name: self._paper(name) for name in attach}
        chosen = item.outcomes.get(outcome) if item is not None else None
        if item is not None and chosen is not None:
            if chosen.fills_form:
                values = merge_data(self._unfilled(item, left_out), values)
                missing = (n for n in item.attachments if n not in self.case.attachments)
                papers |= {n: self._paper(n) for n in missing if n not in papers and n not in left_out}
            if "comment" in chosen.needs and "comment" not in left_out:
                comment = comment or COMMENT
        self._act(
            lambda key: self.engine.answer(
                item.item if item is not None else self._closed(where),
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
        self._filled |= set(values)
        return self.case

    def everybody(self, outcome: str, upto: Place | str | None = None) -> CaseView:
        """Let the first person asked at each open seat of the present review answer, up to a seat or until it
        is left."""
        step = self._review()
        last = self.place(upto) if upto is not None else None
        for _ in range(MOST_SEATS):
            seats = [item for item in self.case.open if item.purpose == "seat" and item.step == step]
            if not seats:
                return self.case
            item = seats[0]
            persons = self.asked(place_of(item))
            if not persons:
                raise NotPossible(f"nobody can answer at {place_of(item)}")
            self.do(place_of(item), outcome, actor=persons[0])
            if last is not None and last == place_of(item):
                return self.case
        raise NotPossible(f"the seats of {step} answer and answer")

    def change(self, data: Mapping[str, object], *, actor: str, on_behalf_of: str | None = None) -> CaseView:
        """Change fields outside a form."""
        case = self.case.id
        self._act(
            lambda key: self.engine.change(case, data, actor=actor, on_behalf_of=on_behalf_of, command_id=key)
        )
        self._filled |= set(data)
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
            process, _, period = (done.case.occurrence or "").rpartition("/")
            if process == self.process.name:
                self._opened[period] = done.case.id
        self._view = None

    def _act(self, command: Callable[[str], object]) -> None:
        command(self._key())
        self._view = None

    def _key(self) -> str:
        self._calls += 1
        return f"{self._name}:{self._calls}"

    def _paper(self, name: str) -> File:
        self._papers += 1
        return File(f"{name}.txt", f"{name}, paper {self._papers}\n".encode())

    def _unfilled(self, item: ItemView, left_out: set[str]) -> dict[str, object]:
        """What is given for a form and was not filled in before."""
        names = {field.name for field in item.form} - self._filled - left_out
        return {name: value for name, value in self._given.items() if name in names}

    def _find(self, where: Place, actor: str, on_behalf_of: str | None) -> ItemView | None:
        """The work item that a person means; of several at a place, the one that is put to the person."""
        items = self.at(where)
        own = [item for item in items if (on_behalf_of or actor) in item.persons]
        if len(own) > 1:
            several = ", ".join(str(place_of(item)) for item in own)
            raise NotPossible(f"{actor} is asked more than once at {where}", several)
        return next(iter((*own, *items)), None)

    def _closed(self, where: Place) -> str:
        """The id of the work item that was open last at a place; without one, an id that no item has."""
        found = f"{self.case.id}-0"
        for event in self.history():
            if event.type == "ItemOpened":
                opened = event.content
                seat = None if opened["purpose"] in ("task", "convene") else opened.get("seat")
                if opened["step"] == where.step and where.seat in (None, seat):
                    found = str(opened["item"])
        return found

    def _review(self) -> str:
        """The review that the case stands at."""
        for step in self.case.steps:
            if isinstance(self.process.steps.get(step), Review):
                return step
        raise NotPossible("the case stands at no review", ", ".join(self.open()))
