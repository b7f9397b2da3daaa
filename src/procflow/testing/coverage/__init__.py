"""What scenarios take of a process: its ways, answers, escalations, events, rows, rulings and ends."""

from procflow.testing.coverage.measure import Covered, coverage_of
from procflow.testing.coverage.ways import Way, WayKind, ways_of

__all__ = ["Covered", "Way", "WayKind", "coverage_of", "ways_of"]
