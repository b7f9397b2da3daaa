"""Small signs, drawn in a square of 16 px around the origin: of forms, of borders, of what a case says."""

from collections.abc import Mapping

from procflow.drawing.formats.svg.markup import element, number
from procflow.drawing.model import Shape, Sign, Tone


def _lines(*paths: str) -> str:
    return "".join(element("path", d=path, class_="g") for path in paths)


def _solid(*paths: str) -> str:
    return "".join(element("path", d=path, class_="g-solid") for path in paths)


BOLT = _solid("M1 -6 L-4 1 H-0.6 L-1.4 6 L4 -1.4 H0.6 Z")

_CLOCK = _lines("M-5.5 0 A5.5 5.5 0 1 0 5.5 0 A5.5 5.5 0 1 0 -5.5 0", "M0 -3 V0.3 L2.4 1.8")
_PAGE = _lines("M-4 -5.5 H1.6 L4 -3 V5.5 H-4 Z", "M-1.8 -1 H1.8 M-1.8 2 H1.8")
_BELL = _lines("M-5 3.2 C-3.2 2 -4 -4.8 0 -4.8 C4 -4.8 3.2 2 5 3.2 Z", "M-1.4 5.4 H1.4", "M0 -4.8 V-6.2")
_PEOPLE = _lines(
    "M-2.2 -2.6 A2.1 2.1 0 1 0 -2.2 -2.5", "M-7.4 5 C-7.4 -0.4 -1.2 -0.4 -1.2 5",
    "M4.9 -2.6 A1.7 1.7 0 1 0 4.9 -2.5", "M1.6 1.3 C4 -0.6 6.6 1 6.6 5",
)  # fmt: skip
_GEAR = _lines(
    "M-2 0 A2 2 0 1 0 2 0 A2 2 0 1 0 -2 0",
    "M-1 -6 H1 L1.4 -4.3 A4.4 4.4 0 0 1 2.9 -3.5 L4.6 -4 L5.7 -2.1 L4.4 -0.9 A4.4 4.4 0 0 1 4.4 0.9 "
    "L5.7 2.1 L4.6 4 L2.9 3.5 A4.4 4.4 0 0 1 1.4 4.3 L1 6 H-1 L-1.4 4.3 A4.4 4.4 0 0 1 -2.9 3.5 L-4.6 4 "
    "L-5.7 2.1 L-4.4 0.9 A4.4 4.4 0 0 1 -4.4 -0.9 L-5.7 -2.1 L-4.6 -4 L-2.9 -3.5 A4.4 4.4 0 0 1 -1.4 -4.3 Z",
)

