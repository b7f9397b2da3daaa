"""procflow forecast"""

from collections.abc import Mapping

import click

from procflow.cli.given import as_data
from procflow.cli.output import print_json, say, table
from procflow.cli.places import library_with
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import both, in_language


@click.command()
@click.argument("process")
@click.option(
    "--data", metavar="JSON", callback=as_data, help="What routes the case: JSON, @FILE, or - to read it."
)
@group_options
@pass_settings
def forecast(settings: Settings, process: str, data: Mapping[str, object]) -> None:
    """Tell who will be asked, in order.

    That is, if everybody agrees to a case of PROCESS, a file or an id, with these data. Only the data that
    the way depends on are needed; one that is lacking is named.

    \b
    Examples:
      procflow forecast contract-review --data '{"amount": 400000, "channel": "direct", "mode": "meeting"}'
      procflow forecast processes/contract-review.yaml --data @order.json --json
    """
    from procflow.analysis.forecast import forecast as foretell

    name, library = library_with(settings, process)
    found = foretell(library.program(name), data)
    path = [
        {
            "step": step.step,
            "role": step.role,
            "seat": step.seat,
            "person": step.person,
            "purpose": step.purpose,
            "title": in_language(step.title, settings.lang),
            "titles": both(step.title),
        }
        for step in found.path
    ]
    if settings.json:
        print_json({"path": path, "final_authority": found.final_authority, "ends": found.ends})
        return
    rows = [
        (str(n), s.step, s.person or s.role, in_language(s.title, settings.lang))
        for n, s in enumerate(found.path, 1)
    ]
    say(table(("", "STEP", "ROLE", "TITLE"), rows))
    say(f"\nfinal authority: {found.final_authority or 'none'}; ends at {found.ends}")
