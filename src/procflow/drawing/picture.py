"""A drawing with its sizes and its coordinates: what every format is made from."""

from dataclasses import dataclass

from procflow.drawing.layout import Direction, Layout, layout
from procflow.drawing.model import Drawing
from procflow.drawing.sizing import Sized, sized


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, how large it is with its wrapped texts, and where it stands."""

    drawing: Drawing
    sized: Sized
    layout: Layout


def picture(drawing: Drawing, direction: Direction = Direction.DOWN) -> Picture:
    """Size a drawing and lay it out, with its flow down the page or to the right."""
    known = sized(drawing, direction)
    return Picture(drawing, known, layout(known.plan))
