"""JSON: a whole drawing with its coordinates, for programs that draw by themselves."""

import json

from procflow.drawing.formats.cards import runs_down
from procflow.drawing.layout import Point, Rect
from procflow.drawing.model import Drawing, Edge, Grid, Node
from procflow.drawing.picture import Picture

FORMAT = 1
"""The number of the form that the file has; a new one may add keys and changes none."""


def write_data(picture: Picture) -> bytes:
    """The drawing and its layout as JSON in UTF-8, as ``schemas/drawing.schema.json`` describes it.

    All keys are there whatever the drawing holds, in one order.
    """
    drawing, layout = picture.drawing, picture.layout
    data = {
        "format": FORMAT,
        "title": drawing.title,
        "subtitle": drawing.subtitle,
        "language": drawing.language,
        "direction": "tb" if runs_down(picture) else "lr",
        "size": {"width": _number(layout.size.width), "height": _number(layout.size.height)},
        "lanes": [
            {
                "id": lane.id,
                "title": lane.title,
                "box": _rect(layout.strips[lane.id]),
                "head": _rect(layout.heads[lane.id]),
            }
            for lane in drawing.lanes
        ],
        "sections": _sections(picture),
        "nodes": [_node(node, layout.boxes[node.id]) for node in drawing.nodes],
        "edges": [_edge(edge, picture) for edge in drawing.edges],
        "grids": [_grid(grid) for grid in drawing.grids],
    }
    # A lone surrogate is no character and has no UTF-8; it stands as its escape.
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def _sections(picture: Picture) -> list[dict[str, object]]:
    drawing: Drawing = picture.drawing
    parts = picture.layout.parts
    return [
        {"id": s.id, "title": s.title, "head": _rect(parts[s.id]) if s.id in parts else None}
        for s in drawing.sections
    ]


def _node(node: Node, box: Rect) -> dict[str, object]:
    mark = node.mark
    return {
        "id": node.id,
        "shape": node.shape,
        "element": node.element,
        "lane": node.lane,
        "section": node.section,
        "title": node.title,
        "corner": node.corner,
        "limit": node.limit,
        "rows": node.rows,
        "signs": node.signs,
        "basis": node.basis,
        "facts": [{"label": fact.label, "text": fact.text} for fact in node.facts],
        "mark": {
            "tone": mark.tone,
            "time": mark.time,
            "by": mark.by,
            "badge": mark.badge,
            "before": mark.before,
        },
        "box": _rect(box),
    }


def _edge(edge: Edge, picture: Picture) -> dict[str, object]:
    route = picture.layout.routes[edge.id]
    mark = edge.mark
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation,
        "label": edge.label,
        "trigger": edge.trigger,
        "condition": edge.condition,
        "otherwise": edge.otherwise,
        "mark": {"tone": mark.tone, "badge": mark.badge, "weight": mark.weight},
        "points": [_point(point) for point in route.points],
        "label_box": _rect(route.label) if route.label is not None else None,
    }


def _grid(grid: Grid) -> dict[str, object]:
    marks = {str(row): tone for row, tone in sorted(grid.marks.items())}
    return {"id": grid.id, "title": grid.title, "heads": grid.heads, "rows": grid.rows, "marks": marks}


def _point(point: Point) -> dict[str, float]:
    return {"x": _number(point.x), "y": _number(point.y)}


def _rect(rect: Rect) -> dict[str, float]:
    size = {"width": _number(rect.width), "height": _number(rect.height)}
    return {"x": _number(rect.x), "y": _number(rect.y), **size}


def _number(value: float) -> float:
    """A coordinate to a hundredth of a pixel."""
    return round(value, 2)
