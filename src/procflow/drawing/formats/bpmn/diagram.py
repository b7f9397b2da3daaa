"""Where everything of a process stands: the interchange part of a BPMN file, which is what tools draw."""

from dataclasses import dataclass, replace
from functools import cached_property
from xml.etree.ElementTree import Element

from procflow.drawing.formats.bpmn.elements import grid_text, remarks
from procflow.drawing.formats.bpmn.kinds import in_time
from procflow.drawing.formats.bpmn.model import MAIN, Model
from procflow.drawing.formats.bpmn.places import (
    CIRCLE,
    around,
    beside,
    bounds,
    clear_of,
    docked,
    is_diamond,
    is_round,
    label,
)
from procflow.drawing.formats.bpmn.xml import add
from procflow.drawing.layout import Direction, Layout, Point, Rect
from procflow.drawing.model import Edge, Node, Relation, Shape

_EDGE = 40.0
"""The room around the pool."""

_HEAD = 30.0
"""The band of a pool that holds its title."""

_MARGIN, _TITLE = 10.0, 20.0
_CHARACTER, _LINE = 8.0, 18.0


def write_diagrams(root: Element, model: Model, layout: Layout, direction: Direction) -> None:
    """A page for the process, and one for the inside of each block that stands as a card."""
    sheet = _Sheet(model, layout, direction is Direction.DOWN)
    plane = _plane(root, "Main", "Collaboration")
    sheet.pool(plane)
    sheet.contents(plane, MAIN)
    sheet.grids(plane)
    for block in model.blocks():
        sheet.contents(_plane(root, model.names[block.id], model.element(block.id)), block.id)


def _plane(root: Element, name: str, element: str) -> Element:
    return add(
        add(root, "bpmndi:BPMNDiagram", id=f"Page_{name}"),
        "bpmndi:BPMNPlane",
        id=f"Plane_{name}",
        bpmnElement=element,
    )


