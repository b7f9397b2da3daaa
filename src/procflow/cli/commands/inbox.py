"""procflow inbox"""

from functools import partial
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import Failure
from procflow.cli.output import print_json, say
from procflow.cli.people import item_text
from procflow.cli.places import left_out, on_cases
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import in_language, item_shape

if TYPE_CHECKING:
    from procflow.definition.organization import Organization, Person
    from procflow.engine import Engine


@click.command()
@click.option("--as", "person", metavar="PERSON", required=True, help="Whose work.")
@group_options
@pass_settings
def inbox(settings: Settings, person: str) -> None:
    """List what a person is asked to do.

    All open work items that the person may answer, in own right or under a grant, most urgent first. With
    each: the outcomes, what they need, the form to fill and the papers to attach.

    \b
    Examples:
      procflow inbox --as wu
      procflow inbox --as li --db cases.db --lang zh
      procflow inbox --as wu --json
    """
    with on_cases(settings) as engine:
        known = _known(engine, person)
        items = engine.inbox(person, left_out=left_out)
    if settings.json:
        print_json([item_shape(item, settings.lang) for item in items])
        return
    for item in items:
        say(item_text(item, settings.lang) + "\n")
    name = in_language(known.title, settings.lang)
    count = f"{len(items)} work item{'' if len(items) == 1 else 's'}"
    say(f"{count if items else 'no work'} for {person} ({name})")


def _known(engine: "Engine", person: str) -> "Person":
    """Somebody of an organization at hand, of one that any case knew, or of one that comes with procflow.

    Raises :class:`Failure` for whom nobody knows.
    """
    from procflow.diagnostics import nearest

    people: dict[str, Person] = {}
    for organizations in (engine.organizations, partial(engine.organizations, ever=True), _bundled):
        people |= {name: known for o in organizations() for name, known in o.people.items()}
        if person in people:
            return people[person]
    near = nearest(person, people)
    hint = f"; did you mean {near}?" if near else ""
    raise Failure("unknown-person", f"{person} is nobody in any organization{hint}")


def _bundled() -> "tuple[Organization, ...]":
    from procflow.engine import open_library

    return open_library(None).organizations()
