"""A review sheet in one of the formats, by the ending of a file."""

from typing import Literal, assert_never

from procflow.reports.review_sheet.text_file import sheet_text
from procflow.reports.review_sheet.values import ReviewSheet

SheetEnding = Literal["html", "pdf", "txt"]


def written_sheet(sheet: ReviewSheet, ending: SheetEnding) -> bytes:
    """The sheet as the bytes of a file.

    Raises :class:`MissingReports` where the extra ``reports`` is needed,
    :class:`~procflow.drawing.formats.errors.PictureError` where ``pictures`` or a font is.
    """
    match ending:
        case "html":
            from procflow.reports.review_sheet.html_file import sheet_html

            return sheet_html(sheet)
        case "pdf":
            from procflow.reports.review_sheet.pdf_file import sheet_pdf

            return sheet_pdf(sheet)
        case "txt":
            return f"{sheet_text(sheet)}\n".encode("utf-8", "replace")
        case _:
            assert_never(ending)
