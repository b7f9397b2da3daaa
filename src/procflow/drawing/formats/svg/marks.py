"""What stands on the border of a node: signs of what it asks for, the mark of its tone, a count."""

from collections.abc import Iterator, Sequence
from math import hypot

from procflow.drawing.formats.svg import glyphs
from procflow.drawing.formats.svg.markup import element, escaped, number
from procflow.drawing.layout import Point, Rect
from procflow.drawing.model import Node, Sign, Tone
from procflow.drawing.sizing import SIZES, Voice
from procflow.drawing.text import plain, width

_APART = 18.0


def border_signs(node: Node, box: Rect, bolts: Sequence[Point]) -> Iterator[str]:
    """The signs of a node along its lower border from the right, clear of the bolts from which its
    escalations leave; with those it needs no other sign that it has some."""
    at = Point(box.x + box.width - 15, box.y + box.height)
    for sign in node.signs:
        if sign is Sign.ESCALATES and bolts:
            continue
        while any(hypot(at.x - bolt.x, at.y - bolt.y) < _APART for bolt in bolts):
            at = Point(at.x - 4, at.y)
        yield on_border(sign, at)
        at = Point(at.x - _APART, at.y)


def on_border(sign: Sign, at: Point) -> str:
    """A sign in a small circle."""
    ground = element("circle", class_="badge-ground", cx=at.x, cy=at.y, r=8.0)
    inner = glyphs.placed(glyphs.SIGNS[sign], at.x, at.y, 0.9)
    return element("g", ground, inner, class_=f"on-border sign-{sign}")


def tone_mark(tone: Tone, at: Point) -> str:
    """What a tone is without its colour; nothing where the form says it all."""
    if tone not in glyphs.TONES:
        return ""
    ground = element("circle", class_="mark-ground", cx=at.x, cy=at.y, r=9.0)
    return element("g", ground, glyphs.placed(glyphs.TONES[tone], at.x, at.y), class_="mark")


def count(text: str, right: float, middle: float) -> str:
    """A short text in a pill that ends at a place."""
    words = plain(text)
    wide = width(words, SIZES[Voice.BADGE], bold=True) + 12
    ground = element(
        "rect", class_="badge-ground", x=right - wide, y=middle - 8, width=wide, height=16, rx=8, ry=8
    )
    inner = element("text", escaped(words), class_="badge", x=right - wide / 2, y=middle + 3.4,
                    text_anchor="middle")  # fmt: skip
    return element("g", ground, inner, class_="count")


def corner_marks(node: Node, box: Rect) -> str:
    """The mark of the tone at the upper right corner, and the count on its left."""
    right = box.x + box.width
    mark = tone_mark(node.mark.tone, Point(right - 4, box.y + 1))
    counted = count(node.mark.badge, right - (16 if mark else 4), box.y - 2) if node.mark.badge else ""
    return mark + counted


def strip(node: Node, box: Rect) -> str:
    """Where colours cannot be told apart, the pattern of the tone down the right side."""
    n, r = number, 7.0
    right, bottom = box.x + box.width - 1, box.y + box.height - 1
    path = (
        f"M{n(right - 5)} {n(box.y + 1)}Q{n(right)} {n(box.y + 1)} {n(right)} {n(box.y + r)}V{n(bottom - r)}"
        f"Q{n(right)} {n(bottom)} {n(right - 5)} {n(bottom)}Z"
    )
    return element("path", class_="pattern", d=path)
