"""What is known of a case up to an event: what was open on each node, what was done, which edges were
taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from procflow.case.lens import in_main_flow
from procflow.case.state import CaseState, Performance
from procflow.definition.organization import OrganizationLimit
from procflow.definition.process import AsLimited, Limit
from procflow.drawing.marks.plan import Plan
from procflow.drawing.marks.spans import Span
from procflow.drawing.model import Edge, Sign
from procflow.program import MAIN
from procflow.worktime import Calendar, Unit
from procflow.worktime.deadline import After, Deadline

TOKEN = "token"
"""What the stay of a scope's token on a step is called, before the scope."""
LEVEL = "level"
"""What the stay of an arbitration on a level is called, before its scope."""


class Happened(StrEnum):
    """What is told of a node besides its times."""

    REMINDED = "reminded"
    NOTIFIED = "notified"
    HANDED_UP = "handed_up"
    ALARM = "alarm"
    CALLED = "called"
    TRIED = "tried"
    RULED = "ruled"
    QUORUM = "quorum"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened around a node: to whom (persons), to which role, or with which word of the
    engine's own (a ruling)."""

    kind: Happened
    at: datetime
    persons: tuple[str, ...] = ()
    role: str = ""
    word: str = ""


@dataclass(slots=True)
class Stay:
    """Something open on a node.

    A ``part`` is one of several things that a card stands for: an answer of a folded review, a vote, an
    acknowledgement; it lends the card its persons and no time, and where it was ``lent_late``, that the whole
    was late when it is done. What is ``loose`` hangs on no token. ``resting`` is what a return has put aside
    for when the flow comes back.
    """

    scope: str
    since: datetime
    limit: Deadline | None = None
    unit: Unit | None = None
    due: datetime | None = None
    asked: tuple[str, ...] = ()
    role: str = ""
    part: bool = False
    loose: bool = False
    resting: bool = False
    late: bool = False
    lent_late: bool = False

    def overdue(self, now: datetime) -> bool:
        """Whether its time is over at a moment."""
        return self.late or (self.due is not None and now > self.due)


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was open on a node and was finished, in a scope."""

    span: Span
    scope: str


@dataclass(slots=True)
class Story:
    """What a case made of a node.

    ``passed`` counts how often a node was gone through at which nobody stays, ``opened`` how often something
    was begun on one at which somebody does, by scope; ``round`` are the asked and the answered of the present
    round where several are asked for the same. ``left`` says that something was begun and not finished.
    """

    passed: int = 0
    opened: Counter[str] = field(default_factory=Counter)
    done: list[Done] = field(default_factory=list)
    finished: set[str] = field(default_factory=set)
    stays: dict[str, Stay] = field(default_factory=dict)
    who: list[Performance] = field(default_factory=list)
    round: tuple[int, int] = (0, 0)
    left: bool = False
    kept: bool = False
    signs: list[Sign] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often the node was passed to its end."""
        return self.passed + len(self.done)


@dataclass(frozen=True, slots=True)
class Cause:
    """The last thing that may lead a token on: of which scope and step, by which trigger if that is known,
    and whether the edge was marked with it already."""

    scope: str
    step: str
    trigger: str = ""
    seat: str | None = None
    marked: bool = False


