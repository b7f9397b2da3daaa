"""Folding a record over a drawing, event by event."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from procflow.case import events as e
from procflow.case import evolve
from procflow.case.evolve import begin
from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.drawing.compose import START
from procflow.drawing.marks import disputes, items, reviews, tokens
from procflow.drawing.marks.plan import Plan
from procflow.drawing.marks.trace import Happened, Note, Trace

Read = Callable[[Trace, Any], None]


def trace_of(plan: Plan, organization: Organization) -> Trace:
    """Nothing known of a case yet."""
    try:
        calendar = organization.calendar(plan.program.process.calendar)
    except KeyError:
        calendar = None
    return Trace(plan, calendar, organization.limits)


def read(trace: Trace, envelopes: Iterable[Envelope]) -> Trace:
    """Take events in, in their order, and give the same trace back.

    Raises ``ValueError`` where the first event that was ever read is not the start of a case.
    """
    for envelope in envelopes:
        _read(trace, envelope)
    return trace


def _read(trace: Trace, envelope: Envelope) -> None:
    event = envelope.event
    if envelope.at != trace.at:
        trace.at, trace.moment = envelope.at, envelope.seq
    if isinstance(event, e.CaseStarted):
        trace.state = begin(envelope.case, event, envelope.at, envelope.by)
        trace.passing(trace.plan.node(START))
        return
    handle = _READS.get(type(event))
    if handle is not None:
        handle(trace, event)
    trace.state = evolve(trace.case, event, envelope.at)


def _milestone(trace: Trace, event: e.MilestoneReached) -> None:
    trace.passing(trace.plan.node(event.step))


def _voided(trace: Trace, event: e.MilestoneVoided) -> None:
    if trace.plan.node(event.step) is not None:
        trace.story(event.step)


def _reminded(trace: Trace, event: e.StepReminded) -> None:
    trace.note(trace.plan.node(event.step), Note(Happened.REMINDED, trace.at, event.persons))


def _failed(trace: Trace, event: e.HandlerFailed) -> None:
    trace.note(trace.plan.node(event.step), Note(Happened.TRIED, trace.at))


_READS: Mapping[type[e.Event], Read] = {
    e.Moved: tokens.moved,
    e.StepEntered: reviews.entered,
    e.StepParked: tokens.parked,
    e.StepResumed: tokens.resumed,
    e.ParkDropped: tokens.dropped,
    e.AnswersKept: reviews.answers_kept,
    e.ItemOpened: items.opened,
    e.ItemCompleted: items.completed,
    e.ItemWithdrawn: items.withdrawn,
    e.ItemHandedUp: items.handed_up,
    e.ItemOfferedAnew: items.offered_anew,
    e.Reminded: items.told,
    e.Notified: items.told,
    e.AlarmRaised: items.told,
    e.TimerPassed: tokens.timer_passed,
    e.SeatAnswered: items.seat_answered,
    e.ObjectionWithdrawn: disputes.withdrawn,
    e.LevelOpened: disputes.level_opened,
    e.RulingGiven: disputes.ruled,
    e.Appealed: lambda trace, event: items.ruled_on(trace, event.item, None),
    e.RightLapsed: lambda trace, event: items.ruled_on(trace, event.item, None),
    e.VoteCast: lambda trace, event: items.ruled_on(trace, event.item, event.who),
    e.QuorumMissed: disputes.missed,
    e.ObjectionClosed: disputes.closed,
    e.ScopeEnded: tokens.scope_ended,
    e.RulingsActed: reviews.acted,
    e.MilestoneReached: _milestone,
    e.MilestoneVoided: _voided,
    e.BranchOpened: tokens.branch_opened,
    e.BranchFinished: tokens.branch_finished,
    e.EventRaised: tokens.event_raised,
    e.EventEnded: lambda trace, event: tokens.over(trace, event.scope),
    e.MainFlowResumed: tokens.went_on,
    e.NoticeSent: tokens.told,
    e.WaitBegan: lambda trace, event: tokens.waits(trace, event.scope, event.step, event.due),
    e.CallRequested: lambda trace, event: tokens.waits(trace, event.scope, event.step, event.due),
    e.StepReminded: _reminded,
    e.CallStarted: tokens.called,
    e.HandlerFailed: _failed,
    e.CaseEnded: tokens.ended,
}
