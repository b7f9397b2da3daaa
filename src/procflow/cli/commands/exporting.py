"""procflow export"""

from pathlib import Path

import click

from procflow.cli.exported import names_a_file, read_file
from procflow.cli.files import write_file
from procflow.cli.places import on_record
from procflow.cli.settings import Settings, group_options, pass_settings


@click.command()
@click.argument("what", metavar="CASE|FILE")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to; - prints the bytes.")
@click.option("--as", "person", metavar="PERSON", help="As that person may see it. Default: everything.")
@click.option(
    "--redact", multiple=True, metavar="FIELD", help="A personal field to leave out; may be repeated."
)
@click.option(
    "--sign",
    "keys",
    multiple=True,
    metavar="KEYFILE",
    help="A private Ed25519 key to sign the head with; may be repeated.",
)
@group_options
@pass_settings
def export(
    settings: Settings,
    what: str,
    *,
    output: str,
    person: str | None,
    redact: tuple[str, ...],
    keys: tuple[str, ...],
) -> None:
    """Write a whole case into one file.

    With its definition, the organizations it was decided in, and its papers. "procflow verify FILE" checks
    it, and needs nothing else. With a FILE in place of a case: the same file, with more signatures or less
    personal data.

    \b
    Examples:
      procflow export CASE -o case.zip
      procflow export CASE -o case.zip --redact contact --sign owner
      procflow export case.zip -o signed.zip --sign auditor
    """
    from procflow.engine import system_clock
    from procflow.exported import redact_export, sign_export

    if names_a_file(what):
        if person is not None:
            raise click.UsageError(f"--as says who reads a case; {what} is a file, which hides nothing")
        content = redact_export(read_file(what), redact)
    else:
        content = _exported(settings, what, person, redact)
    for key in keys:
        content = sign_export(content, Path(key).read_bytes(), at=system_clock())
    write_file(settings, output, (content,))


def _exported(settings: Settings, case: str, person: str | None, redact: tuple[str, ...]) -> bytes:
    from procflow.engine import Reader

    with on_record(settings) as engine:
        return engine.export(case, reader=Reader(person), redact=redact)
