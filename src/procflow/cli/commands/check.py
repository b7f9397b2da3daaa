"""procflow check"""

import sys
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procflow import __version__
from procflow.cli.exits import DONE, REFUSED, Failure
from procflow.cli.findings import findings_text
from procflow.cli.output import coloured, print_json, say
from procflow.cli.places import process_places, require_there, top_keys
from procflow.cli.settings import Settings, group_options, pass_settings
from procflow.files import yaml_files

if TYPE_CHECKING:
    from procflow.definition import Loaded, Shelf
    from procflow.diagnostics import Diagnostic, Span
    from procflow.source import ReadResult

FORMATS = ("text", "json", "sarif", "github")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: text.")
@click.option("--watch", is_flag=True, help="Check again whenever a file was saved, until Ctrl-C.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0.01),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="How often --watch looks.",
)
@group_options
@pass_settings
def check(settings: Settings, paths: tuple[Path, ...], form: str | None, watch: bool, interval: float) -> int:
    """Check definitions and scenarios.

    PATH is a process, organization, clause register or scenario file, or a folder of them. A process is
    read with the organization and the register that it names, and its graph, its tables and its data are
    gone through. Without PATH: the processes at hand. Ends with 1 for any error or warning.

    \b
    Examples:
      procflow check
      procflow check processes/contract-review.yaml
      procflow check processes --format json
      procflow check processes --format sarif > findings.sarif
      procflow check --watch
    """
    places = paths or process_places(settings)
    for place in places:
        require_there(place)
    if not _files(places):
        raise Failure("no-such-file", f"there are no .yaml files in {', '.join(map(str, places))}")
    form = form or ("json" if settings.json else "text")
    if watch:
        _watch(places, interval, settings.lang, form)
        return DONE
    checked = _check(places)
    _print(checked, settings.lang, form)
    return REFUSED if checked.weighty() else DONE


def _files(places: tuple[Path, ...]) -> list[Path]:
    return [file for place in places for file in yaml_files(place)]


def _check(places: tuple[Path, ...]) -> "_Checked":
    from procflow.definition import Shelf
    from procflow.source import read_file

    checked = _Checked(Shelf())
    results = {file: read_file(file) for file in _files(places)}
    # Processes first: what they read along need not be checked again then.
    for file in sorted(results, key=lambda file: "steps" not in top_keys(results[file])):
        checked.take(file, results.pop(file))
    return checked


def _watch(places: tuple[Path, ...], interval: float, lang: str, form: str) -> None:
    """Check now and after each change of a file, or of one that was read along, until Ctrl-C."""
    from procflow.cli.watching import changes

    read: set[Path] = set()
    try:
        for _ in changes(partial(_files, places), read, interval):
            checked = _check(places)
            read.clear()
            read.update(map(Path, checked.sources), checked.beside)
            if coloured(sys.stdout):
                click.clear()
            _print(checked, lang, form)
            sys.stdout.flush()
    except KeyboardInterrupt:
        return


@dataclass(slots=True)
class _Checked:
    """What was found so far, and the texts of the files by the names that findings use; ``beside`` are
    files that were looked at for what others say of them, and not checked."""

    shelf: "Shelf"
    by_identity: dict[Hashable, "Diagnostic"] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    beside: set[Path] = field(default_factory=set)
    ids: dict[tuple[Path, str, str], tuple[str, "Span"]] = field(default_factory=dict)

    @property
    def found(self) -> "tuple[Diagnostic, ...]":
        """Each finding once: files that are read along with several are said to be wrong once."""
        return tuple(self.by_identity.values())

    def take(self, file: Path, result: "ReadResult") -> None:
        """Check a file, unless it was read along with another."""
        if file.resolve() in {Path(name).resolve() for name in self.sources}:
            return
        found, sources, loaded = _findings(file, result, self.shelf)
        self.sources.update(sources)
        if loaded is not None:
            self.beside.update(loaded.beside)
            found = (*found, *self._doubled(file.resolve().parent, loaded))
        for finding in found:
            self.by_identity.setdefault(finding.identity, finding)

    def _doubled(self, folder: Path, loaded: "Loaded") -> "Iterator[Diagnostic]":
        """A process, or its organization, whose id another one in the folder has: no engine takes both."""
        from procflow.diagnostics import Diagnostic, Related

        for kind, one, content in (
            ("process", loaded.process, loaded.hash),
            ("organization", loaded.organization, loaded.organization.hash if loaded.organization else ""),
        ):
            if one is None:
                continue
            known, place = self.ids.setdefault((folder, kind, one.name), (content, one.span))
            if known != content:
                args = {"name": one.name, "first": kind, "second": kind}
                yield Diagnostic("N104", one.span, args, (Related(place),))

    def weighty(self) -> bool:
        """Whether anything was found that should be mended."""
        from procflow.diagnostics import Severity

        return any(d.severity is not Severity.NOTE for d in self.found)


def _findings(
    file: Path, result: "ReadResult", shelf: "Shelf"
) -> "tuple[tuple[Diagnostic, ...], Mapping[str, str], Loaded | None]":
    """Everything that is to be said about a file by itself, the texts that were read for it, and the process
    that it holds."""
    from procflow.analysis import check_program
    from procflow.definition import check_file, load_process
    from procflow.program import compile_program

    keys = top_keys(result)
    if "scenarios" in keys or "given" in keys:
        from procflow.testing import load_scenarios

        _, found, sources = load_scenarios(file, result, shelf)
        return found, sources, None
    if "process" not in keys:
        return *check_file(file, result), None
    loaded = load_process(file, result, shelf)
    flow = () if loaded.process is None else check_program(compile_program(loaded.process, loaded.hash))
    return (*loaded.diagnostics, *flow), loaded.sources, loaded


def _print(checked: _Checked, lang: str, form: str) -> None:
    from procflow.diagnostics import to_github, to_json, to_sarif

    match form:
        case "json":
            print_json(to_json(checked.found, lang=lang))
        case "sarif":
            print_json(to_sarif(checked.found, version=__version__, lang=lang, root=Path.cwd()))
        case "github":
            say(to_github(checked.found, lang=lang, root=Path.cwd()), end="")
        case _:
            say(findings_text(checked.found, checked.sources, lang=lang, color=coloured(sys.stdout)))
            say(_count(len({Path(name).resolve() for name in checked.sources}), lang))


def _count(files: int, lang: str) -> str:
    return f"檢查了 {files} 個檔案" if lang == "zh" else f"{files} file{'' if files == 1 else 's'} checked"
