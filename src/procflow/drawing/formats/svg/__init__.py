"""Pictures as SVG, written directly."""

from procflow.drawing.formats.svg.style import FAMILIES
from procflow.drawing.formats.svg.whole import svg

__all__ = ["FAMILIES", "svg"]
