"""The definitions at hand: programs by process and by content hash, organizations by name."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from procflow.bundled import bundled
from procflow.case import Refused
from procflow.definition.content import (
    content_hash,
    organization_from_content,
    process_from_content,
    register_from_content,
)
from procflow.definition.features import not_run_yet
from procflow.definition.folder import process_files
from procflow.definition.load import Loaded, LoadedOrganization, load_process
from procflow.definition.organization import Organization
from procflow.definition.process import Process
from procflow.definition.register import Register
from procflow.definition.shelf import Shelf
from procflow.diagnostics import DefinitionError, Diagnostic, Related, Span, has_errors, nearest
from procflow.engine.given import require_text
from procflow.engine.unsound import Unsound, unsound
from procflow.program import Program, compile_program
from procflow.store import NotFound


class Library:
    """Everything that an engine can run.

    Processes that were loaded may be started. Cases of other versions bring their definition from the store.
    """

    def __init__(self) -> None:
        self._startable: dict[str, Program] = {}
        self._programs: dict[str, Program] = {}
        self._contents: dict[str, bytes] = {}
        self._registers: dict[str, Register | None] = {}
        self._organizations: dict[str, Organization] = {}
        self._stored_organizations: dict[str, Organization] = {}
        self._organization_contents: dict[str, bytes] = {}
        self._unsound: list[Unsound] = []

    def add(self, loaded: Loaded) -> Program:
        """Take a loaded process in.

        Raises :class:`DefinitionError` if it has errors, and if another process of its id, or another
        organization of its organization's id, was taken in before: nothing would say which one counts.
        """
        if loaded.process is None or loaded.organization is None or has_errors(loaded.diagnostics):
            raise DefinitionError(loaded.diagnostics)
        doubled = tuple(self._doubled(loaded.process, loaded.hash, loaded.organization))
        if doubled:
            raise DefinitionError((*loaded.diagnostics, *doubled))
        return self.renew(loaded)

    def renew(self, loaded: Loaded) -> Program:
        """Take a loaded process in, and the organization that it names, in place of what was there: new
        cases run on it, and running ones are in that organization from their next commit on (SEMANTICS 28).

        Raises :class:`DefinitionError` if it has errors.
        """
        if loaded.process is None or loaded.organization is None or has_errors(loaded.diagnostics):
            raise DefinitionError(loaded.diagnostics)
        program = compile_program(loaded.process, loaded.hash)
        self._startable[loaded.process.name] = program
        self._programs[program.hash] = program
        self._contents[program.hash] = loaded.content
        organization = loaded.organization
        self._organizations[organization.name] = organization
        self._organization_contents[organization.hash] = loaded.organization_content
        return program

    def _doubled(self, process: Process, content: str, organization: Organization) -> Iterator[Diagnostic]:
        known = self._startable.get(process.name)
        if known is not None and known.hash != content:
            yield _twice(process.name, "process", process.span, known.process.span)
        other = self._organizations.get(organization.name)
        if other is not None and other.hash != organization.hash:
            yield _twice(organization.name, "organization", organization.span, other.span)

    def leave_out(self, file: Unsound, organization: LoadedOrganization | None) -> None:
        """Note a process file with mistakes, so that neither it nor an organization with mistakes is used.

        An organization without mistakes is taken in as it is now.
        """
        self._unsound.append(file)
        if organization is not None and organization.organization is not None:
            now = organization.organization
            self._organizations.setdefault(now.name, now)
            self._organization_contents[now.hash] = organization.content

    def unsound(self) -> tuple[Unsound, ...]:
        """The process files with mistakes that were left out."""
        return tuple(self._unsound)

    def require_sound(self, organization: str, process: str = "") -> None:
        """Hold that the organization of a process is none of those that have mistakes.

        Raises :class:`DefinitionError`: else a case would go on under authority that nobody has any more.
        """
        for file in self._unsound:
            if file.concerns(organization, process):
                raise DefinitionError(file.diagnostics)

    def processes(self) -> tuple[str, ...]:
        """The processes that can be started."""
        return tuple(self._startable)

    def with_cadence(self) -> tuple[str, ...]:
        """The processes of which cases open by themselves; none that uses what is not run yet."""
        found = (program.process for program in self._startable.values())
        return tuple(p.name for p in found if p.cadence is not None and not not_run_yet(p))

    def program(self, process: str) -> Program:
        """The program that new cases of a process run on.

        Raises :class:`NotFound`, :class:`DefinitionError` for one that was left out for its mistakes, and
        :class:`Refused` for a process that uses what is not run yet.
        """
        require_text("process", process)
        for file in self._unsound:
            if file.process == process:
                raise DefinitionError(file.diagnostics)
        found = self._startable.get(process)
        if found is None:
            near = nearest(process, self._startable)
            known = ", ".join(self._startable) or "none"
            hint = f"; did you mean {near}?" if near else ""
            raise NotFound(f"there is no process {process}; known: {known}{hint}")
        missing = tuple(dict.fromkeys(feature.name for feature in not_run_yet(found.process)))
        if missing:
            raise Refused("not-run-yet", f"this release does not run {process} yet", missing=missing)
        return found

    def versions(self, process: str) -> tuple[Program, ...]:
        """The programs of a process that are at hand: of the version that new cases run on, and of those that
        were brought from the store."""
        return tuple(program for program in self._programs.values() if program.process.name == process)

    def known_program(self, content_hash: str) -> Program | None:
        """The program of a definition, if it is at hand."""
        return self._programs.get(content_hash)

    def programs(self) -> tuple[Program, ...]:
        """The programs that new cases run on."""
        return tuple(self._startable.values())

    def starts(self, content_hash: str) -> bool:
        """Whether a definition is one that new cases run on."""
        return any(program.hash == content_hash for program in self._startable.values())

    def add_program(self, content: bytes) -> Program:
        """Compile a stored definition."""
        program = compile_program(process_from_content(content), content_hash(content))
        self._programs[program.hash] = program
        self._contents[program.hash] = content
        return program

    def content_of(self, program: Program) -> bytes:
        """The content that a program was made of."""
        return self._contents[program.hash]

    def register_of(self, program: Program) -> Register | None:
        """The register of the clauses that a program's process names, where it names one."""
        if program.hash not in self._registers:
            self._registers[program.hash] = register_from_content(self._contents[program.hash])
        return self._registers[program.hash]

    def organization(self, name: str) -> Organization:
        """An organization as it is now. Raises :class:`NotFound`, :class:`DefinitionError`."""
        self.require_sound(name)
        found = self._organizations.get(name)
        if found is None:
            raise NotFound(f"there is no organization {name}")
        return found

    def known_organization(self, name: str) -> Organization | None:
        """An organization as it is now, if it is at hand."""
        return self._organizations.get(name)

    def stored_organization(self, content_hash: str) -> Organization | None:
        """An organization as some case knew it, if that was taken in before."""
        return self._stored_organizations.get(content_hash)

    def add_organization(self, content: bytes) -> Organization:
        """Take a stored organization in. It counts for the cases that knew it, not as what it is now."""
        organization = organization_from_content(content)
        self._stored_organizations[organization.hash] = organization
        self._organization_contents[organization.hash] = content
        return organization

    def organization_content(self, organization: Organization) -> bytes:
        """The content that an organization was made of."""
        return self._organization_contents[organization.hash]

    def organizations(self) -> tuple[Organization, ...]:
        """The organizations at hand, as they are now and as cases knew them."""
        return (*self._organizations.values(), *self._stored_organizations.values())


