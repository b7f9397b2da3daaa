"""Steps that work on nothing themselves: telling somebody, waiting, calling a process or a handler."""

from datetime import date, datetime

from procflow.case import events as e
from procflow.case.data import is_personal, is_set
from procflow.case.doers import addressed, named_by, to_named, told
from procflow.case.flow import leave
from procflow.case.items import (
    UNDATED,
    Asked,
    calendar_of,
    instant_from,
    instants_around,
    open_item,
    undated,
)
from procflow.case.keys import held_by_another
from procflow.case.lens import open_events
from procflow.case.run import Run
from procflow.case.state import Awaited, CallJob, HandlerJob, HandlerLimit, Named, StepTimer, Timer, WaitTimer
from procflow.case.surroundings import Surroundings
from procflow.definition.process import (
    CALLED,
    OWNER,
    Call,
    Each,
    ForCase,
    ForEvent,
    ForField,
    ForTime,
    Limit,
    Notice,
    System,
    Wait,
    WaitsFor,
)
from procflow.program import MAIN
from procflow.program.step_edges import TOLD, way_trigger


def enter_notice(run: Run, scope: str, notice: Notice) -> None:
    """Tell whoever is to be told; where that has to be acknowledged, ask for it."""
    audience = _audience(run, scope, notice.to)
    people, now = run.context.organization.people, run.context.now
    reached: dict[str, None] = {}
    for named in audience:
        if named.person is None:
            reached.update(dict.fromkeys(told(run, named.role)))
        elif named.person in people and not people[named.person].absent(now):
            reached[named.person] = None
    asks = notice.acknowledge
    waits = asks is not None and asks.waits and bool(audience)
    sent = run.next_seq()
    run.emit(e.NoticeSent(scope, notice.name, audience, tuple(reached), audience if waits else ()))
    if asks is not None:
        ask_to_acknowledge(run, scope, notice, audience, sent)
    if not waits:
        leave(run, scope, TOLD)


def _audience(run: Run, scope: str, to: tuple[str, ...] | Each) -> tuple[Named, ...]:
    if isinstance(to, Each):
        return named_by(run, scope, to)
    return tuple(Named(role, role) for role in dict.fromkeys(to))


def ask_to_acknowledge(
    run: Run, scope: str, notice: Notice, audience: tuple[Named, ...], sent: int = 0
) -> None:
    """Open an item for each who has to say that it was read. Where the flow does not wait for it, the items
    hang on the main flow and outlive the step."""
    loose = notice.acknowledge is not None and not notice.acknowledge.waits
    for named in audience:
        meant = to_named(run, named)
        asked = Asked(
            scope=MAIN if loose else scope,
            step=notice.name,
            role=meant.role,
            purpose="acknowledge",
            seat=named.value,
            persons=meant.persons,
            limit=notice.limit,
            loose=loose,
            sent=sent,
        )
        open_item(run, asked)


def enter_wait(run: Run, scope: str, wait: Wait) -> None:
    """Wait for the first of several things; what is there already leads on at once."""
    seq = run.next_seq()
    due, timers = step_timers(run, scope, wait.limit, seq)
    for way, (waits_for, _) in enumerate(wait.ways):
        moment = _moment(run, scope, waits_for)
        if moment is not None:
            timers[f"{seq}.way{way}"] = WaitTimer(moment, scope, way)
    cases = tuple(Awaited(w.process, w.by) for w, _ in wait.ways if isinstance(w, ForCase))
    run.emit(e.WaitBegan(scope, wait.name, due, timers, cases))
    look_at_wait(run, scope)


def _moment(run: Run, scope: str, waits_for: WaitsFor) -> datetime | None:
    if not isinstance(waits_for, ForTime):
        return None
    if not isinstance(waits_for.until, str):
        return instant_from(run, waits_for.until, scope)
    day = run.values(scope).get(waits_for.until)
    if isinstance(day, datetime):
        return day
    try:
        if isinstance(day, date):
            return calendar_of(run).start_of(day)
        raise KeyError(waits_for.until)
    except UNDATED as error:
        raise undated(error) from error


