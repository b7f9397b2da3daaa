"""From definitions to drawings: what there is to see of a process or a position."""

from procflow.drawing.compose.lanes import Lanes
from procflow.drawing.compose.position import draw_position
from procflow.drawing.compose.process import START, Detail, draw_process

__all__ = ["START", "Detail", "Lanes", "draw_position", "draw_process"]
