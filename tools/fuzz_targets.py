"""What the fuzzing gives its bytes to: each ends in a value or in worded findings, and nothing is raised."""

from collections.abc import Callable, Iterable, Mapping
from time import process_time

from procflow.diagnostics import Diagnostic, Span
from procflow.guards import (
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    FieldType,
    Flag,
    Money,
    Number,
    Percent,
    Text,
    compile_cell,
    compile_guard,
)
from procflow.source import read

LONGEST = 1.0
"""Seconds of work for one input."""

FIELDS: Mapping[str, FieldType] = {
    "amount": Money("CNY"),
    "mode": Choice(("short", "long")),
    "kinds": Choices(("a", "b")),
    "flag": Flag(),
    "name": Text(),
    "day": Date(),
    "at": DateTime(),
    "wait": Duration(),
    "share": Percent(),
    "count": Number(),
}


def fuzz_reader(data: bytes) -> None:
    """Bytes as a file."""
    result = read(data, "fuzz.yaml")
    if result.node is None and not result.diagnostics:
        raise AssertionError("neither a value nor a finding")
    _worded(result.diagnostics)


def fuzz_guard(data: bytes) -> None:
    """Bytes as the text of a condition; what is no UTF-8 becomes halves of surrogate pairs."""
    text = data.decode("utf-8", "surrogateescape")
    guard, found = compile_guard(text, FIELDS, lambda start, end: _within(text, start, end))
    if (guard is None) is not bool(found):
        raise AssertionError("either a condition or findings")
    _worded(found)


def fuzz_cell(data: bytes) -> None:
    """The first byte chooses the type of the column; the others are the text of the cell."""
    types = tuple(FIELDS.values())
    field_type = types[data[0] % len(types)] if data else types[0]
    text = data[1:].decode("utf-8", "surrogateescape")
    cell, found = compile_cell(text, field_type, lambda start, end: _within(text, start, end))
    if (cell is None) is not bool(found):
        raise AssertionError("either a cell or findings")
    _worded(found)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "reader": fuzz_reader,
    "guard": fuzz_guard,
    "cell": fuzz_cell,
}


def timed(target: Callable[[bytes], None], data: bytes) -> None:
    """Run a target on one input. Raises AssertionError where it works for longer than :data:`LONGEST`."""
    before = process_time()
    target(data)
    spent = process_time() - before
    if spent > LONGEST:
        raise AssertionError(f"worked for {spent:.1f} seconds")


def _within(text: str, start: int, end: int) -> Span:
    if not 0 <= start <= max(start, end) <= len(text):
        raise AssertionError(f"{start} to {end} lies outside a text of {len(text)} characters")
    return Span("fuzz.yaml", 1, start + 1, 1, max(start, end) + 1)


def _worded(found: Iterable[Diagnostic]) -> None:
    for finding in found:
        if not finding.message() or not finding.reason():
            raise AssertionError(f"{finding.code} says nothing")
        finding.help()
