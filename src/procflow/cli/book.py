"""What goes into a book: the definitions at hand with what is found in them, and the versions on record."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.drawings import definition_file, ids_at_hand
from procflow.cli.exits import Failure
from procflow.cli.output import remark
from procflow.cli.places import (
    database_file,
    is_new,
    names_a_file,
    process_places,
    require_there,
    top_keys,
)
from procflow.cli.settings import Settings
from procflow.files import is_folder, yaml_files

if TYPE_CHECKING:
    from procflow.definition import Loaded, Shelf
    from procflow.definition.sheet import Sheet
    from procflow.diagnostics import Diagnostic
    from procflow.reports.book import Given, GivenBroken, GivenPosition, GivenProcess, GivenVersion
    from procflow.source import ReadResult


def given_at(settings: Settings, names: Sequence[str]) -> "Given":
    """The definitions in files and folders, by their ids, or at hand where nothing is named; those of cases
    on record are versions of them.

    Raises :class:`Failure` where there is nothing, and ``StoreError`` for what is no database.
    """
    from procflow.definition import Shelf
    from procflow.reports.book import Given

    places = tuple(_place(settings, name) for name in names) or process_places(settings)
    found = _Found(Shelf())
    files: dict[Path, Path] = {}
    for path in (path for place in places for path in yaml_files(place)):
        files.setdefault(path.resolve(), path)
    for path in files.values():
        found.take(path)
    found.leave_out_the_rest()
    if not found.processes and not found.positions and not found.broken:
        raise Failure("not-found", f"there is no process and no position in {', '.join(map(str, places))}")
    on_record = tuple(_on_record(settings, found))
    newest = (_of_one(versions, on_record) for versions in found.processes.values())
    processes = tuple(_with_sheet(each, found.sheets) for each in newest)
    return Given(processes, tuple(found.positions.values()), tuple(found.broken), _root(places))


def _root(places: Iterable[Path]) -> str:
    """The folder that all places lie in, which their files are shown from: where it lies says nothing to a
    reader. Empty where there is none."""
    folders = [os.path.normpath(place if is_folder(place) else place.parent) for place in places]
    try:
        return os.path.commonpath(folders)
    except ValueError:  # some from here, some from the top
        return ""


def _place(settings: Settings, name: str) -> Path:
    if is_folder(Path(name)) or names_a_file(name):
        require_there(Path(name))
        return Path(name)
    path = definition_file(settings, name)
    if path is None:
        known = ", ".join(ids_at_hand(settings)) or "none"
        text = f"there is no process, position, file or folder {name}; processes and positions: {known}"
        raise Failure("not-found", text)
    return path


@dataclass(slots=True)
class _Found:
    """What was read so far: processes by id with all their versions, positions by id, files with errors."""

    shelf: "Shelf"
    processes: "dict[str, list[GivenProcess]]" = field(default_factory=dict)
    positions: "dict[str, GivenPosition]" = field(default_factory=dict)
    broken: "list[GivenBroken]" = field(default_factory=list)
    read: set[Path] = field(default_factory=set)
    others: "list[tuple[Path, ReadResult]]" = field(default_factory=list)
    sheets: "dict[str, Sheet]" = field(default_factory=dict)

    def take(self, path: Path) -> None:
        """Read a file, whatever it is."""
        from procflow.definition import load_process
        from procflow.definition.folder import kind_of
        from procflow.source import read_file

        result = read_file(path)
        keys = top_keys(result)
        if "scenarios" in keys or "given" in keys:
            return
        match kind_of(keys):
            case "process":
                self._process(path, load_process(path, result, self.shelf))
            case "position":
                self._position(path)
            case "sheet":
                self._sheet(path)
                self.others.append((path, result))
            case _:
                self.others.append((path, result))

    def _process(self, path: Path, loaded: "Loaded") -> None:
        from procflow.analysis import check_program
        from procflow.program import compile_program
        from procflow.reports.book import GivenProcess, GivenVersion

        self.read.update(Path(name).resolve() for name in loaded.sources)
        if loaded.process is None or loaded.organization is None:
            self._leave_out(path, loaded.diagnostics)
            return
        program = compile_program(loaded.process, loaded.hash)
        version = GivenVersion(program, loaded.organization, loaded.register, str(path))
        findings = (*loaded.diagnostics, *check_program(program))
        known = self.processes.setdefault(loaded.process.name, [])
        if all(each.now.hash != version.hash for each in known):
            known.append(GivenProcess(version, loaded.sheet, findings))

    def _sheet(self, path: Path) -> None:
        """A sheet that says which process it prints, for a process that names none."""
        from procflow.definition import load_sheet

        loaded = load_sheet(path, shelf=self.shelf)
        if loaded.sheet is not None and loaded.process is not None:
            self.sheets.setdefault(loaded.process.name, loaded.sheet)

    def _position(self, path: Path) -> None:
        from procflow.definition import load_position
        from procflow.reports.book import GivenPosition

        loaded = load_position(path)
        self.read.update(Path(name).resolve() for name in loaded.sources)
        if loaded.position is None:
            self._leave_out(path, loaded.diagnostics)
            return
        given = GivenPosition(loaded.position, loaded.register, loaded.diagnostics)
        first = self.positions.setdefault(loaded.position.name, given)
        if first is not given:
            remark(f"{path} is left out: {first.position.span.file} has the same id")

    def leave_out_the_rest(self) -> None:
        """Look through what no process and no position names, for what is wrong with it."""
        from procflow.definition import check_file
        from procflow.diagnostics import has_errors

        for path, result in self.others:
            if path.resolve() not in self.read:
                findings, _ = check_file(path, result)
                if has_errors(findings):
                    self._leave_out(path, findings)

    def _leave_out(self, path: Path, findings: "Iterable[Diagnostic]") -> None:
        from procflow.reports.book import GivenBroken

        remark(f"{path} has errors and is left out; the front page lists them")
        self.broken.append(GivenBroken(str(path), tuple(findings)))


def _with_sheet(process: "GivenProcess", sheets: "Mapping[str, Sheet]") -> "GivenProcess":
    """A process with the sheet that it names, or else one that says that it prints it."""
    from dataclasses import replace

    printing = sheets.get(process.now.program.process.name)
    return process if process.sheet is not None else replace(process, sheet=printing)


def _of_one(known: "list[GivenProcess]", on_record: "tuple[GivenVersion, ...]") -> "GivenProcess":
    """The newest version of a process with all others, those of files before those of cases."""
    from dataclasses import replace

    newest_first = sorted(known, key=lambda each: _age(each.now))
    now = newest_first[0]
    others = [each.now for each in newest_first[1:]]
    hashes = {each.now.hash for each in known}
    others += [
        each
        for each in on_record
        if each.program.process.name == now.now.program.process.name and each.hash not in hashes
    ]
    return replace(now, versions=tuple(sorted(others, key=_age)))


def _age(version: "GivenVersion") -> tuple[int, ...]:
    """What is smaller the newer a version is, which is three numbers."""
    return tuple(-int(number) for number in version.program.process.version.split("."))


def _on_record(settings: Settings, found: _Found) -> "Iterator[GivenVersion]":
    """The definitions that cases in the database run on, of the processes that were found, each in the
    organization that its process is in now."""
    from procflow.definition.content import process_from_content, register_from_content
    from procflow.diagnostics import DefinitionError
    from procflow.engine.loading import UNREADABLE
    from procflow.program import compile_program
    from procflow.reports.book import GivenVersion
    from procflow.store import Damaged, open_store

    if is_new(database_file(settings.db)):
        return
    store = open_store(settings.db)
    try:
        for digest in sorted(digest for kind, digest in store.contents() if kind == "definition"):
            try:
                content = store.content("definition", digest)
                process = process_from_content(content)
                register = register_from_content(content)
            except (Damaged, DefinitionError, *UNREADABLE) as error:
                remark(f"the definition {digest} in {settings.db} is left out: {error}")
                continue
            known = found.processes.get(process.name)
            if known is not None:
                program = compile_program(process, digest)
                yield GivenVersion(program, known[0].now.organization, register, "")
    finally:
        store.close()
