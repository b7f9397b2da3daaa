"""Lengths of time and moments as a test writes them."""

from datetime import datetime
from typing import TypeVar

from procflow.diagnostics import Diagnostic, Span, to_text
from procflow.worktime import Duration, Zone, parse_duration, parse_instant

T = TypeVar("T")


def as_duration(length: Duration | str) -> Duration:
    """A length, such as ``2 business days``. Raises ``ValueError`` for a text that is none."""
    if isinstance(length, Duration):
        return length
    return _read(parse_duration(length, _place_of(length).part))


def as_moment(moment: datetime | str, zone: Zone) -> datetime:
    """A moment, such as ``2026-03-05 12:00`` by the clock of ``zone``. Raises ``ValueError`` for a text that
    is none."""
    if isinstance(moment, datetime):
        return moment
    return _read(parse_instant(moment, zone, _place_of(moment).part))


def _place_of(text: str) -> Span:
    return Span(repr(text), 1, 1, 1, len(text) + 1)


def _read(parsed: tuple[T | None, tuple[Diagnostic, ...]]) -> T:
    value, found = parsed
    if value is None:
        raise ValueError(to_text(found, {}))
    return value
