"""The picture of the way that a case took."""

from procflow.case.events import CaseEnded
from procflow.drawing import Language
from procflow.drawing.compose import Lanes, draw_process
from procflow.drawing.marks import mark_case
from procflow.drawing.picture import Picture, picture
from procflow.exported import KeptCase
from procflow.reports.case_report.subject import UNTOLD
from procflow.wording import Lang


def way_of(kept: KeptCase, lang: Lang = "en") -> Picture | None:
    """The case on the drawing of its process as it stood at the end of its record, or when it was read while
    it is under way; None where its definition or its organization is not there, or what is wrong with it
    keeps it from being drawn.
    """
    if kept.program is None or kept.organization is None:
        return None
    subject = (kept.program, kept.organization)
    # Nothing passes in a case that is over: it stands as of its end, whenever it is read.
    now = None if any(isinstance(each.event, CaseEnded) for each in kept.envelopes) else kept.read_at
    drawing = draw_process(*subject, kept.register, language=Language(lang), lanes=Lanes.ROLE)
    try:
        return picture(mark_case(drawing, *subject, kept.envelopes, now=now))
    except UNTOLD:
        if not kept.faults and not kept.unreadable:
            raise
        return None
