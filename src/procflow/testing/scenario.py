"""The typed scenario: what happens in a story, line by line, and what must hold in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from procflow.definition.process import Title
from procflow.diagnostics import Span
from procflow.engine import Library
from procflow.testing.expected import Expect
from procflow.testing.places import Place
from procflow.worktime import Duration

Data = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step must be refused with this code and change nothing; what it names must be among what the refusal
    names."""

    code: str
    missing: tuple[str, ...]
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody starts a case of a process. With ``case`` the story has more than one, and this one is turned
    to by that name."""

    actor: str
    case: str | None
    process: str
    data: Data
    attach: tuple[str, ...]
    on_behalf_of: str | None
    refusal: Refusal | None
    span: Span


@dataclass(frozen=True, slots=True)
class Do:
    """Persons, one after the other, answer what is open at a place. ``without`` holds what is asked for and
    left out."""

    actors: tuple[str, ...]
    place: Place
    outcome: str
    on_behalf_of: str | None
    comment: str | None
    topic: str | None
    data: Data
    attach: tuple[str, ...]
    without: tuple[str, ...]
    refusal: Refusal | None
    span: Span


@dataclass(frozen=True, slots=True)
class Everybody:
    """Each open seat of the present review gives one answer, up to a seat or until the review is left."""

    outcome: str
    upto: Place | None
    span: Span


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes, and deadlines act."""

    duration: Duration
    span: Span


@dataclass(frozen=True, slots=True)
class Until:
    """Time passes up to an instant, and deadlines act."""

    instant: datetime
    span: Span


@dataclass(frozen=True, slots=True)
class GoTo:
    """What follows is about another case: the one that opened by itself for a period, such as ``2026-05-04``,
    that a step called, that called this one (``caller``), or that the story has started under this name."""

    where: str
    span: Span


@dataclass(frozen=True, slots=True)
class ChangeFields:
    """Fields are changed outside a form."""

    actor: str
    data: Data
    on_behalf_of: str | None
    refusal: Refusal | None
    span: Span


@dataclass(frozen=True, slots=True)
class TakeBack:
    """An objection is taken back."""

    actor: str
    place: Place
    on_behalf_of: str | None
    comment: str | None
    refusal: Refusal | None
    span: Span


@dataclass(frozen=True, slots=True)
class RaiseEvent:
    """An any-time event is raised. ``without`` holds what is asked for and left out."""

    actor: str
    event: str
    on_behalf_of: str | None
    comment: str | None
    data: Data
    attach: tuple[str, ...]
    without: tuple[str, ...]
    refusal: Refusal | None
    span: Span


@dataclass(frozen=True, slots=True)
class Reassign:
    """Another person becomes the owner of the case."""

    actor: str
    person: str
    on_behalf_of: str | None
    comment: str | None
    refusal: Refusal | None
    span: Span


ScenarioStep = (
    Start | Do | Everybody | Wait | Until | GoTo | ChangeFields | TakeBack | RaiseEvent | Reassign | Expect
)
"""A line of a story."""

Answers = tuple[Mapping[str, object] | str, ...]
"""What a handler comes to, call by call, the last of them for every call that follows: its results by name,
or, as a text, why it fails."""


@dataclass(frozen=True, slots=True)
class Given:
    """Where a story begins: the instant (UTC), what forms are filled in with, the definitions that it runs
    on, and what handlers come to, by name."""

    now: datetime
    data: Data
    process: str
    library: Library
    handlers: Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story. ``points`` and ``clauses`` are what it shows; ``steps`` hold those of ``begin`` as well."""

    name: str
    title: Title
    points: tuple[int, ...]
    clauses: tuple[str, ...]
    given: Given
    steps: tuple[ScenarioStep, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Scenarios:
    """A scenario file."""

    file: Path
    title: Title
    scenarios: Mapping[str, Scenario]
