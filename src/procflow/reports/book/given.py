"""What a book is made from: definitions that were read, with what was found in them."""

import os
from dataclasses import dataclass, field

from procflow.definition.organization import Organization
from procflow.definition.position import Position
from procflow.definition.process import Title
from procflow.definition.register import Register
from procflow.definition.sheet import Sheet
from procflow.diagnostics import Diagnostic
from procflow.program import Program


def file_key(file: str) -> str:
    """What tells a file from others, however those that name it lead there."""
    return os.path.normpath(file)


@dataclass(frozen=True, slots=True)
class GivenVersion:
    """A version of a process in its organization. ``where`` is the file that it stands in, or, of one that
    cases run on, empty; ``hash`` is that of its content."""

    program: Program
    organization: Organization
    register: Register | None
    where: str

    @property
    def hash(self) -> str:
        """The hash of the content."""
        return self.program.hash


@dataclass(frozen=True, slots=True)
class GivenProcess:
    """A process as it is now, with what was found in its file; ``versions`` are the others, newest first."""

    now: GivenVersion
    sheet: Sheet | None = None
    findings: tuple[Diagnostic, ...] = ()
    versions: tuple[GivenVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenPosition:
    """A position with what was found in its file."""

    position: Position
    register: Register | None
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenBroken:
    """A file that cannot be used."""

    file: str
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that goes into a book, in the order in which it is to be listed."""

    processes: tuple[GivenProcess, ...]
    positions: tuple[GivenPosition, ...] = ()
    broken: tuple[GivenBroken, ...] = ()
    root: str = field(default="")

    def place(self, file: str, line: int = 0) -> str:
        """A file as it is shown: seen from the folder that the book is of."""
        inside = file_key(file)
        if self.root:
            inside = inside.removeprefix(os.path.join(file_key(self.root), ""))
        return f"{inside}:{line}" if line else inside

    def registers(self) -> tuple[Register, ...]:
        """The clause registers that are named, each once, by their files."""
        named = (
            *(each.now.register for each in self.processes),
            *(each.register for each in self.positions),
        )
        return tuple({file_key(each.span.file): each for each in named if each is not None}.values())

    def organizations(self) -> tuple[Organization, ...]:
        """The organizations that processes run in, each once, by their files."""
        found = (each.now.organization for each in self.processes)
        return tuple({file_key(each.span.file): each for each in found}.values())

    def titles(self) -> dict[str, Title]:
        """The titles of the processes by their ids."""
        found = (each.now.program.process for each in self.processes)
        return {process.name: process.title for process in found}
