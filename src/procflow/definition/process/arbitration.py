"""How objections are ruled on."""

from collections.abc import Mapping

from msgspec import Struct

from procflow.definition.process.basics import Basis, Title
from procflow.definition.process.edges import Limit, Target
from procflow.diagnostics import Span
from procflow.worktime import Duration


class Arbiter(Struct, frozen=True):
    """A level at which one role rules."""

    role: str


class GroupLevel(Struct, frozen=True):
    """A level at which a group of the organization decides together, once it is convened."""

    group: str
    convened_by: str


Level = Arbiter | GroupLevel


class RuledTopic(Struct, frozen=True):
    """A topic with somebody to rule on it, lowest level first."""

    name: str
    title: Title
    levels: tuple[Level, ...]
    basis: Basis
    span: Span


class SettledTopic(Struct, frozen=True):
    """A topic that nobody rules on: the case goes back to be settled."""

    name: str
    title: Title
    target: Target
    basis: Basis
    span: Span


Topic = RuledTopic | SettledTopic


class Appeal(Struct, frozen=True):
    """The losing side's right to go to the next level: the objector, or whoever does the step that an upheld
    objection leads to. Unused within the time it lapses (SEMANTICS 12, 18)."""

    within: Duration
    basis: Basis


class Arbitration(Struct, frozen=True):
    """How objections are ruled on.

    ``upheld`` and ``refused`` are where those rulings lead; overruled, the review goes on behind the seat.
    ``refused`` is open to the last level of a topic alone.
    """

    topics: Mapping[str, Topic]
    limit: Limit | None
    appeal: Appeal | None
    upheld: Target
    refused: Target | None
    never_rules_on_own: bool
    authority_asked_again: bool
    span: Span
