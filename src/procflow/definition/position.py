"""A position: what its holder has to do, answers for, and may do."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from procflow.definition.process import Basis, Question, Title
from procflow.diagnostics import Span
from procflow.worktime import Period


class Nature(StrEnum):
    """When a duty without a rhythm comes up."""

    STANDING = "standing"
    ON_OCCASION = "on occasion"


class Duty(Struct, frozen=True):
    """A duty: how often or when it comes up, what it produces, and the procedures that carry it."""

    name: str
    title: Title
    when: Period | Nature
    produces: Title | None
    procedures: tuple[str, ...]
    basis: Basis
    span: Span


class Accountability(Struct, frozen=True):
    """What the position answers for, with the procedures or the figure that show it, or why none does."""

    name: str
    title: Title
    procedures: tuple[str, ...]
    figure: Title | None
    none: Title | None
    basis: Basis
    span: Span


class Power(Struct, frozen=True):
    """What the position may do: a grant that procedures draw on."""

    name: str
    title: Title
    procedures: tuple[str, ...]
    basis: Basis
    span: Span


class Position(Struct, frozen=True):
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
