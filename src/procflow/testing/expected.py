"""What a scenario wants to hold, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from procflow.diagnostics import Span
from procflow.testing.places import Place, which


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
class EventWanted:
    """An event by its name, with some of what it says."""

    event: str
    content: Mapping[str, object]
    span: Span


@dataclass(frozen=True, slots=True)
class Happened:
    """These events happened in this order, others between them."""

    events: tuple[EventWanted, ...]
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


@dataclass(frozen=True, slots=True)
class OwnerIs:
    """This person is the owner of the case; None for nobody yet."""

    person: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class FactIs:
    """A fact is true or not."""

    fact: str
    holds: bool
    span: Span


@dataclass(frozen=True, slots=True)
class EventsAre:
    """These any-time events, and no others, can be raised now, or are what the main flow rests for."""

    what: Literal["raisable", "rests_for"]
    events: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Occurred:
    """An any-time event, or, with ``nth``, one of its occurrences, counted from 1."""

    event: str
    nth: int | None = None

    def covers(self, other: "Occurred") -> bool:
        """Whether another occurrence is this one, or one of these."""
        return self.event == other.event and self.nth in (None, other.nth)

    def __str__(self) -> str:
        return f"{self.event}{which(None, self.nth)}"


@dataclass(frozen=True, slots=True)
class RunningAre:
    """These occurrences of any-time events, and no others, are not over."""

    occurred: tuple[Occurred, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OwnFieldIs:
    """A field of an occurrence that is not over holds this value."""

    occurred: Occurred
    field: str
    value: object
    span: Span


@dataclass(frozen=True, slots=True)
class WaitingAre:
    """These steps, and no others, wait without asking anybody."""

    places: tuple[Place, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ToldAre:
    """A notice reached these persons, and no others, when it was sent last."""

    step: str
    persons: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CalledAre:
    """The cases that a step has called have these statuses, in the order in which they were called."""

    step: str
    statuses: tuple[str, ...]
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
    | OwnerIs
    | FactIs
    | EventsAre
    | RunningAre
    | OwnFieldIs
    | WaitingAre
    | ToldAre
    | CalledAre
)


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold now."""

    expected: tuple[Expected, ...]
    span: Span
