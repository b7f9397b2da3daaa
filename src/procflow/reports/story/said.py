"""What one event says, before it is laid out in lines; and what is remembered for the events after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from procflow.case import events as e
from procflow.case.state import Performance, StepTimer
from procflow.definition.process import Basis, Parallel
from procflow.wording import Words


class Kind(StrEnum):
    """What a line is about, for whoever gives it a colour."""

    ACT = "act"
    ASKED = "asked"
    FLOW = "flow"
    DISPUTE = "dispute"
    AUTHORITY = "authority"
    CLOCK = "clock"
    END = "end"


NO_BASIS = Basis()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, with the clauses and questions behind it.

    ``minor`` ones repeat in detail what others tell in short. ``within`` is what it says as part of another's
    line, if that is something else; empty where the other line says it all. ``detail`` is what a short story
    leaves out.
    """

    text: str
    kind: Kind
    basis: Basis = NO_BASIS
    minor: bool = False
    within: str | None = None
    detail: str = ""

    @property
    def folded(self) -> str:
        """What it says as part of another's line."""
        return self.text if self.within is None else self.within


@dataclass(slots=True)
class Past:
    """What earlier events said about items, scopes and timers, which later ones name by id alone. ``own``
    holds the data of each occurrence of an event, ``limits`` the steps that timers of no item belong to."""

    items: dict[str, e.ItemOpened] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    due: dict[str, datetime | None] = field(default_factory=dict)
    disputes: dict[str, e.ObjectionOpened] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    votes: dict[str, dict[str, str]] = field(default_factory=dict)
    data: dict[str, object] = field(default_factory=dict)
    authority: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, e.BranchOpened | e.EventRaised] = field(default_factory=dict)
    own: dict[str, dict[str, object]] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)

    def note(self, event: e.Event) -> None:
        """Remember what later events refer to."""
        match event:
            case e.ItemOpened():
                self.items[event.item], self.due[event.item] = event, event.due
                self.roles[event.item] = event.role
            case e.ItemHandedUp():
                self.roles[event.item], self.due[event.item] = event.role, event.due
            case e.ItemOfferedAnew():
                self.roles[event.item] = event.role
            case e.ObjectionOpened():
                self.disputes[event.scope] = event
            case e.LevelOpened():
                self.levels[event.scope] = event.level
            case e.GroupConvened():
                self.members[event.scope] = tuple(event.members)
            case e.MotionPut():
                self.votes[event.scope] = {}
            case e.VoteCast(member=str() as member):
                self.votes.setdefault(event.scope, {})[member] = event.vote
            case e.AuthorityDetermined():
                self.authority[event.table] = event.role
            case e.DataChanged():
                self.data_at(event.scope).update(values_of(event))
            case e.BranchOpened() | e.EventRaised():
                self.scopes[event.scope] = event
            case e.WaitBegan() | e.CallRequested():
                timers = event.timers.items()
                self.limits |= {name: event.step for name, timer in timers if isinstance(timer, StepTimer)}
            case e.MainFlowResumed():
                self.due |= event.dues
            case _:
                return

    def data_at(self, scope: str | None) -> dict[str, object]:
        """The data of the case, or those of an occurrence of an event."""
        return self.data if scope is None else self.own.setdefault(scope, {})

    def event_of(self, scope: str | None) -> str | None:
        """The event that a scope is an occurrence of, if it is one."""
        raised = self.scopes.get(scope or "")
        return raised.event if isinstance(raised, e.EventRaised) else None


def values_of(event: e.DataChanged) -> Mapping[str, object]:
    """The values of an event, with personal ones that are still there."""
    return {**event.values, **{name: kept.value for name, kept in event.personal.items()}}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events one after the other: the words, and what was said before."""

    words: Words
    past: Past

    def who(self, who: Performance, role: str = "") -> str:
        """Who acted, in which role, and for whom under which grant."""
        by = self.words.person(who.by)
        if who.on_behalf_of is None:
            return self.words.aside(by, self.words.role(role)) if role else by
        giver = self.who(who.under or Performance(who.on_behalf_of), role)
        return self.words.say("part.on_behalf", by=by, giver=giver, grant=who.grant or "")

    def comment(self, text: str | None) -> str:
        """What somebody wrote with an act."""
        return self.words.part("comment", text=(text or "").strip())

    def item(self, item: str) -> str:
        """A work item by what it asks for."""
        opened = self.past.items.get(item)
        if opened is None:
            return self.words.say("part.unknown_item", item=item)
        return self.words.say("part.an_item", place=self.asked(opened))

    def asked(self, opened: e.ItemOpened) -> str:
        """The step or seat that a work item is at, with the entry that its branch is for."""
        place = self.words.place(opened.step, opened.seat if opened.purpose == "seat" else None)
        branch = self.past.scopes.get(opened.scope)
        named = branch.named if isinstance(branch, e.BranchOpened) else None
        return place if named is None else self.words.aside(place, self.words.entry(named.value))

    def scope(self, scope: str) -> str:
        """A branch, an occurrence of an event, or an arbitration, inside a sentence."""
        match self.past.scopes.get(scope):
            case e.BranchOpened() as opened:
                return self.branch(opened)
            case e.EventRaised(event=event):
                return self.words.say("part.event", event=self.words.event(event))
            case None:
                return self.dispute(scope)

    def branch(self, opened: e.BranchOpened) -> str:
        """A branch by its title, and by the entry that it is for."""
        block = self.words.program.steps.get(opened.step)
        branch = block.branches.get(opened.branch) if isinstance(block, Parallel) else None
        title = self.words.inline(branch.title) if branch is not None else opened.branch
        told = self.words.say("part.branch", branch=title)
        if opened.named is None:
            return told
        return self.words.aside(told, self.words.entry(opened.named.value))

    def dispute(self, scope: str) -> str:
        """An arbitration by its topic."""
        opened = self.past.disputes.get(scope)
        return self.words.dispute(opened.topic if opened is not None else scope)

    def due(self, due: datetime | None, now: datetime) -> str:
        """Until when something is asked."""
        return self.words.part("due", due=self.words.instant(due, now) if due is not None else "")
