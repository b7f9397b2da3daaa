"""Where the schemas and the sample processes that come with procflow lie on disk."""

from pathlib import Path
from typing import Literal


class BundledFilesMissing(Exception):
    """This installation holds neither its bundled files nor the repository that they come from."""

    def __init__(self, name: str, looked_in: tuple[Path, ...]) -> None:
        places = " and ".join(str(place) for place in looked_in)
        super().__init__(f"the {name} that come with procflow are missing; looked in {places}")
        self.name = name
        self.looked_in = looked_in


def bundled(name: Literal["schemas", "processes"]) -> Path:
    """The folder of that name: the wheel's copy, else the repository's (a checkout or an editable install).

    Raises :class:`BundledFilesMissing` if there is neither.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_bundled" / name
    if installed.is_dir():
        return installed
    repository = package.parents[1]
    checked_out = repository / name
    if (repository / "pyproject.toml").is_file() and checked_out.is_dir():
        return checked_out
    raise BundledFilesMissing(name, (installed, checked_out))
