"""The process files of a folder: what an engine opened on it can start, and what its processes can call."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from procflow.files import YAML_ENDINGS, is_file

_KEYS_OF_SCENARIOS = ("scenarios", "given")

KINDS = ("process", "organization", "register", "position", "sheet")
"""What a file can be, each by the key that gives it its id."""

_ALSO_NAMED = ("organization", "sheet")  # a process or a position names these too, and may do so first


def process_files(place: Path) -> tuple[Path, ...]:
    """The process files of a folder (not of the folders in it), or the file itself.

    A file that says of itself that it is something else is none. One that cannot be read counts, so that
    loading it tells why.
    """
    if not os.path.isdir(place):
        return (place,)
    try:
        names = sorted(os.listdir(place))
    except OSError:
        return (place,)
    files = (place / name for name in names if name.endswith(YAML_ENDINGS))
    return tuple(path for path in files if is_file(path) and not _is_other(_own_keys(path)))


def processes_in(folder: Path) -> dict[str, Path]:
    """The process files of a folder by the ids that they give themselves; of two of one id the first.

    Only the line of the id is looked at, so that a folder costs next to nothing to look a name up in.
    """
    found: dict[str, Path] = {}
    for path in process_files(folder):
        keys = _own_keys(path)
        own = next((value for key, value in keys if key == "process"), "")
        if own and kind_of([key for key, _ in keys]) == "process":
            found.setdefault(own, path)
    return found


def drawable(files: Iterable[Path]) -> dict[str, Path]:
    """The files that hold a process or a position, by the ids that they give themselves; of two of one id the
    first."""
    found: dict[str, Path] = {}
    for path in files:
        keys = _own_keys(path)
        names = [key for key, _ in keys]
        kind = "" if any(key in _KEYS_OF_SCENARIOS for key in names) else kind_of(names)
        if kind in ("process", "position"):
            found.setdefault(next(value for key, value in keys if key == kind), path)
    return found


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet file: the id that it gives itself, and that of the process that it prints, empty where neither
    says which."""

    name: str
    path: Path
    process: str


def sheets_in(files: Iterable[Path]) -> tuple[SheetFile, ...]:
    """The sheets among files, each once, by what they and the processes among the files say of each other."""
    found: dict[Path, SheetFile] = {}
    named: dict[Path, str] = {}
    for path in files:
        keys = dict(reversed(_own_keys(path)))
        if any(key in _KEYS_OF_SCENARIOS for key in keys):
            continue
        match kind_of(list(reversed(keys))):
            case "process" if keys.get("sheet"):
                named[(path.parent / keys["sheet"]).resolve()] = keys["process"]
            case "sheet":
                prints = path.parent / keys["prints"] if keys.get("prints") else None
                process = dict(_own_keys(prints)).get("process", "") if prints is not None else ""
                found.setdefault(path.resolve(), SheetFile(keys["sheet"], path, process))
            case _:
                pass
    return tuple(replace(sheet, process=named.get(at, sheet.process)) for at, sheet in found.items())


def kind_of(keys: Collection[str]) -> str:
    """What a file with these keys, in their order, is; empty if it is none of the :data:`KINDS`."""
    kinds = [key for key in keys if key in KINDS]
    return next((kind for kind in kinds if kind not in _ALSO_NAMED), kinds[0] if kinds else "")


def _own_keys(path: Path) -> list[tuple[str, str]]:
    """The keys of the file itself, each with the single value on its line, if there is one."""
    try:
        text = path.read_text("utf-8-sig", "replace")
    except OSError:
        return []
    lines = (line.partition(":") for line in text.splitlines() if _may_be_key(line))
    return [(_bare(key), _bare(value.split(" #")[0])) for key, _, value in lines]


def _bare(written: str) -> str:
    return written.strip().strip("\"'")


def _is_other(keys: list[tuple[str, str]]) -> bool:
    names = [key for key, _ in keys]
    return kind_of(names) not in ("", "process") or any(key in _KEYS_OF_SCENARIOS for key in names)


def _may_be_key(line: str) -> bool:
    """Whether a line may hold a key of the file itself: not an inner one, a comment or a mark."""
    return ":" in line and not line[0].isspace() and not line.startswith(("#", "---", "%"))
