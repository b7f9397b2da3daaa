"""Opening work items, with their deadlines, and closing them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from procflow.case.commands import CLOCK
from procflow.case.doers import told
from procflow.case.events import (
    AlarmRaised,
    ItemOfferedAnew,
    ItemOpened,
    ItemWithdrawn,
    StuckBecause,
    WithdrawnBecause,
)
from procflow.case.people import (
    barred_by_separation,
    bound_by_sameness,
    deputies,
    entitled,
    offered_to,
    places_asked,
    role_above_that_can_act,
    role_that_can_act,
)
from procflow.case.refusal import Refused
from procflow.case.run import Limited, Run
from procflow.case.seats import seat_of
from procflow.case.state import EscalationTimer, Item, LapseTimer, Purpose, Timer
from procflow.definition.process import Action, AsLimited, GoTo, HandUp, Limit, Notice, Review, Task
from procflow.worktime import After, Calendar, Deadline, Duration, OutsideCalendar, due
from procflow.worktime import instants_around as counted

UNDATED = (KeyError, OutsideCalendar)
"""What counting raises where a date is not set, or lies where no calendar reaches."""


class Asked(Struct, frozen=True):
    """What is asked of whom: the content of a work item before it has an id."""

    scope: str
    step: str
    role: str
    purpose: Purpose
    seat: str | None = None
    persons: tuple[str, ...] | None = None
    limit: Limit | None = None
    lapses: Duration | None = None
    loose: bool = False
    sent: int = 0


def open_item(run: Run, asked: Asked) -> None:
    """Open a work item. Where everybody of its role is barred the superior is asked; where nobody can act an
    alarm is raised and the item stays open (SEMANTICS 13, 26)."""
    seq = run.next_seq()
    item = _placed(
        run,
        Item(
            id=f"{run.state.id}-{seq}",
            scope=asked.scope,
            step=asked.step,
            role=asked.role,
            purpose=asked.purpose,
            opened_at=run.context.now,
            seat=asked.seat,
            persons=asked.persons,
            loose=asked.loose,
            sent=asked.sent,
        ),
    )
    _require_somebody(run, item)
    ends, timers = schedule(run, item, seq, asked.limit, asked.lapses)
    role, persons = item.role, offered_to(run.context, item)
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
            barred=item.barred,
            due=ends,
            timers=timers,
            instead_of=asked.role if role != asked.role else None,
            loose=item.loose,
            sent=item.sent,
        )
    )
    if not (persons or deputies(run.program, run.state, run.context, item)):
        raise_alarm(run, item, asked.limit, "nobody-can-act")


def _placed(run: Run, item: Item) -> Item:
    """An item with those who may not act on it now; of one that a rule wants done by the same person, nobody
    else; and where all who are asked are barred, the role above."""
    if item.purpose == "acknowledge":
        return item
    places = places_asked(run.program, run.state, item)
    if not places and run.scope(item.scope).dispute is None and not item.barred:
        return item
    barred = _barred(run, item, places)
    bound = bound_by_sameness(run.program, run.state, places)
    if bound is not None:
        alone = (bound,) if item.persons is None or bound in item.persons else ()
        return replace(item, persons=alone, barred=barred)
    organization, role, persons = run.context.organization, item.role, item.persons
    if barred and persons is None and organization.holders(role):
        role = role_that_can_act(organization, role, barred) or role
    elif barred and _named(item) and not entitled(organization, replace(item, barred=barred)):
        above = role_above_that_can_act(organization, role, barred)
        role, persons = (role, persons) if above is None else (above, None)
    unchanged = (role, persons, barred) == (item.role, item.persons, item.barred)
    return item if unchanged else replace(item, role=role, persons=persons, barred=barred)


def _named(item: Item) -> bool:
    """Whether a task or a seat is asked of certain persons, and not of all who hold a role."""
    return item.persons is not None and item.purpose in ("task", "seat")


def _require_somebody(run: Run, item: Item) -> None:
    """Refuse what a person does if the rules on persons leave none of those whom an item is for, and nobody
    above; the clock goes on, and an alarm is raised (SEMANTICS 26)."""
    if run.context.actor == CLOCK or not _named(item) or entitled(run.context.organization, item):
        return
    bound = bound_to(run, item)
    text = f"{item.step} would be left with nobody who may do it"
    other = bound if bound not in item.barred else None
    raise Refused("nobody-left", text, allowed=(other or f"another person at {item.step}",))


def bound_to(run: Run, item: Item) -> str | None:
    """The person who alone may act on an item, since a rule wants it done by whoever did another one."""
    return bound_by_sameness(run.program, run.state, places_asked(run.program, run.state, item))


def _barred(run: Run, item: Item, places: tuple[str, ...]) -> tuple[str, ...]:
    """Who objected or ruled before does not rule, but may convene those who do and may appeal (SEMANTICS 16,
    19); and whom separation of duties keeps out."""
    dispute = run.scope(item.scope).dispute
    parties = dispute.barred if dispute is not None and item.purpose in ("ruling", "vote", "casting") else ()
    apart = barred_by_separation(run.program, run.state, places)
    return tuple(dict.fromkeys((*parties, *apart))) if parties or apart else ()


def offer_anew(run: Run, *, everything: bool) -> None:
    """Put open items before others where what was done in the case bars somebody new; ``everything`` where
    the organization has changed (SEMANTICS 26, 28)."""
    if not everything and not (run.program.separations or run.program.sames):
        return
    for known in list(run.state.items.values()):
        item = _placed(run, known)
        if not everything and item == known:
            continue
        if not everything:
            _require_somebody(run, item)
        persons = offered_to(run.context, item)
        if item == known and persons == known.offered_to:
            continue
        narrowed = entitled(run.context.organization, item) if item.persons != known.persons else None
        run.emit(ItemOfferedAnew(item.id, item.role, persons, item.barred, narrowed))
        if not (persons or deputies(run.program, run.state, run.context, item)):
            raise_alarm(run, item, limit_of(run, item), "nobody-can-act")


def schedule(
    run: Run, item: Item, seq: int, limit: Limit | None, lapses: Duration | None = None
) -> tuple[datetime | None, dict[str, Timer]]:
    """The due instant of an item that opens now and the timers around it, whose ids come from event
    ``seq``. A vote stays with its member: it is neither handed up nor does it lead elsewhere."""
    if lapses is not None:
        try:
            ends = calendar_of(run).add(run.context.now, lapses)
        except UNDATED as error:
            raise undated(error) from error
        return ends, {f"{seq}.0": LapseTimer(ends, item.id)}
    if limit is None:
        return None, {}
    ends, moments = instants_around(run, limit, item.scope)
    bound = item.purpose == "vote" or item.loose
    timers: dict[str, Timer] = {}
    for rule, moment in enumerate(moments):
        if not bound or _can(item, limit.escalations[rule].action):
            timers[f"{seq}.{rule}"] = EscalationTimer(moment, item.id, rule)
    return ends, timers


def _can(item: Item, action: Action) -> bool:
    """Whether a limit can do this to an item: a vote stays with its member, and what is asked beside the flow
    leads it nowhere."""
    match action:
        case HandUp():
            return item.purpose != "vote"
        case GoTo():
            return item.purpose != "vote" and not item.loose
        case _:
            return True


def instants_around(run: Run, limit: Limit, scope: str) -> tuple[datetime, tuple[datetime, ...]]:
    """The instant at which a limit that begins now in a scope ends, and those of its escalations."""
    known = run.limited
    if known is not None and known.limit == limit:
        return known.instants
    deadline, moments = _meant(run, limit.deadline), [escalation.at for escalation in limit.escalations]
    try:
        found = counted(deadline, moments, calendar_of(run), run.context.now, _dates(run, deadline, scope))
    except UNDATED as error:
        raise undated(error) from error
    if isinstance(deadline, After):
        run.limited = Limited(limit, found)
    return found


def instant_from(run: Run, deadline: Deadline | AsLimited, scope: str) -> datetime:
    """The instant that a deadline means if it is counted from now, or from a date that the scope can read."""
    meant = _meant(run, deadline)
    try:
        return due(meant, calendar_of(run), run.context.now, _dates(run, meant, scope))
    except UNDATED as error:
        raise undated(error) from error


def _meant(run: Run, deadline: Deadline | AsLimited) -> Deadline:
    """A deadline with the length that the organization gives now, where that says how long it is."""
    return After(length_of(run, deadline)) if isinstance(deadline, AsLimited) else deadline


def length_of(run: Run, deadline: AsLimited) -> Duration:
    """The length that the organization gives now. Refused where it has the limit no more, or no length."""
    organization = run.context.organization
    limit = organization.limits.get(deadline.limit)
    if limit is None or limit.length is None:
        lengths = tuple(name for name, found in organization.limits.items() if found.length is not None)
        text = f"{organization.name} has no limit {deadline.limit} that is a length of time"
        raise Refused("no-limit", text, allowed=lengths)
    return limit.length


def _dates(run: Run, deadline: Deadline, scope: str) -> Mapping[str, date | datetime]:
    """What a deadline may count from; nothing for one that counts from now."""
    if isinstance(deadline, After):
        return {}
    return {name: value for name, value in run.values(scope).items() if isinstance(value, date | datetime)}


def calendar_of(run: Run) -> Calendar:
    """The calendar that the process counts in. Refused where the organization has it no more."""
    organization, name = run.context.organization, run.program.process.calendar
    try:
        return organization.calendar(name)
    except KeyError:
        text = f"{organization.name} has no calendar {name}"
        raise Refused("no-calendar", text, allowed=tuple(organization.calendars)) from None


def undated(error: KeyError | OutsideCalendar) -> Refused:
    """The refusal for a date that is not set, or lies where no calendar reaches."""
    if isinstance(error, OutsideCalendar):
        return Refused("outside-calendar", f"a deadline cannot be set: {error}")
    field = str(error.args[0])
    return Refused("data-missing", f"a deadline counts from {field}", missing=(field,))


def raise_alarm(
    run: Run, item: Item, limit: Limit | None, reason: StuckBecause, timer: str | None = None
) -> None:
    """Tell the named role that an item is stuck: the one of its escalation, else the process's."""
    escalations = limit.escalations if limit is not None else ()
    named = [e.action.alarm for e in escalations if isinstance(e.action, HandUp)]
    role = named[0] if named else run.program.process.alarm or item.role
    run.emit(AlarmRaised(item.id, role, told(run, role), reason, timer))


