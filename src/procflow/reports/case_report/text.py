"""A report as text, for a terminal and for a file."""

from collections.abc import Iterator

from procflow.diagnostics.cells import visible
from procflow.reports.case_report.laying import lay_out
from procflow.reports.case_report.sheets import Grid, Section, Told
from procflow.reports.case_report.values import CaseReport
from procflow.reports.case_report.voice import say
from procflow.reports.columns import columns, padded, wrap
from procflow.wording import Lang

WIDTH = 100
"""The columns of a line in a file."""

_LABEL = 24
_NARROW = 40


def text_lines(report: CaseReport, width: int = WIDTH, why: str = "none") -> Iterator[str]:
    """The report in lines of at most ``width`` columns, but for ids and hashes that are longer than that.

    The picture is left out; a page and a PDF have it. ``why`` is as for :func:`html_pieces`.
    """
    laid = lay_out(report, why)
    width = max(width, _NARROW)
    yield visible(laid.title)
    yield "=" * min(columns(laid.title), width)
    yield visible(laid.subtitle)
    if laid.alarms:
        yield ""
        yield f"!! {laid.alarm_title}"
        yield from _wrapped("   ", laid.alarm_note, width)
        for text, detail, _ in laid.alarms:
            yield from _wrapped(" ! ", f"{text} {detail}".rstrip(), width)
    for section in laid.sections:
        yield from _section(section, width, laid.lang)
    yield from _section(laid.listed, width, laid.lang)
    for line in laid.events:
        yield from _told(line, width)
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
        yield from _wrapped(margin if columns(margin) <= _LABEL + 2 else f"{margin}  ", cell.whole, width)
    for grid in section.grids:
        yield from _grid(grid, width, lang)


def _grid(grid: Grid, width: int, lang: Lang) -> Iterator[str]:
    """A row begins with what it is about; then what else is known of it, by the heads of its columns."""
    if grid.title:
        yield ""
        yield f"[{grid.title}]"
    bare = say("head.time", lang)
    there = False
    for row in grid.rows:
        there = True
        first, *rest = (cell.whole for cell in row)
        named = zip(grid.heads[1:], rest, strict=True)
        told = [text if head == bare else f"{head}: {text}" for head, text in named if text]
        margin = padded(f"  {visible(first)}", 8)
        yield from _wrapped(f"{margin}  " if columns(margin) > 8 else margin, "; ".join(told), width)
    if not there:
        yield "  -"


def _told(line: Told, width: int) -> Iterator[str]:
    yield f"  {line.number}  {line.time}  {visible(line.who)}"
    yield from _wrapped("      ", " ".join(part for part in (line.text, line.detail) if part), width)
    for label, text in line.behind:
        yield from _wrapped("        ", f"{label}: {text}", width)


def _wrapped(margin: str, text: str, width: int) -> Iterator[str]:
    """A text behind a margin; what does not fit goes on beneath it, a little way in where it is long."""
    inner = columns(margin) if columns(margin) <= width // 2 else 6
    first, *more = wrap(visible(" ".join(text.split())), max(width - columns(margin), _NARROW // 2))
    yield (margin + first).rstrip()
    if inner != columns(margin) and more:
        more = list(wrap(" ".join(more), width - inner))
    for line in more:
        yield (" " * inner + line).rstrip()
