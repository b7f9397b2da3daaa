"""What a case holds: its start and end, its data and papers, its facts, authority and milestones."""

from typing import Literal

from msgspec import Struct, field

from procflow.case.state import Parent, Performance


class Personal(Struct, frozen=True):
    """A personal value and its salt; on the record stands only the commitment to them."""

    salt: str
    value: object


class CaseStarted(Struct, frozen=True, tag=True, omit_defaults=True):
    """A case began, on one version of one process for as long as it lives.

    ``definition`` is the hash of that version, ``organization_hash`` that of the organization then. The
    hashes of content in later events are salted with ``salt``, so that one shown without this event tells
    nothing. ``parent`` is the case that called it. ``one_open_per`` is the field whose value no
    other open case of the process may have (SEMANTICS 34). ``turn`` is the turn of a cadence that the case
    was opened for, by process and period (SEMANTICS 30); the record calls it ``occurrence``.
    """

    process: str
    version: str
    definition: str
    organization: str
    organization_hash: str
    who: Performance
    salt: str
    parent: Parent | None = None
    one_open_per: str | None = None
    turn: str | None = field(default=None, name="occurrence")


class OrganizationChanged(Struct, frozen=True, tag=True):
    """The organization is another than when the case last knew it (SEMANTICS 28)."""

    organization_hash: str


class DataChanged(Struct, frozen=True, tag=True, omit_defaults=True):
    """Fields were filled in or changed. Personal ones stand as ``commitments``; their values are kept
    apart. ``who`` is set where that was outside of a form (SEMANTICS 21), ``scope`` where they are fields of
    an occurrence of an any-time event."""

    who: Performance | None = None
    values: dict[str, object] = {}
    commitments: dict[str, str] = {}
    personal: dict[str, Personal] = {}
    scope: str | None = None


class AttachmentAdded(Struct, frozen=True, tag=True):
    """A paper was put to the case, in place of an earlier one of the same name."""

    name: str
    sha256: str
    size: int
    filename: str


class FactSet(Struct, frozen=True, tag=True, omit_defaults=True):
    """The engine noticed what a fact waits for, or, with ``value`` false, that it holds no more."""

    fact: str
    value: bool = True


class AuthorityDetermined(Struct, frozen=True, tag=True):
    """A table decided; ``row`` counts from 1 and is the row that the role came from, now or when it rose."""

    table: str
    role: str
    row: int


class MilestoneReached(Struct, frozen=True, tag=True, omit_defaults=True):
    """What a milestone covers was approved as it is; ``content`` is its hash. ``scope`` is set for one of a
    branch or an event."""

    step: str
    content: str
    scope: str | None = None


class MilestoneClosed(Struct, frozen=True, tag=True, omit_defaults=True):
    """The flow has gone past the step up to which a milestone could be voided."""

    step: str
    scope: str | None = None


class MilestoneVoided(Struct, frozen=True, tag=True, omit_defaults=True):
    """What a milestone covers was changed after it."""

    step: str
    content: str
    scope: str | None = None


class CaseEnded(Struct, frozen=True, tag=True, omit_defaults=True):
    """The case is over, at an end of the process; or, with a ``reason``, because nobody waits for it."""

    step: str
    status: Literal["completed", "cancelled", "rejected"]
    reason: Literal["call-left"] | None = None
