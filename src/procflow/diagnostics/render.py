"""Diagnostics as text for a terminal, and as plain values for a program."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from procflow.diagnostics.cells import excerpt, visible
from procflow.diagnostics.diagnostic import Diagnostic, Severity
from procflow.diagnostics.span import Span

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_FAINT = "\x1b[34m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}


class _Words(Struct, frozen=True):
    """The fixed words around a finding, in one language; names stand alone, and behind one or more."""

    severities: Mapping[Severity, tuple[str, str, str]]
    why: str
    help: str
    see: str
    none: str
    parted: str


_WORDS = {
    "en": _Words(
        severities={
            Severity.ERROR: ("error", "error", "errors"),
            Severity.WARNING: ("warning", "warning", "warnings"),
            Severity.NOTE: ("note", "note", "notes"),
        },
        why="why",
        help="help",
        see="see",
        none="no findings",
        parted=", ",
    ),
    "zh": _Words(
        severities={
            Severity.ERROR: ("錯誤", "處錯誤", "處錯誤"),
            Severity.WARNING: ("警告", "處警告", "處警告"),
            Severity.NOTE: ("提示", "處提示", "處提示"),
        },
        why="原因",
        help="改法",
        see="參見",
        none="沒有發現問題",
        parted="、",
    ),
}


def to_text(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, lang: str = "en", color: bool = False
) -> str:
    """The findings in file order, each with its source line, and a closing line that counts them.

    ``sources`` holds the text of files by the name that spans use; a finding in a file that is not there is
    shown without its line. The result ends with a line break.
    """
    page = _Page(lang, color, {file: _lines(text) for file, text in sources.items()})
    found = _in_order(diagnostics)
    blocks = ["\n".join(page.block(diagnostic)) for diagnostic in found]
    return "\n\n".join([*blocks, page.count(found)]) + "\n"


def to_json(diagnostics: Iterable[Diagnostic], *, lang: str = "en") -> list[dict[str, object]]:
    """The findings in file order as plain values; lines and columns count from 1, ends are exclusive."""
    return [
        {
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            **_place(diagnostic.span),
            "message": diagnostic.message(lang),
            "reason": diagnostic.reason(lang),
            "help": diagnostic.help(lang),
            "related": [{**_place(r.span), "message": diagnostic.about(r, lang)} for r in diagnostic.related],
        }
        for diagnostic in _in_order(diagnostics)
    ]


def _in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda d: (d.span, d.code))


def _place(span: Span) -> dict[str, object]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@dataclass(frozen=True, slots=True)
class _Page:
    """What stays the same from one finding to the next."""

    lang: str
    color: bool
    lines: Mapping[str, list[str]]
    words: _Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", _WORDS.get(self.lang, _WORDS["en"]))

    def block(self, diagnostic: Diagnostic) -> Iterator[str]:
        """The lines of one finding."""
        severity = diagnostic.severity
        name = self.words.severities[severity][0]
        head = self._paint(f"{name} {diagnostic.code}", _COLORS[severity])
        message = self._paint(visible(diagnostic.message(self.lang)), _BOLD)
        yield f"{_where(diagnostic.span)}: {head}: {message}"
        gutter = max(len(str(s.line)) for s in (diagnostic.span, *(r.span for r in diagnostic.related)))
        yield from self._source(diagnostic.span, gutter, _COLORS[severity])
        yield from self._remark(self.words.why, diagnostic.reason(self.lang), gutter)
        yield from self._remark(self.words.help, diagnostic.help(self.lang), gutter)
        for related in diagnostic.related:
            place = f"{_where(related.span)}: {diagnostic.about(related, self.lang)}"
            yield from self._remark(self.words.see, place, gutter)
            yield from self._source(related.span, gutter, _FAINT)

    def count(self, diagnostics: list[Diagnostic]) -> str:
        """The closing line."""
        counts = Counter(d.severity for d in diagnostics)
        parts = [
            f"{counts[severity]} {names[1 if counts[severity] == 1 else 2]}"
            for severity, names in self.words.severities.items()
            if counts[severity]
        ]
        return self.words.parted.join(parts) or self.words.none

    def _source(self, span: Span, gutter: int, color: str) -> Iterator[str]:
        lines = self.lines.get(span.file)
        if lines is None or not 1 <= span.line <= len(lines) or span == Span.whole_file(span.file):
            return
        line = lines[span.line - 1]
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        shown = excerpt(line, span.column - 1, end)
        margin = self._paint(f" {span.line:>{gutter}} |", _FAINT)
        yield f"{margin} {shown.text}".rstrip()
        margin = self._paint(" " * (gutter + 2) + "|", _FAINT)
        yield f"{margin} {' ' * shown.indent}{self._paint('^' * shown.carets, color)}"

    def _remark(self, label: str, text: str, gutter: int) -> Iterator[str]:
        if text:
            yield f"{' ' * (gutter + 2)}= {label}: {visible(text)}"

    def _paint(self, text: str, color: str) -> str:
        return f"{color}{text}{_RESET}" if self.color else text


def _where(span: Span) -> str:
    return visible(str(span))
