"""Findings as SARIF 2.1.0 (OASIS), the format in which code hosts and editors take results of checkers."""

from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import quote

from procflow.diagnostics.catalogue import Entry, entry
from procflow.diagnostics.diagnostic import Diagnostic, Related, Severity
from procflow.diagnostics.pages import code_page, code_title
from procflow.diagnostics.paths import below
from procflow.diagnostics.span import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "ROOT"
"""The base that file names are relative to: where the check was run."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

Sarif = dict[str, object]


def to_sarif(
    diagnostics: Iterable[Diagnostic], *, version: str, lang: str = "en", root: PurePath | None = None
) -> Sarif:
    """One run of procflow, of that version, as a log; lines and columns count from 1, in code points.

    Files in the folder ``root``, where procflow was run, are named as seen from it.
    """
    found = sorted(diagnostics, key=lambda d: (d.span, d.code))
    codes = sorted({d.code for d in found})
    driver = {
        "name": "procflow",
        "semanticVersion": version,
        "language": "zh-Hant" if lang == "zh" else "en",
        "rules": [_rule(entry(code), lang) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which procflow was run."}}},
        "results": [_result(d, codes.index(d.code), lang, root) for d in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Entry, lang: str) -> Sarif:
    page = code_page(code.code, lang)
    return {
        "id": code.code,
        "shortDescription": {"text": code_title(code.code, lang)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[Severity(code.severity)]},
    }


def _result(diagnostic: Diagnostic, rule: int, lang: str, root: PurePath | None) -> Sarif:
    message = diagnostic.message(lang)
    texts = [text for text in (message, diagnostic.reason(lang), diagnostic.help(lang)) if text]
    result: Sarif = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(texts)},
        "locations": [{"physicalLocation": _physical(diagnostic.span, root)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _related(number, diagnostic, place, lang, root) for number, place in enumerate(diagnostic.related)
        ]
    return result


def _related(
    number: int, diagnostic: Diagnostic, related: Related, lang: str, root: PurePath | None
) -> Sarif:
    text = diagnostic.about(related, lang)
    return {"id": number, "physicalLocation": _physical(related.span, root), "message": {"text": text}}


def _physical(span: Span, root: PurePath | None) -> Sarif:
    place: Sarif = {"artifactLocation": _artifact(below(span.file, root))}
    if span != Span.whole_file(span.file):
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return place


def _artifact(file: str) -> Sarif:
    path = PurePath(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(file), "uriBaseId": ROOT}
