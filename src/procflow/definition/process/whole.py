"""A whole process, with the rules that hold across it."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from procflow.definition.process.arbitration import Arbitration
from procflow.definition.process.basics import Basis, Title
from procflow.definition.process.cadence import Cadence
from procflow.definition.process.data import DataField, Fact, RoleMap, Table
from procflow.definition.process.doers import Owner
from procflow.definition.process.nested import AnytimeEvent, Flow, Parallel
from procflow.definition.process.steps import Step
from procflow.diagnostics import Span
from procflow.guards import Guard


class Before(Struct, frozen=True):
    """``step`` is entered only with ``must`` done, or, for a milestone, in force (``before:``/``must:``)."""

    step: str
    must: str
    basis: Basis
    span: Span


class After(Struct, frozen=True):
    """Once ``step`` is done, the case is not completed before ``must`` is done (``after:``/``must:``)."""

    step: str
    must: str
    basis: Basis
    span: Span


class Never(Struct, frozen=True):
    """``step`` is never entered once another is done, or while a condition holds."""

    step: str
    once: str | None
    when: Guard | None
    basis: Basis
    span: Span


class Same(Struct, frozen=True):
    """The same person acts in all of these steps and seats."""

    places: tuple[str, ...]
    basis: Basis
    span: Span


class Different(Struct, frozen=True):
    """Nobody acts, or is acted for, in two of these steps, seats or tables' roles (SEMANTICS 26)."""

    places: tuple[str, ...]
    basis: Basis
    span: Span


Invariant = Before | After | Never | Different | Same


class Question(Struct, frozen=True):
    """What the source leaves open, and what this file assumes."""

    name: str
    clauses: tuple[str, ...]
    ask: Title
    assumed: Title
    span: Span


class Process(Struct, frozen=True):
    """A whole process file.

    ``organization`` is the id of the organization it runs in; ``calendar`` is empty for its first one.
    ``alarm`` is the role that is told when an item has nobody who could act on it (SEMANTICS 13);
    ``one_open_per`` is the field of which no two open cases hold the same value (SEMANTICS 34).
    """

    name: str
    version: str
    title: Title
    organization: str
    calendar: str
    start: str
    fields: Mapping[str, DataField]
    facts: Mapping[str, Fact]
    attachments: tuple[str, ...]
    tables: Mapping[str, Table]
    steps: Mapping[str, Step]
    arbitration: Arbitration | None
    invariants: tuple[Invariant, ...]
    questions: Mapping[str, Question]
    span: Span
    alarm: str | None = None
    owner: Owner | None = None
    events: Mapping[str, AnytimeEvent] = field(default_factory=dict)
    one_open_per: str | None = None
    cadence: Cadence | None = None
    maps: Mapping[str, RoleMap] = field(default_factory=dict)


def every_step(process: Process) -> dict[str, Step]:
    """All steps by name, those of branches and any-time events too: no two of a file have one name."""
    found = _with_inner(process.steps)
    for event in process.events.values():
        if event.flow is not None:
            found.update(steps_within(event.flow))
    return found


def steps_within(flow: Flow) -> dict[str, Step]:
    """The steps of a small graph and of those inside it, by name."""
    return _with_inner(flow.steps)


def inner_flows(step: Step) -> Iterator[Flow]:
    """The small graphs inside a step."""
    if isinstance(step, Parallel):
        yield from (branch.flow for branch in step.branches.values())


def _with_inner(steps: Mapping[str, Step]) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for name, step in steps.items():
        found[name] = step
        for flow in inner_flows(step):
            found.update(_with_inner(flow.steps))
    return found
