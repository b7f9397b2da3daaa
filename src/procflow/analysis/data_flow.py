"""Which fields surely have a value when a condition, a table or a deadline looks at them.

A case is followed along every edge from the start, branches and any-time events included. Ways to a step are
kept apart by what is certain of the data on them, so that "direct, with an amount" and "by a distributor,
without one" stay two cases.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping

from msgspec import Struct, structs

from procflow.analysis.beside import UNDISTURBED, Disturbance, done_by
from procflow.analysis.certainty import Cases, Certainty, Domain, few, joined
from procflow.analysis.domains import names_read, values_told_apart
from procflow.analysis.effects import Effects, Followed, Look, Place, at_start, raised
from procflow.analysis.ways import Way, way_back
from procflow.definition.process import AnytimeEvent, EndsAt, Pauses, steps_within
from procflow.program import Program
from procflow.program.inner_graphs import event_graph_name
from procflow.program.reach import reached

MOST_STATES = 5_000
"""States looked at before ways are kept less apart."""

State = tuple[str, Hashable]
"""A step, and what tells one way to it from another."""
Apart = Callable[[Certainty], Hashable]
"""What tells two ways to a step apart."""


class Lack(Struct, frozen=True):
    """A field that a reader may find empty, and a way on which it does."""

    look: Look
    way: Way


class NotFollowed(Struct, frozen=True):
    """There are too many ways to fill the data in, and taken together they prove nothing."""

    states: int


class _TooMany(Exception):
    """More states than wanted."""


def lacks(program: Program, most_states: int = MOST_STATES) -> tuple[Lack, ...] | NotFollowed:
    """Every reader and field that some way from the start leaves empty, each once, with one such way.

    Taken together, the ways to a step prove most processes sound at once; only what that leaves open is
    looked at way by way.
    """
    if not _Flows(program, lambda known: None, None).lacks():
        return ()
    for apart in (_by_all, _by_filled):
        try:
            return _Flows(program, apart, most_states).lacks()
        except _TooMany:
            continue
    return NotFollowed(most_states)


def _by_all(known: Certainty) -> Hashable:
    return known.filled, known.empty, frozenset(known.values.items())


def _by_filled(known: Certainty) -> Hashable:
    return known.filled


class _Running(Struct, frozen=True):
    """An any-time event with the steps of the main flow on which it can be raised, and those on which it may
    still be going on; ``does`` is what its steps may do to the data of the case."""

    event: AnytimeEvent
    opened: frozenset[str]
    during: frozenset[str]
    does: Disturbance


class _Flows:
    """Follows the main flow, and then every event from each of the states in which it can be raised.

    Ways that ``apart`` does not tell apart are one state; raises :class:`_TooMany` above ``most`` of them.
    """

    def __init__(self, program: Program, apart: Apart, most: int | None) -> None:
        self._program = program
        self._read = names_read(program.process)
        self._apart = apart
        self._most = most
        self._running = tuple(_running(program))
        self._domains: dict[str, Domain] = {}
        self._followed: dict[tuple[str, tuple[Hashable, ...]], Followed] = {}

    def lacks(self) -> tuple[Lack, ...]:
        main = Place(self._program.main, {}, frozenset(), self._by_events)
        search = self._search(main, (at_start(self._program),))
        found = dict(search.found)
        for running in self._running:
            for key, lack in self._in_event(running, search).items():
                found.setdefault(key, lack)
        return tuple(found.values())

    def _search(self, place: Place, starts: Cases) -> "_Search":
        name = place.graph.name
        if name not in self._domains:
            self._domains[name] = values_told_apart(self._program.process, place.inner)
        effects = Effects(self._program, place, self._domains[name], self._follow)
        search = _Search(effects, self._read, self._apart)
        search.run(starts, self._most)
        return search

    def _follow(self, place: Place, starts: Cases) -> Followed:
        key = place.graph.name, tuple(_by_all(known) for known in starts)
        if key not in self._followed:
            self._followed[key] = self._through(place, starts)
        return self._followed[key]

    def _through(self, place: Place, starts: Cases) -> Followed:
        search = self._search(place, starts)
        ends = {end: few(search.at(end)) for end in place.graph.ends}
        looks = tuple(structs.replace(lack.look, way=lack.way) for lack in search.found.values())
        return {end: cases for end, cases in ends.items() if cases}, looks

    def _by_events(self, step: str) -> Disturbance:
        """What the events that may be going on while the case is on a step can do to its data."""
        found = UNDISTURBED
        for running in self._running:
            if step in running.during:
                found |= running.does
        return found

    def _in_event(self, running: _Running, main: "_Search") -> Mapping[tuple[str, str], Lack]:
        """What an event reads too early; the way is that of the main flow to where it was raised, and then
        its own."""
        process, event = self._program.process, running.event
        around = self._beside(running)
        graph = self._program.graphs[event_graph_name(event.name)]
        place = Place(graph, event.fields, running.during, lambda _: around)
        found: dict[tuple[str, str], Lack] = {}
        for step in process.steps:
            known = main.at(step) if step in running.opened else ()
            if known:
                starts = tuple(raised(around.over(case), event.fields) for case in known)
                way = main.way_to(step)
                for key, lack in self._search(place, starts).found.items():
                    found.setdefault(key, structs.replace(lack, way=(*way, *lack.way)))
        return found

    def _beside(self, running: _Running) -> Disturbance:
        """What goes on beside an event: other events, and the main flow unless that rests or has left."""
        found = UNDISTURBED
        for other in self._running:
            if (other.event is not running.event or other.event.several) and other.during & running.during:
                found |= other.does
        if not isinstance(running.event.stance, Pauses):
            process, ends = self._program.process, self._program.main.ends
            steps = [step for name, step in process.steps.items() if name in running.during]
            found |= done_by(steps, process.fields, ends)
        return found


def _running(program: Program) -> Iterator[_Running]:
    """The events that have steps of their own."""
    process, main = program.process, program.main
    for event in process.events.values():
        if event.flow is None:
            continue
        opened = program.raisable[event.name] - main.ends
        after = [event.stance.target.step] if isinstance(event.stance, EndsAt) else opened
        during = frozenset(s for start in after for s in reached(main.ways, start)) - main.ends
        if isinstance(event.stance, Pauses):
            during = opened
        does = done_by(steps_within(event.flow).values(), process.fields, main.ends)
        yield _Running(event, opened, during | opened, does)


class _Search:
    """Follows what is certain on one graph until nothing is new."""

    def __init__(self, effects: Effects, read: frozenset[str], apart: Apart) -> None:
        self.found: dict[tuple[str, str], Lack] = {}
        self._effects = effects
        self._ends = effects.place.graph.ends
        self._read = read
        self._apart = apart
        self._known: dict[State, Certainty] = {}
        self._came_from: dict[State, State | None] = {}
        self._waiting: deque[State] = deque()
        self._queued: set[State] = set()

    def run(self, starts: Cases, most: int | None) -> None:
        """Follow every way from the start of the graph. Raises :class:`_TooMany`."""
        for known in starts:
            self._arrive(self._effects.place.graph.start, known, None)
        while self._waiting:
            if most is not None and len(self._known) > most:
                raise _TooMany
            state = self._waiting.popleft()
            self._queued.remove(state)
            if state[0] not in self._ends:
                self._leave(state)

    def at(self, step: str) -> Cases:
        """What is certain on a step: one of these."""
        return tuple(known for (name, _), known in self._known.items() if name == step)

    def way_to(self, step: str) -> Way:
        """A way to a step that was come to."""
        state = next(state for state in self._known if state[0] == step)
        return self._way(state)

    def _way(self, state: State) -> Way:
        return tuple(step for step, _ in way_back(self._came_from, state))

    def _leave(self, state: State) -> None:
        self._effects.looks.clear()
        for edge, known in self._effects.behind(state[0], self._known[state]):
            self._arrive(edge.target, known, state)
        for look in self._effects.looks:
            if (look.reader, look.field) not in self.found:
                self.found[look.reader, look.field] = Lack(look, (*self._way(state), *look.way))

    def _arrive(self, step: str, known: Certainty, origin: State | None) -> None:
        known = structs.replace(known, filled=known.filled & self._read, empty=known.empty & self._read)
        state = step, self._apart(known)
        held = self._known.get(state)
        merged = known if held is None else joined(held, known)
        if merged != held:
            self._known[state] = merged
            self._came_from.setdefault(state, origin)
            if state not in self._queued:
                self._queued.add(state)
                self._waiting.append(state)
