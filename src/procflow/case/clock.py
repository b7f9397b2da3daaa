"""What the clock does to a case: reminders, notices, handing up, lapses. It never answers anything
(SEMANTICS 12)."""

from typing import assert_never

from procflow.case import events as e
from procflow.case.arbitration import stand
from procflow.case.commands import CLOCK
from procflow.case.flow import leave
from procflow.case.group import close_vote
from procflow.case.items import calendar_of, dated, limit_of, raise_alarm, schedule
from procflow.case.people import offered_to
from procflow.case.refusal import Refused
from procflow.case.review import park
from procflow.case.run import Run
from procflow.case.state import EscalationTimer, Item, LapseTimer, VoteTimer
from procflow.definition.process import Escalation, GoTo, HandUp, Notify, Remind
from procflow.program.main_graph import escalation_trigger


def pass_timer(run: Run, name: str) -> None:
    """Do what a timer asks for, if its moment has come."""
    timer = run.state.timers.get(name)
    if run.context.actor != CLOCK:
        raise Refused("not-yours", "timers are the clock's", allowed=(CLOCK,))
    if timer is None:
        raise Refused("no-such-timer", f"no timer {name} runs", allowed=tuple(run.state.timers))
    if timer.due > run.context.now:
        raise Refused("too-early", f"timer {name} is due at {timer.due.isoformat()}")
    match timer:
        case VoteTimer(_, scope):
            close_vote(run, name, scope)
        case LapseTimer(_, item):
            scope = run.state.items[item].scope
            run.emit(e.RightLapsed(scope, item, name, "appeal"))
            stand(run, scope)
        case EscalationTimer():
            _escalate(run, name, timer)
        case _:
            assert_never(timer)


def _escalate(run: Run, name: str, timer: EscalationTimer) -> None:
    item = run.state.items[timer.item]
    limit = limit_of(run, item)
    if limit is None:
        raise Refused("no-such-timer", f"timer {name} belongs to nothing that has a limit")
    escalation = limit.escalations[timer.rule]
    action = escalation.action
    organization = run.context.organization
    match action:
        case Remind(whom):
            persons = offered_to(run.context, item)
            if whom != "holder":
                persons = organization.available(whom, run.context.now)
            run.emit(e.Reminded(item.id, name, persons, _repeated(run, timer, escalation)))
        case Notify(role):
            persons = organization.available(role, run.context.now)
            run.emit(e.Notified(item.id, name, role, persons))
        case HandUp():
            _hand_up(run, item, name)
        case GoTo(target):
            run.emit(e.TimerPassed(item.id, name))
            if item.seat is not None:
                park(run, item.scope, run.program.review(item.step), target, (item.seat,))
            leave(run, item.scope, escalation_trigger(timer.rule, item.seat))
        case _:
            assert_never(action)


def _repeated(run: Run, timer: EscalationTimer, escalation: Escalation) -> EscalationTimer | None:
    """The next reminder. Those missed while nobody looked are not made up for."""
    if escalation.repeat is None:
        return None
    calendar, now = calendar_of(run), run.context.now
    with dated():
        following = calendar.add(timer.due, escalation.repeat)
        if following <= now:
            following = calendar.add(now, escalation.repeat)
    return EscalationTimer(following, timer.item, timer.rule)


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
    organization = run.context.organization
    above = (role for role in organization.line(item.role) if role != item.role)
    return next((r for r in above if organization.available(r, run.context.now, item.barred)), None)
