"""procflow demo"""

import sys
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import Failure
from procflow.cli.output import coloured, print_json, say
from procflow.cli.places import database_file, is_new
from procflow.cli.settings import DATABASE, Settings, group_options, pass_settings

if TYPE_CHECKING:
    from procflow.testing.demo import DemoLine

_COLOURS = {
    "act": "green",
    "dispute": "magenta",
    "clock": "yellow",
    "refusal": "red",
    "fault": "red",
    "command": "cyan",
}


@click.command()
@group_options
@pass_settings
def demo(settings: Settings) -> None:
    """Tell the story of one contract of 1,800,000.

    A quality objection goes to the group, a seat runs past its deadline and is handed up, a deputy signs.
    At the end stands the head of its record. With --db the case stays in that database, which must be new.

    \b
    Examples:
      procflow demo
      procflow demo --lang zh
      procflow demo --db demo.db
    """
    from procflow.testing.demo import demo_lines

    database = None
    if settings.db != DATABASE:
        database = database_file(settings.db)
        if not is_new(database):
            raise Failure(
                "not-new", f"{database} is there already; name a new database for the demonstration"
            )
    lines = demo_lines(database=database, lang=settings.language)
    if settings.json:
        print_json([{"kind": line.kind, "text": str(line)} for line in lines])
        return
    for line in lines:
        say(_painted(line) if coloured(sys.stdout) else str(line))


def _painted(line: "DemoLine") -> str:
    margin = click.style(line.margin, dim=True) if line.margin else ""
    heading = True if line.kind == "heading" else None
    return margin + click.style(line.text, fg=_COLOURS.get(line.kind), bold=heading)
