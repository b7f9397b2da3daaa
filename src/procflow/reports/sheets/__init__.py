"""Tables that are printed as they are: in a terminal, as CSV, as a workbook, as a page. Nothing here computes
what stands in them."""

from procflow.reports.sheets.errors import MissingReports
from procflow.reports.sheets.model import Cell, Document, Sheet
from procflow.reports.sheets.writing import Ending, written

__all__ = ["Cell", "Document", "Ending", "MissingReports", "Sheet", "written"]
