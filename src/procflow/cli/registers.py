"""What names each clause register, among the processes and positions at hand."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.exits import Failure
from procflow.cli.output import remark
from procflow.cli.places import names_a_file, own_places, process_places, top_keys
from procflow.cli.settings import Settings
from procflow.files import is_file, yaml_files

if TYPE_CHECKING:
    from procflow.definition import Loaded, LoadedPosition, LoadedSheet, Shelf
    from procflow.definition.position import Position
    from procflow.definition.process import Process
    from procflow.definition.register import Register
    from procflow.definition.sheet import Sheet


@dataclass(slots=True)
class Naming:
    """A register, and everything at hand that names it."""

    register: "Register"
    processes: list["Process"] = field(default_factory=list)
    positions: list["Position"] = field(default_factory=list)
    sheets: list["Sheet"] = field(default_factory=list)


def registers_at_hand(settings: Settings, asked: str | None) -> tuple[Naming, ...]:
    """The registers of the processes and positions at hand; where one process or position is ``asked`` for,
    by file or id, its register alone.

    Looked at are the places at hand with the folders in them, and the folder of the file that is asked for.
    Raises :class:`Failure` where nothing of that name is there, or it names no register, and
    ``DefinitionError`` where what is asked for has mistakes.
    """
    from procflow.definition import Shelf

    places = process_places(settings)
    if asked is not None and names_a_file(asked):
        file = Path(asked)
        if not is_file(file):
            raise Failure("no-such-file", f"there is no file {asked}")
        # What stands beside a file may carry its clauses as well.
        places = (file.parent, *own_places(settings))
    found = _Found(Shelf())
    files: dict[Path, Path] = {}
    for path in (path for place in places for path in yaml_files(place)):
        files.setdefault(path.resolve(), path)
    for path in files.values():
        found.take(path, asked)
    return found.chosen(asked)


@dataclass(slots=True)
class _Found:
    """What was read so far: the registers by path, and the register of each id and file."""

    shelf: "Shelf"
    by_register: dict[Path, Naming] = field(default_factory=dict)
    registers: dict[str, Path | None] = field(default_factory=dict)
    sheets: set[Path] = field(default_factory=set)

    def take(self, path: Path, asked: str | None) -> None:
        """Read a file, if it is a process, a position or a review sheet."""
        from procflow.definition import load_position, load_process, load_sheet
        from procflow.definition.folder import kind_of
        from procflow.source import read_file

        result = read_file(path)
        keys = top_keys(result)
        if "scenarios" in keys or "given" in keys:
            return
        match kind_of(keys):
            case "process":
                self._process(path, load_process(path, result, self.shelf), asked)
            case "position":
                self._position(path, load_position(path, self.shelf), asked)
            case "sheet":
                self._sheet(path, load_sheet(path, shelf=self.shelf), asked)
            case _:
                return

    def _process(self, path: Path, loaded: "Loaded", asked: str | None) -> None:
        process = loaded.process
        if process is None:
            _mistaken(path, loaded, asked)
            return
        naming = self._naming(path, process.name, loaded.register)
        if naming is None:
            return
        naming.processes.append(process)
        if loaded.sheet is not None:
            self._add(loaded.sheet, naming)

    def _sheet(self, path: Path, loaded: "LoadedSheet", asked: str | None) -> None:
        """A sheet that says which process it prints; one that does not comes with the process naming it."""
        if loaded.sheet is None:
            _mistaken(path, loaded, asked)
        elif loaded.register is not None:
            where = Path(loaded.register.span.file).resolve()
            self._add(loaded.sheet, self.by_register.setdefault(where, Naming(loaded.register)))

    def _add(self, sheet: "Sheet", naming: Naming) -> None:
        file = Path(sheet.span.file).resolve()
        if file not in self.sheets:
            self.sheets.add(file)
            naming.sheets.append(sheet)

    def _position(self, path: Path, loaded: "LoadedPosition", asked: str | None) -> None:
        if loaded.position is None:
            _mistaken(path, loaded, asked)
            return
        naming = self._naming(path, loaded.position.name, loaded.register)
        if naming is not None:
            naming.positions.append(loaded.position)

    def _naming(self, path: Path, name: str, register: "Register | None") -> Naming | None:
        where = Path(register.span.file).resolve() if register is not None else None
        self.registers.setdefault(name, where)
        self.registers[str(path.resolve())] = where
        if register is None or where is None:
            return None
        return self.by_register.setdefault(where, Naming(register))

    def chosen(self, asked: str | None) -> tuple[Naming, ...]:
        """All registers, or that of what is asked for."""
        if asked is None:
            if not self.by_register:
                raise Failure("no-register", "no process or position here names a clause register")
            return tuple(self.by_register.values())
        key = str(Path(asked).resolve()) if names_a_file(asked) else asked
        if key not in self.registers:
            known = ", ".join(sorted(name for name in self.registers if not Path(name).is_absolute()))
            text = f"there is no process or position {asked}; there are: {known or 'none'}"
            raise Failure("not-found", text)
        where = self.registers[key]
        if where is None:
            raise Failure("no-register", f"{asked} names no clause register; give it the key clauses")
        return (self.by_register[where],)


def _mistaken(path: Path, loaded: "Loaded | LoadedPosition | LoadedSheet", asked: str | None) -> None:
    """Refuse what is asked for where it has mistakes, and warn of anything else that is left out for them."""
    from procflow.diagnostics import DefinitionError

    if asked is not None and names_a_file(asked) and Path(asked).resolve() == path.resolve():
        raise DefinitionError(loaded.diagnostics)
    remark(f"{path} has errors and is left out; procflow check shows them")
