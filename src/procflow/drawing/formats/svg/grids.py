"""Tables of the definition, drawn beneath the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from procflow.drawing import text as words
from procflow.drawing.formats.svg.markup import element
from procflow.drawing.formats.svg.nodes import text
from procflow.drawing.layout import Size
from procflow.drawing.model import Grid, Tone
from procflow.drawing.sizing import BOLD, LEADS, SIZES, Run, Voice

_SIDE = 9.0
_ABOVE = 6.0
_WIDEST = 210.0
_NARROWEST = 48.0
_GAP = 32.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as markup from its upper left corner on, and its size."""

    markup: str
    size: Size


@dataclass(frozen=True, slots=True)
class Placed:
    """A table that is drawn, and where its upper left corner lies."""

    grid: Grid
    x: float
    y: float
    drawn: Drawn


def grids(all_of_them: Sequence[Grid], room: float) -> tuple[str, Size]:
    """The tables beside and below each other in a width; wider than that only if one table is."""
    found = placed(all_of_them, room)
    parts = [element("g", one.drawn.markup, transform=f"translate({one.x:g} {one.y:g})") for one in found]
    return element("g", *parts, class_="grids") if parts else "", extent(found)


def placed(all_of_them: Sequence[Grid], room: float) -> tuple[Placed, ...]:
    """Where each table lies."""
    found: list[Placed] = []
    x = y = row = 0.0
    for one in all_of_them:
        drawn = grid(one, room)
        if x and x + drawn.size.width > room:
            x, y, row = 0.0, y + row + _GAP, 0.0
        found.append(Placed(one, x, y, drawn))
        x, row = round(x + drawn.size.width + _GAP, 2), max(row, drawn.size.height)
    return tuple(found)


def extent(found: Sequence[Placed]) -> Size:
    """The size of all tables together."""
    return Size(
        max((one.x + one.drawn.size.width for one in found), default=0.0),
        max((one.y + one.drawn.size.height for one in found), default=0.0),
    )


def grid(one: Grid, room: float) -> Drawn:
    """A table: its title, its heads, and its rows with lines between them."""
    columns = _columns(one, room)
    wide = round(sum(columns), 1)
    parts: list[str] = []
    y = 0.0
    for number, title in enumerate(one.title):
        voice = Voice.LANE_SECOND if number else Voice.SECTION
        for line in words.wrap(title, SIZES[voice], max(wide, 200), 2, bold=voice in BOLD):
            y += LEADS[voice]
            parts.append(text(Run(line, 0, round(y - 4, 2), voice)))
    y = top = round(y + 6, 2)
    markup, y = _row(one.heads, columns, y, Voice.CELL_HEAD, Tone.PLAIN)
    parts.append(element("rect", class_="cell-head-ground", x=0, y=top, width=wide, height=y - top))
    parts.append(markup)
    for index, row in enumerate(one.rows):
        parts.append(_across(y, wide))
        markup, y = _row(row, columns, y, Voice.CELL, one.marks.get(index, Tone.PLAIN))
        parts.append(markup)
    frame = element("rect", class_="hair", x=0, y=top, width=wide, height=round(y - top, 2), rx=4, ry=4)
    parts.append(frame)
    return Drawn(element("g", *parts, class_="grid", data_grid=one.id), Size(wide, round(y, 1)))


def _columns(one: Grid, room: float) -> tuple[float, ...]:
    """As wide as what stands in them, up to a limit, and together no wider than there is room for."""
    natural = []
    for index in range(len(one.heads)):
        cells = [(one.heads[index], Voice.CELL_HEAD), *((row[index], Voice.CELL) for row in one.rows)]
        widest = max(
            words.width(words.plain(cell), SIZES[voice], bold=voice in BOLD) for cell, voice in cells
        )
        natural.append(min(_WIDEST, max(_NARROWEST, widest + 2 * _SIDE + 1)))
    over = sum(natural) / room if room > 0 else 1.0
    shrunk = natural if over <= 1 else [max(_NARROWEST, wide / over) for wide in natural]
    return tuple(round(wide, 1) for wide in shrunk)


def _row(
    cells: Sequence[str], columns: Sequence[float], top: float, voice: Voice, tone: Tone
) -> tuple[str, float]:
    parts: list[str] = []
    x = 0.0
    bottom = top
    for cell, wide in zip(cells, columns, strict=True):
        y = top + _ABOVE
        for line in words.wrap(cell, SIZES[voice], wide - 2 * _SIDE, 4, bold=voice in BOLD, even=False):
            parts.append(text(Run(line, round(x + _SIDE, 2), round(y + 10.5, 2), voice)))
            y += LEADS[voice]
        bottom = max(bottom, y + _ABOVE)
        x += wide
    bottom = round(bottom, 2)
    ground = ""
    if tone is not Tone.PLAIN:
        ground = element("rect", class_="box", x=0, y=top, width=sum(columns), height=bottom - top)
    return element("g", ground, *parts, class_=f"row node t-{tone}"), bottom


def _across(y: float, wide: float) -> str:
    return element("path", class_="hair", d=f"M0 {y:g}H{wide:g}")
