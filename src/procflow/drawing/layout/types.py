"""What a layout is made from and comes to: sizes in, coordinates out, in pixels from the upper left."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way the flow runs; lanes lie across it."""

    DOWN = "tb"
    RIGHT = "lr"


class Manner(StrEnum):
    """How a line runs.

    ``FORWARD`` leaves a box ahead and enters the next from behind, and ranks it after. ``ASIDE`` leaves by a
    side, from a badge on the border, and ranks too. ``BACK`` comes back, by the sides, and never ranks.
    """

    FORWARD = "forward"
    ASIDE = "aside"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Size:
    """A width and a height on the page, whatever the direction."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the page by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the page."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A lane to be laid out: ``head`` is the room that its title needs."""

    id: str
    head: Size


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be laid out: ``title`` is the room that its title needs across all lanes."""

    id: str
    title: Size | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A node to be laid out.

    ``ends`` says on how much of its sides lines may end, around their middle: ``width`` of the upper and the
    lower one, ``height`` of the left and the right one. A side with 0 takes lines of one net at its middle
    alone; a box that has four such sides and more lines than they can take counts as one without ``ends``.
    None leaves nearly all of each side.
    """

    id: str
    lane: str
    part: str
    size: Size
    ends: Size | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An edge to be laid out. Lines of one ``net`` end at one box and may share a stretch; others never do.

    ``label`` is the room for its text, which stands on the line near the source; None for none.
    """

    id: str
    source: str
    target: str
    manner: Manner
    net: str
    label: Size | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to be laid out: strips, parts and boxes in the order in which they are to be read."""

    strips: tuple[Strip, ...]
    parts: tuple[Part, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    direction: Direction = Direction.DOWN


@dataclass(frozen=True, slots=True)
class Route:
    """A line with its bends, every stretch level or upright, and where its label stands."""

    points: tuple[Point, ...]
    label: Rect | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan with coordinates. ``strips`` are whole lanes with their heads, ``heads`` the heads alone;
    ``parts`` hold the titles of sections that have one."""

    size: Size
    strips: Mapping[str, Rect]
    heads: Mapping[str, Rect]
    parts: Mapping[str, Rect]
    boxes: Mapping[str, Rect]
    routes: Mapping[str, Route]
