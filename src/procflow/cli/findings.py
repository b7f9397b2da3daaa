"""Findings about files as text, with the lines that they are about."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procflow.diagnostics import Diagnostic


def findings_text(
    findings: Iterable["Diagnostic"],
    sources: Mapping[str, str] | None = None,
    *,
    lang: str = "en",
    color: bool = False,
) -> str:
    """The findings with their lines; the files are read again where ``sources`` does not hold them."""
    from procflow.diagnostics import to_text

    found = tuple(findings)
    texts = dict(sources or {})
    spans = (span for d in found for span in (d.span, *(r.span for r in d.related)))
    for file in {span.file for span in spans} - set(texts):
        text = _text_of(Path(file))
        if text is not None:
            texts[file] = text
    return to_text(found, texts, lang=lang, color=color).rstrip("\n")


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
