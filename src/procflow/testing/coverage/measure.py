"""Holding what scenarios took against everything that there is to take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from procflow.diagnostics import Span
from procflow.engine import Library, Record
from procflow.testing.coverage.taken import taken
from procflow.testing.coverage.ways import Key, Way, ways_of


@dataclass(frozen=True, slots=True)
class Covered:
    """What scenarios took of a process: all its ``ways`` in the order of the file, and those ``left``."""

    process: str
    span: Span
    ways: tuple[Way, ...]
    left: tuple[Way, ...]

    @property
    def ok(self) -> bool:
        """Whether every way was taken."""
        return not self.left


def coverage_of(ran: Iterable[tuple[str, Library, Iterable[Record]]]) -> tuple[Covered, ...]:
    """What runs took together, for each process that one of them is about.

    A run is the process that it is about, the library that it ran on, and the records of its cases. A case of
    another process, which was called, counts for that process where some run is about it.
    """
    wanted: dict[str, tuple[str, Span, Mapping[Key, Way]]] = {}
    seen: dict[str, set[Key]] = {}
    for process, library, records in ran:
        program = library.program(process)
        if program.hash not in wanted:
            organization = library.organization(program.process.organization)
            wanted[program.hash] = process, program.process.span, ways_of(program, organization)
        for record in records:
            seen.setdefault(record.program.hash, set()).update(taken(record))
    return tuple(
        _covered(name, span, ways, seen.get(digest, set())) for digest, (name, span, ways) in wanted.items()
    )


def _covered(process: str, span: Span, ways: Mapping[Key, Way], seen: set[Key]) -> Covered:
    took = {way for key, way in ways.items() if key in seen}
    every = tuple(sorted(dict.fromkeys(ways.values()), key=lambda way: way.span))
    return Covered(process, span, every, tuple(way for way in every if way not in took))
