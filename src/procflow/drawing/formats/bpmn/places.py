"""Where the elements of BPMN stand: circles and diamonds inside of the boxes of the layout."""

from dataclasses import replace
from itertools import pairwise
from math import sqrt

from procflow.drawing.formats.bpmn.kinds import CHOICES, ENDS
from procflow.drawing.layout import Point, Rect, Route
from procflow.drawing.model import Node, Shape

CIRCLE = 36.0
"""The width of an event."""

DIAMOND = 50.0
"""The width of a gateway."""

_ROUND = ENDS | {Shape.START, Shape.EVENT, Shape.WAIT, Shape.MILESTONE}
_GAP = 4.0


def is_round(node: Node, ways: int) -> bool:
    """Whether a node with so many ways out is an event."""
    return node.shape in _ROUND and not is_diamond(node, ways)


def is_diamond(node: Node, ways: int) -> bool:
    """Whether a node with so many ways out is a gateway."""
    several = node.shape is Shape.WAIT and ways > 1
    return several or node.shape in CHOICES or node.shape in (Shape.SPLIT, Shape.JOIN)


def bounds(node: Node, ways: int, box: Rect) -> Rect:
    """The place of a node's shape: the middle of its box, or for what is done all of it."""
    if is_round(node, ways):
        return _middle(box, CIRCLE)
    return _middle(box, DIAMOND) if is_diamond(node, ways) else box


def label(shape: Rect, box: Rect) -> Rect:
    """The room for the title of an event or a gateway: right of it, as far as the box goes."""
    x = shape.x + shape.width + _GAP
    return Rect(x, box.y, max(box.x + box.width - x, shape.width), box.height)


def _middle(box: Rect, most: float) -> Rect:
    side = min(most, box.width, box.height)
    return Rect(box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side)


def docked(points: tuple[Point, ...], shape: Rect, box: Rect, *, circle: bool) -> tuple[Point, ...]:
    """A line whose last point lies on the border of a box, led on to the smaller shape in it.

    It goes straight on where that meets the shape, else to the height of the middle and then aside; so it
    never leaves the box.
    """
    if shape == box or len(points) < 2:
        return points
    before, last = points[-2], points[-1]
    half = shape.width / 2
    centre = Point(shape.x + half, shape.y + half)
    upright = before.x == last.x
    off = last.x - centre.x if upright else last.y - centre.y
    if abs(off) > half:
        side = half if off > 0 else -half
        bend = Point(last.x, centre.y) if upright else Point(centre.x, last.y)
        end = Point(centre.x + side, centre.y) if upright else Point(centre.x, centre.y + side)
        return (*points[:-1], bend, end)
    reach = sqrt(half * half - off * off) if circle else half - abs(off)
    if upright:
        return (*points[:-1], Point(last.x, centre.y + (reach if before.y > last.y else -reach)))
    return (*points[:-1], Point(centre.x + (reach if before.x > last.x else -reach), last.y))


def clear_of(points: tuple[Point, ...], reach: float) -> tuple[Point, ...]:
    """A line that begins at the rim of a circle around its first point."""
    start, after = points[0], points[1]
    dx, dy = after.x - start.x, after.y - start.y
    length = abs(dx) + abs(dy)
    if length <= reach:
        return points[1:] if len(points) > 2 else points
    return (Point(start.x + dx / length * reach, start.y + dy / length * reach), *points[1:])


def around(rects: list[Rect], points: list[Point], margin: float, head: float) -> Rect:
    """What holds all of them, with a margin and room for a title on top."""
    xs = [x for rect in rects for x in (rect.x, rect.x + rect.width)] + [point.x for point in points]
    ys = [y for rect in rects for y in (rect.y, rect.y + rect.height)] + [point.y for point in points]
    left, top = min(xs) - margin, min(ys) - margin - head
    return Rect(left, top, max(xs) + margin - left, max(ys) + margin - top)


def beside(route: Route) -> Rect | None:
    """The room for the label of a line, moved off the line: tools put nothing behind a text."""
    room = route.label
    if room is None:
        return None
    for start, end in pairwise(route.points):
        if (
            start.x == end.x
            and room.x < start.x < room.x + room.width
            and _meet(start.y, end.y, room.y, room.height)
        ):
            return replace(room, x=start.x + _GAP)
        if (
            start.y == end.y
            and room.y < start.y < room.y + room.height
            and _meet(start.x, end.x, room.x, room.width)
        ):
            return replace(room, y=start.y - room.height - _GAP / 2)
    return room


def _meet(one: float, other: float, low: float, length: float) -> bool:
    return min(one, other) < low + length and max(one, other) > low
