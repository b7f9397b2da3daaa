"""What lies at a path: a file, a folder, the YAML files in it."""

from collections.abc import Iterator
from pathlib import Path

YAML_ENDINGS = (".yaml", ".yml")
"""How the names of files end that are taken for YAML."""


def is_file(path: Path) -> bool:
    """Whether there is a file; a text that can be no path names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder; a text that can be no path names none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def yaml_files(place: Path) -> Iterator[Path]:
    """The YAML files of a folder and of the folders in it, by name; of anything else, the path itself."""
    if not is_folder(place):
        yield place
        return
    yield from sorted(path for path in place.rglob("*") if path.suffix in YAML_ENDINGS and path.is_file())
