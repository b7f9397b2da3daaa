"""A case that a command names: one of the database, or one that was exported into a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.exported import names_a_file, read_file
from procflow.cli.places import on_record
from procflow.cli.settings import Settings

if TYPE_CHECKING:
    from procflow.exported import KeptCase


def case_or_export(
    settings: Settings, what: str, *, person: str | None = None, keys: Sequence[str] = ()
) -> "KeptCase":
    """A case by its id, as ``person`` may see it, or that of an exported file, signed with all ``keys``
    (files with public keys); with what is wrong with it.

    Raises ``UsageError`` for a person with a file and for keys without one, ``NotFound``, ``Refused`` for
    a person who may not see the case, ``Damaged`` for a person and a case that is not whole,
    ``ExportError`` for a file that cannot be read at all, ``OSError``.
    """
    if names_a_file(what):
        from procflow.exported import read_case

        if person is not None:
            raise click.UsageError(f"--as says who reads a case; {what} is a file, which hides nothing")
        return read_case(read_file(what), keys=[Path(key).read_bytes() for key in keys])
    if keys:
        raise click.UsageError("--key is for an exported FILE; a database holds no signatures")
    from procflow.engine import Reader

    with on_record(settings) as engine:
        return engine.kept(what, reader=Reader(person))
