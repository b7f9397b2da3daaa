"""How large everything in a picture is, decided once: boxes, and the texts that stand in them."""

from procflow.drawing.sizing.blocks import BOLD, LEADS, SIZES, Anchor, Block, Run, Voice
from procflow.drawing.sizing.forms import CARD
from procflow.drawing.sizing.whole import Sized, label, manner, sized

__all__ = [
    "BOLD",
    "CARD",
    "LEADS",
    "SIZES",
    "Anchor",
    "Block",
    "Run",
    "Sized",
    "Voice",
    "label",
    "manner",
    "sized",
]
