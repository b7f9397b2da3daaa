"""procflow fmt"""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow.cli.exits import DONE, REFUSED, Failure
from procflow.cli.findings import findings_text
from procflow.cli.output import coloured, print_json, say, visible
from procflow.cli.places import own_places, require_there
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.files import yaml_files

if TYPE_CHECKING:
    from procflow.source.layout import LaidOut

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; end with 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="As --check, and show what would change.")
@group_options
@pass_settings
def fmt(settings: Settings, paths: tuple[Path, ...], only_check: bool, show_diff: bool) -> int:
    """Lay definition files out in one style.

    Comments, order, line breaks and what you aligned stay, and so does what the files say. PATH is a file, or
    a folder of them; without PATH: the processes at hand. A file that cannot be read as YAML is left alone,
    and the command ends with 1.

    \b
    Examples:
      procflow fmt
      procflow fmt processes/contract-review.yaml
      procflow fmt --check processes
    """
    from procflow.source.layout import lay_out

    places = paths or own_places(settings)
    for place in places:
        require_there(place)
    files = [file for place in places for file in yaml_files(place)]
    if not files:
        where = ", ".join(map(str, places)) or "the folder processes here"
        raise Failure("no-such-file", f"there are no .yaml files in {where}")
    written = {file: file.read_bytes() for file in files}
    done = {file: lay_out(content, str(file)) for file, content in written.items()}
    texts = {file: laid.after.encode() for file, laid in done.items() if laid.after is not None}
    changed = [file for file, text in texts.items() if text != written[file]]
    untouched = only_check or show_diff
    for file in () if untouched else changed:
        file.write_bytes(texts[file])
    refused = [file for file, laid in done.items() if laid.after is None]
    if settings.json:
        print_json({"changed": [str(file) for file in changed], "refused": [str(file) for file in refused]})
    else:
        _tell(done, changed, "would change" if untouched else "laid out", show_diff=show_diff)
    return REFUSED if refused or (untouched and changed) else DONE


def _tell(done: "dict[Path, LaidOut]", changed: list[Path], word: str, *, show_diff: bool) -> None:
    for file, laid in done.items():
        if laid.after is None:
            errors = [d for d in laid.diagnostics if d.severity.value == "error"]
            say(findings_text(errors, {str(file): laid.before}, color=coloured(sys.stdout)))
        elif file in changed and show_diff:
            for line in _difference(file, laid.before, laid.after):
                say(line)
        elif file in changed:
            say(f"{word}: {visible(str(file))}")
    if not changed:
        say(f"{len(done)} file{'' if len(done) == 1 else 's'}, nothing to change")


def _difference(file: Path, before: str, after: str) -> Iterator[str]:
    name = visible(str(file))
    for line in unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=1):
        colour = _COLOURS.get(line[0]) if coloured(sys.stdout) else None
        yield click.style(visible(line), fg=colour) if colour else visible(line)
