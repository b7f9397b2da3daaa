"""A whole case as one file that needs no server: written, read, checked, signed, and without what is
personal."""

from procflow.exported.errors import ExportError
from procflow.exported.files import redact_export, sign_export
from procflow.exported.reading import KeptCase, kept_case, read_case
from procflow.exported.signing import CheckedSignature
from procflow.exported.verify import CheckedExport, verify_export

__all__ = [
    "CheckedExport",
    "CheckedSignature",
    "ExportError",
    "KeptCase",
    "kept_case",
    "read_case",
    "redact_export",
    "sign_export",
    "verify_export",
]
