"""What procflow says about an author's file: where, what is wrong, why, and how to mend it.

Diagnostics are values. Readers and checkers collect and return them; only :class:`DefinitionError` carries
them as an exception, for callers who asked for a definition that turned out to have errors.
"""

from procflow.diagnostics.diagnostic import DefinitionError, Diagnostic, Related, Severity, has_errors
from procflow.diagnostics.github import to_github
from procflow.diagnostics.language import Language, language
from procflow.diagnostics.limit import MAX_ERRORS, LimitReachedError, and_no_more, first_errors, shortened
from procflow.diagnostics.nearest import nearest
from procflow.diagnostics.pages import code_page, code_title
from procflow.diagnostics.render import to_json, to_text
from procflow.diagnostics.sarif import to_sarif
from procflow.diagnostics.span import Span

__all__ = [
    "MAX_ERRORS",
    "DefinitionError",
    "Diagnostic",
    "Language",
    "LimitReachedError",
    "Related",
    "Severity",
    "Span",
    "and_no_more",
    "code_page",
    "code_title",
    "first_errors",
    "has_errors",
    "language",
    "nearest",
    "shortened",
    "to_github",
    "to_json",
    "to_sarif",
    "to_text",
]
