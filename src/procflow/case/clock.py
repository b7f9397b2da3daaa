"""What the clock does to a case: reminders, notices, handing up, lapses. It never answers anything
(SEMANTICS 12)."""

from typing import TypeVar, assert_never

from msgspec.structs import replace

from procflow.case import events as e
from procflow.case.arbitration import stand
from procflow.case.commands import CLOCK
from procflow.case.doers import told
from procflow.case.flow import Return, leave
from procflow.case.group import close_vote
from procflow.case.items import (
    UNDATED,
    bound_to,
    calendar_of,
    limit_of,
    raise_alarm,
    schedule,
    undated,
)
from procflow.case.pausing import running_timers, suspended
from procflow.case.people import offered_to
from procflow.case.refusal import Refused
from procflow.case.review import park
from procflow.case.run import Run
from procflow.case.seats import seat_in_file
from procflow.case.state import (
    CallJob,
    CancelJob,
    EscalationTimer,
    HandlerJob,
    HandlerLimit,
    Item,
    LapseTimer,
    ReleaseJob,
    ReportJob,
    StepTimer,
    VoteTimer,
    WaitTimer,
)
from procflow.definition.process import Call, Escalation, GoTo, HandUp, Notify, Remind, Wait
from procflow.program.step_edges import FAILED, escalation_trigger, way_trigger

_Repeats = TypeVar("_Repeats", EscalationTimer, StepTimer)


def pass_timer(run: Run, name: str) -> None:
    """Do what a timer asks for, if its moment has come."""
    timer = run.state.timers.get(name)
    if run.context.actor != CLOCK:
        raise Refused("not-yours", "timers are the clock's", allowed=(CLOCK,))
    if timer is None:
        raise Refused("no-such-timer", f"no timer {name} runs", allowed=tuple(run.state.timers))
    if timer.due > run.context.now:
        raise Refused("too-early", f"timer {name} is due at {timer.due.isoformat()}")
    if name not in running_timers(run.state):
        raise suspended(run.state)
    match timer:
        case VoteTimer(_, scope):
            close_vote(run, name, scope)
        case LapseTimer(_, item):
            scope = run.state.items[item].scope
            run.emit(e.RightLapsed(scope, item, name, "appeal"))
            stand(run, scope)
        case EscalationTimer():
            _escalate(run, name, timer)
        case StepTimer():
            _escalate_step(run, name, timer)
        case WaitTimer(_, scope, way):
            leave(run, scope, way_trigger(way))
        case HandlerLimit(_, scope):
            _give_up(run, scope)
        case CallJob() | HandlerJob() | CancelJob() | ReportJob() | ReleaseJob():
            raise Refused("not-a-timer", f"{name} is done outside of the case")
        case _:
            assert_never(timer)


def _give_up(run: Run, scope: str) -> None:
    """The time of a handler is over: what it reports later changes nothing."""
    standing = run.scope(scope)
    job = next((n, t) for n, t in run.state.timers.items() if isinstance(t, HandlerJob) and t.scope == scope)
    reason = "its time is over"
    run.emit(e.HandlerFailed(scope, standing.step, job[0], job[1].attempt, reason))
    leave(run, scope, FAILED)


def _escalate_step(run: Run, name: str, timer: StepTimer) -> None:
    """What a limit does of a step that nobody answers: it tells somebody, or leads elsewhere."""
    scope = run.scope(timer.scope)
    step = run.program.step(scope.step)
    limit = step.limit if isinstance(step, Wait | Call) else None
    if limit is None:
        raise Refused("no-such-timer", f"timer {name} belongs to nothing that has a limit")
    escalation = limit.escalations[timer.rule]
    match escalation.action:
        case Remind(role) | Notify(role) | HandUp(role):
            following = _repeated(run, timer, escalation)
            run.emit(e.StepReminded(scope.id, scope.step, name, role, told(run, role), following))
        case GoTo(target):
            run.emit(e.JobDone(name))
            leave(run, scope.id, escalation_trigger(timer.rule, None), back=Return(target.resume))
        case _:
            assert_never(escalation.action)


def _escalate(run: Run, name: str, timer: EscalationTimer) -> None:
    item = run.state.items[timer.item]
    limit = limit_of(run, item)
    if limit is None:
        raise Refused("no-such-timer", f"timer {name} belongs to nothing that has a limit")
    escalation = limit.escalations[timer.rule]
    action = escalation.action
    match action:
        case Remind(whom):
            persons = offered_to(run.context, item) if whom == "holder" else told(run, whom)
            run.emit(e.Reminded(item.id, name, persons, _repeated(run, timer, escalation)))
        case Notify(role):
            run.emit(e.Notified(item.id, name, role, told(run, role)))
        case HandUp():
            _hand_up(run, item, name)
        case GoTo(target):
            run.emit(e.TimerPassed(item.id, name))
            seat = item.seat if item.purpose == "seat" else None
            if seat is not None:
                park(run, item.scope, target, (seat,))
                seat = seat_in_file(run.program.review(item.step), seat)
            leave(run, item.scope, escalation_trigger(timer.rule, seat), back=Return(target.resume))
        case _:
            assert_never(action)


def _repeated(run: Run, timer: _Repeats, escalation: Escalation) -> _Repeats | None:
    """The next reminder. Those missed while nobody looked are not made up for."""
    if escalation.repeat is None:
        return None
    calendar, now = calendar_of(run), run.context.now
    try:
        following = calendar.add(timer.due, escalation.repeat)
        if following <= now:
            following = calendar.add(now, escalation.repeat)
    except UNDATED as error:
        raise undated(error) from error
    return replace(timer, due=following)


def _hand_up(run: Run, item: Item, timer: str) -> None:
    """Move an item to the next superior who is neither away nor barred; with none left, the alarm (SEMANTICS
    11)."""
    limit = limit_of(run, item)
    role = _receiver(run, item)
    if role is None:
        raise_alarm(run, item, limit, "nobody-above", timer)
        return
    seq = run.next_seq()
    ends, timers = schedule(run, item, seq, limit)
    persons = run.context.organization.available(role, run.context.now, item.barred)
    run.emit(e.ItemHandedUp(item.id, timer, item.role, role, persons, ends, timers))


def _receiver(run: Run, item: Item) -> str | None:
    """The role that an item is handed up to; none for what is left to one person by a rule."""
    if bound_to(run, item) is not None:
        return None
    organization = run.context.organization
    above = (role for role in organization.line(item.role) if role != item.role)
    return next((r for r in above if organization.available(r, run.context.now, item.barred)), None)
