"""What concerns many cases at once: one that cannot be read is left out, and whoever asks is told."""

import warnings
from collections.abc import Callable, Mapping

from procflow.case import CaseState, Refused
from procflow.definition.content import organization_from_content
from procflow.definition.organization import Organization
from procflow.diagnostics import DefinitionError
from procflow.engine.effects import Fetch, ListCaseIds, ListCases, ListContents, Load, Operation
from procflow.engine.library import Library
from procflow.engine.loading import UNREADABLE, load_state, organization_of, program_of
from procflow.program import Program
from procflow.store import CaseRow, Damaged, NotFound, Snapshot

LeftOut = Callable[[str, Damaged], None]
"""Told of each case that cannot be read, and why."""


def warn(case: str, error: Damaged) -> None:
    """Warn of a case that was left out."""
    warnings.warn(f"case {case} is left out: {error}", RuntimeWarning, stacklevel=2)


def case_rows(left_out: LeftOut) -> Operation[tuple[CaseRow, ...]]:
    """The rows of all cases, oldest first. Raises ``StoreError`` where the database itself cannot be read."""
    try:
        rows: tuple[CaseRow, ...] = yield ListCases()
        return rows
    except Damaged:
        return (yield from _rows_one_by_one(left_out))


def _rows_one_by_one(left_out: LeftOut) -> Operation[tuple[CaseRow, ...]]:
    rows: list[CaseRow] = []
    cases: tuple[str, ...] = yield ListCaseIds()
    for case in cases:
        try:
            snapshot: Snapshot = yield Load(case)
            rows.append(snapshot.row)
        except Damaged as error:
            left_out(case, error)
        except NotFound:
            continue
    return tuple(sorted(rows, key=lambda row: (row.started_at, row.case)))


def listed_state(case: str) -> Operation[CaseState]:
    """The state of a case that something in the database names. Raises :class:`Damaged`."""
    try:
        return (yield from load_state(case))
    except NotFound:
        raise Damaged(f"case {case} is damaged: what belongs to it is there, but the case is not") from None


def startable(library: Library, process: str, version: str | None) -> Operation[Program]:
    """The program that a new case of a process runs on: of the newest version, or of the one that is named,
    which may be known from cases alone that run on it.

    Raises as :meth:`Library.program` does, and :class:`Refused` (``no-such-version``).
    """
    newest = library.program(process) if version is None or process in library.processes() else None
    if newest is not None and version in (None, newest.process.version):
        return newest
    rows = yield from case_rows(lambda case, error: None)
    for row in rows:
        if row.process == process and library.known_program(row.definition) is None:
            yield from _brought(library, row)
    known = library.versions(process)
    for program in known:
        if program.process.version == version:
            return program
    text = f"there is no version {version} of {process} at hand, and no case that is kept runs on it"
    raise Refused("no-such-version", text, allowed=tuple(program.process.version for program in known))


def _brought(library: Library, row: CaseRow) -> Operation[None]:
    """Bring the definition of a case to hand, if it can be read."""
    try:
        state = yield from listed_state(row.case)
        yield from program_of(library, state)
    except Damaged:
        return


def bring_organizations(library: Library) -> Operation[Mapping[str, Damaged]]:
    """Bring to hand the organizations of running cases whose processes are not in a library.

    Gives the cases that cannot be read, and why.
    """
    unreadable: dict[str, Damaged] = {}
    rows = yield from case_rows(unreadable.__setitem__)
    for row in rows:
        if row.status == "running" and not library.starts(row.definition):
            try:
                state = yield from listed_state(row.case)
                yield from organization_of(library, state)
            except Damaged as error:
                unreadable[row.case] = error
    return unreadable


def organizations_kept() -> Operation[tuple[Organization, ...]]:
    """Every organization that any case ever knew, as far as it can be read."""
    known: list[Organization] = []
    kept: tuple[tuple[str, str], ...] = yield ListContents()
    for kind, key in kept:
        if kind == "organization":
            try:
                content: bytes = yield Fetch(kind, key)
                known.append(organization_from_content(content))
            except (Damaged, DefinitionError, *UNREADABLE):
                continue
    return tuple(known)
