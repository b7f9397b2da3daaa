"""Seats that the data or a person name, and reviews that are decided by votes."""

from enum import StrEnum

from msgspec import Struct

from procflow.definition.process.doers import Each
from procflow.definition.process.nested import WhenNone
from procflow.definition.process.shares import Threshold


class EachSeat(Struct, frozen=True):
    """One seat for every value of a field; the review's one written seat is the pattern for them."""

    each: Each
    none: WhenNone


class Chooser(StrEnum):
    """Who names the persons that are asked."""

    STARTER = "starter"
    PREVIOUS = "previous"


class ChosenSeats(Struct, frozen=True):
    """Seats for persons that are named when the review is come to, by who started the case or did the step
    before; ``among`` are the roles that they hold, empty for anybody."""

    by: Chooser
    among: tuple[str, ...]
    at_least: int
    at_most: int | None


Seating = EachSeat | ChosenSeats


class VoteBase(StrEnum):
    """What the share of the votes for is counted against."""

    ALL = "all seats"
    CAST = "cast"


class Vote(Struct, frozen=True):
    """How a vote is counted: weights for against all weights, or against those that did not abstain."""

    threshold: Threshold
    base: VoteBase
    tie_passes: bool
    closes_early: bool
