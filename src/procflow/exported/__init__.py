"""A whole case as one file that needs no server: written, read, checked, signed, and without what is
personal."""

from procflow.exported.errors import ExportError
from procflow.exported.files import redact_export, sign_export
from procflow.exported.signing import CheckedSignature
from procflow.exported.verify import CheckedExport, verify_export

__all__ = [
    "CheckedExport",
    "CheckedSignature",
    "ExportError",
    "redact_export",
    "sign_export",
    "verify_export",
]
