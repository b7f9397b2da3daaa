"""procflow report"""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from procflow.cli.cases import case_or_export
from procflow.cli.exits import DONE, REFUSED
from procflow.cli.files import wanted_ending, write_file
from procflow.cli.output import print_json, remark, say
from procflow.cli.settings import Settings, group_options, pass_settings

if TYPE_CHECKING:
    from procflow.exported import KeptCase
    from procflow.reports.case_report import CaseReport

FORMATS = ("html", "pdf", "txt")


@click.command()
@click.argument("what", metavar="CASE|FILE")
@click.option("-o", "--output", metavar="FILE", help="Its ending is the format; - prints the bytes.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="The format, where FILE has none of its endings."
)
@click.option("--as", "person", metavar="PERSON", help="As that person may see it. Default: everything.")
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PUBLIC",
    help="A file with a public Ed25519 key that must have signed an exported FILE; may be repeated.",
)
@group_options
@pass_settings
def report(
    settings: Settings,
    *,
    what: str,
    output: str | None,
    form: str | None,
    person: str | None,
    keys: tuple[str, ...],
) -> int:
    """Report on a case as an auditor reads it.

    Every event in words with the authority behind it, returns, disputes with rulings and votes, time against
    the limits, assumptions, and the head of the record: of a CASE of the database or of a FILE that
    "procflow export" wrote. What is missing or altered stands on top, and all that is there is still shown;
    then it ends with 1. Printed here, or written as html, pdf or txt.

    \b
    Examples:
      procflow report CASE
      procflow report CASE -o case.html --lang zh
      procflow report CASE -o case.pdf --as wu
      procflow report case.zip -o case.html --key owner.pub
    """
    from procflow.reports.case_report import case_report

    ending = wanted_ending(output, form, FORMATS)
    kept = case_or_export(settings, what, person=person, keys=keys)
    lang = settings.language
    made = case_report(kept, lang, reader=person or "")
    if ending is not None and output is not None:
        write_file(settings, output, _pieces(kept, made, ending))
    elif settings.json:
        from procflow.cli.reported import report_shape

        print_json(report_shape(made))
    else:
        _print(made)
    if made.wrong:
        remark(f"case {made.summary.case} is not whole: the report says on top what is wrong")
    return REFUSED if made.wrong else DONE


def _pieces(kept: "KeptCase", made: "CaseReport", ending: str) -> Iterable[bytes]:
    from procflow.reports.case_report import html_pieces, pdf_bytes, text_lines, way_of

    if ending == "txt":
        return (f"{line}\n".encode("utf-8", "replace") for line in text_lines(made))
    way = way_of(kept, made.lang)
    why = "none" if way is not None else "failed"
    if ending == "html":
        return html_pieces(made, way, why)
    return (pdf_bytes(made, way, why),)


def _print(made: "CaseReport") -> None:
    from shutil import get_terminal_size

    from procflow.reports.case_report import text_lines
    from procflow.reports.case_report.text import WIDTH

    width = get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    for line in text_lines(made, width):
        say(line)
