"""Why an item is put before the role or the persons that it is put before."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from procflow.case.state import Ruling
from procflow.case.why.values.basics import Decided
from procflow.definition.process import Basis


class RoleWritten(Struct, frozen=True, tag=True):
    """The file names the role."""

    role: str


class OwnerIs(Struct, frozen=True, tag=True, omit_defaults=True):
    """The owner of the case does it: who that is, since when, bound at a step or by somebody."""

    person: str
    role: str
    since: datetime | None = None
    step: str | None = None
    by: str | None = None


class PersonNamed(Struct, frozen=True, tag=True, omit_defaults=True):
    """A field holds the person."""

    field: str
    person: str


class TableDecides(Struct, frozen=True, tag=True):
    """A table decided: that this role does it (does), that this seat has the last word (final), or that the
    seats up to another are asked (on-the-way)."""

    decided: Decided
    share: Literal["does", "final", "on-the-way"]


class MapGives(Struct, frozen=True, tag=True, omit_defaults=True):
    """A value-to-role map gives the role for what a field holds."""

    table: str
    field: str
    role: str
    value: object = None
    hidden: bool = False
    basis: Basis = Basis()


class DataName(Struct, frozen=True, tag=True, omit_defaults=True):
    """A field's value asks for this seat, branch or notice; for a role, or for one person."""

    field: str
    value: str
    role: str = ""
    person: str | None = None


class Convenes(Struct, frozen=True, tag=True, omit_defaults=True):
    """The role convenes a review, or a ``group`` that is to rule."""

    role: str
    group: str | None = None


class PassedOver(Struct, frozen=True):
    """A level of an arbitration that may not rule, and why (SEMANTICS 16)."""

    role: str
    reason: Literal["own-objection", "everybody-a-party"]


class RulesOn(Struct, frozen=True, tag=True):
    """It is this level's turn to rule on a topic; ``level`` counts from 1."""

    topic: str
    level: int
    role: str
    passed_over: tuple[PassedOver, ...] = ()


class WithoutQuorum(Struct, frozen=True, tag=True):
    """The group did not come to a ruling, so that this role rules alone."""

    group: str
    role: str


class SitsIn(Struct, frozen=True, tag=True):
    """A member of a group that votes, by this role."""

    group: str
    role: str


class LostRuling(Struct, frozen=True, tag=True):
    """The losing side of a ruling may appeal it."""

    topic: str
    ruling: Ruling


class HandedUp(Struct, frozen=True, tag=True, omit_defaults=True):
    """Nobody answered in time: the item moved to the superior at this instant; ``due`` is the limit that had
    passed."""

    source: str
    role: str
    at: datetime
    due: datetime | None = None


class InsteadOf(Struct, frozen=True, tag=True):
    """Everybody who holds the role that is asked, or who is named for it, is barred; a role above is asked
    in its place (SEMANTICS 26)."""

    role: str
    asked: str


class SamePerson(Struct, frozen=True, tag=True):
    """A rule keeps several places in one hand, and this person did ``place``."""

    person: str
    place: str
    basis: Basis


Because = (
    RoleWritten
    | OwnerIs
    | PersonNamed
    | TableDecides
    | MapGives
    | DataName
    | Convenes
    | RulesOn
    | WithoutQuorum
    | SitsIn
    | LostRuling
    | HandedUp
    | InsteadOf
    | SamePerson
)
"""Why an item is put before the role or the persons that it is put before."""
