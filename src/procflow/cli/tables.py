"""How a command prints tables, or writes them to a file."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from procflow.cli.files import write_file
from procflow.cli.output import bold, print_json, say, table, visible
from procflow.cli.settings import Settings

if TYPE_CHECKING:
    from procflow.reports.tables import Cell, Document, Ending

FORMATS: "tuple[Ending, ...]" = ("csv", "xlsx", "html")

F = TypeVar("F", bound=Callable[..., Any])


def table_options(command: F) -> F:
    """The options of a command that writes tables."""
    output = click.option(
        "-o", "--output", metavar="FILE", help="Its ending is the format; - prints the bytes."
    )
    form = click.option(
        "--format", "form", type=click.Choice(FORMATS), help="The format, where FILE has none of its endings."
    )
    return output(form(command))


def give(
    settings: Settings,
    output: str | None,
    ending: "Ending | None",
    shapes: object,
    document: "Callable[[], Document]",
) -> None:
    """Write tables to a file, print them as JSON, or print them for people, as was asked for."""
    if ending is not None and output is not None:
        from procflow.reports.tables import written

        write_file(settings, output, (written(document(), ending),))
    elif settings.json:
        print_json(shapes)
    else:
        _print(document())


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
