"""Patterns in the place of colours, for paper."""

from procflow.drawing.formats.svg.markup import element
from procflow.drawing.model import Drawing, Tone

_DRAWN = {
    Tone.DONE: "M0 0H4V4H0Z",
    Tone.NOW: "M0 2H4",
    Tone.LATE: "M-1 1L1 -1M0 4L4 0M3 5L5 3",
    Tone.HELD: "M2 0V4",
    Tone.ADDED: "M2 0V4M0 2H4",
    Tone.REMOVED: "M-1 3L1 5M0 0L4 4M3 -1L5 1",
    Tone.CHANGED: "M0 4L4 0M0 0L4 4",
}


def patterns(drawing: Drawing) -> str:
    """The definitions of the patterns that a picture uses."""
    used = {node.mark.tone for node in drawing.nodes}
    return element("defs", *(_pattern(tone, path) for tone, path in _DRAWN.items() if tone in used))


def _pattern(tone: Tone, path: str) -> str:
    solid = tone is Tone.DONE
    drawn = element("path", d=path, fill="#000000" if solid else "none", stroke="" if solid else "#000000")
    return element("pattern", drawn, id=f"pattern-{tone}", width=4, height=4, patternUnits="userSpaceOnUse")
