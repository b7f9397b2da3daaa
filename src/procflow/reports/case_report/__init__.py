"""The report of a case for an auditor: everything that its record says, in words, with what stands behind
it."""

from procflow.reports.case_report.making import case_report
from procflow.reports.case_report.printing import html_pieces, pdf_bytes
from procflow.reports.case_report.text import text_lines
from procflow.reports.case_report.values import CaseReport
from procflow.reports.case_report.way import way_of

__all__ = ["CaseReport", "case_report", "html_pieces", "pdf_bytes", "text_lines", "way_of"]
