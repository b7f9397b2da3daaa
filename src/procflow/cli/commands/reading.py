"""procflow cases, show, history"""

from typing import TYPE_CHECKING

import click

from procflow.cli.output import print_json, say, table
from procflow.cli.people import case_text
from procflow.cli.places import left_out, on_cases, on_record
from procflow.cli.results import print_story
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import case_shape, event_shape, row_shape

if TYPE_CHECKING:
    from procflow.engine import Reader

_as_option = click.option(
    "--as", "person", metavar="PERSON", help="As that person may see it. Default: everything."
)


def _reader(person: str | None) -> "Reader":
    from procflow.engine import Reader

    return Reader(person)


@click.command()
@_as_option
@group_options
@pass_settings
def cases(settings: Settings, person: str | None) -> None:
    """List the cases, oldest first.

    \b
    Examples:
      procflow cases
      procflow cases --as wu --db cases.db
      procflow cases --json
    """
    with on_record(settings) as engine:
        rows = engine.cases(reader=_reader(person), left_out=left_out)
    if settings.json:
        print_json([row_shape(row) for row in rows])
    elif not rows:
        say("no cases")
    else:
        lines = [
            (r.case, r.process, r.status, f"{r.started_at:%Y-%m-%d %H:%M}Z", str(r.version)) for r in rows
        ]
        say(table(("CASE", "PROCESS", "STATUS", "STARTED", "VERSION"), lines))


@click.command()
@click.argument("case")
@_as_option
@group_options
@pass_settings
def show(settings: Settings, case: str, person: str | None) -> None:
    """Show how a case stands.

    Where it is, who is asked, its way so far, its data and papers, and the head of its record.

    \b
    Examples:
      procflow show CASE
      procflow show CASE --as lin --lang zh
      procflow show CASE --json
    """
    from procflow.cli.standing import standing_text

    reader = _reader(person)
    with on_cases(settings) as engine:
        view, head = engine.case(case, reader=reader), engine.head(case)
        record, now = engine.record(case, reader=reader), engine.now()
    if settings.json:
        print_json(case_shape(view, head, settings.lang))
    else:
        say(case_text(view, head, settings.lang, standing_text(record, now, settings.lang)))


@click.command()
@click.argument("case")
@_as_option
@group_options
@pass_settings
def history(settings: Settings, case: str, person: str | None) -> None:
    """Tell what happened to a case.

    Everything on its record, oldest first, in words; with --json, event by event.

    \b
    Examples:
      procflow history CASE
      procflow history CASE --lang zh
      procflow history CASE --json
    """
    reader = _reader(person)
    with on_record(settings) as engine:
        if settings.json:
            print_json([event_shape(event) for event in engine.history(case, reader=reader)])
            return
        record = engine.record(case, reader=reader)
    print_story(record, settings.lang, range(1, len(record.envelopes) + 1))
