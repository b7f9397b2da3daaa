"""From nodes to the typed definition: a module for each part, a driver for each file."""

from procflow.definition.build.grants import Documents
from procflow.definition.build.organization import build_organization
from procflow.definition.build.process import build_process
from procflow.definition.build.register import build_register

__all__ = ["Documents", "build_organization", "build_process", "build_register"]
