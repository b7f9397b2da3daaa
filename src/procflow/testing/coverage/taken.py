"""What a case went through, read from the events on its record."""

from collections.abc import Iterable, Iterator

from procflow.case import events as e
from procflow.case.state import EscalationTimer, Named, StepTimer, Timer, WaitTimer
from procflow.definition.process import Choose, Each, EachSeat, Notice, Parallel, Review, RoleBy, Task
from procflow.engine import Record
from procflow.program import MAIN, Edge, Program
from procflow.program.step_edges import escalation_trigger, way_trigger
from procflow.testing.coverage.ways import ARBITRATION, Key, WayKind, edge_key, key

_SETS_TIMERS = (e.ItemOpened, e.ItemHandedUp, e.MainFlowResumed, e.WaitBegan, e.CallRequested)


def taken(record: Record) -> frozenset[Key]:
    """What tells of every way that the case of a record took."""
    reading = _Reading(record.program)
    return frozenset(found for sealed in record.envelopes for found in reading.read(sealed.event))


class _Reading:
    """What is known of a case up to an event: the graphs of its scopes, its items, timers and data."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.graphs = {MAIN: MAIN}
        self.parents: dict[str, str] = {}
        self.branches: dict[str, e.BranchOpened] = {}
        self.topics: dict[str, str] = {}
        self.items: dict[str, e.ItemOpened] = {}
        self.timers: dict[str, Timer] = {}
        self.data: dict[str, dict[str, object]] = {}
        self.steps: dict[str, str] = {}
        self.events: dict[str, str] = {}
        # What happened last of which a scope could go on, and the trigger if that says it.
        self.acting = (MAIN, "")

    def read(self, event: e.Event) -> Iterator[Key]:
        """Take an event in, and tell what was taken with it."""
        if isinstance(event, _SETS_TIMERS):
            self.timers.update(event.timers)
        self._act(event)
        match event:
            case e.DataChanged(values=values, personal=personal, scope=scope):
                known = self.data.setdefault(scope or MAIN, {})
                known.update(values, **{name: hidden.value for name, hidden in personal.items()})
            case e.Moved():
                yield from self._moved(event)
            case e.SeatAnswered(step=step, seat=seat, answer=answer):
                yield key(WayKind.SEAT, step, self._seat(step, seat))
                yield key(WayKind.ANSWER, step, answer)
            case e.AuthorityDetermined(table, _, row):
                yield key(WayKind.ROW, table, str(row))
            case e.RulingGiven(scope, level, ruling):
                yield key(WayKind.RULING, self.topics[scope], str(level), ruling)
            case e.CaseEnded(step, _, None):
                yield key(WayKind.END, step)
            case _:
                yield from self._opened(event)
                yield from self._escalated(event)

    def _moved(self, event: e.Moved) -> Iterator[Key]:
        yield edge_key(self.graphs[event.scope], event.source, event.outcome, event.target)
        if event.line is not None:
            yield key(WayKind.LINE, event.source, str(event.line))
        # Where a deadline leads elsewhere, the edge says which.
        trigger, _, rest = event.outcome.partition(":")
        if trigger == "escalation":
            seat, _, rule = rest.rpartition(":")
            yield key(WayKind.ESCALATION, event.source, self._seat(event.source, seat), rule)
        elif trigger in ("event", "leave"):
            yield from self._led_out(event, rest)
        self.steps[event.scope] = event.target
        self.acting = event.scope, ""

    def _act(self, event: e.Event) -> None:
        match event:
            case e.ItemCompleted(item=item, outcome=outcome):
                self.acting = self.items[item].scope, outcome
            case e.SeatAnswered(scope=scope, answer=answer):
                self.acting = scope, answer
            case e.TimerPassed(timer=name) | e.JobDone(name):
                self._acted_by(self.timers.get(name))
            case e.CallEnded(scope=scope) | e.HandlerDone(scope=scope) | e.HandlerFailed(scope=scope):
                self.acting = scope, ""
            case _:
                return

    def _acted_by(self, timer: Timer | None) -> None:
        match timer:
            case EscalationTimer(item=item, rule=rule):
                opened = self.items[item]
                seat = self._seat(opened.step, opened.seat or "") if opened.purpose == "seat" else None
                self.acting = opened.scope, escalation_trigger(rule, seat)
            case StepTimer(scope=scope, rule=rule):
                self.acting = scope, escalation_trigger(rule, None)
            case WaitTimer(scope=scope, way=way):
                self.acting = scope, way_trigger(way)
            case _:
                return

    def _led_out(self, event: e.Moved, rest: str) -> Iterator[Key]:
        """The way by which an occurrence or a branch led the flow around it elsewhere: no move of its own
        stands on the record."""
        scope, trigger = self.acting
        if scope == event.scope or scope not in self.steps:
            return
        if event.outcome.startswith("event:") and self.events.get(scope) != rest.partition(":")[0]:
            return
        graph, source = self.graphs[scope], self.steps[scope]
        ways = [
            way
            for way in self.program.graphs[graph].edges
            if (way.source, way.target) == (source, event.target)
        ]
        found = [way for way in ways if way.trigger == trigger] or ways
        if len(found) == 1:
            yield from self._by(graph, found[0])
        while (branch := self.branches.get(scope)) is not None and branch.parent != event.scope:
            scope = branch.parent
            yield edge_key(self.graphs[scope], branch.step, event.outcome, event.target)

    def _by(self, graph: str, way: Edge) -> Iterator[Key]:
        yield edge_key(graph, way.source, way.trigger, way.target)
        step = self.program.step(way.source)
        if isinstance(step, Choose):
            lines = [n for n, line in enumerate(step.lines, 1) if line.target.step == way.target]
            yield from (key(WayKind.LINE, way.source, str(n)) for n in lines if len(lines) == 1)
        trigger, _, rest = way.trigger.partition(":")
        if trigger == "escalation":
            seat, _, rule = rest.rpartition(":")
            yield key(WayKind.ESCALATION, way.source, seat, rule)

    def _opened(self, event: e.Event) -> Iterator[Key]:
        match event:
            case e.BranchOpened(scope=scope, parent=parent, step=step, graph=graph, at=at, named=named):
                self.graphs[scope], self.parents[scope], self.branches[scope] = graph, parent, event
                self.steps[scope] = at
                block = self.program.step(step)
                if isinstance(block, Parallel) and block.for_each is not None and named is not None:
                    yield from self._entries(block.for_each.each, (named,))
            case e.EventRaised(scope=scope, event=name, graph=graph, at=at):
                self.steps[scope] = at or ""
                self.graphs[scope], self.events[scope] = graph or "", name
                yield key(WayKind.EVENT, name)
            case e.ObjectionOpened(scope=scope, parent=parent, topic=topic, graph=graph):
                self.graphs[scope], self.parents[scope], self.topics[scope] = graph, parent, topic
            case e.SeatsNamed(step=step, named=told):
                review = self.program.step(step)
                if isinstance(review, Review) and isinstance(review.seating, EachSeat):
                    yield from self._entries(review.seating.each, told)
            case e.NoticeSent(step=step, told=told):
                notice = self.program.step(step)
                if isinstance(notice, Notice) and isinstance(notice.to, Each):
                    yield from self._entries(notice.to, told)
            case e.ItemOpened(item=item):
                self.items[item] = event
                yield from self._doer(event)
            case _:
                return

    def _entries(self, each: Each | None, named: Iterable[Named]) -> Iterator[Key]:
        if each is not None and each.by is not None:
            yield from (key(WayKind.ROW, each.by, entry.value) for entry in named)

    def _doer(self, event: e.ItemOpened) -> Iterator[Key]:
        """The entry of a map that said who does a task."""
        step = self.program.steps.get(event.step)
        if event.purpose != "task" or not isinstance(step, Task) or not isinstance(step.doer, RoleBy):
            return
        role_map = self.program.process.maps.get(step.doer.table)
        if role_map is not None:
            value = self._value(event.scope, role_map.field)
            if isinstance(value, str):
                yield key(WayKind.ROW, role_map.name, value)

    def _value(self, scope: str, field: str) -> object:
        """What a field holds in a scope: in a branch for each entry of it, that entry."""
        while True:
            branch = self.branches.get(scope)
            block = self.program.step(branch.step) if branch is not None else None
            each = block.for_each.each if isinstance(block, Parallel) and block.for_each is not None else None
            if each is not None and each.field == field and branch is not None and branch.named is not None:
                return branch.named.value
            known = self.data.get(scope, {})
            if field in known or scope == MAIN:
                return known.get(field)
            scope = self.parents.get(scope, MAIN)

    def _escalated(self, event: e.Event) -> Iterator[Key]:
        match event:
            case e.Reminded(timer=str(name)) | e.Notified(timer=str(name)) | e.ItemHandedUp(timer=str(name)):
                yield from self._escalation(name)
            case e.AlarmRaised(timer=str(name)):
                yield from self._escalation(name)
            case e.StepReminded(step=step, timer=name):
                timer = self.timers[name]
                assert isinstance(timer, StepTimer)
                yield key(WayKind.ESCALATION, step, "", str(timer.rule))
            case _:
                return

    def _escalation(self, name: str) -> Iterator[Key]:
        """The rule of a limit that acted on a work item."""
        timer = self.timers[name]
        assert isinstance(timer, EscalationTimer)
        opened = self.items[timer.item]
        if opened.step not in self.program.steps:
            yield key(WayKind.ESCALATION, ARBITRATION, "", str(timer.rule))
            return
        seat = self._seat(opened.step, opened.seat or "") if opened.purpose == "seat" else ""
        yield key(WayKind.ESCALATION, opened.step, seat, str(timer.rule))

    def _seat(self, step: str, seat: str) -> str:
        """A seat as the file writes it: those that the data name have one pattern."""
        review = self.program.steps.get(step)
        if isinstance(review, Review) and review.seating is not None:
            return review.seats[0].name
        return seat
