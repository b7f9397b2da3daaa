"""What stands around and behind the flow: titles, bands of lanes with their heads, titles of sections."""

from collections.abc import Iterator

from procflow.drawing.formats.svg.markup import element, number
from procflow.drawing.formats.svg.nodes import text
from procflow.drawing.layout import Direction, Rect
from procflow.drawing.picture import Picture
from procflow.drawing.sizing import LEADS, SIZES, Block, Run, Voice
from procflow.drawing.text import wrap


def headline(title: str, subtitle: str, room: float) -> tuple[str, float]:
    """The picture's title with what stands below it, and its height."""
    parts: list[str] = []
    y = 0.0
    for words, voice in ((title, Voice.HEADING), (subtitle, Voice.SUBTITLE)):
        for line in wrap(words, SIZES[voice], room, 3, bold=voice is Voice.HEADING, even=False):
            y += LEADS[voice]
            parts.append(text(Run(line, 0, round(y - 6, 2), voice)))
        y += 3
    return element("g", *parts, class_="headline"), y


def lanes(picture: Picture) -> str:
    """The bands in turn white and tinted, with their heads and a frame around all of them."""
    layout, direction = picture.layout, picture.sized.plan.direction
    parts: list[str] = []
    for index, lane in enumerate(picture.drawing.lanes):
        if lane.id not in layout.strips:
            continue
        band = layout.strips[lane.id]
        parts.append(_rect("band even" if index % 2 else "band", band))
        head, block = layout.heads.get(lane.id), picture.sized.heads[lane.id]
        if head is not None and block.runs:
            parts.append(_rect("head-ground", head))
            parts.append(_rect("hair", head))
            parts += [text(run) for run in _in_head(block, head, direction)]
        parts.append(_rect("hair", band))
    return element("g", *parts, class_="lanes")


def sections(picture: Picture) -> str:
    """The titles of the sections that have one, each with a line above it across all lanes."""
    layout = picture.layout
    parts: list[str] = []
    for section in picture.drawing.sections:
        place, block = layout.parts.get(section.id), picture.sized.parts.get(section.id)
        if place is None or block is None:
            continue
        if picture.sized.plan.direction is Direction.DOWN:
            across = f"M0 {number(place.y)}H{number(layout.size.width)}"
        else:
            across = f"M{number(place.x)} 0V{number(layout.size.height)}"
        parts.append(element("path", class_="section-line", d=across))
        parts += [_rect("head-ground", place), _rect("hair", place)]
        top = place.y + (place.height - _inner(block)) / 2
        parts += [text(run.moved(place.x + 14, round(top, 2))) for run in block.runs]
    return element("g", *parts, class_="sections") if parts else ""


def _in_head(block: Block, head: Rect, direction: Direction) -> Iterator[Run]:
    x = head.x + (head.width / 2 if direction is Direction.DOWN else 14)
    top = head.y + (head.height - _inner(block)) / 2
    for run in block.runs:
        yield run.moved(round(x, 2), round(top, 2))


def _inner(block: Block) -> float:
    return sum(LEADS[run.voice] for run in block.runs)


def _rect(name: str, place: Rect) -> str:
    return element("rect", class_=name, x=place.x, y=place.y, width=place.width, height=place.height)
