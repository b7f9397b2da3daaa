"""procflow who"""

import click

from procflow.cli.exits import Failure
from procflow.cli.output import print_json, say, table
from procflow.cli.places import process_places
from procflow.cli.settings import Settings, on_processes, pass_settings
from procflow.cli.shapes import in_language, person_shape


@click.command()
@click.argument("role")
@on_processes
@pass_settings
def who(settings: Settings, role: str) -> None:
    """List the people of a role.

    In the organizations of the processes at hand.

    \b
    Examples:
      procflow who quality-department
      procflow who quality-department --processes processes/contract-review.yaml
      procflow who legal-department --lang zh --json
    """
    from procflow.diagnostics import nearest
    from procflow.engine import open_library
    from procflow.engine.clock import system_clock

    organizations = open_library(process_places(settings)).organizations()
    roles = {name for organization in organizations for name in organization.roles}
    if role not in roles:
        near = nearest(role, sorted(roles))
        hint = f"; did you mean {near}?" if near else f"; known: {', '.join(sorted(roles)) or 'none'}"
        raise Failure("unknown-role", f"there is no role {role}{hint}")
    now = system_clock()
    found = [(o, o.people[name]) for o in organizations for name in o.holders(role)]
    if settings.json:
        print_json([person_shape(p, o, settings.lang, absent=p.absent(now)) for o, p in found])
    elif not found:
        say(f"nobody holds {role}")
    else:
        say(
            table(
                (),
                [
                    (p.name, in_language(p.title, settings.lang), o.name, "away" if p.absent(now) else "")
                    for o, p in found
                ],
            )
        )
