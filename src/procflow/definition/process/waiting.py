"""Steps that do not work on the data themselves: telling, waiting, calling a process, calling a handler."""

from collections.abc import Mapping

from msgspec import Struct

from procflow.definition.process.basics import Basis, Title
from procflow.definition.process.doers import Each
from procflow.definition.process.edges import Limit, Outcome, Target
from procflow.diagnostics import Span
from procflow.worktime import Deadline, Duration


class Acknowledge(Struct, frozen=True):
    """Who has to acknowledge a notice, all or the first; ``waits`` holds the flow until then."""

    by_all: bool
    waits: bool


class Notice(Struct, frozen=True):
    """Telling roles, or one for each value of a field; ``limit`` is by when they acknowledge."""

    name: str
    title: Title
    to: tuple[str, ...] | Each
    says: Title | None
    shows: tuple[str, ...]
    acknowledge: Acknowledge | None
    limit: Limit | None
    target: Target
    basis: Basis
    span: Span


class ForEvent(Struct, frozen=True):
    """Until an any-time event of the case has been raised and has ended."""

    event: str


class ForTime(Struct, frozen=True):
    """Until a moment counted from now or from a date field; with a plain field the beginning of its day."""

    until: Deadline | str


class ForField(Struct, frozen=True):
    """Until a field is filled in."""

    field: str


class ForCase(Struct, frozen=True):
    """Until no case of another process is open whose key is what the field ``by`` holds."""

    process: str
    by: str


WaitsFor = ForEvent | ForTime | ForField | ForCase


class Wait(Struct, frozen=True):
    """Waiting for the first of several things, each with where it leads."""

    name: str
    title: Title
    ways: tuple[tuple[WaitsFor, Target], ...]
    limit: Limit | None
    basis: Basis
    span: Span


CALLED = "called"
"""The outcome of a call that is not waited for."""


class Call(Struct, frozen=True):
    """Starting a case of another process, which has a record of its own (SEMANTICS 1).

    ``gives`` maps its fields to ours when it starts, ``takes`` ours to its when it ends. Where ``waits`` the
    outcomes are its endings; else there is one, ``called``. Without ``version`` the newest is started.
    """

    name: str
    title: Title
    process: str
    version: str | None
    gives: Mapping[str, str]
    takes: Mapping[str, str]
    waits: bool
    limit: Limit | None
    outcomes: Mapping[str, Outcome]
    basis: Basis
    span: Span


class Retry(Struct, frozen=True):
    """How often a handler that failed is tried again, and how long after the first failure; the pause doubles
    each time."""

    times: int
    back_off: Duration


class System(Struct, frozen=True):
    """A handler of the embedding program, by name.

    ``gives`` maps its arguments to fields, ``takes`` fields to its results.
    """

    name: str
    title: Title
    handler: str
    gives: Mapping[str, str]
    takes: Mapping[str, str]
    retry: Retry | None
    time_limit: Duration | None
    target: Target
    if_failed: Target
    basis: Basis
    span: Span
