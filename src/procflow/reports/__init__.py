"""What people read about procedures and cases. Pure: values in, text and models out."""

from procflow.reports.story import Kind, Line, tell
from procflow.reports.why import WhyLine, tell_why
from procflow.wording import Lang, Words, phrase_names

__all__ = ["Kind", "Lang", "Line", "WhyLine", "Words", "phrase_names", "tell", "tell_why"]
