"""What procflow says about an author's file: where, what is wrong, why, and how to mend it.

Diagnostics are values. Readers and checkers collect and return them; only :class:`DefinitionError` carries
them as an exception, for callers who asked for a definition that turned out to have errors.
"""

from procflow.diagnostics.diagnostic import DefinitionError, Diagnostic, Related, Severity, has_errors
from procflow.diagnostics.nearest import nearest
from procflow.diagnostics.render import to_json, to_text
from procflow.diagnostics.span import Span

__all__ = [
    "DefinitionError",
    "Diagnostic",
    "Related",
    "Severity",
    "Span",
    "has_errors",
    "nearest",
    "to_json",
    "to_text",
]
