"""An audit as tables."""

from procflow.reports.audit.shown.document import show_audit

__all__ = ["show_audit"]
