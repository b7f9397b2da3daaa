"""A case as a page that steps through its record on the drawing of its process."""

from collections.abc import Sequence

from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.definition.register import Register
from procflow.drawing import Language
from procflow.drawing.compose import Detail, Lanes, draw_process
from procflow.drawing.formats.html import Told, write_case_html
from procflow.drawing.layout import Direction
from procflow.drawing.marks import frames
from procflow.program import Program
from procflow.reports.story import tell
from procflow.wording import Lang, Words


def case_page(
    program: Program,
    organization: Organization,
    register: Register | None,
    envelopes: Sequence[Envelope],
    *,
    language: Language = Language.BOTH,
    lanes: Lanes = Lanes.ROLE,
    detail: Detail = Detail.OVERVIEW,
    direction: Direction = Direction.DOWN,
) -> bytes:
    """The page in UTF-8: the picture of the case at each of its events, with the story in words.

    ``envelopes`` are all events of the case, as whoever reads the page may see them. It opens without a
    server and fetches nothing.
    """
    drawing = draw_process(program, organization, register, language=language, lanes=lanes, detail=detail)
    lang: Lang = "en" if language is Language.EN else "zh"
    words = Words(program, organization, lang)
    told = [
        Told(line.seq, f"{line.at:%Y-%m-%d %H:%M}", words.name(line.who), line.text)
        for line in tell(program, organization, envelopes, lang)
    ]
    steps = list(frames(drawing, program, organization, envelopes))
    return write_case_html(drawing, steps, told, direction=direction)
