"""procflow change, procflow take-back"""

from collections.abc import Mapping

import click

from procflow.cli.given import as_data
from procflow.cli.places import on_cases
from procflow.cli.results import print_done
from procflow.cli.settings import Settings, group_options, pass_settings


@click.command()
@click.argument("case")
@click.option(
    "--data",
    metavar="JSON",
    callback=as_data,
    required=True,
    help="The fields: JSON, @FILE, or - to read it.",
)
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who changes them.")
@click.option("--on-behalf-of", metavar="PERSON", help="For whom, under a grant.")
@click.option("--id", "command_id", metavar="KEY", help="Makes it repeatable: the same key is done once.")
@group_options
@pass_settings
def change(
    settings: Settings,
    *,
    case: str,
    data: Mapping[str, object],
    actor: str,
    on_behalf_of: str | None,
    command_id: str | None,
) -> None:
    """Change data outside a form.

    The fields of CASE that the process lets this person change at this moment.

    \b
    Examples:
      procflow change CASE --data '{"amount": 1750000}' --as lin
      procflow change CASE --data @terms.json --as lin --id change-3 --json
    """
    with on_cases(settings) as engine:
        done = engine.change(case, data, actor=actor, on_behalf_of=on_behalf_of, command_id=command_id)
        print_done(engine, done, settings)


@click.command(name="take-back")
@click.argument("case")
@click.argument("step")
@click.option("--seat", metavar="ROLE", required=True, help="The seat that objected.")
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who takes the objection back.")
@click.option("--on-behalf-of", metavar="PERSON", help="For whom, under a grant.")
@click.option("--comment", metavar="TEXT", help="Why.")
@click.option("--id", "command_id", metavar="KEY", help="Makes it repeatable: the same key is done once.")
@group_options
@pass_settings
def take_back(
    settings: Settings,
    *,
    case: str,
    step: str,
    seat: str,
    actor: str,
    on_behalf_of: str | None,
    comment: str | None,
    command_id: str | None,
) -> None:
    """Take an objection back.

    The seat of STEP of CASE that objected is asked again, and the case stays disputed.

    \b
    Examples:
      procflow take-back CASE circulate --seat quality-department --as zheng
      procflow take-back CASE meeting --seat finance-department --as luo --on-behalf-of qian
    """
    with on_cases(settings) as engine:
        done = engine.withdraw_objection(
            case, step, seat, actor=actor, comment=comment, on_behalf_of=on_behalf_of, command_id=command_id
        )
        print_done(engine, done, settings)
