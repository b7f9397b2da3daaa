"""Which number a case has among those of its process: a count of the cases as they were opened."""

from msgspec import Struct

from procflow.definition.content import organization_from_content
from procflow.definition.organization import Organization
from procflow.definition.sheet import Numbering
from procflow.engine.effects import ListOpened, Operation
from procflow.engine.library import Library
from procflow.engine.loading import taken_in
from procflow.store import NotFound, OpenedRow
from procflow.worktime import Zone


class Numbered(Struct, frozen=True):
    """The ``count``-th case of its process in a ``period``, such as 2026, that was opened in its calendar's
    time zone; the period is empty where cases are counted on for ever."""

    period: str
    count: int


def number_of(library: Library, case: str, process: str, per: Numbering) -> Operation[Numbered]:
    """The number of a case.

    Cases are counted in the order in which they were written, and each by the clock of the calendar that it
    was opened under. Neither ever changes, so neither does a number, and no two cases of a process have one.
    Raises :class:`Damaged` where that of an earlier case cannot be read any more.
    """
    opened: tuple[OpenedRow, ...] = yield ListOpened(process)
    upto = _up_to(case, opened)
    zones: dict[tuple[str, str], Zone] = {}
    organizations: dict[str, Organization] = {}
    periods = []
    for row in upto:
        key = (row.definition, row.organization)
        if key not in zones:
            zones[key] = yield from _zone(library, organizations, row)
        periods.append(per.period(zones[key].local(row.started_at)))
    return Numbered(periods[-1], periods.count(periods[-1]))


def _up_to(case: str, opened: tuple[OpenedRow, ...]) -> tuple[OpenedRow, ...]:
    for at, row in enumerate(opened, 1):
        if row.case == case:
            return opened[:at]
    raise NotFound(f"there is no case {case}")


def _zone(library: Library, organizations: dict[str, Organization], row: OpenedRow) -> Operation[Zone]:
    """The time zone of the calendar that a case was opened under."""
    program = library.known_program(row.definition)
    if program is None:
        program = yield from taken_in(row.case, "definition", row.definition, library.add_program)
    key = row.organization
    if key not in organizations:
        known = next((each for each in library.organizations() if each.hash == key), None)
        if known is None:
            known = yield from taken_in(row.case, "organization", key, organization_from_content)
        organizations[key] = known
    return organizations[key].zone_of(program.process.calendar)
