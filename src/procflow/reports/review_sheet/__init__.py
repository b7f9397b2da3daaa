"""The printed form of a case: a typed sheet from its events, and that sheet as a page, on paper, and as
text."""

from procflow.reports.review_sheet.make import review_sheet
from procflow.reports.review_sheet.text_file import sheet_text
from procflow.reports.review_sheet.values import (
    BlankRow,
    FieldRow,
    HeadingRow,
    Number,
    PairRow,
    Part,
    ReviewSheet,
    Row,
    Said,
    Signature,
    SignedRow,
    Standing,
    Text,
    Tick,
)
from procflow.reports.review_sheet.writing import SheetEnding, written_sheet

__all__ = [
    "BlankRow",
    "FieldRow",
    "HeadingRow",
    "Number",
    "PairRow",
    "Part",
    "ReviewSheet",
    "Row",
    "Said",
    "SheetEnding",
    "Signature",
    "SignedRow",
    "Standing",
    "Text",
    "Tick",
    "review_sheet",
    "sheet_text",
    "written_sheet",
]
