"""procflow why"""

from typing import TYPE_CHECKING

import click

from procflow.cli.output import paragraph, print_json
from procflow.cli.places import on_cases
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import why_shape

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("case")
@click.option("--person", metavar="PERSON", help="Why this person is asked, or is not.")
@click.option("--as", "reader", metavar="PERSON", help="As that person may see it. Default: everything.")
@group_options
@pass_settings
def why(settings: Settings, case: str, person: str | None, reader: str | None) -> None:
    """Say why a case asks whom.

    For everything that is open: by which step, table row and clause it is asked of whom, who can answer it,
    and what the case waits for. With --person: why that person is asked or is not, under which grant or for
    want of what, and what is still missing for each answer.

    \b
    Examples:
      procflow why CASE
      procflow why CASE --person luo
      procflow why CASE --person luo --lang zh --json
    """
    from procflow.engine import Reader

    with on_cases(settings) as engine:
        found = engine.why(case, person, reader=Reader(reader))
        if settings.json:
            print_json(why_shape(found))
            return
        record = engine.record(case, reader=Reader(reader))
        now = engine.now()
    from procflow.reports import tell_why

    language = settings.language
    for line in tell_why(record.program, record.organization, found, now, language):
        cited = f"  [{line.cited}]" if line.cited else ""
        paragraph("  " * line.depth, f"{line.text}{cited}")
