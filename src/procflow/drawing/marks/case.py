"""The case over the definition: the way that it took, where it stands, and what it can still come to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.drawing.compose.voice import Voice
from procflow.drawing.marks import heading
from procflow.drawing.marks.plan import Plan
from procflow.drawing.marks.reach import Reach, Reaching
from procflow.drawing.marks.reading import read, trace_of
from procflow.drawing.marks.shown import Shown, Teller, apply
from procflow.drawing.model import Drawing, EdgeMark, Tone
from procflow.program import Program

GridMarks = Mapping[str, Mapping[int, Tone]]
"""The marked rows of grids, by the grid's id, counted from 0."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a drawing is another than in the frame before, after what one person, or the clock, did at one
    instant: the events from ``first`` to ``last``. The frame before the first is the drawing without
    marks."""

    first: int
    last: int
    at: datetime
    by: str
    title: str
    subtitle: str
    nodes: Mapping[str, Shown]
    edges: Mapping[str, EdgeMark]
    grids: GridMarks


def mark_case(
    drawing: Drawing,
    program: Program,
    organization: Organization,
    envelopes: Iterable[Envelope],
    *,
    at: int | None = None,
    now: datetime | None = None,
) -> Drawing:
    """A drawing of a process with a case upon it.

    ``envelopes`` are the events of the case from the first on, in their order, as the reader of the picture
    may see them; ``at`` is the last that counts (None: all). Open limits are held against ``now``, an aware
    instant, by default that of the last event that counts. The drawing should be of the case's version: what
    happened on steps that it does not have is left out. Without an event it is given back as it is. Raises
    ``ValueError`` where the first event is not the start of a case.
    """
    marking = _Marking(drawing, program, organization)
    trace = marking.trace
    for envelope in envelopes:
        if at is not None and envelope.seq > at:
            break
        read(trace, (envelope,))
    if trace.state is None:
        return drawing
    moment = trace.at if now is None else max(now, trace.at)
    marking.look(moment)
    marked = apply(drawing, marking.nodes, marking.edges)
    title, subtitle = marking.heading(moment)
    return replace(_with_grids(marked, marking.grids()), title=title, subtitle=subtitle)


def frames(
    drawing: Drawing,
    program: Program,
    organization: Organization,
    envelopes: Iterable[Envelope],
    *,
    every_event: bool = False,
) -> Iterator[Frame]:
    """A case step by step, each with what changed on the drawing, in one pass over its events.

    What one person did at one instant is one frame; with ``every_event`` each event is.
    Limits are held against the instant of the frame.
    :func:`stepped` puts a frame upon a drawing. Raises ``ValueError`` as :func:`mark_case` does.
    """
    marking = _Marking(drawing, program, organization)
    told: dict[str, Mapping[int, Tone]] = {}
    for (at, by, _), group in groupby(
        envelopes, key=lambda sealed: (sealed.at, sealed.by, sealed.seq if every_event else 0)
    ):
        events = list(group)
        read(marking.trace, events)
        nodes, edges = marking.look(at)
        grids = {name: rows for name, rows in marking.grids().items() if told.get(name) != rows}
        told.update(grids)
        title, subtitle = marking.heading(at)
        yield Frame(events[0].seq, events[-1].seq, at, by, title, subtitle, nodes, edges, grids)


def stepped(drawing: Drawing, steps: Iterable[Frame]) -> Drawing:
    """A drawing with frames upon it, from the first on: what :func:`mark_case` gives at the end of the
    last."""
    nodes: dict[str, Shown] = {}
    edges: dict[str, EdgeMark] = {}
    grids: dict[str, Mapping[int, Tone]] = {}
    title, subtitle = drawing.title, drawing.subtitle
    for frame in steps:
        nodes.update(frame.nodes)
        edges.update(frame.edges)
        grids.update(frame.grids)
        title, subtitle = frame.title, frame.subtitle
    return replace(_with_grids(apply(drawing, nodes, edges), grids), title=title, subtitle=subtitle)


class _Marking:
    """A drawing, the trace of a case on it, and what was said of each node and edge last."""

    def __init__(self, drawing: Drawing, program: Program, organization: Organization) -> None:
        self.plan = Plan(drawing, program)
        self.trace = trace_of(self.plan, organization)
        self.reaching = Reaching(self.plan)
        self.teller = Teller(self.plan, Voice.of(program, organization, drawing.language).words)
        self.nodes: dict[str, Shown] = {}
        self.edges: dict[str, EdgeMark] = {}
        self._reach: Reach | None = None

    def look(self, now: datetime) -> tuple[dict[str, Shown], dict[str, EdgeMark]]:
        """Say anew what may have changed since the last look; what did."""
        trace, reach = self.trace, self.reaching.of(self.trace)
        known, self._reach = self._reach, reach
        open_now = {node for node, story in trace.nodes.items() if story.stays}
        wanted = (
            trace.touched | open_now | _changed(known.nodes if known else None, reach.nodes, self.plan.nodes)
        )
        ways = trace.taken | _changed(known.edges if known else None, reach.edges, self.plan.edges)
        trace.touched, trace.taken = open_now, set()
        nodes = {
            name: self.teller.node(trace, name, reach, now) for name in self.plan.nodes if name in wanted
        }
        edges = {name: self.teller.edge(trace, name, reach) for name in self.plan.edges if name in ways}
        nodes = {name: shown for name, shown in nodes.items() if shown != self.nodes.get(name, Shown())}
        edges = {name: mark for name, mark in edges.items() if mark != self.edges.get(name, EdgeMark())}
        self.nodes.update(nodes)
        self.edges.update(edges)
        return nodes, edges

    def heading(self, now: datetime) -> tuple[str, str]:
        """What stands above the picture at a moment."""
        words, case = self.teller.words, self.trace.case
        return heading.title(words, case.id), heading.subtitle(words, case, now)

    def grids(self) -> dict[str, Mapping[int, Tone]]:
        """The row of each table that decided last."""
        there = {grid.id for grid in self.plan.drawing.grids}
        decided = self.trace.case.authority.items()
        return {name: {found.row - 1: Tone.DONE} for name, found in decided if name in there}


def _changed(before: frozenset[str] | None, after: frozenset[str], every: Iterable[str]) -> set[str]:
    return set(every) if before is None else set(before ^ after)


def _with_grids(drawing: Drawing, marks: GridMarks) -> Drawing:
    grids = (
        replace(g, marks={r: tone for r, tone in marks[g.id].items() if r < len(g.rows)})
        if g.id in marks
        else g
        for g in drawing.grids
    )
    return replace(drawing, grids=tuple(grids))
