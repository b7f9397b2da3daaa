"""Findings as workflow commands of GitHub Actions, which show them beside the lines of a change."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from procflow.diagnostics.diagnostic import Diagnostic, Severity
from procflow.diagnostics.paths import below
from procflow.diagnostics.span import Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def to_github(diagnostics: Iterable[Diagnostic], *, lang: str = "en", root: PurePath | None = None) -> str:
    """One line for each finding, in file order; empty without findings, else ended by a line break.

    Files in the folder ``root``, where the repository lies, are named as seen from it.
    """
    found = sorted(diagnostics, key=lambda d: (d.span, d.code))
    return "".join(f"{_annotation(diagnostic, lang, root)}\n" for diagnostic in found)


def _annotation(diagnostic: Diagnostic, lang: str, root: PurePath | None) -> str:
    texts = (diagnostic.message(lang), diagnostic.reason(lang), diagnostic.help(lang))
    text = "\n".join(text for text in texts if text)
    properties = {
        "file": below(diagnostic.span.file, root),
        **_place(diagnostic.span),
        "title": f"procflow {diagnostic.code}",
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(text)}"


def _place(span: Span) -> Mapping[str, str]:
    """Where to show it; columns are taken only on one line, the end one as the last that is part of it."""
    place = {"line": str(span.line), "endLine": str(span.end_line)}
    if span.line != span.end_line:
        return place
    return {**place, "col": str(span.column), "endColumn": str(max(span.end_column - 1, span.column))}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
