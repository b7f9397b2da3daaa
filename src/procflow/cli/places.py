"""Where the definitions and the database of a command are, and the engine opened on them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from procflow.cli.exits import Failure
from procflow.cli.handlers import NONE, Handlers, handlers_at
from procflow.cli.output import remark
from procflow.cli.settings import Settings
from procflow.files import YAML_ENDINGS, is_file, is_folder

if TYPE_CHECKING:
    from procflow.definition import Loaded
    from procflow.engine import Engine, Library
    from procflow.source import ReadResult
    from procflow.store import Damaged

FOLDER = Path("processes")


def process_places(settings: Settings) -> tuple[Path, ...]:
    """The files and folders that processes are looked for in.

    Raises :class:`Failure` for one that is not there.
    """
    for place in settings.processes:
        require_there(place)
    if settings.processes:
        return settings.processes
    return (FOLDER,) if is_folder(FOLDER) else (_bundled(),)


def own_places(settings: Settings) -> tuple[Path, ...]:
    """As :func:`process_places`, without what comes with procflow."""
    places = process_places(settings)
    return () if places == (_bundled(),) else places


def _bundled() -> Path:
    from procflow.bundled import bundled

    return bundled("processes")


def require_there(place: Path) -> None:
    """Raise :class:`Failure` unless there is a file or a folder."""
    if not is_file(place) and not is_folder(place):
        raise Failure("no-such-file", f"there is no file or folder {place}")


def names_a_file(process: str) -> bool:
    """Whether PROCESS is a file rather than an id."""
    return process.endswith(YAML_ENDINGS) or "/" in process or "\\" in process or is_file(Path(process))


def library_with(settings: Settings, process: str) -> tuple[str, "Library"]:
    """The id of a process that was named by file or id, and a library that can start it.

    Raises :class:`Failure`, ``NotFound``, ``DefinitionError``.
    """
    from procflow.engine import Library

    if not names_a_file(process):
        library = library_at(process_places(settings))
        return library.program(process).process.name, library
    library = Library()
    return library.add(load_file(process)).process.name, library


def library_at(places: tuple[Path, ...]) -> "Library":
    """What can be used of processes; of files with mistakes a warning is given, a line each."""
    from procflow.diagnostics import Severity
    from procflow.engine import open_library

    library = open_library(places, strict=False)
    found = {
        d.identity: d for file in library.unsound() for d in file.diagnostics if d.severity is Severity.ERROR
    }
    for name, count in sorted(Counter(d.span.file for d in found.values()).items()):
        errors = f"{count} error{'' if count == 1 else 's'}"
        remark(f"{name} has {errors} and is left out; procflow check shows them")
    return library


def load_file(process: str) -> "Loaded":
    """The process of a file with all that it names. Raises :class:`Failure` if there is no such file."""
    from procflow.definition import load_process
    from procflow.source import read_file

    path = Path(process)
    if not is_file(path):
        what = "a folder, no process file" if is_folder(path) else "no file"
        raise Failure("no-such-file", f"{process} is {what}")
    result = read_file(path)
    keys = top_keys(result)
    for kind, key in (("scenario", "scenarios"), ("organization", "people"), ("register", "clauses")):
        if key in keys and "steps" not in keys:
            raise Failure("no-process", f"{process} is no process file, but one of the kind: {kind}")
    return load_process(path, result)


def top_keys(result: "ReadResult") -> tuple[str, ...]:
    """The keys at the top of a YAML file; none where it cannot be read."""
    return tuple(entry.name for entry in result.node) if result.node is not None else ()


def database_file(name: str) -> Path:
    """The file that ``--db`` names. Raises :class:`Failure` for a store that is none, or ends with the
    command."""
    if name == "memory:":
        raise Failure("no-database", "memory: keeps nothing from one command to the next; name a file")
    if "://" in name and not name.startswith("sqlite:///"):
        text = f"{name} names no database that there is; write a path such as cases.db, or sqlite:///cases.db"
        raise Failure("no-database", text)
    return Path(name.removeprefix("sqlite:///"))


def is_new(file: Path) -> bool:
    """Whether no database is there yet: no file, or one that holds nothing."""
    try:
        return not file.exists() or (file.is_file() and file.stat().st_size == 0)
    except (OSError, ValueError):
        return False  # the store says what is wrong with the name


@contextmanager
def opened(settings: Settings, library: "Library", handlers: Handlers = NONE) -> Iterator["Engine"]:
    """The engine on a database that is there already, which reading must not make.

    Raises :class:`Failure` if there is none, ``StoreError`` for what is no database.
    """
    from procflow.engine import Engine
    from procflow.store import open_store

    file = database_file(settings.db)
    if is_new(file):
        raise Failure("no-database", f"there is no database {file} yet; procflow start makes one")
    with Engine(open_store(settings.db), library, handlers=handlers) as engine:
        yield engine


@contextmanager
def on_record(settings: Settings) -> Iterator["Engine"]:
    """The engine on what the database holds alone: each case brings its definition and organization along."""
    from procflow.engine import Library

    with opened(settings, Library()) as engine:
        yield engine


@contextmanager
def on_cases(settings: Settings) -> Iterator["Engine"]:
    """The engine on running cases, in their organizations as those are now, with the handlers that are given.

    What comes with procflow counts only for starting: it is a sample, and a case knows what it was started
    with.
    """
    handlers = handlers_at(settings.handlers)
    with opened(settings, library_at(own_places(settings)), handlers) as engine:
        yield engine


def left_out(case: str, error: "Damaged") -> None:
    """Warn of a case that cannot be read."""
    remark(f"case {case} is left out: {error}; procflow verify {case} says more")
