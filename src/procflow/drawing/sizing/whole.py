"""A drawing with its sizes: what is to be laid out, and the texts that stand in the boxes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from procflow.drawing.layout import Box, Direction, Line, Manner, Part, Plan, Size, Strip
from procflow.drawing.model import Drawing, Edge, Lane, Node, Relation, Section, Shape
from procflow.drawing.sizing.blocks import Anchor, Block, Voice, pill, stacked, wide, wrapped
from procflow.drawing.sizing.forms import CARD, form

LABEL_ROOM = 134.0
"""How wide the text of a label gets; the pill around it is 16 px wider."""


@dataclass(frozen=True, slots=True)
class Sized:
    """What a layout is made from, and the texts by the id of what they stand in. All of it comes from here,
    so that no format measures again."""

    plan: Plan
    nodes: Mapping[str, Block]
    labels: Mapping[str, Block]
    heads: Mapping[str, Block]
    parts: Mapping[str, Block]


def sized(drawing: Drawing, direction: Direction) -> Sized:
    """The sizes of everything in a drawing, and the drawing as what is to be laid out."""
    ends = _ends(drawing)
    nodes = {node.id: form(node, direction, ends[node.id]) for node in drawing.nodes}
    labels = {edge.id: label(edge) for edge in drawing.edges if edge.label or edge.mark.badge}
    heads = {lane.id: _head(lane, direction) for lane in drawing.lanes}
    parts = {section.id: _part(section) for section in drawing.sections if section.title}
    shapes = {node.id: node.shape for node in drawing.nodes}
    plan = Plan(
        strips=tuple(Strip(lane.id, heads[lane.id].size) for lane in drawing.lanes),
        parts=tuple(
            Part(section.id, parts[section.id].size if section.id in parts else None)
            for section in drawing.sections
        ),
        boxes=tuple(_box(node, nodes[node.id]) for node in drawing.nodes),
        lines=tuple(_line(edge, shapes, labels) for edge in drawing.edges),
        direction=direction,
    )
    return Sized(plan, nodes, labels, heads, parts)


def _ends(drawing: Drawing) -> Counter[str]:
    """How many lines end at each node: those that leave it, and those that come in, as one where they share
    their line."""
    leave = Counter(edge.source for edge in drawing.edges)
    beside = Counter((edge.target, edge.relation, edge.source) for edge in drawing.edges)
    most: dict[tuple[str, Relation], int] = {}
    for (target, relation, source), count in beside.items():
        # From the node itself, or a second time from one other, each has a line of its own.
        known = most.get((target, relation), 0)
        most[target, relation] = known + count if source == target else max(known, count)
    enter: Counter[str] = Counter()
    for (target, _), count in most.items():
        enter[target] += count
    return leave + enter


def label(edge: Edge) -> Block:
    """The pill of an edge: its label in two lines at most, and below it what is counted on it."""
    lines = [(line, Voice.LABEL) for line in wrapped(edge.label, Voice.LABEL, LABEL_ROOM, 2)]
    if edge.mark.badge:
        lines += [(line, Voice.BADGE) for line in wrapped(edge.mark.badge, Voice.BADGE, LABEL_ROOM, 1)]
    return pill(lines)


def manner(edge: Edge, target: Shape) -> Manner:
    """How the line of an edge runs, by what it means."""
    match edge.relation:
        case Relation.FLOW:
            return Manner.FORWARD
        case Relation.RETURN:
            return Manner.BACK
        case Relation.ESCALATION | Relation.RAISES:
            return Manner.ASIDE
        case Relation.RULING:
            # The ruling itself lies ahead of the levels; what it comes to leads back into the flow.
            return Manner.FORWARD if target in (Shape.RULING, Shape.LEVEL) else Manner.BACK
        case _:
            assert_never(edge.relation)


def _box(node: Node, block: Block) -> Box:
    return Box(node.id, node.lane, node.section, block.size, ends=block.ends)


def _line(edge: Edge, shapes: Mapping[str, Shape], labels: Mapping[str, Block]) -> Line:
    return Line(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        manner=manner(edge, shapes[edge.target]),
        net=f"{edge.relation} {edge.target}",
        label=labels[edge.id].size if edge.id in labels else None,
    )


def _head(lane: Lane, direction: Direction) -> Block:
    """The head of a lane: above it, or on its left where the flow runs to the right."""
    down = direction is Direction.DOWN
    room = CARD.width if down else 104.0
    lines: list[tuple[str, Voice]] = []
    for number, title in enumerate(lane.title):
        voice = Voice.LANE_SECOND if number else Voice.LANE
        lines += [(line, voice) for line in wrapped(title, voice, room, 3)]
    if not lines:
        return Block(Size(0, 0), ())
    runs, bottom = stacked(lines, 0, 0, Anchor.MIDDLE if down else Anchor.START)
    inner = max(wide(words, voice) for words, voice in lines)
    return Block(Size(round(inner + 28, 1), round(bottom + 18, 1)), runs)


def _part(section: Section) -> Block:
    lines: list[tuple[str, Voice]] = []
    for number, title in enumerate(section.title):
        voice = Voice.LANE_SECOND if number else Voice.SECTION
        lines += [(line, voice) for line in wrapped(title, voice, 480, 2)]
    runs, bottom = stacked(lines, 0, 0)
    inner = max((wide(words, voice) for words, voice in lines), default=0)
    return Block(Size(round(inner + 28, 1), round(bottom + 18, 1)), runs)
