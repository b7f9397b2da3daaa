"""How a command prints tables, or writes them to a file."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from procflow.cli.exits import Failure
from procflow.cli.output import bold, print_json, say, table, visible
from procflow.cli.settings import Settings

if TYPE_CHECKING:
    from procflow.reports import Lang
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


def ending_of(output: str | None, form: str | None) -> "Ending | None":
    """The format of the file that is asked for; None where none is.

    Raises :class:`Failure` for an ending that names none, a usage error for a format without a file.
    """
    if output is None:
        if form is not None:
            raise click.UsageError("--format says how a file is written; name one with -o")
        return None
    asked = form or Path(output).suffix.removeprefix(".").lower()
    for ending in FORMATS:
        if asked == ending:
            return ending
    raise Failure("no-format", f"{output} ends with none of {', '.join(FORMATS)}; name one with --format")


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

        _write(settings, output, written(document(), ending))
    elif settings.json:
        print_json(shapes)
    else:
        _print(document())


def language_of(settings: Settings) -> "Lang":
    """The language that was asked for."""
    return "zh" if settings.lang == "zh" else "en"


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