@dataclass(slots=True)
class Trace:
    """The fold of a record over a drawing; :mod:`.reading` writes it.

    ``state`` is the case before the event that is being read, ``moment`` the first event of that instant,
    ``entered`` the events with which scopes came to the steps that they are on. ``touched`` and ``taken`` are
    what was changed since somebody looked last.
    """

    plan: Plan
    calendar: Calendar | None
    limits: Mapping[str, OrganizationLimit]
    state: CaseState | None = None
    at: datetime = datetime.min
    moment: int = 0
    entered: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, Story] = field(default_factory=dict)
    edges: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    cause: Cause | None = None
    led: Cause | None = None
    seats: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    bars: set[tuple[str, str]] = field(default_factory=set)
    blocks: dict[str, list[str]] = field(default_factory=dict)
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def case(self) -> CaseState:
        """The case as it stands. Raises ``ValueError`` before its first event."""
        if self.state is None:
            raise ValueError("the record does not begin with the start of its case")
        return self.state

    def counted(self, limit: Limit | None) -> Deadline | None:
        """The deadline of a limit; of one that goes by a limit of the organization, as long as that is in the
        organization at hand."""
        deadline = limit.deadline if limit is not None else None
        if not isinstance(deadline, AsLimited):
            return deadline
        known = self.limits.get(deadline.limit)
        return After(known.length) if known is not None and known.length is not None else None

    def story(self, node: str) -> Story:
        """What is known of a node, to be changed."""
        self.touched.add(node)
        return self.nodes.setdefault(node, Story())

    def passing(self, node: str | None) -> None:
        """Go through a node at which nobody stays."""
        if node is not None:
            self.story(node).passed += 1

    def take(self, edge: Edge | None, *, once: bool = False) -> bool:
        """Take an edge, with ``once`` unless it was taken before. False where the drawing has none."""
        if edge is None:
            return False
        if not once or not self.edges[edge.id]:
            self.edges[edge.id] += 1
            self.taken.add(edge.id)
        return True

    def open(self, node: str | None, name: str, stay: Stay) -> None:
        """Begin something on a node; what rests there for the same scope goes on with it."""
        if node is None:
            return
        story = self.story(node)
        rest = [(n, s) for n, s in story.stays.items() if s.resting and s.scope == stay.scope]
        again = [n for n, s in rest if s.part is stay.part]
        for known in again:
            del story.stays[known]
        if not story.stays:
            story.who = []
        story.stays[name] = stay
        story.left = story.kept = False
        if stay.part:
            story.round = (story.round[0] + 1 - len(again), story.round[1])
        elif not again:
            story.opened[stay.scope] += 1

    def close(self, node: str | None, name: str, who: Performance | None = None) -> None:
        """Finish something on a node, by whom where somebody did."""
        story = self.nodes.get(node or "")
        if node is None or story is None or name not in story.stays:
            return
        self.story(node)
        stay = story.stays.pop(name)
        if who is not None:
            story.who.append(who)
            if who.on_behalf_of is not None:
                self.sign(node, Sign.DEPUTY)
        late = stay.overdue(self.at) or stay.lent_late
        if stay.part:
            story.round = (story.round[0], story.round[1] + 1)
            for other in story.stays.values():
                other.lent_late = other.lent_late or (late and not other.part)
            return
        span = Span(stay.since, self.at, stay.unit, stay.limit, stay.due, late)
        story.done.append(Done(span, stay.scope))
        story.finished.add(stay.scope)

    def drop(self, node: str, name: str) -> None:
        """End something on a node that nobody finished."""
        story = self.nodes.get(node)
        if story is not None and name in story.stays:
            self.story(node)
            stay = story.stays.pop(name)
            story.left = story.left or not stay.part

    def stays(self, name: str) -> tuple[str, Stay] | None:
        """Where something is open, by its name."""
        for node, story in self.nodes.items():
            if name in story.stays:
                return node, story.stays[name]
        return None

    def rest(self, scopes: Iterable[str], *, resting: bool) -> None:
        """Put aside what is open for some scopes, or take it up again."""
        wanted = set(scopes)
        for node, story in self.nodes.items():
            for stay in story.stays.values():
                if stay.scope in wanted and stay.resting is not resting and not stay.loose:
                    stay.resting = resting
                    self.touched.add(node)

    def end(self, scopes: Iterable[str], *, resting: bool = False) -> None:
        """Drop what is open for scopes that are over; with ``resting`` only what was put aside."""
        wanted = set(scopes)
        for node, story in list(self.nodes.items()):
            for name, stay in list(story.stays.items()):
                if stay.scope in wanted and not stay.loose and (stay.resting or not resting):
                    self.drop(node, name)

    def sign(self, node: str | None, sign: Sign) -> None:
        """Put a sign on a node for good."""
        if node is not None and sign not in self.story(node).signs:
            self.story(node).signs.append(sign)

    def note(self, node: str | None, note: Note) -> None:
        """Tell something of a node."""
        if node is not None:
            self.story(node).notes.append(note)

    def held(self, stay: Stay) -> bool:
        """Whether something rests: put aside by a return, or with the main flow that an event holds up."""
        if stay.resting:
            return True
        return bool(self.case.stops) and self.in_main_flow(stay.scope) and not stay.loose

    def in_main_flow(self, scope: str) -> bool:
        """Whether a scope is the main flow or hangs in it."""
        return scope == MAIN or (scope in self.case.scopes and in_main_flow(self.case, scope))
