"""procflow sheet"""

import sys
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import DONE, REFUSED
from procflow.cli.files import wanted_ending, write_file
from procflow.cli.output import print_json, remark, say
from procflow.cli.settings import Settings, common_options, pass_settings
from procflow.cli.sheets import sheet_of

if TYPE_CHECKING:
    from procflow.reports import Lang
    from procflow.reports.review_sheet import SheetEnding

FORMATS: "tuple[SheetEnding, ...]" = ("html", "pdf", "txt")
LANGUAGES: "dict[str, tuple[Lang, ...]]" = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}


@click.command()
@click.argument("what", metavar="CASE|FILE")
@click.option(
    "--sheet", "name", metavar="SHEET", help="Which sheet, by id or file. Default: the only one there is."
)
@click.option("-o", "--output", metavar="FILE", help="Its ending is the format; - prints the bytes.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="The format, where FILE has none of its endings."
)
@click.option(
    "--lang",
    type=click.Choice(tuple(LANGUAGES)),
    help="The language of the form, or both. Default: that of the locale, else en.",
)
@click.option("--as", "person", metavar="PERSON", help="As that person may see it. Default: everything.")
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PUBLIC",
    help="A file with a public Ed25519 key that must have signed an exported FILE; may be repeated.",
)
@common_options
@pass_settings
def sheet(
    settings: Settings,
    *,
    what: str,
    name: str | None,
    output: str | None,
    form: str | None,
    lang: str | None,
    person: str | None,
    keys: tuple[str, ...],
) -> int:
    """Print the review sheet of a case.

    The form that is declared beside its process, filled from the record: its number and date, each line with
    the opinion, the name, on whose behalf, and the time. CASE is of the database; FILE is what "procflow
    export" wrote, which has no number. Where the record is not whole, that stands on top, and it ends with
    1. Printed here, or written as html, pdf or txt.

    \b
    Examples:
      procflow sheet CASE
      procflow sheet CASE -o sheet.pdf --lang both
      procflow sheet CASE -o sheet.html --as zhou
      procflow sheet CASE --sheet sheets/contract-review.yaml -o sheet.pdf
      procflow sheet case.zip -o sheet.pdf
    """
    ending = wanted_ending(output, form, FORMATS)
    langs = LANGUAGES[lang or settings.lang]
    found = sheet_of(settings, what, sheet=name, person=person, keys=keys, langs=langs)
    if ending is not None and output is not None:
        from procflow.reports.review_sheet import written_sheet

        write_file(settings, output, (written_sheet(found, ending),))
    elif settings.json:
        from msgspec import to_builtins

        print_json(to_builtins(found))
    else:
        from shutil import get_terminal_size

        from procflow.reports.review_sheet import sheet_text

        say(sheet_text(found, get_terminal_size().columns) if sys.stdout.isatty() else sheet_text(found))
    if not found.whole:
        remark(f"case {found.case} is not whole: the sheet says on top what is wrong")
    return DONE if found.whole else REFUSED