def look_at_wait(run: Run, scope: str) -> None:
    """Go on if something that a wait waits for is there."""
    step = run.program.step(run.scope(scope).step)
    if not isinstance(step, Wait):
        return
    for way, (waits_for, _) in enumerate(step.ways):
        if _has_come(run, scope, waits_for):
            leave(run, scope, way_trigger(way))
            return


def _has_come(run: Run, scope: str, waits_for: WaitsFor) -> bool:
    match waits_for:
        case ForField(field):
            return is_set(run, field, scope)
        case ForCase(process, by):
            return not held_by_another(run, process, by)
        case ForTime():
            moment = _moment(run, scope, waits_for)
            return moment is not None and moment <= run.context.now
        case ForEvent():
            return False


def event_is_over(run: Run, event: str) -> None:
    """Let the waits go on that wait for an event, once no occurrence of it runs any more."""
    if any(scope.event == event for scope in open_events(run.state)):
        return
    for scope in list(run.state.scopes):
        standing = run.state.scopes.get(scope)
        step = run.program.steps.get(standing.step) if standing is not None else None
        for way, (waits_for, _) in enumerate(step.ways if isinstance(step, Wait) else ()):
            if isinstance(waits_for, ForEvent) and waits_for.event == event:
                leave(run, scope, way_trigger(way))
                break


def look_at_waits(run: Run) -> None:
    """Look at everything that waits for a field or a key, after data have changed or a key is free."""
    if not run.program.awaiting:
        return
    for scope in list(run.state.scopes):
        standing = run.state.scopes.get(scope)
        if standing is not None and standing.step in run.program.awaiting:
            look_at_wait(run, scope)


def step_timers(
    run: Run, scope: str, limit: Limit | None, seq: int
) -> tuple[datetime | None, dict[str, Timer]]:
    """The limit of a step that nobody answers, and the moments around it."""
    if limit is None:
        return None, {}
    ends, moments = instants_around(run, limit, scope)
    return ends, {f"{seq}.{rule}": StepTimer(moment, scope, rule) for rule, moment in enumerate(moments)}


def enter_call(run: Run, scope: str, call: Call) -> None:
    """Ask for a case of another process; without waiting for it, go on at once."""
    seq, now = run.next_seq(), run.context.now
    due, timers = step_timers(run, scope, call.limit if call.waits else None, seq)
    waiting = scope if call.waits else None
    timers[f"{seq}.call"] = CallJob(now, call.name, run.context.actor, waiting, handed_over(run, scope, call))
    run.emit(e.CallRequested(scope, call.name, call.process, call.waits, due, timers, call.version))
    if not call.waits:
        leave(run, scope, CALLED)


def wait_on(run: Run, scope: str, call: Call) -> None:
    """Wait on for a case that runs already; the time that it may take starts afresh."""
    due, timers = step_timers(run, scope, call.limit, run.next_seq())
    run.emit(e.WaitBegan(scope, call.name, due, timers))


def handed_over(run: Run, scope: str, step: Call | System) -> dict[str, object]:
    """What is handed over, by the names of the other side; the owner of the case as a person. Personal values
    are not: they are looked up when it is done, so that they stand on no record."""
    where = run.around(scope)
    values = {theirs: _handed(run, where, ours) for theirs, ours in step.gives.items()}
    return {theirs: value for theirs, value in values.items() if value is not None}


def _handed(run: Run, where: Surroundings, ours: str) -> object:
    field = where.fields.get(ours)
    if field is not None:
        return None if is_personal(field) else where.data.get(ours)
    if ours == OWNER and ours not in where.entries and ours not in run.program.process.attachments:
        (owner,) = addressed(run, OWNER).persons or (None,)
        return owner
    return where.entries.get(ours)


def enter_system(run: Run, scope: str, system: System) -> None:
    """Ask for a handler of the embedding program."""
    seq, now = run.next_seq(), run.context.now
    timers: dict[str, Timer] = {f"{seq}.handler": HandlerJob(now, scope, 1)}
    if system.time_limit is not None:
        try:
            timers[f"{seq}.limit"] = HandlerLimit(calendar_of(run).add(now, system.time_limit), scope)
        except UNDATED as error:
            raise undated(error) from error
    run.emit(e.HandlerAsked(scope, system.name, system.handler, timers))
