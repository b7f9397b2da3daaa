"""What a matrix is made of, among the processes and positions at hand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.drawings import definition_file
from procflow.cli.exits import Failure
from procflow.cli.output import remark
from procflow.cli.places import process_places, top_keys
from procflow.cli.settings import Settings
from procflow.files import yaml_files

if TYPE_CHECKING:
    from procflow.definition import Loaded
    from procflow.definition.position import Position
    from procflow.reports.matrices import PersonMatrix, Subject
    from procflow.reports.tables import Document


@dataclass(frozen=True, slots=True)
class Told:
    """Matrices as programs get them, and the tables that people do, laid out when they are asked for."""

    shapes: object
    document: "Callable[[], Document]"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was named: processes, or one position with its file."""

    subjects: tuple["Subject", ...]
    position: "Position | None" = None


def asked_for(settings: Settings, names: Sequence[str], on: date) -> Asked:
    """The processes that are named by file or id, or, with no name, all at hand; or the position that is.

    With a position go the processes at hand and those beside its file. Raises :class:`Failure` for what is
    not there or does not go together, ``DefinitionError`` for a file that is named and has mistakes.
    """
    files = [_file(settings, name) for name in names]
    kinds = [_kind(path) for path in files]
    if "position" in kinds:
        if len(files) > 1:
            raise Failure("one-position", f"{names[kinds.index('position')]} is a position; name it alone")
        position = _position(files[0])
        beside = _processes((*_at_hand(settings), *yaml_files(files[0].parent)))
        return Asked(tuple(_subjects(settings, beside, on)), position)
    for path, kind in zip(files, kinds, strict=True):
        if kind not in ("process", ""):
            raise Failure("no-process", f"{path} is no process or position file, but one of the kind: {kind}")
    loaded = [_strictly(path) for path in files] if files else _processes(_at_hand(settings))
    subjects = tuple(_subjects(settings, loaded, on))
    if not subjects:
        raise Failure("not-found", "there is no process here without mistakes")
    return Asked(subjects)


def told_coverage(settings: Settings, names: Sequence[str]) -> Told:
    """The coverage of the registers of what is named, or of every register at hand, both ways."""
    from procflow.analysis.coverage import account_for
    from procflow.cli.commands.coverage import accounts_shape
    from procflow.cli.registers import registers_at_hand
    from procflow.reports.matrices.shown import show_coverage

    named = [found for name in names or (None,) for found in registers_at_hand(settings, name)]
    found = tuple(
        account_for(each.register, each.processes, each.positions, each.sheets)
        for each in {each.register.span.file: each for each in named}.values()
    )
    shapes = [accounts_shape(accounts, settings.lang) for accounts in found]
    return Told(shapes, lambda: show_coverage(found, settings.language))


def told(settings: Settings, kind: str, names: Sequence[str], person: str | None, on: date) -> Told:
    """The matrices of a kind, as :func:`asked_for` finds what they are about."""
    from procflow.reports import matrices
    from procflow.reports.matrices import shown

    asked = asked_for(settings, names, on)
    lang, subjects = settings.language, asked.subjects
    if asked.position is not None:
        if kind != "responsibility" or person is not None:
            text = f"{asked.position.name} is a position: of one there is responsibility, without --person"
            raise Failure("no-process", text)
        titles = {each.words.process.name: each.words.process.title for each in subjects}
        of_position = matrices.of_position(asked.position, subjects, lang, titles)
        return Told(of_position, lambda: shown.show_position(of_position, lang))
    if person is not None:
        of_person = _of_person(person, subjects)
        return Told(of_person, lambda: shown.show_person(of_person, lang))
    match kind:
        case "responsibility":
            who = tuple(matrices.responsibility(subject) for subject in subjects)
            return Told(who, lambda: shown.show_responsibility(who, lang))
        case "authority":
            decides = tuple(matrices.authority(subject) for subject in subjects)
            return Told(decides, lambda: shown.show_authority(decides, lang))
        case "separation":
            apart = tuple(matrices.separation(subject) for subject in subjects)
            return Told(apart, lambda: shown.show_separation(apart, lang))
        case _:
            due = tuple(matrices.deadlines(subject) for subject in subjects)
            return Told(due, lambda: shown.show_deadlines(due, lang))


def _of_person(person: str, subjects: "Sequence[Subject]") -> "PersonMatrix":
    from procflow.reports.matrices import of_person

    try:
        return of_person(person, subjects)
    except LookupError:
        people = sorted({name for subject in subjects for name in subject.organization.people})
        text = f"there is nobody called {person}; there are: {', '.join(people) or 'none'}"
        raise Failure("not-found", text) from None


def _at_hand(settings: Settings) -> tuple[Path, ...]:
    return tuple(path for place in process_places(settings) for path in yaml_files(place))


def _file(settings: Settings, name: str) -> Path:
    path = definition_file(settings, name)
    if path is None:
        from procflow.definition.folder import drawable

        known = ", ".join(sorted(drawable(_at_hand(settings)))) or "none"
        raise Failure("not-found", f"there is no process or position {name}; there are: {known}")
    return path


def _kind(path: Path) -> str:
    from procflow.definition.folder import kind_of
    from procflow.source import read_file

    keys = top_keys(read_file(path))
    return "scenario" if "scenarios" in keys else kind_of(keys)


def _position(path: Path) -> "Position":
    from procflow.definition import load_position
    from procflow.diagnostics import DefinitionError

    loaded = load_position(path)
    if loaded.position is None:
        raise DefinitionError(loaded.diagnostics)
    return loaded.position


def _strictly(path: Path) -> "Loaded":
    from procflow.definition import load_process
    from procflow.diagnostics import DefinitionError

    loaded = load_process(path)
    if loaded.process is None or loaded.organization is None:
        raise DefinitionError(loaded.diagnostics)
    return loaded


def _processes(files: Iterable[Path]) -> "Iterator[Loaded]":
    """The processes among files, of two of one id the first; a warning for one that has mistakes."""
    from procflow.definition import Shelf, load_process
    from procflow.definition.folder import drawable

    shelf = Shelf()
    for path in drawable(files).values():
        if _kind(path) != "process":
            continue
        loaded = load_process(path, shelf=shelf)
        if loaded.process is not None and loaded.organization is not None:
            yield loaded
        else:
            remark(f"{path} has errors and is left out; procflow check shows them")


def _subjects(settings: Settings, found: "Iterable[Loaded]", on: date) -> "Iterator[Subject]":
    from procflow.program import compile_program
    from procflow.reports.matrices import Subject

    for loaded in found:
        assert loaded.process is not None and loaded.organization is not None
        program = compile_program(loaded.process, loaded.hash)
        yield Subject.of(program, loaded.organization, on, settings.language)
