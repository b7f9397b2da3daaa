"""The typed scenario: what happens in a story, line by line, and what must hold in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from procflow.definition.process import Title
from procflow.diagnostics import Span
from procflow.engine import Library
from procflow.testing.places import Place
from procflow.worktime import Duration, Zone

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
    """Somebody starts the case."""

    actor: str
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
    """What follows is about the case that opened by itself for a period, such as ``2026-05-04``."""

    period: str
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
class StatusIs:
    """The case has this status."""

    status: str
    span: Span


@dataclass(frozen=True, slots=True)
class OpenAre:
    """These places are open, and no others."""

    places: tuple[Place, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AskedAre:
    """These persons are asked at a place, and no others."""

    place: Place
    persons: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OutcomesOffered:
    """Whether these outcomes are open at a place."""

    place: Place
    outcomes: tuple[str, ...]
    wanted: bool
    span: Span


@dataclass(frozen=True, slots=True)
class TopicsAre:
    """These topics, and no others, may be objected on at a place."""

    place: Place
    topics: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class DisputedIs:
    """Whether an objection was ever opened."""

    disputed: bool
    span: Span


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A field holds this value; of a group, the parts that are named."""

    field: str
    value: object
    span: Span


@dataclass(frozen=True, slots=True)
class AuthorityIs:
    """A table has decided for this role."""

    table: str
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class MilestoneIs:
    """A milestone is in force, voided or not reached."""

    milestone: str
    mark: str
    span: Span


@dataclass(frozen=True, slots=True)
class DeadlineIs:
    """What is open at a place is due at this instant."""

    place: Place
    instant: datetime
    span: Span


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event by its name, with some of what it says."""

    event: str
    content: Mapping[str, object]
    span: Span


@dataclass(frozen=True, slots=True)
class Happened:
    """These events happened in this order, others between them."""

    occurrences: tuple[Occurrence, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TimesIs:
    """An event happened so often in all."""

    event: str
    count: int
    span: Span


@dataclass(frozen=True, slots=True)
class OpenedAre:
    """Cases have opened by themselves for these periods since the story began, in order, and no others."""

    periods: tuple[str, ...]
    span: Span


Expected = (
    StatusIs
    | OpenAre
    | AskedAre
    | OutcomesOffered
    | TopicsAre
    | DisputedIs
    | FieldIs
    | AuthorityIs
    | MilestoneIs
    | DeadlineIs
    | Happened
    | TimesIs
    | OpenedAre
)


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold now."""

    expected: tuple[Expected, ...]
    span: Span


ScenarioStep = Start | Do | Everybody | Wait | Until | GoTo | ChangeFields | TakeBack | Expect


@dataclass(frozen=True, slots=True)
class Given:
    """Where a story begins: the instant (UTC), what forms are filled in with, and the definitions that it
    runs on."""

    now: datetime
    data: Data
    process: str
    library: Library
    zone: Zone


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
