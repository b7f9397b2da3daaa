"""Volume and time over many cases: how often each node and edge was passed, and how long it took."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil
from typing import Protocol

from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.drawing.compose.voice import Voice
from procflow.drawing.marks.plan import Plan
from procflow.drawing.marks.reading import read, trace_of
from procflow.drawing.marks.spans import digits, measure, unit_word
from procflow.drawing.marks.trace import Story
from procflow.drawing.marks.voice import say
from procflow.drawing.model import Drawing, Edge, EdgeMark, Mark, Node
from procflow.program import Program
from procflow.wording import Lang
from procflow.worktime import Calendar, Unit


class CaseRecord(Protocol):
    """The record of a case: the program of its version, and its events from the first on, in their order."""

    @property
    def program(self) -> Program:
        """The version that the case runs on."""
        ...

    @property
    def envelopes(self) -> Iterable[Envelope]:
        """Its events."""
        ...


@dataclass(slots=True)
class Sums:
    """What is kept of the cases: counts, and the times of each node, exact, in the unit of its limit; without
    one in minutes. ``versions`` counts the cases by version."""

    nodes: Counter[str] = field(default_factory=Counter)
    edges: Counter[str] = field(default_factory=Counter)
    times: dict[str, dict[Unit, list[Fraction]]] = field(default_factory=dict)
    versions: Counter[str] = field(default_factory=Counter)


def mark_volume(
    drawing: Drawing, program: Program, organization: Organization, records: Iterable[CaseRecord]
) -> Drawing:
    """A drawing with what many cases made of it, read one after the other.

    The badge of a node or an edge is how often it was passed, its time the median and the time within which
    nine of ten were done (the smallest that so many did not exceed). An edge is the wider the more often it
    was taken. Cases of other versions count as far as their elements have the names of the drawing's; the
    subtitle says how many cases there are, and of which versions. Raises ``ValueError`` for a record that
    does not begin with the start of a case.
    """
    plans: dict[str, Plan] = {}
    sums = Sums()
    for record in records:
        known = record.program
        plan = plans.get(known.hash)
        if plan is None:
            plan = plans[known.hash] = Plan(drawing, known)
        trace = read(trace_of(plan, organization), record.envelopes)
        sums.versions[known.process.version] += 1
        sums.edges.update(trace.edges)
        for node, story in trace.nodes.items():
            _add(sums, trace.calendar, node, story)
    lang = Voice.of(program, organization, drawing.language).main
    most = max(sums.edges.values(), default=0)
    return replace(
        drawing,
        subtitle=_subtitle(lang, drawing.subtitle, program.process.version, sums.versions),
        nodes=tuple(_node(lang, sums, node) for node in drawing.nodes),
        edges=tuple(_edge(sums, edge, most) for edge in drawing.edges),
    )


def _add(sums: Sums, calendar: Calendar | None, node: str, story: Story) -> None:
    sums.nodes[node] += story.count
    for done in story.done:
        unit = done.span.unit or Unit.MINUTES
        took = measure(calendar, unit, done.span.since, done.span.until)
        sums.times.setdefault(node, {}).setdefault(unit, []).append(took)


def _node(lang: Lang, sums: Sums, node: Node) -> Node:
    times = sums.times.get(node.id, {})
    # Another version may count in another unit: the one that most of them are counted in is told.
    unit = max(times, key=lambda unit: len(times[unit]), default=None)
    text = _times(lang, unit, times[unit]) if unit is not None else ""
    return replace(node, mark=Mark(time=text, badge=str(sums.nodes[node.id])))


def _edge(sums: Sums, edge: Edge, most: int) -> Edge:
    count = sums.edges[edge.id]
    return replace(edge, mark=EdgeMark(badge=str(count), weight=count / most) if count else EdgeMark())


def _times(lang: Lang, unit: Unit, times: Sequence[Fraction]) -> str:
    middle, most = median(times), within(times, Fraction(9, 10))
    if unit is Unit.MINUTES:
        unit = _readable(most)
        middle, most = (value / _MINUTES[unit] for value in (middle, most))
    return say(
        "volume.times", lang, median=digits(middle), most=digits(most), unit=unit_word(lang, unit, most)
    )


_MINUTES: Mapping[Unit, int] = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: 1440}


def _readable(minutes: Fraction) -> Unit:
    return Unit.MINUTES if minutes < 60 else Unit.HOURS if minutes < 2880 else Unit.DAYS


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle of some values, or what lies halfway between the two middle ones, exactly. Raises
    ``ValueError`` where there is none."""
    if not values:
        raise ValueError("nothing has no median")
    order = sorted(values)
    half = len(order) // 2
    return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2


def within(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The smallest of some values that a share of them does not exceed. Raises ``ValueError`` where there is
    none."""
    if not values:
        raise ValueError("nothing has no shares")
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def _subtitle(lang: Lang, subtitle: str, version: str, versions: Counter[str]) -> str:
    count = versions.total()
    others = {name: cases for name, cases in versions.items() if name != version}
    text = say("volume.cases" if count != 1 else "volume.case", lang, count=count)
    if others:
        named = say("before.between", lang).join(
            say("volume.version", lang, version=name, count=cases) for name, cases in sorted(others.items())
        )
        text = say("volume.with_others", lang, cases=text, others=named)
    return " · ".join(part for part in (subtitle, text) if part)
