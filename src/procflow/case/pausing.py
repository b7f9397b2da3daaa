"""The main flow at rest while an any-time event is seen to (SEMANTICS 22)."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from procflow.case.events import MainFlowResumed
from procflow.case.items import UNDATED, calendar_of, length_of, limit_of, undated
from procflow.case.lens import in_main_flow, item_of, open_events, place_of
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import CaseState, Item, StepTimer, Timer, VoteTimer
from procflow.definition.process import AsLimited, Call, Limit, Wait
from procflow.worktime import After, Duration, Unit


def resume_main_flow(run: Run, scope: str) -> None:
    """Let the main flow go on, as far as this occurrence held it up. When nothing holds its clock any more,
    what was left of its limits is counted from now."""
    stop = next((each for each in run.state.stops if each.scope == scope), None)
    if stop is None:
        return
    still = any(each.clock for each in run.state.stops if each.scope != scope)
    if run.state.stopped_at is None or still:
        run.emit(MainFlowResumed(scope))
        return
    dues, timers = _moved(run, run.state.stopped_at)
    run.emit(MainFlowResumed(scope, dues, timers))


def _moved(run: Run, stopped: datetime) -> tuple[dict[str, datetime], dict[str, Timer]]:
    dues: dict[str, datetime] = {}
    timers: dict[str, Timer] = {}
    for item in run.state.items.values():
        length = _length_of(run, item) if in_main_flow(run.state, item.scope) else None
        if item.due is not None and length is not None:
            dues[item.id] = _later(run, item.due, max(stopped, item.opened_at), length)
    for name, timer in run.state.timers.items():
        asked = run.state.items.get(item_of(timer) or "")
        place = place_of(run.state, timer)
        if place is None or not in_main_flow(run.state, place):
            continue
        length = _length_of(run, asked) if asked is not None else _length_of_step(run, timer)
        if length is not None:
            begun = max(stopped, asked.opened_at) if asked is not None else stopped
            timers[name] = replace(timer, due=_later(run, timer.due, begun, length))
    return dues, timers


def _length_of(run: Run, item: Item) -> Duration | None:
    """The time that an item has; None where it hangs on a date, which stays where it is."""
    if item.purpose == "appeal":
        appeal = run.program.arbitration().appeal
        return appeal.within if appeal is not None else None
    return _length(run, limit_of(run, item))


def _length_of_step(run: Run, timer: Timer) -> Duration | None:
    match timer:
        case StepTimer(_, scope):
            step = run.program.step(run.scope(scope).step)
            return _length(run, step.limit) if isinstance(step, Wait | Call) else None
        case VoteTimer():
            return _length(run, run.program.arbitration().limit)
        case _:
            return None


def _length(run: Run, limit: Limit | None) -> Duration | None:
    match limit.deadline if limit is not None else None:
        case After(duration):
            return duration
        case AsLimited() as deadline:
            return length_of(run, deadline)
        case _:
            return None


def _later(run: Run, instant: datetime, begun: datetime, length: Duration) -> datetime:
    """An instant moved by as long as the clock stood still, in business time where the limit is counted in
    it; one that had passed before stays."""
    now = run.context.now
    if instant <= begun:
        return instant
    if length.unit not in (Unit.BUSINESS_DAYS, Unit.BUSINESS_HOURS):
        return instant + (now - begun)
    calendar = calendar_of(run)
    try:
        left = calendar.business_between(begun, instant)
        return calendar.add_business(now, left) if left else now
    except UNDATED as error:
        raise undated(error) from error


def require_awake(run: Run, item: Item) -> None:
    """Refuse what is asked in the main flow while that rests; what is asked beside it can be answered."""
    if not run.state.stops or item.loose or not in_main_flow(run.state, item.scope):
        return
    raise suspended(run.state)


def suspended(state: CaseState) -> Refused:
    """The refusal for what has to wait until an occurrence is over."""
    held = {stop.scope for stop in state.stops}
    events = [scope for scope in open_events(state) if scope.id in held]
    names = ", ".join(dict.fromkeys(scope.event or "" for scope in events))
    open_now = (i for i in state.items.values() if not in_main_flow(state, i.scope))
    allowed = tuple(f"{i.step} ({i.seat or i.role}): {i.id}" for i in open_now)
    return Refused("suspended", f"the main flow rests until {names} is over", allowed=allowed)


def running_timers(state: CaseState) -> Mapping[str, Timer]:
    """The timers whose clock is not standing still."""
    if state.stopped_at is None:
        return state.timers
    return {name: timer for name, timer in state.timers.items() if not _stands_still(state, timer)}


def _stands_still(state: CaseState, timer: Timer) -> bool:
    """What counts somebody's time does; the moment that a wait waits for comes all the same."""
    place = place_of(state, timer)
    counts = item_of(timer) is not None or isinstance(timer, StepTimer | VoteTimer)
    return counts and place is not None and in_main_flow(state, place)
