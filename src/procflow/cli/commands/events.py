"""procflow raise, procflow reassign"""

from collections.abc import Mapping
from pathlib import Path

import click

from procflow.cli.given import as_data, as_papers
from procflow.cli.places import on_cases
from procflow.cli.results import print_done
from procflow.cli.settings import Settings, group_options, pass_settings


@click.command(name="raise")
@click.argument("case")
@click.argument("event")
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who raises it.")
@click.option("--on-behalf-of", metavar="PERSON", help="For whom, under a grant.")
@click.option("--comment", metavar="TEXT", help="Why.")
@click.option(
    "--data",
    metavar="JSON",
    callback=as_data,
    help="What belongs to this occurrence: JSON, @FILE, or - to read it.",
)
@click.option(
    "--attach", metavar="NAME=FILE", multiple=True, callback=as_papers, help="A paper; may be repeated."
)
@click.option("--id", "command_id", metavar="KEY", help="Makes it repeatable: the same key is done once.")
@group_options
@pass_settings
def raise_(
    settings: Settings,
    *,
    case: str,
    event: str,
    actor: str,
    on_behalf_of: str | None,
    comment: str | None,
    data: Mapping[str, object],
    attach: Mapping[str, Path],
    command_id: str | None,
) -> None:
    """Say that an any-time event has occurred.

    EVENT is one of those that "procflow show CASE" lists as raisable. The data belong to this occurrence
    alone; what the event's own steps ask for comes later.

    \b
    Examples:
      procflow raise CASE complaint --as lin --comment "Late again"
      procflow raise CASE change --as lin --data '{"what": "colour"}' --attach letter=letter.pdf --id c1
    """
    with on_cases(settings) as engine:
        done = engine.raise_event(
            case,
            event,
            data,
            actor=actor,
            attachments=attach,
            comment=comment,
            on_behalf_of=on_behalf_of,
            command_id=command_id,
        )
        print_done(engine, done, settings)


@click.command()
@click.argument("case")
@click.argument("person")
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who reassigns the case.")
@click.option("--on-behalf-of", metavar="PERSON", help="For whom, under a grant.")
@click.option("--comment", metavar="TEXT", required=True, help="Why.")
@click.option("--id", "command_id", metavar="KEY", help="Makes it repeatable: the same key is done once.")
@group_options
@pass_settings
def reassign(
    settings: Settings,
    *,
    case: str,
    person: str,
    actor: str,
    on_behalf_of: str | None,
    comment: str,
    command_id: str | None,
) -> None:
    """Make somebody else the owner of a case.

    What the owner before was asked is put before PERSON, who has to hold the role that owners hold.

    \b
    Examples:
      procflow reassign CASE chen --as huang --comment "Lin is on leave"
      procflow reassign CASE chen --as li --on-behalf-of wang --comment "Moved to the north" --json
    """
    with on_cases(settings) as engine:
        done = engine.reassign(
            case, person, actor=actor, comment=comment, on_behalf_of=on_behalf_of, command_id=command_id
        )
        print_done(engine, done, settings)
