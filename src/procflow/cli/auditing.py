"""The cases that an audit goes over, read one after the other."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from procflow.cli.exits import Failure

if TYPE_CHECKING:
    from procflow.engine import Engine, Record
    from procflow.reports.audit import Audit, LeftOut
    from procflow.store import CaseRow, Damaged

_DAY = timedelta(days=1)


def audited(
    engine: "Engine", processes: Collection[str], since: date | None, until: date | None
) -> "Iterator[Record | LeftOut]":
    """The record of each case of some processes, or of all where none is named; a case whose record is not
    whole, or that cannot be read, as such.

    Which day a case was started on is a matter of its calendar: here only those are passed over that no
    calendar puts within. Raises :class:`Failure` for a process that no case is of.
    """
    from procflow.engine import TRUSTED
    from procflow.reports.audit import LeftOut

    damaged: list[LeftOut] = []

    def left_out(case: str, error: "Damaged") -> None:
        damaged.append(LeftOut(case, "", str(error)))

    rows = engine.cases(reader=TRUSTED, left_out=left_out)
    known = dict.fromkeys(row.process for row in rows)
    for process in processes:
        if process not in known:
            there = ", ".join(sorted(known)) or "none"
            raise Failure("not-found", f"there is no case of {process}; there are cases of: {there}")
    yield from damaged
    for row in rows:
        if (not processes or row.process in processes) and _perhaps(row, since, until):
            yield _read(engine, row)


def _perhaps(row: "CaseRow", since: date | None, until: date | None) -> bool:
    begins = datetime.combine(since, time(), UTC) - _DAY if since is not None else row.started_at
    ends = datetime.combine(until, time(), UTC) + 2 * _DAY if until is not None else row.started_at
    return begins <= row.started_at <= ends


def _read(engine: "Engine", row: "CaseRow") -> "Record | LeftOut":
    from procflow.diagnostics import DefinitionError
    from procflow.engine import TRUSTED
    from procflow.reports.audit import LeftOut
    from procflow.store import NotFound, StoreError

    try:
        faults = engine.verify(row.case)[row.case]
        if faults:
            more = f" (+{len(faults) - 1})" if len(faults) > 1 else ""
            return LeftOut(row.case, row.process, f"{faults[0].text}{more}")
        return engine.record(row.case, reader=TRUSTED)
    except (StoreError, NotFound, DefinitionError) as error:
        return LeftOut(row.case, row.process, str(error))


def audit_shape(found: "Audit") -> object:
    """An audit as programs get it: with shares as decimals to four places."""
    from msgspec import to_builtins

    return to_builtins(found, enc_hook=_number, builtin_types=(Decimal, datetime, date, timedelta))


def _number(value: object) -> Decimal:
    if isinstance(value, Fraction):
        return round(Decimal(value.numerator) / Decimal(value.denominator), 4)
    raise NotImplementedError(f"{type(value).__name__} has no shape")