FORMS: Mapping[Shape, str] = {
    Shape.START: _solid("M-3.4 -5 L5.2 0 L-3.4 5 Z"),
    Shape.END: _solid("M-4 -4 H4 V4 H-4 Z"),
    Shape.FINISHED: _solid("M-3 -3 H3 V3 H-3 Z"),
    Shape.CHOICE: _lines("M-1.9 -2.4 C-1.9 -5.4 2.3 -5.4 2.1 -2.5 C2 -0.8 0.1 -0.6 0.1 1.5")
    + _solid("M-0.9 3.6 H1.1 V5.4 H-0.9 Z"),
    Shape.TABLE: _lines("M-6 -5 H6 V5 H-6 Z", "M-6 -1.7 H6 M-6 1.7 H6 M-1.6 -5 V5"),
    Shape.DISPUTE: _solid("M1.4 -8 L-5 1.3 H-0.9 L-1.8 8 L5 -1.8 H0.8 Z"),
    Shape.RULING: _lines("M0 -6.4 V5.6 M-3.4 5.8 H3.4 M-5.6 -4.4 H5.6",
        "M-8 1 L-5.6 -4.4 L-3.2 1", "M3.2 1 L5.6 -4.4 L8 1")
    + _solid("M-8.2 0.8 A2.6 2.4 0 0 0 -3 0.8 Z", "M3 0.8 A2.6 2.4 0 0 0 8.2 0.8 Z"),
    Shape.NOTICE: _lines("M-6 -4.2 H6 V4.2 H-6 Z", "M-6 -4 L0 1 L6 -4"),
    Shape.WAIT: _CLOCK,
    Shape.CALL: _lines("M-5.5 -5.5 H5.5 V5.5 H-5.5 Z", "M0 -3 V3 M-3 0 H3"),
    Shape.SYSTEM: _GEAR,
    Shape.MILESTONE: _lines("M-4 6 V-6") + _solid("M-4 -6 H5.4 L2.8 -2.9 L5.4 0.2 H-4 Z"),
    Shape.EVENT: _BELL,
    Shape.DUTY: _lines("M-5.4 -4.4 H5.4 V5.6 H-5.4 Z", "M-5.4 -1.4 H5.4 M-2.6 -6.2 V-3.2 M2.6 -6.2 V-3.2"),
    Shape.POWER: _lines("M-2 0 A2.4 2.4 0 1 0 -2 0.1", "M-2 0 H6 V3 M3 0 V2.2"),
    Shape.ACCOUNTABILITY: _lines(
        "M-6 0 A6 6 0 1 0 6 0 A6 6 0 1 0 -6 0", "M-2.8 0 A2.8 2.8 0 1 0 2.8 0 A2.8 2.8 0 1 0 -2.8 0"
    ),
    Shape.PROCEDURE: _PAGE,
}  # fmt: skip
"""What a form is, before its corner or in its middle."""

SIGNS: Mapping[Sign, str] = {
    Sign.ESCALATES: BOLT,
    Sign.PAPERS: _lines(
        "M3.6 -2.6 L-1.2 2.4 A1.3 1.3 0 0 1 -3.1 0.5 L1.4 -4.1 A2.2 2.2 0 0 1 4.7 -1 L-0.3 4.2"
    ),
    Sign.EACH: _lines("M-3 -3.6 V3.6 M0 -3.6 V3.6 M3 -3.6 V3.6"),
    Sign.VOTE: _lines("M-4 -0.6 V4 H4 V-0.6 Z", "M-2 -2.4 L-0.4 -0.8 L2.8 -4.4"),
    Sign.PARALLEL: _lines("M-1.8 -4 V4 M1.8 -4 V4"),
    Sign.GROUP: element("g", _PEOPLE, transform="scale(.62)"),
    Sign.DISPUTED: _lines("M0 -4.4 V1") + _solid("M-0.9 2.6 H0.9 V4.3 H-0.9 Z"),
    Sign.DEPUTY: _lines("M-4 -1.6 H3.4 L1.2 -3.8 M4 1.6 H-3.4 L-1.2 3.8"),
}  # fmt: skip
"""What is said on the border of a card."""

TONES: Mapping[Tone, str] = {
    Tone.DONE: _lines("M-3.6 0.2 L-1 2.8 L3.8 -2.6"),
    Tone.LATE: _lines("M0 -3.8 V0.8") + _solid("M-1 2.4 H1 V4.2 H-1 Z"),
    Tone.HELD: _lines("M-1.7 -3 V3 M1.7 -3 V3"),
    Tone.ADDED: _lines("M0 -3.4 V3.4 M-3.4 0 H3.4"),
    Tone.REMOVED: _lines("M-3.4 0 H3.4"),
    Tone.CHANGED: _lines("M0 -3.4 L3.6 3 H-3.6 Z"),
}
"""What a tone is without its colour, in the corner of a card."""


def placed(sign: str, x: float, y: float, scale: float = 1.0) -> str:
    """A sign around a point."""
    larger = f" scale({number(scale)})" if scale != 1.0 else ""
    return element("g", sign, class_="sign", transform=f"translate({number(x)} {number(y)}){larger}")
