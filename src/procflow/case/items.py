"""Opening work items, with their deadlines, and closing them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from procflow.case.data import environment
from procflow.case.events import AlarmRaised, ItemOpened, ItemWithdrawn
from procflow.case.people import barred_by_separation, offered_to, places_of, role_that_can_act
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import LAPSE, Item, Timer
from procflow.definition.process import HandUp, Limit, Review, Task
from procflow.worktime import Duration, due, instant_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom: the content of a work item before it has an id."""

    scope: str
    step: str
    role: str
    purpose: str
    seat: str | None = None
    persons: tuple[str, ...] | None = None
    barred: tuple[str, ...] = ()
    limit: Limit | None = None
    lapses: Duration | None = None


def open_item(run: Run, asked: Asked) -> None:
    """Open a work item. Where everybody of its role is barred the superior is asked; where nobody can act an
    alarm is raised and the item stays open (SEMANTICS 13, 26)."""
    places = places_of(run.program, run.state, asked.step, asked.seat, asked.role)
    barred = tuple(dict.fromkeys((*asked.barred, *barred_by_separation(run.program, run.state, places))))
    organization = run.context.organization
    role = asked.role
    if asked.persons is None and organization.holders(role):
        role = role_that_can_act(organization, role, barred) or role
    seq = run.next_seq()
    item = Item(
        id=f"{run.state.id}-{seq}",
        scope=asked.scope,
        step=asked.step,
        role=role,
        purpose=asked.purpose,
        opened_at=run.context.now,
        seat=asked.seat,
        persons=asked.persons,
        barred=barred,
    )
    ends, timers = schedule(run, item.id, seq, asked.limit, asked.lapses)
    persons = offered_to(run.context, item)
    run.emit(
        ItemOpened(
            item=item.id,
            scope=item.scope,
            step=item.step,
            role=role,
            purpose=item.purpose,
            offered_to=persons,
            seat=item.seat,
            persons=item.persons,
            barred=barred,
            due=ends,
            timers=timers,
            instead_of=asked.role if role != asked.role else None,
        )
    )
    if not persons:
        raise_alarm(run, item, asked.limit, f"nobody can act for {role} at this moment")


def schedule(
    run: Run, item: str, seq: int, limit: Limit | None, lapses: Duration | None = None
) -> tuple[datetime | None, dict[str, Timer]]:
    """The due instant of an item that opens now and the timers around it, whose ids come from event
    ``seq``."""
    now = run.context.now
    calendar = run.context.organization.calendars[run.program.process.calendar]
    if lapses is not None:
        ends = calendar.add(now, lapses)
        return ends, {f"{seq}.0": Timer(ends, LAPSE, item)}
    if limit is None:
        return None, {}
    values = environment(run.program.process, run.state)
    dates = {name: value for name, value in values.items() if isinstance(value, date | datetime)}
    try:
        ends = due(limit.deadline, calendar, now, dates)
    except KeyError as error:
        raise Refused(
            "data-missing", f"a deadline counts from {error.args[0]}", missing=(error.args[0],)
        ) from error
    timers = {
        f"{seq}.{rule}": Timer(instant_of(escalation.at, calendar, now, ends), rule, item)
        for rule, escalation in enumerate(limit.escalations)
    }
    return ends, timers


def raise_alarm(run: Run, item: Item, limit: Limit | None, reason: str, timer: str | None = None) -> None:
    """Tell the named role that an item is stuck: the one of its escalation, else the process's."""
    escalations = limit.escalations if limit is not None else ()
    named = [e.action.alarm for e in escalations if isinstance(e.action, HandUp)]
    role = named[0] if named else run.program.process.alarm or item.role
    persons = run.context.organization.available(role, run.context.now)
    run.emit(AlarmRaised(item.id, role, persons, reason, timer))


def limit_of(run: Run, item: Item) -> Limit | None:
    """The limit that an open item runs under."""
    match item.purpose:
        case "task":
            step = run.program.step(item.step)
            return step.limit if isinstance(step, Task) else None
        case "seat":
            return run.program.seat(item.step, item.seat or "").limit
        case "ruling" | "group" | "vote" | "casting":
            return run.arbitration().limit
        case _:
            return None


def withdraw_items(run: Run, scopes: Iterable[str], reason: str) -> None:
    """Withdraw every open item of these scopes."""
    gone = set(scopes)
    for item in [i for i in run.state.items.values() if i.scope in gone]:
        run.emit(ItemWithdrawn(item.id, reason))


def seat_item(run: Run, scope: str, seat: str) -> Item | None:
    """The open item of a seat, if there is one."""
    for item in run.state.items.values():
        if (item.scope, item.purpose, item.seat) == (scope, "seat", seat):
            return item
    return None


def convening_item(run: Run, scope: str, review: Review) -> Item | None:
    """The open item that convenes a review, if there is one."""
    for item in run.state.items.values():
        if (item.scope, item.purpose, item.step) == (scope, "convene", review.name):
            return item
    return None
