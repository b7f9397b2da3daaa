"""What is otherwise in another version of a process, in words that a process owner understands."""

from procflow.reports.differences.model import About, Difference, Kind
from procflow.reports.differences.shown import show_differences
from procflow.reports.differences.told import differences

__all__ = ["About", "Difference", "Kind", "differences", "show_differences"]