def limit_of(run: Run, item: Item) -> Limit | None:
    """The limit that an open item runs under."""
    match item.purpose:
        case "task":
            step = run.program.step(item.step)
            return step.limit if isinstance(step, Task) else None
        case "seat":
            return seat_of(run.program, run.scope(item.scope), item.seat or "").limit
        case "acknowledge":
            step = run.program.step(item.step)
            return step.limit if isinstance(step, Notice) else None
        case "ruling" | "group" | "vote" | "casting":
            return run.program.arbitration().limit
        case _:
            return None


def withdraw_items(run: Run, scopes: Iterable[str], reason: WithdrawnBecause) -> None:
    """Withdraw every open item of these scopes. A loose one goes only with the case."""
    gone = set(scopes)
    for item in [i for i in run.state.items.values() if i.scope in gone]:
        if not item.loose or reason == "case-ended":
            run.emit(ItemWithdrawn(item.id, reason))


def seat_items(run: Run, scope: str) -> dict[str, Item]:
    """The open items of the seats of a review, by seat."""
    items = run.state.items.values()
    return {item.seat or "": item for item in items if item.scope == scope and item.purpose == "seat"}


def convening_item(run: Run, scope: str, review: Review) -> Item | None:
    """The open item that convenes a review, if there is one."""
    for item in run.state.items.values():
        if (item.scope, item.purpose, item.step) == (scope, "convene", review.name):
            return item
    return None
