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
from procflow.cli.places import own_places, require_there, yaml_files
from procflow.cli.settings import Settings, on_processes, pass_settings

if TYPE_CHECKING:
    from procflow.source import LaidOut

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; end with 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="As --check, and show what would change.")
@on_processes
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
    from procflow.source import lay_out

    places = paths or own_places(settings)
    for place in places:
        require_there(place)
    files = [file for place in places for file in yaml_files(place)]
    if not files:
        where = ", ".join(map(str, places)) or "the folder processes here"
        raise Failure("no-such-file", f"there are no .yaml files in {where}")
    done = {file: lay_out(_bytes(file), str(file)) for file in files}
    untouched = only_check or show_diff
    changed = [file for file, laid in done.items() if laid.after is not None and not _stays(file, laid)]
    if not untouched:
        for file in changed:
            _write(file, done[file])
    refused = [file for file, laid in done.items() if laid.after is None]
    if settings.json:
        print_json({"changed": [str(file) for file in changed], "refused": [str(file) for file in refused]})
    else:
        _tell(done, changed, "would change" if untouched else "laid out", show_diff=show_diff)
    return REFUSED if refused or (untouched and changed) else DONE


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _no_access(file, error) from None


def _no_access(file: Path, error: OSError) -> Failure:
    return Failure("no-such-file", f"{file}: {(error.strerror or 'no access').lower()}")


def _stays(file: Path, laid: "LaidOut") -> bool:
    """Whether a file holds the layout already, byte for byte."""
    return laid.after is not None and laid.after.encode() == _bytes(file)


def _write(file: Path, laid: "LaidOut") -> None:
    assert laid.after is not None
    try:
        file.write_text(laid.after, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Failure(
            "no-such-file", f"{file}: {(error.strerror or 'it cannot be written').lower()}"
        ) from None


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
