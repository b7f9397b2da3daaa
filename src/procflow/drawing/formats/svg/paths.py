"""Lines with rounded corners, their heads, and what of a line is drawn where several run together."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from procflow.drawing.formats.svg.markup import number
from procflow.drawing.layout import Point

CORNER = 9.0
HEAD = 9.0
"""The length of an arrow head in pixels."""


def pair(point: Point) -> str:
    """A point as two numbers."""
    return f"{number(point.x)} {number(point.y)}"


def length(one: Point, other: Point) -> float:
    """How far two points are apart."""
    return hypot(other.x - one.x, other.y - one.y)


def towards(start: Point, goal: Point, far: float) -> Point:
    """The point so far from a start on the way to a goal."""
    whole = length(start, goal)
    if whole == 0:
        return start
    part = min(1.0, far / whole)
    return Point(start.x + (goal.x - start.x) * part, start.y + (goal.y - start.y) * part)


def rounded(points: Sequence[Point]) -> str:
    """A path through points with its corners rounded by 9 px, or by half of the shorter stretch beside."""
    parts = [f"M{pair(points[0])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, length(before, here) / 2, length(here, after) / 2)
        if radius < 0.5:
            parts.append(f"L{pair(here)}")
            continue
        parts.append(
            f"L{pair(towards(here, before, radius))}Q{pair(here)} {pair(towards(here, after, radius))}"
        )
    parts.append(f"L{pair(points[-1])}")
    return "".join(parts)


def shortened(points: Sequence[Point], far: float) -> tuple[Point, ...]:
    """The points with so much taken from the end, as far as the last stretch goes."""
    *rest, before, last = points
    room = max(0.0, min(far, length(before, last) - 0.5))
    return (*rest, before, towards(last, before, room))


def head(points: Sequence[Point], scale: float = 1.0) -> str:
    """A triangle at the end of a line that points the way it goes."""
    tip, before = points[-1], points[-2]
    base = towards(tip, before, HEAD * scale)
    whole = length(tip, base) or 1.0
    across = Point((tip.y - base.y) / whole * 3.6 * scale, (base.x - tip.x) / whole * 3.6 * scale)
    left = Point(base.x + across.x, base.y + across.y)
    right = Point(base.x - across.x, base.y - across.y)
    return f"M{pair(tip)}L{pair(left)}L{pair(right)}Z"


def straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those that lie on a straight stretch or stand twice."""
    kept: list[Point] = []
    for point in points:
        if kept and length(kept[-1], point) < 0.01:
            continue
        if len(kept) > 1 and _level(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else tuple(points[:1]) * 2


def until_joined(points: Sequence[Point], drawn: Sequence[Sequence[Point]]) -> tuple[tuple[Point, ...], bool]:
    """A line as far as it runs alone, and whether it ends in one that is drawn already.

    Lines that end in one another go the rest of the way together; drawn twice, their dashes would fill each
    other.
    """
    whole = _long(points)
    far, alone = min(
        ((_long(left), left) for left in (_before_the_shared(points, line) for line in drawn)),
        key=lambda found: found[0],
        default=(whole, tuple(points)),
    )
    if far >= whole - 0.5:
        return tuple(points), False
    # It is drawn a little further: round its own corner into the other line, or past the corner of that.
    last = len(alone) - 1
    if _same(alone[-1], points[last]):
        return (*alone, towards(points[last], points[last + 1], 2 * CORNER)), True
    return (*alone[:-1], towards(alone[-1], points[last], CORNER)), True


def _before_the_shared(points: Sequence[Point], line: Sequence[Point]) -> tuple[Point, ...]:
    """A line without what it has in common with the end of another."""
    mine, theirs = list(points), list(line)
    while len(mine) > 1 and len(theirs) > 1 and _same(mine[-1], theirs[-1]):
        if not _ahead(mine[-2], mine[-1], theirs[-2], theirs[-1]):
            break
        if _same(mine[-2], theirs[-2]):
            mine.pop()
            theirs.pop()
            continue
        near = min(length(mine[-2], mine[-1]), length(theirs[-2], theirs[-1]))
        return (*mine[:-1], towards(mine[-1], mine[-2], near))
    return tuple(mine)


def _same(one: Point, other: Point) -> bool:
    return length(one, other) < 0.01


def _long(points: Sequence[Point]) -> float:
    return sum(length(one, other) for one, other in pairwise(points))


def _level(one: Point, two: Point, three: Point) -> bool:
    same_x = abs(one.x - two.x) < 0.01 and abs(two.x - three.x) < 0.01
    return same_x or (abs(one.y - two.y) < 0.01 and abs(two.y - three.y) < 0.01)


def _ahead(start: Point, end: Point, one: Point, other: Point) -> bool:
    """Whether two stretches, each level or upright, go the same way."""
    return (end.x - start.x) * (other.x - one.x) + (end.y - start.y) * (other.y - one.y) > 0
