"""What of a drawing a case can still come to."""

from dataclasses import dataclass
from functools import lru_cache

from procflow.case.lens import hanging
from procflow.case.state import Scope
from procflow.definition.process import FINISHED
from procflow.drawing.compose import START
from procflow.drawing.marks.plan import Plan
from procflow.drawing.marks.trace import Trace
from procflow.drawing.model import Edge
from procflow.program import MAIN, reached
from procflow.program.flow_edges import voided_trigger


@dataclass(frozen=True, slots=True)
class Reach:
    """The nodes that can still be come to, and the edges that can still be taken."""

    nodes: frozenset[str]
    edges: frozenset[str]


class Reaching:
    """Works out what can be reached, along every edge that is drawn: returns, objections and rulings, events
    that may still be raised, milestones that may still be voided. It may hold more than the data will let
    come, and never less."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._spread = lru_cache(maxsize=256)(self._spread_from)
        self._events = lru_cache(maxsize=256)(self._events_from)

    def of(self, trace: Trace) -> Reach:
        """What a case can still come to; nothing where it is over."""
        if trace.case.status != "running":
            return Reach(frozenset(), frozenset())
        starts = set(self._events(trace.case.scopes[MAIN].step))
        starts.update(node for node, story in trace.nodes.items() if story.stays)
        for scope in trace.case.scopes.values():
            starts.update(self._standing(trace, scope))
        return self._spread(frozenset(starts), frozenset(edge.id for edge in self._voidable(trace)))

    def _standing(self, trace: Trace, scope: Scope) -> list[str]:
        """The nodes that a token stands on. In the instant in which it came to a step, what follows from that
        may not have happened yet."""
        plan = self._plan
        found: list[str | None] = []
        if scope.dispute is not None:
            found = [plan.level(scope.dispute.topic, scope.dispute.level)]
        elif not scope.step:
            found = [plan.node(START) if scope.event is None else plan.event(scope.event)]
        elif scope.step == FINISHED:
            found = [plan.target(scope.graph, FINISHED)]
        elif trace.entered.get(scope.id, 0) >= trace.moment:
            found = [plan.entry(scope.step)]
        elif scope.review is not None:
            seats = [trace.seats.get(scope.id, ""), *scope.review.objections]
            found = [plan.seat(scope.step, seat) for seat in seats if seat] or [plan.entry(scope.step)]
        elif plan.joined(scope.step) is not None:
            found = [] if hanging(trace.case, scope.id) else [plan.joined(scope.step)]
        else:
            found = [plan.entry(scope.step)]
        return [node for node in found if node is not None]

    def _voidable(self, trace: Trace) -> list[Edge]:
        """The ways that milestones in force would send the flow if what they cover were changed."""
        found: list[Edge] = []
        for key, mark in trace.case.milestones.items():
            name, at, number = key.partition("@")
            there = (at + number or MAIN) in trace.case.scopes
            if there and not mark.closed and (not mark.voided or mark.seq >= trace.moment):
                ways = self._plan.ways.get(name, ())
                found += [edge for edge in ways if edge.trigger == voided_trigger(name)]
        return found

    def _events_from(self, step: str) -> tuple[str, ...]:
        """The events that can be raised on some step that the main flow can still come to."""
        program = self._plan.program
        ways = program.main.ways
        ahead = reached(ways, step) if step in ways.onward else frozenset(ways.onward)
        names = (name for name, steps in program.raisable.items() if not ahead.isdisjoint(steps))
        return tuple(node for name in names if (node := self._plan.event(name)) is not None)

    def _spread_from(self, starts: frozenset[str], voidable: frozenset[str]) -> Reach:
        plan = self._plan
        found = set(starts) | {plan.edges[edge].target for edge in voidable}
        waiting = list(found)
        while waiting:
            for edge in plan.ways[waiting.pop()]:
                if edge.target not in found:
                    found.add(edge.target)
                    waiting.append(edge.target)
        live = {edge.id for node in found for edge in plan.ways[node]}
        return Reach(frozenset(found), frozenset(live | voidable))
