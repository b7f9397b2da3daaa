"""The picture of the way that a case took."""

from procflow.drawing import Language
from procflow.drawing.compose import Lanes, draw_process
from procflow.drawing.marks import mark_case
from procflow.drawing.picture import Picture, picture
from procflow.exported import KeptCase
from procflow.reports.case_report.subject import UNTOLD
from procflow.wording import Lang


def way_of(kept: KeptCase, lang: Lang = "en") -> Picture | None:
    """The case on the drawing of its process as it stood at the end of its record, or when it was read; None
    where its definition or its organization is not there, or what is wrong with it keeps it from being drawn.
    """
    if kept.program is None or kept.organization is None:
        return None
    subject = (kept.program, kept.organization)
    drawing = draw_process(*subject, kept.register, language=Language(lang), lanes=Lanes.ROLE)
    try:
        return picture(mark_case(drawing, *subject, kept.envelopes, now=kept.read_at))
    except UNTOLD:
        if not kept.faults and not kept.unreadable:
            raise
        return None
