"""Edges: lines with rounded corners and heads, labels on pills, and signs where escalations leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procflow.drawing.formats.svg.marks import on_border
from procflow.drawing.formats.svg.markup import classes, element, titled
from procflow.drawing.formats.svg.nodes import text
from procflow.drawing.formats.svg.paths import head, rounded, shortened, straightened, until_joined
from procflow.drawing.layout import Manner, Point, Rect
from procflow.drawing.model import Edge, Relation, Shape, Sign, Tone
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import Block, manner

ORDER = (
    Tone.NOW,
    Tone.DONE,
    Tone.LATE,
    Tone.ADDED,
    Tone.CHANGED,
    Tone.HELD,
    Tone.PLAIN,
    Tone.REMOVED,
    Tone.GONE,
)
"""Tones, what stands out most first."""

_ROUND = (Shape.START, Shape.FINISHED, Shape.TABLE, Shape.DISPUTE, Shape.RULING, Shape.CHOICE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines of a picture, the pills that lie on them, and where signs of escalation stand."""

    lines: str
    pills: str
    bolts: str
    bolted: Mapping[str, Sequence[Point]]


def draw_edges(picture: Picture) -> Drawn:
    """All edges, what stands out above what does not; where several run together, it alone is drawn."""
    shapes = {node.id: node.shape for node in picture.drawing.nodes}
    nets = {line.id: line.net for line in picture.sized.plan.lines}
    drawn: dict[str, list[tuple[Point, ...]]] = {}
    lines: list[str] = []
    pills: list[str] = []
    bolts: dict[tuple[float, float], str] = {}
    bolted: dict[str, list[Point]] = {}
    for edge in sorted(picture.drawing.edges, key=standing):
        points = straightened(picture.layout.routes[edge.id].points)
        others = drawn.setdefault(nets[edge.id], [])
        lines.append(_line(edge, points, others))
        others.append(points)
        pills.append(_pill(edge, picture))
        if has_bolt(edge, shapes):
            start = points[0]
            bolted.setdefault(edge.source, []).append(start)
            bolt = element("g", on_border(Sign.ESCALATES, start), class_=edge_classes(edge, "bolt"))
            bolts.setdefault((start.x, start.y), bolt)
    return Drawn("".join(reversed(lines)), "".join(reversed(pills)), "".join(bolts.values()), bolted)


def standing(edge: Edge) -> tuple[int, float]:
    """What stands out most first."""
    return ORDER.index(edge.mark.tone), -edge.mark.weight


def has_bolt(edge: Edge, shapes: Mapping[str, Shape]) -> bool:
    """Whether a sign of escalation stands where an edge leaves."""
    leaves = edge.relation is Relation.ESCALATION and shapes[edge.source] not in _ROUND
    return leaves and manner(edge, shapes[edge.target]) is Manner.ASIDE


def edge_classes(edge: Edge, first: str = "edge") -> str:
    """What an edge means and how it stands."""
    return classes((first, f"r-{edge.relation}", f"t-{edge.mark.tone}"))


def _line(edge: Edge, points: tuple[Point, ...], others: list[tuple[Point, ...]]) -> str:
    return element(
        "g",
        *line_parts(edge, points, others),
        class_=edge_classes(edge),
        data_edge=edge.id,
        data_source=edge.source,
        data_target=edge.target,
        data_trigger=edge.trigger,
    )


def line_parts(edge: Edge, points: tuple[Point, ...], others: Sequence[tuple[Point, ...]]) -> tuple[str, ...]:
    """The line of an edge with its head; where it comes upon one of others, that goes on for both."""
    alone, joined = until_joined(points, others)
    alone = straightened(alone)
    width = round(1.6 + 5 * min(1.0, edge.mark.weight), 2) if edge.mark.weight > 0 else 0.0
    scale = max(1.0, width / 3)
    path = rounded(alone if joined else shortened(alone, 7 * scale))
    parts = [
        titled(edge.label or edge.condition),
        element("path", class_="line", d=path, **({"style": f"stroke-width:{width:g}"} if width else {})),
    ]
    if not joined:
        parts.append(element("path", class_="head", d=head(alone, scale)))
    return tuple(part for part in parts if part)


def _pill(edge: Edge, picture: Picture) -> str:
    place = picture.layout.routes[edge.id].label
    block = picture.sized.labels.get(edge.id)
    if place is None or block is None:
        return ""
    named = edge_classes(edge, "edge label-of")
    return element("g", *pill_parts(block, place), class_=named, data_label=edge.id)


def pill_parts(block: Block, place: Rect) -> tuple[str, ...]:
    """A label on its ground."""
    radius = min(place.height / 2, 10.0)
    ground = element(
        "rect",
        class_="pill",
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        rx=radius,
        ry=radius,
    )
    return (ground, *(text(run.moved(place.x, place.y)) for run in block.runs))
