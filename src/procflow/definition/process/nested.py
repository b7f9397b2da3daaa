"""Small graphs inside a process: branches that go on side by side, and any-time events."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from procflow.definition.process.basics import Basis, Title
from procflow.definition.process.data import DataField
from procflow.definition.process.doers import Each
from procflow.definition.process.edges import Target
from procflow.diagnostics import Span

if TYPE_CHECKING:
    from procflow.definition.process.steps import Step

FINISHED = "finished"
"""Where a branch or an event is over: a target, never a step."""


class Flow(Struct, frozen=True):
    """The steps of a small graph in reading order. An edge leads to one of them, to a step of a graph around
    it, which ends this one, or to :data:`FINISHED`."""

    start: str
    steps: Mapping[str, "Step"]


class Branch(Struct, frozen=True):
    """One branch of a parallel block."""

    name: str
    title: Title
    flow: Flow
    basis: Basis
    span: Span


class WhenNone(StrEnum):
    """What it means that the data name nobody."""

    PASS = "pass"
    REFUSE = "refuse"


class ForEach(Struct, frozen=True):
    """A branch is gone through once for each entry of a field; its steps call the entry ``name``."""

    each: Each
    name: str
    none: WhenNone


class Parallel(Struct, frozen=True):
    """Branches that go on side by side until ``join`` of them are finished (None: all of them)."""

    name: str
    title: Title
    branches: Mapping[str, Branch]
    for_each: ForEach | None
    join: int | None
    target: Target
    basis: Basis
    span: Span


class Window(Struct, frozen=True):
    """When an event can be raised: while the case is on one of ``at``, or from one step up to another."""

    at: tuple[str, ...]
    since: str | None
    until: str | None


class Continues(Struct, frozen=True):
    """The main flow goes on beside the event."""


class Pauses(Struct, frozen=True):
    """The main flow rests until the event is over; its clock stops or runs on."""

    clock_stops: bool


class EndsAt(Struct, frozen=True):
    """The main flow leaves what it is at and goes to a step."""

    target: Target


Stance = Continues | Pauses | EndsAt


class AnytimeEvent(Struct, frozen=True):
    """Something that may happen at any moment of a case (SEMANTICS 22).

    ``fields`` are filled in when it is raised and belong to that occurrence alone. Without a flow it is over
    at once.
    """

    name: str
    title: Title
    raised_by: tuple[str, ...]
    window: Window | None
    several: bool
    fields: Mapping[str, DataField]
    stance: Stance
    guidance: Title | None
    flow: Flow | None
    basis: Basis
    span: Span
