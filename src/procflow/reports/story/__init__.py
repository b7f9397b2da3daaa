"""The story of a case: what stands on its record, told in plain words in either language of the house."""

from procflow.reports.story.said import Kind
from procflow.reports.story.tell import Line, tell

__all__ = ["Kind", "Line", "tell"]
