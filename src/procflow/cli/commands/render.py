"""procflow render"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import Failure
from procflow.cli.files import ending_of, write_file
from procflow.cli.places import database_file, is_new, on_cases
from procflow.cli.settings import Settings, common_options, pass_settings

if TYPE_CHECKING:
    from procflow.cli.drawings import Style
    from procflow.drawing import Drawing

LANGUAGES = ("zh", "en", "both")
DIRECTIONS = ("tb", "lr")
THEMES = ("light", "dark", "print")
LANES = ("role", "department", "none")
DETAILS = ("overview", "full")
FORMATS = ("svg", "png", "pdf", "html", "bpmn", "mmd", "dot", "json")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn, and how it is to be written."""

    name: str
    ending: str
    style: "Style"
    direction: str
    theme: str
    against: str | None
    volume: bool
    at: int | None
    person: str | None


@click.command()
@click.argument("what", metavar="PROCESS|CASE")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="Its ending is the format; - prints the picture."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="The format, where FILE has none of its endings."
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="both",
    show_default=True,
    help="The language of its texts.",
)
@click.option(
    "--direction",
    type=click.Choice(DIRECTIONS),
    default="tb",
    show_default=True,
    help="Down, or to the right.",
)
@click.option(
    "--theme", type=click.Choice(THEMES), default="light", show_default=True, help="For svg, png and pdf."
)
@click.option(
    "--lanes", type=click.Choice(LANES), default="role", show_default=True, help="What the lanes stand for."
)
@click.option(
    "--detail",
    type=click.Choice(DETAILS),
    default="overview",
    show_default=True,
    help="Seats of reviews folded into one card, or drawn.",
)
@click.option("--at", type=click.IntRange(min=1), metavar="SEQ", help="A case as it stood after that event.")
@click.option("--against", metavar="PROCESS", help="The difference from that earlier version.")
@click.option("--volume", is_flag=True, help="Counts and times of all cases of the process.")
@click.option(
    "--as", "person", metavar="PERSON", help="As that person may see the case. Default: everything."
)
@common_options
@pass_settings
def render(
    settings: Settings,
    *,
    what: str,
    output: str,
    form: str | None,
    lang: str,
    direction: str,
    theme: str,
    lanes: str,
    detail: str,
    at: int | None,
    against: str | None,
    volume: bool,
    person: str | None,
) -> None:
    """Draw a process, a position or a case.

    PROCESS is a file or an id; anything else is a case of the database. The format is what FILE ends with:
    svg, png, pdf, html (which opens in a browser, with the clause behind each card, and steps through a
    case), bpmn, mmd (Mermaid), dot (Graphviz) or json (the laid-out drawing).

    \b
    Examples:
      procflow render contract-review -o review.svg
      procflow render processes/order-follow-up.yaml -o order.html --lang zh
      procflow render CASE -o case.html
      procflow render CASE -o case.png --at 12 --detail full
      procflow render contract-review -o changes.svg --against old/contract-review.yaml
      procflow render contract-review -o volume.svg --volume
    """
    from procflow.cli.drawings import Style
    from procflow.drawing import Language
    from procflow.drawing.compose import Detail, Lanes

    style = Style(Language(lang), Lanes(lanes), Detail(detail))
    ending = ending_of(output, form, FORMATS)
    wanted = Wanted(what, ending, style, direction, theme, against, volume, at, person)
    write_file(settings, output, (_bytes(settings, wanted),))


def _bytes(settings: Settings, wanted: Wanted) -> bytes:
    from procflow.cli.drawings import definition_file, draw_definition, with_volume
    from procflow.drawing.marks import difference

    path = definition_file(settings, wanted.name)
    if path is None:
        _require_database(settings, wanted.name)
    _require_fitting(wanted, case=path is None)
    if path is None:
        return _case(settings, wanted)
    draw = with_volume if wanted.volume else draw_definition
    drawing = draw(settings, path, wanted.style)
    if wanted.against is not None:
        earlier = definition_file(settings, wanted.against)
        if earlier is None:
            raise Failure("not-found", f"there is no process {wanted.against}")
        drawing = difference(draw_definition(settings, earlier, wanted.style), drawing)
    return _rendered(drawing, wanted)


def _require_database(settings: Settings, name: str) -> None:
    """Refuse a name that is no process or position, where no database has a case that it could be."""
    from procflow.cli.drawings import ids_at_hand

    if is_new(database_file(settings.db)):
        known = ", ".join(ids_at_hand(settings)) or "none"
        text = f"there is no process or position {name}, and no database {settings.db} with a case of that id"
        raise Failure("not-found", f"{text}; known: {known}")


def _require_fitting(wanted: Wanted, *, case: bool) -> None:
    """Refuse options that say something of a case for a process, and the other way round."""
    given = {"--at": wanted.at is not None, "--as": wanted.person is not None}
    if case:
        given = {"--against": wanted.against is not None, "--volume": wanted.volume}
    whose = "a process" if case else "a case"
    for option, there in given.items():
        if there:
            raise click.UsageError(f"{option} says something of {whose}; {wanted.name} is none")
    if wanted.volume and wanted.against is not None:
        raise click.UsageError("--volume and --against draw two things; ask for one")


def _rendered(drawing: "Drawing", wanted: Wanted) -> bytes:
    from procflow.drawing.layout import Direction
    from procflow.drawing.render import render as rendered
    from procflow.drawing.theme import THEMES as KNOWN
    from procflow.drawing.theme import ThemeName

    theme = KNOWN[ThemeName(wanted.theme)]
    return rendered(drawing, wanted.ending, direction=Direction(wanted.direction), theme=theme)


def _case(settings: Settings, wanted: Wanted) -> bytes:
    from procflow.cli.drawings import draw_record
    from procflow.drawing.layout import Direction
    from procflow.drawing.marks import mark_case
    from procflow.engine import Reader
    from procflow.reports.case_page import case_page

    with on_cases(settings) as engine:
        record = engine.record(wanted.name, reader=Reader(wanted.person))
        now = engine.now()
    last = len(record.envelopes)
    if wanted.at is not None and wanted.at > last:
        raise Failure("not-found", f"{wanted.name} has {last} events; --at takes 1 to {last}")
    style, parts = wanted.style, (record.program, record.organization)
    if wanted.ending == "html" and wanted.at is None:
        return case_page(
            *parts,
            record.register,
            record.envelopes,
            language=style.language,
            lanes=style.lanes,
            detail=style.detail,
            direction=Direction(wanted.direction),
        )
    moment: datetime | None = now if wanted.at is None else None
    drawing = draw_record(record, style)
    marked = mark_case(drawing, *parts, record.envelopes, at=wanted.at, now=moment)
    return _rendered(marked, wanted)
