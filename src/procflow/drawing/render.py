"""A drawing as a file: each format by the ending of its name."""

from collections.abc import Callable

from procflow.drawing.formats.bpmn import bpmn_picture, write_bpmn
from procflow.drawing.formats.data import write_data
from procflow.drawing.formats.dot import write_dot
from procflow.drawing.formats.html import write_html
from procflow.drawing.formats.mermaid import write_mermaid
from procflow.drawing.formats.raster import pdf, png
from procflow.drawing.formats.svg import svg
from procflow.drawing.layout import Direction
from procflow.drawing.model import Drawing
from procflow.drawing.picture import Picture, picture
from procflow.drawing.theme import LIGHT, Theme

_THEMED: dict[str, Callable[[Picture, Theme], bytes]] = {"svg": svg, "png": png, "pdf": pdf}
_PLAIN: dict[str, Callable[[Picture], bytes]] = {
    "html": write_html,
    "json": write_data,
    "mmd": write_mermaid,
    "dot": write_dot,
}

FORMATS = (*_THEMED, *_PLAIN, "bpmn")
"""The endings of the formats that there are."""


def render(
    drawing: Drawing, ending: str, *, direction: Direction = Direction.DOWN, theme: Theme = LIGHT
) -> bytes:
    """The drawing as a file with this ending, one of :data:`FORMATS`; the same bytes for the same drawing.

    The theme counts for svg, png and pdf; html has light and dark of its own. Raises ``ValueError`` for
    another ending, and :class:`PictureError` where png or pdf lack a package or a font.
    """
    if ending == "bpmn":
        return write_bpmn(bpmn_picture(drawing, direction))
    if ending in _THEMED:
        return _THEMED[ending](picture(drawing, direction), theme)
    if ending in _PLAIN:
        return _PLAIN[ending](picture(drawing, direction))
    raise ValueError(f"no format has the ending {ending}; there are {', '.join(FORMATS)}")
