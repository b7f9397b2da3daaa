"""Tables in one of the formats, by the ending of a file."""

from typing import Literal, assert_never

from procflow.reports.tables.csv_file import csv_bytes
from procflow.reports.tables.html_file import html_bytes
from procflow.reports.tables.model import Document
from procflow.reports.tables.xlsx_file import xlsx_bytes

Ending = Literal["csv", "xlsx", "html"]


def written(document: Document, ending: Ending) -> bytes:
    """The tables as the bytes of a file. Raises :class:`MissingReports` where the extra ``reports`` is
    needed."""
    match ending:
        case "csv":
            return csv_bytes(document)
        case "xlsx":
            return xlsx_bytes(document)
        case "html":
            return html_bytes(document)
        case _:
            assert_never(ending)
