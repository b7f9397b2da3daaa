"""The numbers that a register skips."""

import re
from collections.abc import Iterator

from procflow.analysis.coverage.values import Gap
from procflow.definition.register import Register

_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>[0-9]{1,9})", re.DOTALL)


_TO = "–"
"""Between the first and the last number of a gap that a register names."""


def gaps_of(register: Register) -> tuple[Gap, ...]:
    """What the numbering skips: the gaps that the register names, one number or ``L2–L4``, then those that
    are seen from the numbers and that it says nothing of.

    ``C4.2`` without a ``C4.1`` skips it, ``L8`` behind ``L6`` skips ``L7``. What comes behind the last number
    of a row cannot be seen.
    """
    named = tuple(Gap(*_ends(name), reason) for name, reason in register.gaps.items())
    return (*named, *_seen(register))


def _ends(name: str) -> tuple[str, str]:
    first, _, last = name.partition(_TO)
    return first.strip(), last.strip() or first.strip()


def _seen(register: Register) -> Iterator[Gap]:
    rows: dict[str, set[tuple[int, int]]] = {}
    for name in register.clauses:
        for number in _with_above(name):
            row, at = _place(number)
            if at is not None:
                rows.setdefault(row, set()).add((at, at))
    for name in register.gaps:
        (row, first), (other, last) = map(_place, _ends(name))
        if row in rows and row == other and first is not None and last is not None:
            rows[row].add((first, last))
    for row, known in rows.items():
        reached = 0  # a row that is counted from 0 begins there, any other at 1
        for first, last in sorted(known):
            if first > reached + 1:
                yield Gap(f"{row}{reached + 1}", f"{row}{first - 1}")
            reached = max(reached, last)


def _place(name: str) -> tuple[str, int | None]:
    """The row that a number belongs to, and its place in it; None for what ends in no number."""
    found = _NUMBERED.fullmatch(name)
    return (found["before"], int(found["number"])) if found is not None else (name, None)


def _with_above(name: str) -> tuple[str, ...]:
    """A number and those that it is a part of: C3.1.2, C3.1 and C3."""
    parts = name.split(".")
    return tuple(".".join(parts[:length]) for length in range(1, len(parts) + 1))
