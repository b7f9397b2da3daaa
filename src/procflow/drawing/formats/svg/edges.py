"""Edges: lines with rounded corners and heads, labels on pills, and signs where escalations leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procflow.drawing.formats.svg.marks import on_border
from procflow.drawing.formats.svg.markup import classes, element, titled
from procflow.drawing.formats.svg.nodes import text
from procflow.drawing.formats.svg.paths import head, rounded, shortened, straightened, until_joined
from procflow.drawing.layout import Manner, Point
from procflow.drawing.model import Edge, Relation, Shape, Sign, Tone
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import manner

_ORDER = (
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
    for edge in sorted(picture.drawing.edges, key=_standing):
        points = straightened(picture.layout.routes[edge.id].points)
        others = drawn.setdefault(nets[edge.id], [])
        lines.append(_line(edge, points, others))
        others.append(points)
        pills.append(_pill(edge, picture))
        leaves = edge.relation is Relation.ESCALATION and shapes[edge.source] not in _ROUND
        if leaves and manner(edge, shapes[edge.target]) is Manner.ASIDE:
            bolted.setdefault(edge.source, []).append(points[0])
            bolts[points[0].x, points[0].y] = element(
                "g", on_border(Sign.ESCALATES, points[0]), class_=_classes(edge, "bolt")
            )
    return Drawn("".join(reversed(lines)), "".join(reversed(pills)), "".join(bolts.values()), bolted)


def _standing(edge: Edge) -> tuple[int, float]:
    """What stands out most first."""
    return _ORDER.index(edge.mark.tone), -edge.mark.weight


def _classes(edge: Edge, first: str = "edge") -> str:
    return classes((first, f"r-{edge.relation}", f"t-{edge.mark.tone}"))


def _line(edge: Edge, points: tuple[Point, ...], others: list[tuple[Point, ...]]) -> str:
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
    return element(
        "g",
        *parts,
        class_=_classes(edge),
        data_edge=edge.id,
        data_source=edge.source,
        data_target=edge.target,
        data_trigger=edge.trigger,
    )


def _pill(edge: Edge, picture: Picture) -> str:
    place = picture.layout.routes[edge.id].label
    block = picture.sized.labels.get(edge.id)
    if place is None or block is None:
        return ""
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
    runs = [text(run.moved(place.x, place.y)) for run in block.runs]
    return element("g", ground, *runs, class_=_classes(edge, "edge label-of"), data_label=edge.id)
