"""procflow verify"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import DONE, REFUSED
from procflow.cli.exported import checked_shape, checked_text, names_a_file, read_file
from procflow.cli.output import print_json, say, visible
from procflow.cli.places import on_record
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import record_shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procflow.case.record import Fault
    from procflow.engine import Engine


@click.command()
@click.argument("what", metavar="[CASE|FILE]", required=False)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PUBLIC",
    help="A file with a public Ed25519 key that must have signed the FILE; may be repeated.",
)
@group_options
@pass_settings
def verify(settings: Settings, what: str | None, keys: tuple[str, ...]) -> int:
    """Check that records were not altered.

    Checked is the record of CASE, or of every case: that it is what was written, and that the case follows
    from it. Of a FILE that "procflow export" wrote the same, without a database. Ends with 1 if anything is
    not as it was.

    Keep the head that it prints somewhere else: who has it can prove later that nothing was altered.

    \b
    Examples:
      procflow verify
      procflow verify CASE
      procflow verify case.zip --key owner.pub
      procflow verify --db cases.db --json
    """
    if what is not None and names_a_file(what):
        return _file(settings, what, keys)
    if keys:
        raise click.UsageError("--key is for an exported FILE; a database holds no signatures")
    with on_record(settings) as engine:
        found = engine.verify(what)
        heads = {name: _head(engine, name) for name in found}
    if settings.json:
        print_json([record_shape(name, heads[name], faults) for name, faults in found.items()])
    else:
        for name, faults in found.items():
            _say(name, heads[name], faults)
        say(_count(len(found), sum(1 for faults in found.values() if faults)))
    return REFUSED if any(found.values()) else DONE


def _file(settings: Settings, name: str, keys: tuple[str, ...]) -> int:
    from procflow.exported import verify_export

    checked = verify_export(read_file(name), keys=[Path(key).read_bytes() for key in keys])
    if settings.json:
        print_json([{**record_shape(checked.case, checked.head, checked.faults), **checked_shape(checked)}])
    else:
        _say(checked.case, checked.head, checked.faults)
        for line in checked_text(checked):
            say(visible(line))
        say(_count(1, 1 if checked.faults else 0))
    return REFUSED if checked.faults else DONE


def _say(case: str, head: str | None, faults: "Iterable[Fault]") -> None:
    told = tuple(faults)
    say(f"{visible(case)}  {'NOT WHOLE' if told else 'whole'}  head {visible(head or 'none')}")
    for fault in told:
        say(f"  {fault.kind}: {visible(fault.text)}")


def _head(engine: "Engine", case: str) -> str | None:
    """The head of a record; None where the case it belongs to is gone or cannot be read."""
    from procflow.store import Damaged, NotFound

    try:
        return engine.head(case)
    except (NotFound, Damaged):
        return None


def _count(cases: int, broken: int) -> str:
    wrong = f", {broken} not whole" if broken else ", nothing altered"
    return f"{cases} case{'' if cases == 1 else 's'}{wrong if cases else ''}"
