"""A report as a page and as text, piece by piece, and as PDF: each prints the same sections."""

from collections.abc import Iterator

from procflow.drawing.formats.html.colours import two_themes
from procflow.drawing.formats.svg import svg
from procflow.drawing.picture import Picture
from procflow.drawing.theme import LIGHT
from procflow.reports.case_report.laying import lay_out
from procflow.reports.case_report.sheets import Entry, Grid, Laid, Section, Told
from procflow.reports.case_report.values import CaseReport
from procflow.reports.pages import pieces
from procflow.reports.pages.paper import Plain, paper

_STYLE, _STYLE_END = "<style>", "</style>"


def html_pieces(report: CaseReport, picture: Picture | None = None, why: str = "none") -> Iterator[bytes]:
    """The report as a page of its own, which needs no server and fetches nothing, in pieces of UTF-8.

    ``picture`` is that of the case's way; without one ``why`` says why not (``none``, ``failed``). Raises
    :class:`MissingReports` without the extra ``reports``, at once.
    """
    laid = lay_out(report, "there" if picture is not None else why)
    known = {seq for each in report.wrong if (seq := each.seq)} & _numbers(report)
    return pieces(
        "case_report.html.j2",
        lang=report.lang,
        title=laid.title,
        styles=("case_report.css",),
        style=two_themes(None) if picture is not None else "",
        laid=laid,
        known=known,
        picture=_inline(picture) if picture is not None else "",
    )


def _numbers(report: CaseReport) -> set[int]:
    """The events that the list will have; looked for only where something is wrong."""
    if not report.wrong:
        return set()
    return {seq for each in report.events for seq in each.seqs}


def _inline(picture: Picture) -> str:
    """The picture without its style: the page has its rules, for light and dark."""
    drawn = svg(picture, LIGHT).decode()
    begin, end = drawn.index(_STYLE), drawn.index(_STYLE_END) + len(_STYLE_END)
    return drawn[:begin] + drawn[end:]


def pdf_bytes(report: CaseReport, picture: Picture | None = None, why: str = "none") -> bytes:
    """The report as PDF on A4, with the picture of the case's way on a page of its own, as large as it
    needs to be read.

    Raises :class:`~procflow.drawing.formats.errors.PictureError` without the extra ``pictures``, and where
    a character has no font.
    """
    laid = lay_out(report, "there" if picture is not None else why)
    return paper("case_report.typ", _plain(laid), picture)


def _plain(laid: Laid) -> dict[str, Plain]:
    return {
        "lang": "zh" if laid.lang == "zh" else "en",
        "title": laid.title,
        "subtitle": laid.subtitle,
        "marked": laid.marked,
        "alarm_title": laid.alarm_title,
        "alarm_note": laid.alarm_note,
        "alarms": [[text, detail] for text, detail, _ in laid.alarms],
        "sections": [_section(section) for section in laid.sections],
        "picture_title": laid.picture_title,
        "picture_note": laid.picture_note,
        "listed": _section(laid.listed),
        "heads": list(laid.heads),
        "events": [_told(line) for line in laid.events],
        "record": [_section(section) for section in laid.record],
    }


def _section(section: Section) -> dict[str, Plain]:
    return {
        "title": section.title,
        "notes": list(section.notes),
        "facts": [[label, _entry(entry)] for label, entry in section.facts],
        "grids": [_grid(grid) for grid in section.grids],
    }


def _grid(grid: Grid) -> dict[str, Plain]:
    rows: list[Plain] = [[_entry(entry) for entry in row] for row in grid.rows]
    return {"title": grid.title, "note": grid.note, "heads": list(grid.heads), "rows": rows}


def _entry(entry: Entry) -> dict[str, Plain]:
    text = entry.text or ", ".join(map(str, entry.seqs))
    return {"text": text, "aside": entry.aside, "finding": entry.finding}


def _told(line: Told) -> dict[str, Plain]:
    return {
        "number": line.number,
        "time": line.time,
        "who": line.who,
        "kind": line.kind.value,
        "text": line.text,
        "detail": line.detail,
        "behind": [[label, text] for label, text in line.behind],
    }
