"""What concerns many cases at once: one that cannot be read is left out, and whoever asks is told."""

import warnings
from collections.abc import Callable, Iterator, Mapping

from procflow.case import CaseState
from procflow.definition.content import organization_from_content
from procflow.definition.organization import Organization
from procflow.diagnostics import DefinitionError
from procflow.engine import operations as op
from procflow.engine.effects import carry_out
from procflow.engine.library import Library
from procflow.store import CaseRow, Damaged, NotFound, Store

LeftOut = Callable[[str, Damaged], None]
"""Told of each case that cannot be read, and why."""


def warn(case: str, error: Damaged) -> None:
    """Warn of a case that was left out."""
    warnings.warn(f"case {case} is left out: {error}", RuntimeWarning, stacklevel=3)


def case_rows(store: Store, left_out: LeftOut) -> tuple[CaseRow, ...]:
    """The rows of all cases, oldest first. Raises ``StoreError`` where the database itself cannot be read."""
    try:
        return store.cases()
    except Damaged:
        rows = list(_rows_one_by_one(store, left_out))
    return tuple(sorted(rows, key=lambda row: (row.started_at, row.case)))


def _rows_one_by_one(store: Store, left_out: LeftOut) -> Iterator[CaseRow]:
    for case in store.case_ids():
        try:
            yield store.load(case).row
        except Damaged as error:
            left_out(case, error)
        except NotFound:
            continue


def listed_state(store: Store, case: str) -> CaseState:
    """The state of a case that something in the database names. Raises :class:`Damaged`."""
    try:
        return carry_out(store, op.load_state(case))
    except NotFound:
        raise Damaged(f"case {case} is damaged: what belongs to it is there, but the case is not") from None


def bring_organizations(store: Store, library: Library) -> Mapping[str, Damaged]:
    """Bring to hand the organizations of running cases whose processes are not in a library.

    Gives the cases that cannot be read, and why.
    """
    unreadable: dict[str, Damaged] = {}
    for row in case_rows(store, unreadable.__setitem__):
        if row.status == "running" and not library.starts(row.definition):
            try:
                carry_out(store, op.organization_of(library, listed_state(store, row.case)))
            except Damaged as error:
                unreadable[row.case] = error
    return unreadable


def organizations_kept(store: Store) -> Iterator[Organization]:
    """Every organization that any case ever knew, as far as it can be read."""
    for kind, key in store.contents():
        if kind == "organization":
            try:
                yield organization_from_content(store.content(kind, key))
            except (Damaged, DefinitionError, *op.UNREADABLE):
                continue
