"""Tables as a workbook, a sheet each."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from procflow.diagnostics.cells import width
from procflow.reports.errors import MissingReports
from procflow.reports.tables.model import Document, Table
from procflow.reports.tables.spreadsheet import fitting, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The same tables are the same bytes whenever they are written.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_BARRED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_FRONT = {"en": "About", "zh": "說明"}
_LONGEST_NAME = 31
_WIDEST = 48
_A3, _A4 = 8, 9
_WIDE = 8


def xlsx_bytes(document: Document) -> bytes:
    """The tables as sheets of a workbook behind one with the title and what is said of all; heads and the
    first column are held in place, ready to be printed.

    Every cell is a text: nothing is read as a formula, a number or a link. Raises :class:`MissingReports`
    without the extra ``reports``.
    """
    try:
        import xlsxwriter
    except ImportError as missing:
        raise MissingReports("xlsx") from missing
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": fitting(lines(document.title))[:255], "created": _CREATED})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "note": book.add_format({"italic": True}),
            "front": book.add_format({"text_wrap": True}),
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8EEF5"}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
            "finding": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FCE4D6"}),
        }
        front = book.add_worksheet(_FRONT[document.lang])
        front.set_column(0, 0, 100)
        for number, line in enumerate((document.title, *document.notes)):
            front.write_string(number, 0, fitting(lines(line)), looks["front" if number else "title"])
        for name, table in zip(_names(document.tables), document.tables, strict=True):
            _write(book.add_worksheet(name), table, looks)
    return written.getvalue()


def _names(tables: "tuple[Table, ...]") -> "Iterator[str]":
    """A name for each sheet that a workbook can have: numbered, so that no two are alike."""
    for number, table in enumerate(tables, 1):
        yield f"{number} {lines(table.title).translate(_BARRED)}"[:_LONGEST_NAME].strip()


def _write(page: Any, table: Table, looks: "Mapping[str, Any]") -> None:
    top = 2 if table.note else 1
    page.write_string(0, 0, fitting(lines(table.title)), looks["title"])
    if table.note:
        page.write_string(1, 0, fitting(lines(table.note)), looks["note"])
    for column, head in enumerate(table.heads):
        page.write_string(top, column, fitting(lines(head)), looks["head"])
    for number, row in enumerate(table.rows, top + 1):
        for column, cell in enumerate(row):
            text = "\n".join(part for part in (cell.text, cell.aside) if part)
            page.write_string(
                number, column, fitting(lines(text)), looks["finding" if cell.finding else "cell"]
            )
    for column in range(len(table.heads)):
        page.set_column(column, column, _wide(table, column))
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(_A3 if len(table.heads) > _WIDE else _A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _wide(table: Table, column: int) -> int:
    texts = [
        table.heads[column],
        *(part for row in table.rows for part in (row[column].text, row[column].aside)),
    ]
    widest = max(sum(width(char) for char in line) for text in texts for line in text.split("\n"))
    return min(max(widest + 2, 6), _WIDEST)
