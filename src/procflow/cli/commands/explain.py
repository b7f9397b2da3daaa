"""procflow explain"""

import click

from procflow.cli.exits import DONE
from procflow.cli.output import print_json, say, table
from procflow.cli.settings import Settings, group_options, pass_settings


@click.command()
@click.argument("code", required=False)
@group_options
@pass_settings
def explain(settings: Settings, code: str | None) -> int:
    """Explain a finding.

    CODE is the code of a finding, such as Y301: prints what it says, why, how to mend it, and a bad and a
    good example. Without it: a list of all codes.

    \b
    Examples:
      procflow explain Y301
      procflow explain Y301 --lang zh
      procflow explain
    """
    from procflow.diagnostics import code_page, code_title
    from procflow.diagnostics.catalogue import catalogue

    if code is None:
        titles = {known: code_title(known, settings.lang) for known in catalogue()}
        if settings.json:
            print_json([{"code": known, "title": title} for known, title in titles.items()])
        else:
            say(table((), list(titles.items())))
        return DONE
    known = _known(code)
    page = code_page(known, settings.lang)
    if settings.json:
        print_json([{"code": known, "title": code_title(known, settings.lang), "page": page}])
    else:
        say(page.rstrip("\n"))
    return DONE


def _known(code: str) -> str:
    """The code as the catalogue has it, in whichever case it was typed."""
    from procflow.diagnostics.catalogue import catalogue

    wanted = code.strip().upper()
    if wanted not in catalogue():
        raise click.BadParameter(
            f"there is no code {code}; procflow explain lists all of them", param_hint="CODE"
        )
    return wanted
