"""From drawings to drawings with marks: a case over its definition, two versions, many cases."""

from procflow.drawing.marks.case import Frame, frames, mark_case, stepped
from procflow.drawing.marks.shown import Shown

__all__ = ["Frame", "Shown", "frames", "mark_case", "stepped"]
