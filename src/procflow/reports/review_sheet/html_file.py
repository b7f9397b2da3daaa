"""A review sheet as a page that needs no server and no network, on a screen and on paper."""

from procflow.reports.pages import page
from procflow.reports.review_sheet.values import ReviewSheet
from procflow.reports.review_sheet.voice import in_language


def sheet_html(sheet: ReviewSheet) -> bytes:
    """The page in UTF-8. Raises :class:`MissingReports` without the extra ``reports``."""
    lang = sheet.langs[0]
    title = in_language(sheet.title, lang)
    return page("review_sheet.html.j2", lang=lang, title=title, styles=("review_sheet.css",), form=sheet)
