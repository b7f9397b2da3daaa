"""procflow matrix"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import Failure
from procflow.cli.matrices import told, told_coverage
from procflow.cli.output import bold, print_json, say, table, visible
from procflow.cli.settings import Settings, group_options, pass_settings

if TYPE_CHECKING:
    from procflow.reports.tables import Cell, Document, Ending

KINDS = ("responsibility", "authority", "separation", "deadlines", "coverage")
FORMATS: "tuple[Ending, ...]" = ("csv", "xlsx", "html")


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
@click.option("-o", "--output", metavar="FILE", help="Its ending is the format; - prints the bytes.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="The format, where FILE has none of its endings."
)
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
    from procflow.reports.tables import written

    if form is not None and output is None:
        raise click.UsageError("--format says how a file is written; name one with -o")
    if person is not None and kind != "responsibility":
        raise click.UsageError(f"--person goes with responsibility; {kind} is about processes")
    ending = _ending(output, form) if output is not None else None
    day = _day(on)
    about = told_coverage(settings, what) if kind == "coverage" else told(settings, kind, what, person, day)
    if ending is not None and output is not None:
        _write(settings, output, written(about.document(), ending))
    elif settings.json:
        print_json(about.shapes)
    else:
        _print(about.document())


def _day(on: datetime | None) -> date:
    day = on.date() if on is not None else datetime.now().astimezone().date()
    if not date.min.year < day.year < date.max.year:
        raise Failure("no-day", f"{day} is at the very end of time; name a day between")
    return day


def _ending(output: str, form: str | None) -> "Ending":
    asked = form or Path(output).suffix.removeprefix(".").lower()
    for ending in FORMATS:
        if asked == ending:
            return ending
    raise Failure("no-format", f"{output} ends with none of {', '.join(FORMATS)}; name one with --format")


def _write(settings: Settings, output: str, content: bytes) -> None:
    if output == "-":
        sys.stdout.buffer.write(content)
        return
    Path(output).write_bytes(content)
    if settings.json:
        print_json({"file": output, "bytes": len(content)})
    else:
        say(f"{output}: {len(content)} bytes")


def _print(document: "Document") -> None:
    """The tables one beneath the other, as wide as the terminal is; grids are left to files."""
    from shutil import get_terminal_size

    within = get_terminal_size().columns if sys.stdout.isatty() else None
    parts = [bold(visible(document.title))]
    parts += [visible(note) for note in document.notes]
    nothing = "無。" if document.lang == "zh" else "Nothing."
    for each in document.tables:
        if each.grid:
            continue
        parts += ["", bold(visible(each.title))]
        rows = [[_marked(cell) for cell in row] for row in each.rows]
        parts.append(table(each.heads, rows, within=within) if rows else nothing)
    say("\n".join(parts))


def _marked(cell: "Cell") -> str:
    return f"! {cell.whole}" if cell.finding else cell.whole
