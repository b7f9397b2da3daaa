"""What several files name, read and built once."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from procflow.definition.build import build_register
from procflow.definition.organization import Organization
from procflow.definition.register import Register
from procflow.diagnostics import Diagnostic
from procflow.source import MapNode, ReadResult, read_file

if TYPE_CHECKING:
    from procflow.definition.load import Loaded

T = TypeVar("T")
Built = tuple[Organization | None, bytes, tuple[Diagnostic, ...]]
"""An organization with its content, and what was found while it was built."""


class Shelf:
    """The organizations and registers that the processes of a folder share, and the processes that others
    and scenarios name.

    Whoever loads several files at once hands one shelf to all of them; a file that changes meanwhile stays as
    it was first seen.
    """

    def __init__(self) -> None:
        self._read: dict[str, ReadResult] = {}
        self._processes: dict[str, Loaded] = {}
        self._organizations: dict[str, Built] = {}
        self._registers: dict[str, tuple[Register | None, tuple[Diagnostic, ...]]] = {}

    def read(self, path: Path) -> ReadResult:
        """The file as nodes."""
        return _once(self._read, path, lambda: read_file(path))

    def process(self, path: Path, load: "Callable[[], Loaded]") -> "Loaded":
        """The process of a file, with what it names."""
        return _once(self._processes, path, load)

    def organization(self, path: Path, build: Callable[[], Built]) -> Built:
        """The organization of a file."""
        return _once(self._organizations, path, build)

    def register(self, path: Path, node: MapNode) -> tuple[Register | None, tuple[Diagnostic, ...]]:
        """The register of a file that was read."""
        return _once(self._registers, path, lambda: build_register(node))


def _once(known: dict[str, T], path: Path, make: Callable[[], T]) -> T:
    """By the name as it is written: findings are shown with it."""
    name = str(path)
    if name not in known:
        known[name] = make()
    return known[name]
