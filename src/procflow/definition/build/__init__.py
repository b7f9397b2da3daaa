"""From nodes to the typed definition: a module for each part, a driver for each file."""

from procflow.definition.build.grants import Documents
from procflow.definition.build.neighbours import Neighbour, Processes
from procflow.definition.build.organization import build_organization
from procflow.definition.build.position import build_position
from procflow.definition.build.process import build_process
from procflow.definition.build.register import build_register
from procflow.definition.build.sheet import build_sheet

__all__ = [
    "Documents",
    "Neighbour",
    "Processes",
    "build_organization",
    "build_position",
    "build_process",
    "build_register",
    "build_sheet",
]
