"""The processes in the folder of a file, looked up by id and read when something names them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from procflow.definition.build import Neighbour
from procflow.definition.folder import processes_in
from procflow.definition.process import Process
from procflow.diagnostics import Diagnostic

Read = Callable[[Path], tuple[Process | None, tuple[Diagnostic, ...]]]
"""Reads a process file: the process, None if it has mistakes, and everything found."""


@dataclass
class Neighbours:
    """The processes of a folder. Nothing is looked at before a name is asked for, and no file read twice."""

    folder: Path
    read: Read
    _known: dict[str, Neighbour] = field(default_factory=dict)

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return processes_in(self.folder)

    @property
    def names(self) -> Collection[str]:
        """The ids of the processes in the folder."""
        return self._paths.keys()

    @property
    def read_so_far(self) -> tuple[Path, ...]:
        """The files that were read because something named them."""
        return tuple(self._paths[name] for name in self._known)

    def get(self, name: str) -> Neighbour | None:
        """A process of the folder; None if there is none of that id."""
        if name not in self._known and name in self._paths:
            self._known[name] = Neighbour(name, *self.read(self._paths[name]))
        return self._known.get(name)
