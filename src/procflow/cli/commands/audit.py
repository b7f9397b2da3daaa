"""procflow audit"""

from datetime import datetime
from fractions import Fraction

import click

from procflow.cli.files import wanted_ending
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.tables import FORMATS, give, table_options

_DAY = click.DateTime(["%Y-%m-%d"])
_SHARE = click.IntRange(0, 100)


@click.command()
@click.option(
    "--process", "processes", multiple=True, metavar="PROCESS", help="Cases of that process; may be repeated."
)
@click.option("--since", metavar="DATE", type=_DAY, help="Cases started on that day or later.")
@click.option("--until", metavar="DATE", type=_DAY, help="Cases started on that day or earlier.")
@click.option(
    "--near",
    metavar="PERCENT",
    type=_SHARE,
    default=10,
    show_default=True,
    help="How much of a threshold may be missing for a value to lie just under it.",
)
@click.option(
    "--part",
    metavar="PERCENT",
    type=_SHARE,
    default=30,
    show_default=True,
    help="How much of a threshold a case has at least that may be part of a split order.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=30,
    show_default=True,
    help="Within how many days the parts of a split order were started.",
)
@click.option(
    "--same", multiple=True, metavar="FIELD", help="A field by which orders belong together; may be repeated."
)
@click.option(
    "--together",
    metavar="PERCENT",
    type=_SHARE,
    default=80,
    show_default=True,
    help="In how many of the cases of one the other has to be for two to be always together.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="In how many cases at least two are together.",
)
@table_options
@group_options
@pass_settings
def audit(
    settings: Settings,
    *,
    processes: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    near: int,
    part: int,
    days: int,
    same: tuple[str, ...],
    together: int,
    least: int,
    output: str | None,
    form: str | None,
) -> None:
    """List what an auditor samples the cases of a database for.

    Orders that may have been split and values just under a threshold, persons who are always together, what
    deputies answer, passes that came to nothing, late and handed-up items, and the assumptions that cases
    followed; each with its cases. Every case is verified first; one that is not whole or cannot be read is
    listed as such. Printed here, or written as csv, xlsx or html, which have every case with its findings
    too.

    \b
    Examples:
      procflow audit
      procflow audit --process contract-review --since 2026-01-01 --until 2026-03-31 -o quarter.xlsx
      procflow audit --near 5 --days 14 --same customer
      procflow audit --together 100 --least 10 --lang zh -o audit.html
      procflow audit --json
    """
    from procflow.cli.auditing import audit_shape, audited
    from procflow.cli.places import on_record
    from procflow.reports.audit import Sampling, show_audit
    from procflow.reports.audit import audit as sampled

    ending = wanted_ending(output, form, FORMATS)
    first, last = (each.date() if each is not None else None for each in (since, until))
    if first is not None and last is not None and last < first:
        raise click.UsageError(f"--until {last} lies before --since {first}")
    sampling = Sampling(
        Fraction(near, 100), Fraction(part, 100), days, same or None, Fraction(together, 100), least
    )
    lang = settings.language
    with on_record(settings) as engine:
        cases = audited(engine, processes, first, last)
        found = sampled(cases, engine.now(), sampling, lang, since=first, until=last)
    give(settings, output, ending, audit_shape(found), lambda: show_audit(found, lang))
