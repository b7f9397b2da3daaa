"""Rectangles and points on their borders, for the judge of layouts."""

from procflow.drawing.layout import Point, Rect

NEAR = 0.06  # coordinates are rounded to hundredths


def shrunk(rect: Rect) -> Rect:
    return Rect(rect.x + NEAR, rect.y + NEAR, rect.width - 2 * NEAR, rect.height - 2 * NEAR)


def inside(rect: Rect, other: Rect) -> bool:
    return (
        rect.x >= other.x - NEAR
        and rect.y >= other.y - NEAR
        and rect.x + rect.width <= other.x + other.width + NEAR
        and rect.y + rect.height <= other.y + other.height + NEAR
    )


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width - NEAR
        and other.x < one.x + one.width - NEAR
        and one.y < other.y + other.height - NEAR
        and other.y < one.y + one.height - NEAR
    )


def side_of(rect: Rect, point: Point) -> str | None:
    right, bottom = rect.x + rect.width, rect.y + rect.height
    within = rect.x - NEAR <= point.x <= right + NEAR and rect.y - NEAR <= point.y <= bottom + NEAR
    distances = {
        "up": abs(point.y - rect.y),
        "down": abs(point.y - bottom),
        "left": abs(point.x - rect.x),
        "right": abs(point.x - right),
    }
    side = min(distances, key=lambda name: distances[name])
    return side if within and distances[side] <= NEAR else None


def goes_straight(side: str, point: Point, other: Point) -> bool:
    return {
        "up": other.x == point.x and other.y < point.y,
        "down": other.x == point.x and other.y > point.y,
        "left": other.y == point.y and other.x < point.x,
        "right": other.y == point.y and other.x > point.x,
    }[side]
