"""Tables as a page that needs no server and no network."""

from procflow.reports.pages import page
from procflow.reports.tables.model import Document


def html_bytes(document: Document) -> bytes:
    """The tables as one page, for a screen and for paper. Raises :class:`MissingReports` without the extra
    ``reports``."""
    return page("tables.html.j2", lang=document.lang, title=document.title, document=document)
