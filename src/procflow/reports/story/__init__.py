"""The story of a case: what stands on its record, told in plain words in either language of the house."""

from procflow.reports.story.phrases import Lang, phrase_names
from procflow.reports.story.said import Kind
from procflow.reports.story.tell import Line, tell
from procflow.reports.story.words import Words

__all__ = ["Kind", "Lang", "Line", "Words", "phrase_names", "tell"]
