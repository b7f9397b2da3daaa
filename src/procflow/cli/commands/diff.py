"""procflow diff"""

import click

from procflow.cli.files import wanted_ending
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.tables import FORMATS, give, table_options


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@table_options
@group_options
@pass_settings
def diff(settings: Settings, *, old: str, new: str, output: str | None, form: str | None) -> None:
    """Say in words what is otherwise in another version of a process.

    OLD and NEW are each a file, an id, or ID@VERSION for what cases of the database run on: VERSION is the
    version or the beginning of the hash. Each difference is a sentence, with the element that it is about and
    the clauses behind that. Printed here, or written as csv, xlsx or html; "procflow render" draws it with
    --against.

    \b
    Examples:
      procflow diff old/contract-review.yaml contract-review
      procflow diff contract-review@1.0.0 processes/contract-review.yaml --lang zh
      procflow diff contract-review@3fa9c1 contract-review@77b01e --json
      procflow diff old.yaml new.yaml -o changes.html
    """
    from procflow.cli.versions import version_of
    from procflow.reports.differences import differences, show_differences

    ending = wanted_ending(output, form, FORMATS)
    lang = settings.language
    before, organization_before = version_of(settings, old)
    now, organization = version_of(settings, new)
    found = differences(before, now, organization, lang, before=organization_before)
    give(settings, output, ending, found, lambda: show_differences(before, now, found, organization, lang))
