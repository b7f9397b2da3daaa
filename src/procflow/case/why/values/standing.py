"""How somebody stands to an open item."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from procflow.case.grants import Failing
from procflow.case.state import Performance
from procflow.definition.process import Basis


class MayAct(Struct, frozen=True, tag=True):
    """The person can answer in own right."""

    person: str


class MayActFor(Struct, frozen=True, tag=True, omit_defaults=True):
    """The person can answer for ``giver`` under a grant, up to its end and its limits by field. ``under`` is
    the grant by which the giver came to it, where that was passed on."""

    person: str
    giver: str
    grant: str
    until: datetime
    document: str = ""
    document_hash: str = ""
    limits: Mapping[str, Decimal] = {}
    under: str | None = None


class Away(Struct, frozen=True, tag=True, omit_defaults=True):
    """The person could answer and is away; ``until`` is None where no end is in sight."""

    person: str
    until: datetime | None = None


class Separated(Struct, frozen=True, tag=True):
    """The person did ``place``, or it was done for that person, and a rule keeps this place in other
    hands."""

    person: str
    place: str
    done: Performance
    basis: Basis


class IsParty(Struct, frozen=True, tag=True):
    """The person has a part in the objection: raised it, or ruled on it at an earlier level."""

    person: str
    part: Literal["objected", "ruled"]


class GrantFails(Struct, frozen=True, tag=True):
    """The person holds a grant that is not good here, and why."""

    person: str
    giver: str
    grant: str
    because: Failing


class NotAsked(Struct, frozen=True, tag=True, omit_defaults=True):
    """The person does not hold the role that is asked, or is not one of the ``persons`` who are meant."""

    person: str
    role: str
    persons: tuple[str, ...] | None = None


class Unknown(Struct, frozen=True, tag=True):
    """Nobody of that name is in the organization."""

    person: str


Standing = MayAct | MayActFor | Away | Separated | IsParty | GrantFails | NotAsked | Unknown
"""How somebody stands to an open item."""
