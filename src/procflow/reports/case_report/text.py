"""A report as text, for a terminal and for a file."""

from collections.abc import Iterator

from procflow.diagnostics.cells import visible
from procflow.reports.case_report.laying import lay_out
from procflow.reports.case_report.sheets import Entry, Grid, Section, Told
from procflow.reports.case_report.values import CaseReport
from procflow.reports.case_report.voice import say
from procflow.reports.columns import columns, padded, wrap
from procflow.wording import Lang

WIDTH = 100
"""The columns of a line in a file."""

_LABEL = 24
_INNER = 6
_NARROW = 40


def text_lines(report: CaseReport, width: int = WIDTH, why: str = "none") -> Iterator[str]:
    """The report in lines of at most ``width`` columns, 40 at least.

    The picture is left out; a page and a PDF have it. ``why`` is as for :func:`html_pieces`.
    """
    laid = lay_out(report, why)
    width = max(width, _NARROW)
    yield from _wrapped("", laid.title, width)
    yield "=" * min(columns(laid.title), width)
    yield from _wrapped("", laid.subtitle, width)
    yield from _wrapped("", laid.marked, width)
    if laid.alarms:
        yield ""
        yield from _wrapped("!! ", laid.alarm_title, width)
        yield from _wrapped("   ", laid.alarm_note, width)
        for text, detail, _ in laid.alarms:
            yield from _wrapped(" ! ", f"{text} {detail}".rstrip(), width)
    for section in laid.sections:
        yield from _section(section, width, laid.lang)
    yield from _section(laid.listed, width, laid.lang)
    for line in laid.events:
        yield from _told(line, width, laid.lang)
    for section in laid.record:
        yield from _section(section, width, laid.lang)


def _section(section: Section, width: int, lang: Lang) -> Iterator[str]:
    yield ""
    yield section.title
    yield "-" * min(columns(section.title), width)
    for note in section.notes:
        yield from _wrapped("", note, width)
    for label, cell in section.facts:
        mark = "! " if cell.finding else "  "
        margin = mark + padded(visible(label), _LABEL)
        yield from _wrapped(
            margin if columns(margin) <= _LABEL + 2 else f"{margin}  ", _whole(cell, lang), width
        )
    for grid in section.grids:
        yield from _grid(grid, width, lang)


def _grid(grid: Grid, width: int, lang: Lang) -> Iterator[str]:
    """A row begins with what it is about; then what else is known of it, by the heads of its columns."""
    if grid.title:
        yield ""
        yield f"[{grid.title}]"
    bare, colon, gap = say("head.time", lang), *(("：", "；") if lang == "zh" else (": ", "; "))
    there = False
    for row in grid.rows:
        there = True
        first, *rest = (f"{'! ' if cell.finding else ''}{_whole(cell, lang)}" for cell in row)
        named = zip(grid.heads[1:], rest, strict=True)
        told = [text if head == bare else f"{head}{colon}{text}" for head, text in named if text]
        margin = padded(f"  {visible(first)}", 8)
        yield from _wrapped(f"{margin}  " if margin[-1:] != " " else margin, gap.join(told), width)
    if not there:
        yield "  -"


def _whole(entry: Entry, lang: Lang) -> str:
    """A text with what is said beside it in brackets."""
    text = entry.text or ", ".join(map(str, entry.seqs))
    if not text or not entry.aside:
        return text or entry.aside
    return f"{text}（{entry.aside}）" if lang == "zh" else f"{text} ({entry.aside})"


def _told(line: Told, width: int, lang: Lang) -> Iterator[str]:
    yield from _wrapped(f"  {line.number}  ", f"{line.time} {line.who}", width)
    yield from _wrapped("      ", " ".join(part for part in (line.text, line.detail) if part), width)
    for label, text in line.behind:
        yield from _wrapped("        ", f"{label}{'：' if lang == 'zh' else ': '}{text}", width)


def _wrapped(margin: str, text: str, width: int) -> Iterator[str]:
    """A text behind a margin, and what does not fit beneath it; beneath the margin where that is wide."""
    shown, inner = visible(" ".join(text.split())), columns(margin)
    if inner > width // 2:
        yield margin.rstrip()
        margin, inner = " " * _INNER, _INNER
    first, *more = wrap(shown, width - inner)
    yield (margin + first).rstrip()
    for line in more:
        yield (" " * inner + line).rstrip()
