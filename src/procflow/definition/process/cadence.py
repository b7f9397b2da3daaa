"""Cases that open by themselves at fixed times (SEMANTICS 30)."""

from enum import StrEnum

from msgspec import Struct

from procflow.definition.process.basics import Basis
from procflow.diagnostics import Span
from procflow.worktime import Recurrence


class Missed(StrEnum):
    """What is made up for after a downtime."""

    EACH = "each"
    LATEST = "latest"


class Cadence(Struct, frozen=True):
    """When cases open by themselves, and in the name of a holder of which role."""

    recurrence: Recurrence
    missed: Missed
    starter: str
    basis: Basis
    span: Span
