"""The processes beside a file: what its calls, waits and facts about other cases are held to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from procflow.definition.process import Process
from procflow.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A process that another one names: None where its file has mistakes, with what was found in it."""

    name: str
    process: Process | None
    found: tuple[Diagnostic, ...]


class Processes(Protocol):
    """The processes of one folder by the ids that they give themselves."""

    @property
    def names(self) -> Collection[str]:
        """Every id that there is."""
        ...

    def get(self, name: str) -> Neighbour | None:
        """The process of that id, read; None if there is none."""
        ...
