"""From drawings to drawings with marks: a case over its definition, two versions, many cases."""

from procflow.drawing.marks.case import Frame, frames, mark_case, stepped
from procflow.drawing.marks.difference import difference
from procflow.drawing.marks.shown import Shown
from procflow.drawing.marks.volume import CaseRecord, mark_volume

__all__ = [
    "CaseRecord",
    "Frame",
    "Shown",
    "difference",
    "frames",
    "mark_case",
    "mark_volume",
    "stepped",
]
