"""The typed definition: processes, the organization, the clause register, and the values that fields hold.

:func:`load_process` reads a file with all that it names; :func:`check_file` tells all that is wrong with one.
"""

from procflow.definition.content import (
    content_hash,
    organization_content,
    organization_from_content,
    process_content,
    process_from_content,
)
from procflow.definition.load import (
    Loaded,
    LoadedOrganization,
    LoadedPosition,
    LoadedSheet,
    check_file,
    load_organization,
    load_position,
    load_process,
    load_sheet,
)
from procflow.definition.shelf import Shelf

__all__ = [
    "Loaded",
    "LoadedOrganization",
    "LoadedPosition",
    "LoadedSheet",
    "Shelf",
    "check_file",
    "content_hash",
    "load_organization",
    "load_position",
    "load_process",
    "load_sheet",
    "organization_content",
    "organization_from_content",
    "process_content",
    "process_from_content",
]
