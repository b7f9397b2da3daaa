"""procflow site"""

from datetime import datetime
from pathlib import Path

import click

from procflow.cli.days import day_of
from procflow.cli.exits import Failure
from procflow.cli.output import print_json, say
from procflow.cli.settings import Settings, group_options, pass_settings


@click.command()
@click.argument("names", nargs=-1, metavar="[PATH|PROCESS|POSITION]...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder that is new, empty, or holds an earlier book.",
)
@click.option("--single", is_flag=True, help="One file for each process, which needs no other.")
@click.option(
    "--on",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that grants are looked at on. Default: today.",
)
@group_options
@pass_settings
def site(
    settings: Settings, names: tuple[str, ...], *, output: Path, single: bool, on: datetime | None
) -> None:
    """Write the book of procedures: pages that need no server.

    PATH is a file or a folder, the others are ids; without any, the processes at hand. Every process with
    its picture, steps, tables, clauses beside their elements, open questions, findings, matrices, words and
    versions; positions, clause registers, organizations, a glossary, and a search; in English and Chinese.
    The definitions that cases in the database run on count as versions. Files with errors are listed on the
    front page.

    \b
    Examples:
      procflow site processes -o book
      procflow site -o book --on 2026-03-02
      procflow site contract-review -o mail --single
      procflow site processes -o book --db cases.db
    """
    from procflow.cli.book import given_at
    from procflow.cli.folders import require_own, write_book
    from procflow.reports.book import book, pages, single_pages
    from procflow.wording import LANGS

    day = day_of(on)
    require_own(output)
    given = given_at(settings, names)
    if single and not given.processes:
        raise Failure("not-found", "there is no process here without errors, and --single writes processes")
    langs = sorted(LANGS, key=lambda lang: lang != settings.lang)
    books = [book(given, lang, day, single=single) for lang in langs]
    files = single_pages(books) if single else pages(books)
    write_book(output, files)
    size = sum(map(len, files.values()))
    if settings.json:
        print_json(
            {
                "folder": str(output),
                "files": len(files),
                "bytes": size,
                "processes": [each.now.program.process.name for each in given.processes],
                "positions": [each.position.name for each in given.positions],
                "left_out": [each.file for each in given.broken],
            }
        )
    else:
        say(f"{output}: {len(files)} files, {size} bytes; open {output / 'index.html'}")
