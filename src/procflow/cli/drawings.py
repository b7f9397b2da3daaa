"""The drawing of what a command names: a process, a position, two versions, a case, or many cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.exits import Failure
from procflow.cli.places import left_out, names_a_file, on_record, process_places, top_keys
from procflow.cli.settings import Settings
from procflow.files import is_file, yaml_files

if TYPE_CHECKING:
    from procflow.definition.organization import Organization
    from procflow.definition.position import Position
    from procflow.definition.process import Title
    from procflow.definition.register import Register
    from procflow.drawing import Drawing, Language
    from procflow.drawing.compose import Detail, Lanes
    from procflow.engine import Record
    from procflow.program import Program


@dataclass(frozen=True, slots=True)
class Style:
    """How a drawing is to be made."""

    language: "Language"
    lanes: "Lanes"
    detail: "Detail"


def definition_file(settings: Settings, name: str) -> Path | None:
    """The file of a process or a position that is named by file or by id; None if there is none of that id.

    Raises :class:`Failure` for the name of a file that is not there.
    """
    if names_a_file(name):
        path = Path(name)
        if not is_file(path):
            raise Failure("no-such-file", f"there is no file {name}")
        return path
    return _at_hand(settings).get(name)


def _at_hand(settings: Settings) -> dict[str, Path]:
    from procflow.definition.folder import drawable

    return drawable(path for place in process_places(settings) for path in yaml_files(place))


def ids_at_hand(settings: Settings) -> tuple[str, ...]:
    """The ids of the processes and positions that can be drawn by their names."""
    return tuple(sorted(_at_hand(settings)))


def draw_definition(settings: Settings, path: Path, style: Style) -> "Drawing":
    """The drawing of a process file, or of a position file, as far as it can be read without mistakes.

    Raises :class:`Failure` for a file of another kind, ``DefinitionError`` for one with mistakes.
    """
    from procflow.definition import load_position
    from procflow.definition.folder import kind_of
    from procflow.diagnostics import DefinitionError
    from procflow.drawing.compose import draw_position
    from procflow.source import read_file

    keys = top_keys(read_file(path))
    kind = "scenario" if "scenarios" in keys else kind_of(keys)
    if kind == "position":
        loaded = load_position(path)
        if loaded.position is None:
            raise DefinitionError(loaded.diagnostics)
        titles = dict(_titles(loaded.position, path, settings))
        return draw_position(loaded.position, titles, loaded.register, language=style.language)
    if kind not in ("process", ""):
        raise Failure("no-process", f"{path} is no process or position file, but one of the kind: {kind}")
    return _drawn(*_process(path), style)


def _process(path: Path) -> "tuple[Program, Organization, Register | None]":
    """The program of a process file, with its organization and its register."""
    from procflow.definition import load_process
    from procflow.diagnostics import DefinitionError
    from procflow.program import compile_program

    loaded = load_process(path)
    if loaded.process is None or loaded.organization is None:
        raise DefinitionError(loaded.diagnostics)
    return compile_program(loaded.process, loaded.hash), loaded.organization, loaded.register


def _drawn(
    program: "Program", organization: "Organization", register: "Register | None", style: Style
) -> "Drawing":
    from procflow.drawing.compose import draw_process

    return draw_process(
        program, organization, register, language=style.language, lanes=style.lanes, detail=style.detail
    )


def _titles(position: "Position", path: Path, settings: Settings) -> "Iterator[tuple[str, Title]]":
    """The titles of the procedures that a position names, as far as they are found beside it or at hand."""
    from procflow.definition.build.titles import title
    from procflow.definition.folder import drawable
    from procflow.source import read_file

    wanted = {name for duty in position.duties.values() for name in duty.procedures}
    wanted.update(name for power in position.powers.values() for name in power.procedures)
    wanted.update(name for each in position.accountabilities.values() for name in each.procedures)
    for name, file in {**_at_hand(settings), **drawable(yaml_files(path.parent))}.items():
        node = read_file(file).node if name in wanted else None
        if node is not None:
            yield name, title(node, name)


def draw_record(record: "Record", style: Style) -> "Drawing":
    """The drawing of the process that a case runs on, without the case."""
    return _drawn(record.program, record.organization, record.register, style)


def with_volume(settings: Settings, path: Path, style: Style) -> "Drawing":
    """The drawing of a process with what all its cases in the database made of it."""
    from procflow.drawing.marks import mark_volume
    from procflow.engine import TRUSTED

    program, organization, register = _process(path)
    drawing = _drawn(program, organization, register, style)
    with on_record(settings) as engine:
        rows = engine.cases(reader=TRUSTED, left_out=left_out)
        mine = (row.case for row in rows if row.process == program.process.name)
        records = (engine.record(case, reader=TRUSTED) for case in mine)
        return mark_volume(drawing, program, organization, records)
