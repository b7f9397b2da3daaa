"""What a case is looked up by: its line in a listing, what an inbox, the clock and other cases look for."""

from collections.abc import Iterator
from datetime import datetime

from procflow.case import CaseState, Item
from procflow.case.keys import key_held, keys_awaited
from procflow.case.pausing import running_timers
from procflow.case.state import Timer
from procflow.definition.organization import Organization
from procflow.engine.given import require_text
from procflow.store import CaseRow, ItemRow, KeyRow, NotFound, TimerRow

_NO_KEYS: frozenset[KeyRow] = frozenset()


def case_row(state: CaseState) -> CaseRow:
    """What a listing shows of a case."""
    return CaseRow(state.id, state.process, state.seq, state.definition, state.status, state.started_at)


def timer_row(case: str, name: str, timer: Timer) -> TimerRow:
    """What the clock looks for of a timer."""
    return TimerRow(case, name, timer.due)


def timer_rows(state: CaseState) -> frozenset[TimerRow]:
    """What the clock looks for of a case: nothing of what stands still with its main flow (SEMANTICS 22)."""
    return frozenset(timer_row(state.id, name, timer) for name, timer in running_timers(state).items())


def key_rows(state: CaseState) -> frozenset[KeyRow]:
    """What other cases look for of the keys of one."""
    held, awaited = key_held(state), keys_awaited(state)
    if held is None and not awaited:
        return _NO_KEYS
    rows = [KeyRow(key.process, key.value, state.id, holds=False) for key in awaited]
    if held is not None:
        rows.append(KeyRow(held.process, held.value, state.id, holds=True))
    return frozenset(rows)


def item_row(case: str, item: Item) -> ItemRow:
    """What an inbox looks for of a work item."""
    return ItemRow(
        item.id,
        case,
        item.step,
        item.seat,
        item.role,
        addressees=addressees(item),
        due=item.due,
        opened_at=item.opened_at,
    )


def addressees(item: Item) -> tuple[str, ...]:
    """The keys that an inbox finds an item by."""
    if item.persons is not None:
        return tuple(sorted(map(_person_key, item.persons)))
    return (_role_key(item.role),)


def inbox_keys(organization: Organization, person: str, now: datetime) -> Iterator[str]:
    """The keys that may lead to what a person may answer, in own right or under a grant."""
    yield _person_key(person)
    known = organization.people.get(person)
    yield from map(_role_key, known.roles if known is not None else ())
    for grant in organization.grants_to(person, now):
        yield _person_key(grant.giver)
        yield from map(_role_key, grant.roles)
        above = organization.grants_to(grant.giver, now)
        yield from (_person_key(passed.giver) for passed in above if passed.may_pass_on)


def _person_key(person: str) -> str:
    return f"person:{person}"


def _role_key(role: str) -> str:
    return f"role:{role}"


def case_of_item(item: str) -> str:
    """The case that a work item's id belongs to. Raises :class:`NotFound` for what is no such id."""
    require_text("item", item)
    case, _, number = item.rpartition("-")
    if not case or not number.isdigit():
        raise NotFound(f"{item} is no id of a work item")
    return case
