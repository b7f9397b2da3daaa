"""The outline of every form, in its box."""

from typing import assert_never

from procflow.drawing.formats.svg.markup import element, number
from procflow.drawing.layout import Rect
from procflow.drawing.model import Shape, Tone

RADIUS = 8.0


def outline(shape: Shape, box: Rect) -> str:
    """The drawn form of a node around its place, without signs and texts."""
    match shape:
        case Shape.START | Shape.FINISHED:
            return _circle(box, "box") if box.width == box.height else _rounded(box, box.height / 2)
        case Shape.END:
            return _rounded(box, box.height / 2)
        case Shape.CHOICE | Shape.TABLE | Shape.DISPUTE | Shape.RULING:
            return _pointed(box)
        case Shape.SPLIT | Shape.JOIN:
            return _rounded(box, min(4.0, box.height / 2, box.width / 2))
        case Shape.CALL | Shape.PROCEDURE:
            inner = Rect(box.x + 3, box.y + 3, box.width - 6, box.height - 6)
            return _rounded(box, RADIUS) + _rounded(inner, RADIUS - 2.5, "inner")
        case Shape.EVENT:
            inner = Rect(box.x + 3, box.y + 3, box.width - 6, box.height - 6)
            radius = min(18.0, box.height / 2)
            return _rounded(box, radius) + _rounded(inner, radius - 2.5, "inner")
        case Shape.MILESTONE:
            return _rounded(box, RADIUS) + _pole(box)
        case Shape.DUTY | Shape.POWER | Shape.ACCOUNTABILITY:
            return _rounded(box, RADIUS) + _pole(box)
        case Shape.NOTICE:
            return _folded(box)
        case Shape.TASK | Shape.REVIEW | Shape.SEAT | Shape.WAIT | Shape.SYSTEM | Shape.LEVEL:
            return _rounded(box, RADIUS)
        case _:
            assert_never(shape)


def ring(shape: Shape, box: Rect, tone: Tone) -> str:
    """A ring around a form, 4 px outside of it."""
    name = f"ring t-{tone}"
    around = Rect(box.x - 4, box.y - 4, box.width + 8, box.height + 8)
    if shape in (Shape.START, Shape.FINISHED) and box.width == box.height:
        return _circle(around, name)
    if shape in (Shape.CHOICE, Shape.TABLE, Shape.DISPUTE, Shape.RULING):
        return _pointed(Rect(around.x - 2, around.y, around.width + 4, around.height), name)
    round_ = (Shape.END, Shape.START, Shape.FINISHED)
    radius = box.height / 2 if shape in round_ else 18 if shape is Shape.EVENT else RADIUS
    return _rounded(around, radius + 4, name)


def _rounded(box: Rect, radius: float, name: str = "box") -> str:
    return element(
        "rect", class_=name, x=box.x, y=box.y, width=box.width, height=box.height, rx=radius, ry=radius
    )


def _circle(box: Rect, name: str) -> str:
    radius = min(box.width, box.height) / 2
    return element("circle", class_=name, cx=box.x + box.width / 2, cy=box.y + box.height / 2, r=radius)


def _pointed(box: Rect, name: str = "box") -> str:
    """A diamond, or where there is a text in it a form with points at both sides."""
    middle = box.y + box.height / 2
    tip = min(box.width / 2, box.height * 0.5)
    left, right, bottom = box.x + tip, box.x + box.width - tip, box.y + box.height
    n = number
    path = (
        f"M{n(box.x)} {n(middle)}L{n(left)} {n(box.y)}H{n(right)}L{n(box.x + box.width)} {n(middle)}"
        f"L{n(right)} {n(bottom)}H{n(left)}Z"
    )
    return element("path", class_=name, d=path)


def _pole(box: Rect) -> str:
    """A thick line down the left side."""
    n = number
    bottom, r = box.y + box.height, RADIUS
    left, top, inner = box.x, box.y, box.x + 5
    path = (
        f"M{n(left + r)} {n(top)}Q{n(left)} {n(top)} {n(left)} {n(top + r)}V{n(bottom - r)}"
        f"Q{n(left)} {n(bottom)} {n(left + r)} {n(bottom)}Q{n(inner)} {n(bottom)} {n(inner)} {n(bottom - 5)}"
        f"V{n(top + 5)}Q{n(inner)} {n(top)} {n(left + r)} {n(top)}Z"
    )
    return element("path", class_="pole", d=path)


def _folded(box: Rect) -> str:
    """A card whose lower left corner is folded, as that of a letter."""
    n, r, fold = number, RADIUS, min(9.0, box.height / 3)
    right, bottom = box.x + box.width, box.y + box.height
    path = (
        f"M{n(box.x + r)} {n(box.y)}H{n(right - r)}Q{n(right)} {n(box.y)} {n(right)} {n(box.y + r)}"
        f"V{n(bottom - r)}Q{n(right)} {n(bottom)} {n(right - r)} {n(bottom)}H{n(box.x + fold)}"
        f"L{n(box.x)} {n(bottom - fold)}V{n(box.y + r)}Q{n(box.x)} {n(box.y)} {n(box.x + r)} {n(box.y)}Z"
    )
    corner = f"M{n(box.x)} {n(bottom - fold)}H{n(box.x + fold)}V{n(bottom)}"
    return element("path", class_="box", d=path) + element("path", class_="inner", d=corner)
