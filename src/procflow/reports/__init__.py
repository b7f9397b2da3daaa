"""What people read about procedures and cases. Pure: values in, text and models out."""

from procflow.reports.story import Kind, Lang, Line, Words, phrase_names, tell

__all__ = ["Kind", "Lang", "Line", "Words", "phrase_names", "tell"]