def open_library(paths: Iterable[Path | str] | Path | str | None, *, strict: bool = True) -> Library:
    """Load process files, or every process file of folders; the bundled processes if nothing is named.

    Raises :class:`DefinitionError` with the findings of all files if any of them has errors. With ``strict``
    False such files are left out, for the sake of cases that run already.
    """
    wanted = [bundled("processes")] if paths is None else _places(paths)
    library = Library()
    broken: list[Diagnostic] = []
    shelf = Shelf()
    for path in (file for place in wanted for file in process_files(place)):
        loaded = load_process(path, shelf=shelf)
        found = loaded.diagnostics if has_errors(loaded.diagnostics) else _taken_in(library, loaded)
        if not strict and has_errors(found):
            library.leave_out(*_left_out(path, library, found))
            continue
        # Several processes may name one file that has mistakes.
        broken += (finding for finding in found if finding not in broken)
    if broken:
        raise DefinitionError(broken)
    return library


def _left_out(
    path: Path, library: Library, found: tuple[Diagnostic, ...]
) -> tuple[Unsound, LoadedOrganization | None]:
    """What a file with mistakes is about. Of two organizations of one id, neither counts."""
    file, organization = unsound(path, found)
    if organization is not None and organization.organization is not None:
        name, content = organization.organization.name, organization.organization.hash
        known = library.known_organization(name)
        if known is not None and known.hash != content:
            return replace(file, organization=name), None
    return file, organization


def _taken_in(library: Library, loaded: Loaded) -> tuple[Diagnostic, ...]:
    """Take a process in; gives what speaks against it."""
    try:
        library.add(loaded)
    except DefinitionError as error:
        return error.diagnostics
    return ()


def _places(paths: Iterable[Path | str] | Path | str) -> list[Path]:
    several = [paths] if isinstance(paths, str | Path | bytes) else list(paths)
    for path in several:
        if not isinstance(path, str | Path):
            raise TypeError(f"processes: a path is needed, not {type(path).__name__}")
    return [Path(path) for path in several]


def _twice(name: str, thing: str, span: Span, first: Span) -> Diagnostic:
    return Diagnostic("N104", span, {"name": name, "first": thing, "second": thing}, (Related(first),))
