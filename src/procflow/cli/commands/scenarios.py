"""procflow test"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.covered import coverage_shape, coverage_text
from procflow.cli.exits import DONE, REFUSED, Failure
from procflow.cli.findings import findings_text
from procflow.cli.output import coloured, print_json, say, visible
from procflow.cli.places import process_places, require_there
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.cli.shapes import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procflow.testing import Covered, Summary


@click.command(name="test")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("-v", "--verbose", is_flag=True, help="Name the scenarios that went as written, too.")
@click.option("--coverage", is_flag=True, help="Tell what no scenario took, and end with 1 if there is any.")
@group_options
@pass_settings
def test(settings: Settings, paths: tuple[Path, ...], verbose: bool, coverage: bool) -> int:
    """Run scenarios on the engine.

    Those of files and folders, each in a database of its own in memory. Without PATH: those in the folder
    of the processes at hand. Ends with 1 if one did not go as written. With --coverage what the scenarios
    took together is held against everything that their processes let a case take.

    \b
    Examples:
      procflow test
      procflow test processes/scenarios/contract-review --verbose
      procflow test processes --coverage
      procflow test processes --json
    """
    from procflow.testing import run_files

    places = paths or process_places(settings)
    for place in places:
        require_there(place)
    summary = run_files(places)
    if not summary.results and not summary.findings:
        raise Failure("no-scenarios", f"there are no scenarios in {', '.join(map(str, places))}")
    covered = summary.coverage if coverage else ()
    if settings.json:
        print_json(_shape(summary, settings.lang, covered if coverage else None))
    else:
        _tell(summary, settings.lang, verbose=verbose)
        for process in covered:
            say("\n" + coverage_text(process, settings.lang))
    return DONE if summary.ok and all(process.ok for process in covered) else REFUSED


def _tell(summary: "Summary", lang: str, *, verbose: bool) -> None:
    for result in summary.results:
        if verbose or not result.ok:
            title = visible(in_language(result.scenario.title, lang))
            say(f"{'ok    ' if result.ok else 'FAILED'}  {result.scenario.name}  {title}")
    if summary.findings:
        found = findings_text(summary.findings, summary.sources, lang=lang, color=coloured(sys.stdout))
        say("\n" + found)
    failed = sum(1 for result in summary.results if not result.ok)
    count = len(summary.results)
    say(f"{count} scenario{'' if count == 1 else 's'}, {failed or 'none'} failed")


def _shape(summary: "Summary", lang: str, covered: "Sequence[Covered] | None") -> dict[str, object]:
    from procflow.diagnostics import to_json

    return {
        "scenarios": [
            {
                "name": r.scenario.name,
                "file": r.scenario.span.file,
                "line": r.scenario.span.line,
                "ok": r.ok,
                "failures": to_json(r.failures, lang=lang),
            }
            for r in summary.results
        ],
        "findings": to_json(summary.diagnostics, lang=lang),
        "ok": summary.ok and all(process.ok for process in covered or ()),
        "coverage": [coverage_shape(process) for process in covered] if covered is not None else None,
    }
