"""Tables that are printed as they are: in a terminal, as CSV, as a workbook, as a page. Nothing here computes
what stands in them."""

from procflow.reports.errors import MissingReports
from procflow.reports.tables.model import Cell, Document, Table
from procflow.reports.tables.writing import Ending, written

__all__ = ["Cell", "Document", "Ending", "MissingReports", "Table", "written"]
