"""A picture in parts that a page can change: nodes, lines, labels, signs and tables, each with its number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from procflow.drawing.formats.html.facts import tone_word
from procflow.drawing.formats.html.voice import main
from procflow.drawing.formats.svg.edges import (
    edge_classes,
    has_bolt,
    line_parts,
    pill_parts,
    standing,
)
from procflow.drawing.formats.svg.grids import grid, placed
from procflow.drawing.formats.svg.legend import described
from procflow.drawing.formats.svg.marks import on_border
from procflow.drawing.formats.svg.nodes import node_classes, node_parts, ring_of
from procflow.drawing.formats.svg.paths import straightened
from procflow.drawing.formats.svg.whole import spoken
from procflow.drawing.layout import Point, Rect
from procflow.drawing.model import Edge, Grid, Node, Sign, Tone
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import label
from procflow.drawing.sizing.forms import form
from procflow.drawing.theme import LIGHT

State = tuple[str, ...]
"""The classes of a part, and the markup inside of it piece by piece."""


class Stage:
    """Draws the parts of one picture, whatever is said of them. What stands where was laid out before."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        drawing = picture.drawing
        self.language = drawing.language
        self.direction = picture.sized.plan.direction
        shapes = {node.id: node.shape for node in drawing.nodes}
        self.points = {edge.id: straightened(picture.layout.routes[edge.id].points) for edge in drawing.edges}
        self.nets: dict[str, list[str]] = {}
        self._net: dict[str, str] = {}
        for line in picture.sized.plan.lines:
            self.nets.setdefault(line.net, []).append(line.id)
            self._net[line.id] = line.net
        self.bolts: dict[Point, list[str]] = {}
        self.starts: dict[str, list[Point]] = {}
        for edge in drawing.edges:
            if has_bolt(edge, shapes):
                start = self.points[edge.id][0]
                self.bolts.setdefault(start, []).append(edge.id)
                self.starts.setdefault(edge.source, []).append(start)
        self.room = max(picture.layout.size.width, 480.0)
        self.tables = placed(drawing.grids, self.room)
        self.numbers = self._numbers()

    def _numbers(self) -> dict[object, int]:
        """The number of every part, those of nodes first and in reading order."""
        drawing = self.picture.drawing
        edges = [edge.id for edge in drawing.edges]
        names: list[object] = [node.id for node in drawing.nodes]
        names += [("ring", node.id) for node in drawing.nodes]
        names += [("line", edge) for edge in edges]
        names += [("pill", edge) for edge in edges]
        names += [("bolt", at) for at in self.bolts]
        names += [("table", table.grid.id) for table in self.tables]
        return {name: number for number, name in enumerate(names)}

    def node(self, node: Node) -> State:
        """A node as it stands."""
        block, box = form(node, self.direction), self.picture.layout.boxes[node.id]
        said = self.said(node)
        parts = node_parts(node, block, box, LIGHT, bolts=self.starts.get(node.id, ()), said=said)
        return (node_classes(node), *parts)

    def said(self, node: Node) -> str:
        """A node as it is read out, with how it stands."""
        return described([spoken(node), tone_word(node.mark.tone, main(self.language))])

    def net(self, edge: str) -> tuple[str, ...]:
        """The edges that share a line with an edge, in the order of the drawing."""
        return tuple(self.nets[self._net[edge]])

    def ring(self, node: Node) -> State:
        """The ring around a node that is open."""
        drawn = ring_of(node, self.picture.layout.boxes[node.id])
        return ("", drawn) if drawn else ("",)

    def lines(self, edges: Sequence[Edge]) -> Iterator[tuple[str, State]]:
        """The lines of all edges of a net, which end in what stands out most of them."""
        others: list[tuple[Point, ...]] = []
        for edge in sorted(edges, key=standing):
            yield edge.id, (edge_classes(edge), *line_parts(edge, self.points[edge.id], others))
            others.append(self.points[edge.id])

    def pill(self, edge: Edge) -> State:
        """The label of an edge, and what is counted on it, in the middle of the place that it has."""
        place = self.picture.layout.routes[edge.id].label
        block = label(edge) if edge.label or edge.mark.badge else None
        if place is None or block is None:
            return (edge_classes(edge, "edge label-of"),)
        wide, high = block.size.width, block.size.height
        x, y = place.x + (place.width - wide) / 2, place.y + (place.height - high) / 2
        inner = pill_parts(block, Rect(round(x, 2), round(y, 2), wide, high))
        return (edge_classes(edge, "edge label-of"), *inner)

    def bolt(self, at: Point, edges: Sequence[Edge]) -> State:
        """The sign where escalations leave a card, in the tone of what stands out most."""
        first = min(edges, key=standing)
        return (edge_classes(first, "bolt"), on_border(Sign.ESCALATES, at))

    def table(self, one: Grid) -> State:
        """A table with its marked rows."""
        return ("", grid(one, self.room).markup)


def with_rows(one: Grid, rows: Mapping[int, Tone]) -> Grid:
    """A table with other rows marked."""
    return replace(one, marks={row: tone for row, tone in rows.items() if row < len(one.rows)})
