"""Which fields surely have a value when a condition, a table or a deadline looks at them.

A case is followed along every edge from the start. What is certain of its data is kept apart by which fields
are filled, so that "direct, with an amount" and "by a distributor, without one" stay two cases.
"""

from collections import deque
from dataclasses import dataclass, replace

from procflow.analysis.certainty import Certainty, joined
from procflow.analysis.effects import Effects, Look, guards
from procflow.analysis.ways import Way, way_back
from procflow.definition.process import Limit, Process, Review, Task
from procflow.program import Program
from procflow.worktime import FromField

MOST_STATES = 20
"""States looked at for each step, on average, before they are no longer kept apart."""

State = tuple[str, frozenset[str]]
"""A step, and the fields that surely have a value on one way to it."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A field that a reader may find empty, and a way on which it does."""

    look: Look
    way: Way


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """There are too many ways to fill the data in, and taken together they prove nothing."""

    states: int


def lacks(program: Program, most_states: int = MOST_STATES) -> tuple[Lack, ...] | NotFollowed:
    """Every reader and field that some way from the start leaves empty, each once, with one such way."""
    limit = most_states * len(program.process.steps)
    apart = _Search(program, apart=True)
    if apart.run(limit):
        return tuple(apart.found.values())
    together = _Search(program, apart=False)
    together.run(None)
    return NotFollowed(limit) if together.found else ()


class _Search:
    """Follows what is certain until nothing is new. Not kept ``apart``, all ways to a step are one state."""

    def __init__(self, program: Program, *, apart: bool) -> None:
        self.found: dict[tuple[str, str], Lack] = {}
        self._effects = Effects(program)
        self._start = program.main.start
        self._read = _names_read(program.process)
        self._apart = apart
        self._known: dict[State, Certainty] = {}
        self._came_from: dict[State, State | None] = {}
        self._waiting: deque[State] = deque()

    def run(self, limit: int | None) -> bool:
        """Follow every way; False if there are more than ``limit`` states."""
        self._arrive(self._start, self._effects.start(), None)
        while self._waiting:
            if limit is not None and len(self._known) > limit:
                return False
            self._leave(self._waiting.popleft())
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
        known = replace(known, filled=known.filled & self._read)
        state = step, known.filled if self._apart else frozenset()
        held = self._known.get(state)
        merged = joined(held, known)
        assert merged is not None
        if merged != held:
            self._known[state] = merged
            self._came_from.setdefault(state, origin)
            if state not in self._waiting:
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
