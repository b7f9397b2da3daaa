"""The file that a command writes: its format by its ending, and either whole or not at all."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import click

from procflow.cli.exits import Failure
from procflow.cli.output import print_json, say
from procflow.cli.settings import Settings

E = TypeVar("E", bound=str)


def ending_of(output: str, form: str | None, formats: tuple[E, ...]) -> E:
    """The format of a file. Raises :class:`Failure` for an ending that names none."""
    asked = form or Path(output).suffix.removeprefix(".").lower()
    for ending in formats:
        if asked == ending:
            return ending
    raise Failure("no-format", f"{output} ends with none of {', '.join(formats)}; name one with --format")


def wanted_ending(output: str | None, form: str | None, formats: tuple[E, ...]) -> E | None:
    """The same where what is not written to a file is printed: None then, and a usage error for a format."""
    if output is not None:
        return ending_of(output, form, formats)
    if form is not None:
        raise click.UsageError("--format says how a file is written; name one with -o")
    return None


def write_file(settings: Settings, output: str, pieces: Iterable[bytes]) -> None:
    """Write pieces to a file and tell its size; ``-`` prints the bytes.

    What was there before stays until all of it is written.
    """
    if output == "-":
        sys.stdout.buffer.writelines(pieces)
        return
    path = Path(os.path.realpath(output))
    try:
        replaces = path.is_file() or not os.path.lexists(path)
        count = _replace(path, pieces) if replaces else _into(path, pieces)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, output) from wrong
    if settings.json:
        print_json({"file": output, "bytes": count})
    else:
        say(f"{output}: {count} bytes")


def _replace(path: Path, pieces: Iterable[bytes]) -> int:
    staged = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        count = _into(staged, pieces)
        os.replace(staged, path)
    finally:
        staged.unlink(missing_ok=True)
    return count


def _into(path: Path, pieces: Iterable[bytes]) -> int:
    with path.open("wb") as file:
        return sum(file.write(piece) for piece in pieces)