@dataclass(frozen=True)
class _Sheet:
    """Writes shapes and edges at the coordinates of a layout, moved so that none is below 0. ``across``
    says that lanes stand side by side."""

    model: Model
    layout: Layout
    across: bool

    @cached_property
    def strips(self) -> dict[str, Rect]:
        """The lanes, as far as the first page goes: what stands on others took room in the layout."""
        here = {node.id for node in self.model.drawing.nodes if self.model.plane(node.id) == MAIN}
        boxes = [self.layout.boxes[node] for node in here]
        lines = [edge for edge in self.model.drawing.edges if edge.source in here]
        points = [point for edge in lines for point in self.layout.routes[edge.id].points]
        used = around([*boxes, *(self._event_bounds(e) for e in self.model.events())], points, _MARGIN, 0)
        return {name: self._cut(strip, used) for name, strip in self.layout.strips.items()}

    def _cut(self, strip: Rect, used: Rect) -> Rect:
        if self.across:
            return replace(strip, height=min(strip.height, used.y + used.height - strip.y))
        return replace(strip, width=min(strip.width, used.x + used.width - strip.x))

    @cached_property
    def lanes(self) -> Rect:
        """What the lanes take up together."""
        return around(list(self.strips.values()), [], 0, 0)

    @cached_property
    def origin(self) -> Point:
        head = (0.0, _HEAD) if self.across else (_HEAD, 0.0)
        events = [self._event_bounds(event) for event in self.model.events()]
        all_of = around([self.lanes, *events], [], 0, 0)
        return Point(_EDGE + head[0] - all_of.x, _EDGE + head[1] - all_of.y)

    def pool(self, plane: Element) -> None:
        """The pool and its lanes."""
        all_of, standing = self.lanes, "false" if self.across else "true"
        if self.across:
            pool = Rect(all_of.x, all_of.y - _HEAD, all_of.width, all_of.height + _HEAD)
        else:
            pool = Rect(all_of.x - _HEAD, all_of.y, all_of.width + _HEAD, all_of.height)
        self._shape(plane, "Pool", pool, isHorizontal=standing)
        for lane in self.model.drawing.lanes:
            name = f"Lane_{self.model.lane_names[lane.id]}"
            self._shape(plane, name, self.strips[lane.id], isHorizontal=standing)

    def contents(self, plane: Element, page: str) -> None:
        """Everything on a page but the pool: events first, so that their steps lie on them."""
        model = self.model
        events = [event for event in model.events() if model.plane(event.id) == page]
        for event in events:
            self._event(plane, event)
        for node in model.drawing.nodes:
            if model.plane(node.id) == page and not self.model.is_alone(node):
                self._node(plane, node)
        for edge in model.drawing.edges:
            if model.plane(edge.source) == page and edge.relation is not Relation.RAISES:
                self._flow(plane, edge)
        for edge in remarks(model):
            if model.plane(edge.source) == page:
                name = f"Remark_{model.edge_names[edge.id]}"
                self._line(plane, name, self._ends(edge), None)

    def grids(self, plane: Element) -> None:
        """The tables, below the pool."""
        y = self.lanes.y + self.lanes.height + _EDGE
        for number, grid in enumerate(self.model.drawing.grids, 1):
            lines = grid_text(grid).split("\n")
            size = (max(map(len, lines)) * _CHARACTER * 2, (len(lines) + 1) * _LINE)
            self._shape(plane, f"Grid_{number}", Rect(self.lanes.x, y, *size))
            y += size[1] + _EDGE

    def _event_bounds(self, event: Node) -> Rect:
        """All of an any-time event; of one without steps that is its box."""
        if self.model.is_alone(event):
            return self.layout.boxes[event.id]
        nodes = {node.id for node in self.model.inside(event.id)}
        flows = [edge for edge in self.model.drawing.edges if edge.relation is not Relation.RAISES]
        routes = [self.layout.routes[edge.id] for edge in flows if edge.source in nodes]
        labels = [route.label for route in routes if route.label is not None]
        points = [point for route in routes for point in route.points]
        return around([*(self.layout.boxes[node] for node in nodes), *labels], points, _MARGIN, _TITLE)

    def _event(self, plane: Element, event: Node) -> None:
        name = self.model.names[event.id]
        all_of = self._event_bounds(event)
        self._shape(plane, f"Event_{name}", all_of, isExpanded="true")
        if not self.model.is_alone(event):
            return
        side = min(CIRCLE, all_of.height - _TITLE - _MARGIN / 2)
        y = all_of.y + all_of.height - side - _MARGIN / 4
        start = Rect(all_of.x + _MARGIN, y, side, side)
        over = Rect(all_of.x + all_of.width - _MARGIN - side, y, side, side)
        middle = y + side / 2
        self._shape(plane, self.model.element(event.id), start)
        self._shape(plane, f"Over_{name}", over)
        points = (Point(start.x + side, middle), Point(over.x, middle))
        self._line(plane, f"Flow_{name}_over", points, None)

    def _node(self, plane: Element, node: Node) -> None:
        ways, box = len(self.model.out[node.id]), self.layout.boxes[node.id]
        place = bounds(node, ways, box)
        choice = is_diamond(node, ways) and node.shape not in (Shape.SPLIT, Shape.JOIN, Shape.WAIT)
        folded = "false" if self.model.is_block(node) else ""
        marked = "true" if choice else ""
        said = label(place, box) if node.title and place != box else None
        name = self.model.element(node.id)
        self._shape(plane, name, place, said, isMarkerVisible=marked, isExpanded=folded)
        for edge in self.model.out[node.id]:
            if in_time(node, edge):
                at = self.layout.routes[edge.id].points[0]
                clock = Rect(at.x - CIRCLE / 2, at.y - CIRCLE / 2, CIRCLE, CIRCLE)
                said = beside(self.layout.routes[edge.id])
                self._shape(plane, f"Clock_{self.model.edge_names[edge.id]}", clock, said)

    def _flow(self, plane: Element, edge: Edge) -> None:
        timed = in_time(self.model.nodes[edge.source], edge)
        points = self._ends(edge)
        if timed:
            points = clear_of(points, CIRCLE / 2)
        route = self.layout.routes[edge.id]
        said = beside(route) if edge.label and not timed else None
        self._line(plane, f"Flow_{self.model.edge_names[edge.id]}", points, said)

    def _ends(self, edge: Edge) -> tuple[Point, ...]:
        """The points of a line between the shapes that stand in the boxes."""
        points = self.layout.routes[edge.id].points
        for end in (edge.target, edge.source):
            node, ways = self.model.nodes[end], len(self.model.out[end])
            box = self.layout.boxes[end]
            if not self.model.is_alone(node):
                points = docked(points, bounds(node, ways, box), box, circle=is_round(node, ways))
            points = points[::-1]
        return points

    def _shape(
        self, plane: Element, element: str, place: Rect, said: Rect | None = None, **given: str
    ) -> None:
        shape = add(plane, "bpmndi:BPMNShape", id=f"{element}_di", bpmnElement=element, **given)
        self._bounds(shape, place)
        if said is not None:
            self._bounds(add(shape, "bpmndi:BPMNLabel"), said)

    def _line(self, plane: Element, element: str, points: tuple[Point, ...], said: Rect | None) -> None:
        line = add(plane, "bpmndi:BPMNEdge", id=f"{element}_di", bpmnElement=element)
        for point in points:
            x, y = point.x + self.origin.x, point.y + self.origin.y
            add(line, "di:waypoint", x=_number(x), y=_number(y))
        if said is not None:
            self._bounds(add(line, "bpmndi:BPMNLabel"), said)

    def _bounds(self, parent: Element, place: Rect) -> None:
        x, y = place.x + self.origin.x, place.y + self.origin.y
        size = {"width": _number(place.width), "height": _number(place.height)}
        add(parent, "dc:Bounds", x=_number(x), y=_number(y), **size)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
