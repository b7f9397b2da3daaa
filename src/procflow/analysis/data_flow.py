"""Which fields surely have a value when a condition, a table or a deadline looks at them.

A case is followed along every edge from the start. Ways to a step are kept apart by what is certain of the
data on them, so that "direct, with an amount" and "by a distributor, without one" stay two cases.
"""

from collections import deque
from collections.abc import Callable, Hashable

from msgspec import Struct, structs

from procflow.analysis.certainty import Certainty, joined
from procflow.analysis.effects import Effects, Look, guards
from procflow.analysis.ways import Way, way_back
from procflow.definition.process import Limit, Process, Review, Task
from procflow.program import Program
from procflow.worktime import FromField

MOST_STATES = 5_000
"""States looked at before ways are kept less apart."""

State = tuple[str, Hashable]
"""A step, and what tells one way to it from another."""


class Lack(Struct, frozen=True):
    """A field that a reader may find empty, and a way on which it does."""

    look: Look
    way: Way


class NotFollowed(Struct, frozen=True):
    """There are too many ways to fill the data in, and taken together they prove nothing."""

    states: int


def lacks(program: Program, most_states: int = MOST_STATES) -> tuple[Lack, ...] | NotFollowed:
    """Every reader and field that some way from the start leaves empty, each once, with one such way.

    Taken together, the ways to a step prove most processes sound at once; only what that leaves open is
    looked at way by way.
    """
    together = _Search(program, lambda known: None)
    together.run(None)
    if not together.found:
        return ()
    for apart in (_by_all, _by_filled):
        search = _Search(program, apart)
        if search.run(most_states):
            return tuple(search.found.values())
    return NotFollowed(most_states)


def _by_all(known: Certainty) -> Hashable:
    return known.filled, frozenset(known.values.items())


def _by_filled(known: Certainty) -> Hashable:
    return known.filled


class _Search:
    """Follows what is certain until nothing is new. Ways that ``apart`` does not tell apart are one state."""

    def __init__(self, program: Program, apart: Callable[[Certainty], Hashable]) -> None:
        self.found: dict[tuple[str, str], Lack] = {}
        self._effects = Effects(program)
        self._start = program.main.start
        self._read = _names_read(program.process)
        self._apart = apart
        self._known: dict[State, Certainty] = {}
        self._came_from: dict[State, State | None] = {}
        self._waiting: deque[State] = deque()
        self._queued: set[State] = set()

    def run(self, limit: int | None) -> bool:
        """Follow every way; False if there are more than ``limit`` states."""
        self._arrive(self._start, self._effects.start(), None)
        while self._waiting:
            if limit is not None and len(self._known) > limit:
                return False
            state = self._waiting.popleft()
            self._queued.remove(state)
            self._leave(state)
        return True

    def _leave(self, state: State) -> None:
        self._effects.looks.clear()
        for edge, known in self._effects.behind(state[0], self._known[state]):
            self._arrive(edge.target, known, state)
        for look in self._effects.looks:
            if (look.reader, look.field) not in self.found:
                way = tuple(step for step, _ in way_back(self._came_from, state))
                self.found[look.reader, look.field] = Lack(look, way)

    def _arrive(self, step: str, known: Certainty, origin: State | None) -> None:
        known = structs.replace(known, filled=known.filled & self._read)
        state = step, self._apart(known)
        held = self._known.get(state)
        merged = known if held is None else joined(held, known)
        if merged != held:
            self._known[state] = merged
            self._came_from.setdefault(state, origin)
            if state not in self._queued:
                self._queued.add(state)
                self._waiting.append(state)


def _names_read(process: Process) -> frozenset[str]:
    """The names whose being filled matters to anything."""
    found: set[str] = set()
    for guard in guards(process):
        found |= guard.reads
    for table in process.tables.values():
        found.update(table.columns)
    for limit in _limits(process):
        if limit is not None and isinstance(limit.deadline, FromField):
            found.add(limit.deadline.field)
    return frozenset(found)


def _limits(process: Process) -> list[Limit | None]:
    found: list[Limit | None] = [process.arbitration.limit] if process.arbitration is not None else []
    for step in process.steps.values():
        if isinstance(step, Task):
            found.append(step.limit)
        elif isinstance(step, Review):
            found.extend(seat.limit for seat in step.seats)
    return found
