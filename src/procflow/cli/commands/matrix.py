"""procflow matrix"""

from datetime import datetime

import click

from procflow.cli.days import day_of
from procflow.cli.files import wanted_ending
from procflow.cli.matrices import told, told_coverage
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.tables import FORMATS, give, table_options

KINDS = ("responsibility", "authority", "separation", "deadlines", "coverage")


@click.command()
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@click.argument("what", metavar="[PROCESS|POSITION]...", nargs=-1)
@click.option("--person", metavar="PERSON", help="The part of one person; for responsibility.")
@click.option(
    "--on",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that grants are looked at on. Default: today.",
)
@table_options
@group_options
@pass_settings
def matrix(
    settings: Settings,
    *,
    kind: str,
    what: tuple[str, ...],
    person: str | None,
    on: datetime | None,
    output: str | None,
    form: str | None,
) -> None:
    """Lay out who does, decides and answers for what.

    KIND is responsibility (RACI), authority (who decides up to how much, under which grant), separation (of
    duties), deadlines (with escalations) or coverage (of clauses, both ways). PROCESS is a file or an id, as
    many as you like; without any, every process at hand. The responsibility of a POSITION, or of a person,
    goes over all of them. Printed here, or written as csv, xlsx or html.

    \b
    Examples:
      procflow matrix responsibility contract-review
      procflow matrix responsibility --person luo --on 2026-03-02
      procflow matrix responsibility order-desk-head -o head.html --lang zh
      procflow matrix authority contract-review -o authority.xlsx
      procflow matrix separation
      procflow matrix deadlines order-follow-up order-exception --json
      procflow matrix coverage contract-review -o clauses.csv
    """
    ending = wanted_ending(output, form, FORMATS)
    if person is not None and kind != "responsibility":
        raise click.UsageError(f"--person goes with responsibility; {kind} is about processes")
    day = day_of(on)
    about = told_coverage(settings, what) if kind == "coverage" else told(settings, kind, what, person, day)
    give(settings, output, ending, about.shapes, about.document)
