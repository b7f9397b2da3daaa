"""procflow who"""

from typing import TYPE_CHECKING

import click

from procflow.cli.exits import Failure
from procflow.cli.output import print_json, say, table
from procflow.cli.places import database_file, is_new, library_at, on_record, process_places
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import in_language, person_shape

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("role")
@group_options
@pass_settings
def who(settings: Settings, role: str) -> None:
    """List the people of a role.

    In the organizations of the processes at hand. Who is away is told by the clock of the database, if there
    is one.

    \b
    Examples:
      procflow who quality-department
      procflow who quality-department --processes processes/contract-review.yaml
      procflow who legal-department --lang zh --json
    """
    from procflow.diagnostics import nearest

    library = library_at(process_places(settings))
    organizations = library.organizations()
    roles = {name for organization in organizations for name in organization.roles}
    if role not in roles:
        for file in library.unsound():
            library.require_sound(file.organization or "", file.process)
        near = nearest(role, sorted(roles))
        hint = f"; did you mean {near}?" if near else f"; known: {', '.join(sorted(roles)) or 'none'}"
        raise Failure("unknown-role", f"there is no role {role}{hint}")
    now = _now(settings)
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


def _now(settings: Settings) -> "datetime":
    """The present instant: in a sandbox, by its clock."""
    from procflow.engine import system_clock

    if is_new(database_file(settings.db)):
        return system_clock()
    with on_record(settings) as engine:
        return engine.now()
