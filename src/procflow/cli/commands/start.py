"""procflow start"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import Failure
from procflow.cli.given import as_data, as_papers
from procflow.cli.handlers import handlers_at, idle
from procflow.cli.output import print_json, remark, say
from procflow.cli.places import database_file, is_new, library_with, names_a_file, own_places
from procflow.cli.results import standing
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import case_shape

if TYPE_CHECKING:
    from procflow.engine import CaseView, Engine, Library


@dataclass(frozen=True, slots=True)
class _Order:
    """A case that is to be started."""

    process: str
    data: Mapping[str, object]
    actor: str
    attach: Mapping[str, Path]
    on_behalf_of: str | None
    command_id: str | None

    def carry_out(self, engine: "Engine") -> "CaseView":
        """Start it."""
        return engine.start(
            self.process,
            self.data,
            actor=self.actor,
            attachments=self.attach,
            on_behalf_of=self.on_behalf_of,
            command_id=self.command_id,
        )


@click.command()
@click.argument("process")
@click.option(
    "--data", metavar="JSON", callback=as_data, help="What is known already: JSON, @FILE, or - to read it."
)
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who starts the case.")
@click.option("--on-behalf-of", metavar="PERSON", help="For whom, under a grant.")
@click.option(
    "--attach", metavar="NAME=FILE", multiple=True, callback=as_papers, help="A paper; may be repeated."
)
@click.option("--id", "command_id", metavar="KEY", help="Makes it repeatable: the same key, the same case.")
@click.option("--live", is_flag=True, help="Make a database whose clock cannot be moved.")
@group_options
@pass_settings
def start(
    settings: Settings,
    *,
    process: str,
    data: Mapping[str, object],
    actor: str,
    on_behalf_of: str | None,
    attach: Mapping[str, Path],
    command_id: str | None,
    live: bool,
) -> None:
    """Start a case.

    PROCESS is a file or an id. The data prefill what the starter knows; what a form requires is asked for
    when it is answered. The database is made if it is not there, as a sandbox: "procflow advance --until"
    may move its clock. With --live it is made for real work, and its clock stays the clock of this
    machine.

    \b
    Examples:
      procflow start contract-review --as lin
      procflow start contract-review --data '{"customer": "Hua Mei", "amount": 1800000}' --as lin
      procflow start processes/contract-review.yaml --data @order.json --as lin --id order-4711
      procflow start contract-review --as lin --db cases.db --live --json
    """
    from procflow.engine import Engine
    from procflow.store import MemoryStore, open_store

    name, library = library_with(settings, process)
    order = _Order(name, data, actor, attach, on_behalf_of, command_id)
    if names_a_file(process):
        _warn_of_others(settings, library)
    handlers = handlers_at(settings.handlers)
    file = database_file(settings.db)
    new = is_new(file)
    if new:
        # A start that is refused must not leave an empty database behind.
        with Engine(MemoryStore(), library, handlers=idle(handlers)) as trial:
            order.carry_out(trial)
    with Engine(open_store(settings.db), library, handlers=handlers) as engine:
        _set_kind(engine, file, new=new, live=live)
        view = order.carry_out(engine)
        head = engine.head(view.id)
    if settings.json:
        print_json(case_shape(view, head, settings.lang))
    else:
        say(f"started: {view.process} {view.process_version}")
        say(standing(view, settings.lang))


def _warn_of_others(settings: Settings, library: "Library") -> None:
    """Say so where later commands will take the organization from other files than this one."""
    from procflow.engine import open_library

    # Whatever is wrong there is no matter of this process.
    others = open_library(own_places(settings), strict=False)
    for organization in library.organizations():
        other = others.known_organization(organization.name)
        if other is not None and other.hash != organization.hash:
            places = ", ".join(map(str, own_places(settings)))
            remark(
                f"{organization.name} is another in {places}, which counts unless --processes names this one"
            )


def _set_kind(engine: "Engine", file: Path, *, new: bool, live: bool) -> None:
    """Make a new database a sandbox or not, and say so; what an old one is stays."""
    if new and not live:
        engine.make_sandbox()
        remark(f"made {file}, a sandbox for trying things (start --live makes one for real work)")
    elif new:
        remark(f"made {file} for real work: its clock cannot be moved")
    elif live and engine.is_sandbox():
        raise Failure("sandbox", f"{file} is a sandbox already; name another database for real work")
