"""A position: what its holder has to do, answers for, and may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from procflow.definition.process import Basis, Period, Question, Title
from procflow.diagnostics import Span


class Nature(StrEnum):
    """When a duty without a rhythm comes up."""

    STANDING = "standing"
    ON_OCCASION = "on occasion"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty: how often or when it comes up, what it produces, and the procedures that carry it."""

    name: str
    title: Title
    when: Period | Nature
    produces: Title | None
    procedures: tuple[str, ...]
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Accountability:
    """What the position answers for, with the procedures or the figure that show it, or why none does."""

    name: str
    title: Title
    procedures: tuple[str, ...]
    figure: Title | None
    none: Title | None
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Power:
    """What the position may do: a grant that procedures draw on."""

    name: str
    title: Title
    procedures: tuple[str, ...]
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Position:
    """A whole position file. ``role`` is the role of its holder, ``superior`` the one that it reports to."""

    name: str
    title: Title
    organization: str
    role: str
    superior: str
    duties: Mapping[str, Duty]
    accountabilities: Mapping[str, Accountability]
    powers: Mapping[str, Power]
    questions: Mapping[str, Question]
    basis: Basis
    span: Span
