"""What an explanation is made from: the case with its history, the organization, and what may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from procflow.case import events as e
from procflow.case.commands import Context
from procflow.case.lens import root_of
from procflow.case.state import CaseState, Item, Scope
from procflow.case.surroundings import entry_around, environment, outward
from procflow.case.why.values import Place
from procflow.definition.process import Basis, Review, joined
from procflow.program import Program

History = Iterable[tuple[e.Event, datetime, str]]
"""What happened to a case, oldest first, each event with its instant and actor."""


@dataclass(slots=True)
class Past:
    """What the history says that the state has no need of."""

    opened: dict[str, e.ItemOpened] = field(default_factory=dict)
    due: dict[str, datetime | None] = field(default_factory=dict)
    handed_up: dict[str, list[tuple[e.ItemHandedUp, datetime, datetime | None]]] = field(default_factory=dict)
    instead_of: dict[str, str] = field(default_factory=dict)
    owner: tuple[e.OwnerBound, datetime] | None = None
    raised: dict[str, tuple[e.EventRaised, datetime]] = field(default_factory=dict)
    rulings: dict[str, list[e.RulingGiven]] = field(default_factory=dict)
    objected: dict[str, frozenset[str]] = field(default_factory=dict)
    passed_over: dict[str, list[e.LevelPassedOver]] = field(default_factory=dict)
    missed: dict[str, e.QuorumMissed] = field(default_factory=dict)
    answered_at: dict[int, datetime] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    processes: dict[str, str] = field(default_factory=dict)

    def note(self, seq: int, event: e.Event, at: datetime) -> None:
        """Take an event in."""
        match event:
            case e.ItemOpened() | e.ItemHandedUp() | e.ItemOfferedAnew():
                self._note_item(event, at)
            case e.OwnerBound():
                self.owner = (event, at)
            case e.EventRaised():
                self.raised[event.scope] = (event, at)
            case e.MainFlowResumed():
                self.due |= event.dues
            case e.SeatAnswered():
                self.answered_at[seq] = at
            case e.ObjectionOpened():
                self.objected[event.scope] = frozenset(event.barred)
            case e.RulingGiven():
                self.rulings.setdefault(event.scope, []).append(event)
            case e.LevelPassedOver():
                self.passed_over.setdefault(event.scope, []).append(event)
            case e.QuorumMissed():
                self.missed[event.scope] = event
            case e.BranchOpened():
                self.branches[event.scope] = event.branch
            case _:
                return

    def _note_item(self, event: e.ItemOpened | e.ItemHandedUp | e.ItemOfferedAnew, at: datetime) -> None:
        match event:
            case e.ItemOpened():
                self.opened[event.item], self.due[event.item] = event, event.due
                if event.instead_of is not None:
                    self.instead_of[event.item] = event.instead_of
            case e.ItemHandedUp():
                moved = (event, at, self.due.get(event.item))
                self.handed_up.setdefault(event.item, []).append(moved)
                self.due[event.item] = event.due
            case e.ItemOfferedAnew():
                opened = self.opened.get(event.item)
                moved_on = self.handed_up.get(event.item)
                before = moved_on[-1][0].role if moved_on else opened.role if opened is not None else ""
                if event.role != before:
                    self.instead_of.setdefault(event.item, before)


@dataclass(frozen=True, slots=True)
class Look:
    """A case as it is explained: ``hidden`` names the fields whose values are not shown."""

    program: Program
    state: CaseState
    context: Context
    past: Past
    hidden: frozenset[str]

    def values(self, scope: str) -> dict[str, object]:
        """What tables and maps of a scope read."""
        return environment(self.program, self.state, scope)

    def hides(self, name: str) -> bool:
        """Whether a field, or the group that it is part of, is not shown."""
        return name.partition(".")[0] in self.hidden

    def shown(self, name: str, value: object) -> object:
        """A field's value as it may be shown."""
        return None if self.hides(name) else value


def past_of(history: History) -> Past:
    """What has to be remembered of a history."""
    past = Past()
    for seq, (event, at, _) in enumerate(history, 1):
        past.note(seq, event, at)
    return past


def place_of_item(look: Look, item: Item) -> Place:
    """Where an item comes from."""
    scope = look.state.scopes[item.scope]
    seat = item.seat if item.purpose in ("seat", "acknowledge") else None
    return place_in(look, scope, item.step, seat)


def place_in(look: Look, scope: Scope, step: str, seat: str | None = None) -> Place:
    """A place in a scope that runs, with what surrounds it."""
    within = (s.id for s in outward(look.state, scope.id) if s.id in look.past.branches)
    branch = next(within, None)
    entry = entry_around(look.state, scope.id)
    topic = scope.dispute.topic if scope.dispute is not None else None
    return Place(
        step=step,
        scope=scope.id,
        seat=seat,
        topic=topic,
        branch=look.past.branches[branch] if branch is not None else None,
        entry=entry.value if entry is not None else None,
        event=root_of(look.state, scope.id).event,
        basis=basis_of(look.program, step, seat, topic),
    )


def basis_of(program: Program, step: str, seat: str | None = None, topic: str | None = None) -> Basis:
    """The clauses and questions behind a place: a topic's, else a seat's and then its step's."""
    if topic is not None:
        return program.arbitration().topics[topic].basis
    found = program.steps.get(step)
    if found is None:
        return Basis()
    written = found.seats if isinstance(found, Review) else ()
    patterns = written if isinstance(found, Review) and found.seating is not None else ()
    seats = [s for s in written if s.name == seat] or list(patterns if seat is not None else ())
    return joined(*(s.basis for s in seats), found.basis)
