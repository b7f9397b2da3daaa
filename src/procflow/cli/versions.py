"""A version of a process that a command names: a file, an id, or one that cases of the database run on."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.drawings import definition_file, ids_at_hand
from procflow.cli.exits import Failure
from procflow.cli.places import left_out, load_file, names_a_file, on_record
from procflow.cli.settings import Settings

if TYPE_CHECKING:
    from procflow.definition.organization import Organization
    from procflow.engine import Engine, Record
    from procflow.program import Program

AT = "@"
_LEAST = 6


def version_of(settings: Settings, name: str) -> "tuple[Program, Organization]":
    """The program that is named by file, by id, or as ``ID@VERSION``, where VERSION is the version of a
    definition that some case of the database runs on, or six signs or more of the beginning of its hash.

    Raises :class:`Failure` for what is not there or is several, ``DefinitionError`` for a file with mistakes.
    """
    process, at, version = name.rpartition(AT)
    if at and process and not names_a_file(name):
        return _kept(settings, process, version)
    path = definition_file(settings, name)
    if path is None:
        known = ", ".join(ids_at_hand(settings)) or "none"
        raise Failure("not-found", f"there is no process {name}; there are: {known}")
    return _loaded(path)


def _loaded(path: Path) -> "tuple[Program, Organization]":
    from procflow.diagnostics import DefinitionError
    from procflow.program import compile_program

    loaded = load_file(str(path))
    if loaded.process is None or loaded.organization is None:
        raise DefinitionError(loaded.diagnostics)
    return compile_program(loaded.process, loaded.hash), loaded.organization


def _kept(settings: Settings, process: str, version: str) -> "tuple[Program, Organization]":
    with on_record(settings) as engine:
        kept = {record.program.hash: record for record in _definitions(engine, process)}
    found = [
        record
        for hash_, record in kept.items()
        if record.program.process.version == version or _begins(hash_, version)
    ]
    if len(found) == 1:
        return found[0].program, found[0].organization
    shown = ", ".join(f"{record.program.process.version} ({hash_[:12]})" for hash_, record in kept.items())
    if found:
        raise Failure("several", f"{process}{AT}{version} is several: {shown}; name one by its hash")
    text = f"no case of {settings.db} runs on {process}{AT}{version}"
    raise Failure("not-found", f"{text}; there are: {shown or 'none'}")


def _begins(hash_: str, written: str) -> bool:
    """Whether a hash begins with what is written; with fewer signs, that means a version."""
    return len(written) >= _LEAST and hash_.startswith(written.lower())


def _definitions(engine: "Engine", process: str) -> "Iterator[Record]":
    """The last case of each definition of a process that can be read."""
    from procflow.engine import TRUSTED
    from procflow.store import StoreError

    rows = [row for row in engine.cases(reader=TRUSTED, left_out=left_out) if row.process == process]
    seen: set[str] = set()
    for row in reversed(rows):
        if row.definition in seen:
            continue
        try:
            yield engine.record(row.case, reader=TRUSTED)
        except StoreError:
            continue  # another case may run on the same
        seen.add(row.definition)
