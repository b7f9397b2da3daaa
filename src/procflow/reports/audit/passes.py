"""Passes that came to nothing: a milestone that was voided, or a way back behind what had passed."""

from dataclasses import dataclass, field
from datetime import datetime

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.definition.process import Review
from procflow.program import MAIN, Program


@dataclass(frozen=True, slots=True)
class Undoing:
    """A pass that came to nothing: the step that had passed and when, where the case came back to, what was
    changed in the act, and by whom."""

    step: str
    passed_at: datetime
    at: datetime
    by: str
    voided: bool
    to: str | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pass:
    """A step that had passed, after so many moves of its scope."""

    moves: int
    step: str
    at: datetime


@dataclass(slots=True)
class _Way:
    """The way of one scope: after how many moves each step was first come to, and what passed on it;
    ``reached`` is when each milestone was reached last."""

    moves: int = 0
    reached: dict[str, datetime] = field(default_factory=dict)
    visited: dict[str, int] = field(default_factory=dict)
    passes: list[_Pass] = field(default_factory=list)


@dataclass(slots=True)
class Passes:
    """What passed so far, and what of that came to nothing.

    A milestone passes, and so does a review that no other review follows at once. A case that then comes back
    to a step which it had been at before is led back behind the pass. A voiding that leads back is told
    once.
    """

    program: Program
    undone: list[Undoing] = field(default_factory=list)
    _ways: dict[str, _Way] = field(default_factory=dict)
    _act: tuple[datetime, str] | None = None
    _changed: list[str] = field(default_factory=list)
    _voided: bool = False

    def note(self, envelope: Envelope) -> None:
        """Go on by one event."""
        event, act = envelope.event, (envelope.at, envelope.by)
        if act != self._act:
            self._act, self._changed, self._voided = act, [], False
        match event:
            case e.DataChanged():
                self._changed += (*event.values, *event.commitments)
            case e.AttachmentAdded(name=name):
                self._changed.append(name)
            case e.MilestoneReached(step=step):
                way = self._way(event.scope)
                way.passes.append(_Pass(way.moves, step, envelope.at))
                way.reached[step] = envelope.at
            case e.MilestoneVoided(step=step):
                self._undo(envelope, step, self._way(event.scope).reached.get(step, envelope.at), None)
                self._voided = True
            case e.Moved():
                self._moved(envelope, event)
            case _:
                return

    def _way(self, scope: str | None) -> _Way:
        return self._ways.setdefault(scope or MAIN, _Way())

    def _undo(self, envelope: Envelope, step: str, passed_at: datetime, to: str | None) -> None:
        changed = tuple(dict.fromkeys(self._changed))
        self.undone.append(Undoing(step, passed_at, envelope.at, envelope.by, to is None, to, changed))

    def _moved(self, envelope: Envelope, event: e.Moved) -> None:
        way, steps = self._way(event.scope), self.program.steps
        way.visited.setdefault(event.source, way.moves)
        way.moves += 1
        source = steps.get(event.source)
        passed = isinstance(source, Review) and event.outcome in source.outcomes
        if passed and not isinstance(steps.get(event.target), Review):
            way.passes.append(_Pass(way.moves, event.source, envelope.at))
        before = way.visited.setdefault(event.target, way.moves)
        if before == way.moves:
            return
        behind = [each for each in way.passes if each.moves > before]
        if behind and not self._voided:
            self._undo(envelope, behind[-1].step, behind[-1].at, event.target)
        way.passes = [each for each in way.passes if each.moves <= before]
        way.visited = {name: moves for name, moves in way.visited.items() if moves <= before}
