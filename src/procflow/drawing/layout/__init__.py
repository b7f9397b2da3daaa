"""From sizes to coordinates: lanes beside each other, boxes by rank, lines on tracks between them.

Pure geometry. It knows neither processes and cases nor the formats that pictures are written in.
"""

from procflow.drawing.layout.engine import layout
from procflow.drawing.layout.types import (
    Box,
    Direction,
    Layout,
    Line,
    Manner,
    Part,
    Plan,
    Point,
    Rect,
    Route,
    Size,
    Strip,
)

__all__ = [
    "Box",
    "Direction",
    "Layout",
    "Line",
    "Manner",
    "Part",
    "Plan",
    "Point",
    "Rect",
    "Route",
    "Size",
    "Strip",
    "layout",
]
