"""Tables as CSV: UTF-8 with a mark at its beginning, so that Chinese is read where spreadsheets open it."""

import csv
import io

from procflow.reports.tables.model import Document
from procflow.reports.tables.spreadsheet import fitting, harmless, lines

_MARK = b"\xef\xbb\xbf"


def csv_bytes(document: Document) -> bytes:
    """The title and what is said of all, then the tables, each beneath an empty line and its title; what is
    said beside a text stands in brackets behind it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerows([_text(line)] for line in (document.title, *document.notes))
    for table in document.tables:
        writer.writerow([])
        writer.writerows([_text(line)] for line in (table.title, table.note) if line)
        writer.writerow([_text(head) for head in table.heads])
        writer.writerows([_text(cell.whole) for cell in row] for row in table.rows)
    return _MARK + written.getvalue().encode("utf-8", "replace")


def _text(text: str) -> str:
    return harmless(fitting(lines(text)))
