"""Sentences on steps that nobody answers: notices, waits, calls, handlers, and what is done outside of a
case."""

from datetime import datetime
from typing import assert_never

from procflow.case import events as e
from procflow.definition.process import Basis
from procflow.reports.story import basis
from procflow.reports.story.said import Kind, Said, Teller

CallEvent = e.CallRequested | e.CallStarted | e.CallEnded
HandlerEvent = e.HandlerAsked | e.HandlerFailed | e.HandlerDone | e.HandlerReportedLate
JobEvent = e.JobsSet | e.JobDone | e.JobStuck
QuietEvent = e.NoticeSent | e.WaitBegan | e.StepReminded | CallEvent | HandlerEvent | JobEvent


def say_quiet(teller: Teller, now: datetime, event: QuietEvent) -> Said:
    """What such an event says. What only says what is to be done outside of the case is minor."""
    words = teller.words
    match event:
        case e.NoticeSent():
            name = "NoticeSent.waits" if event.pending else "NoticeSent"
            text = words.say(name, step=words.step(event.step), persons=words.people(event.reached))
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.WaitBegan():
            text = words.say("WaitBegan", step=words.step(event.step), due=teller.due(event.due, now))
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.StepReminded():
            persons, role = words.people(event.persons), words.role(event.role)
            text = words.say("StepReminded", persons=persons, role=role, step=words.step(event.step))
            return Said(text, Kind.CLOCK, basis.of_step_limit(words.program, event.step))
        case e.CallRequested() | e.CallStarted() | e.CallEnded():
            return _call(teller, now, event)
        case e.HandlerAsked() | e.HandlerFailed() | e.HandlerDone() | e.HandlerReportedLate():
            return _handler(teller, now, event)
        case e.JobsSet() | e.JobDone() | e.JobStuck():
            return _job(teller, event)
        case _:
            assert_never(event)


def _call(teller: Teller, now: datetime, event: CallEvent) -> Said:
    words = teller.words
    step, found = words.step(event.step), basis.of_step(words.program, event.step)
    match event:
        case e.CallRequested():
            name = "CallRequested.waits" if event.waits else "CallRequested"
            text = words.say(name, step=step, process=event.process, due=teller.due(event.due, now))
            return Said(text, Kind.FLOW, found, minor=True)
        case e.CallStarted():
            text = words.say("CallStarted", step=step, case=event.case)
        case e.CallEnded():
            ending = words.word("status", event.ending)
            text = words.say("CallEnded", step=step, case=event.case, ending=ending)
        case _:
            assert_never(event)
    return Said(text, Kind.FLOW, found)


def _handler(teller: Teller, now: datetime, event: HandlerEvent) -> Said:
    words = teller.words
    if isinstance(event, e.HandlerReportedLate):
        failed = words.part("late_failure", reason=event.reason or "")
        return Said(words.say("HandlerReportedLate", failed=failed), Kind.FLOW, minor=True)
    step, found = words.step(event.step), basis.of_step(words.program, event.step)
    match event:
        case e.HandlerAsked():
            text = words.say("HandlerAsked", step=step, handler=event.handler)
            return Said(text, Kind.FLOW, found, minor=True)
        case e.HandlerFailed():
            reason = words.word("reason", event.reason)
            again = words.part("tried_again", at=_next_try(teller, event, now))
            text = words.say("HandlerFailed", step=step, attempt=event.attempt, reason=reason, again=again)
        case e.HandlerDone():
            text = words.say("HandlerDone", step=step)
        case _:
            assert_never(event)
    return Said(text, Kind.FLOW, found)


def _next_try(teller: Teller, event: e.HandlerFailed, now: datetime) -> str:
    return "".join(teller.words.instant(job.due, now) for job in event.timers.values())


def _job(teller: Teller, event: JobEvent) -> Said:
    words = teller.words
    match event:
        case e.JobsSet():
            jobs = [words.word("job", str(job.__struct_config__.tag)) for job in event.timers.values()]
            return Said(words.say("JobsSet", jobs=words.listed(jobs)), Kind.FLOW, minor=True)
        case e.JobDone():
            return _job_done(teller, event)
        case e.JobStuck():
            told = ""
            if event.role is not None:
                persons, role = words.people(event.persons), words.role(event.role)
                told = words.part("stuck_told", persons=persons, role=role)
            job = words.word("job", event.job)
            return Said(words.say("JobStuck", job=job, reason=event.reason, told=told), Kind.CLOCK)
        case _:
            assert_never(event)


def _job_done(teller: Teller, event: e.JobDone) -> Said:
    """What was done outside of the case; or, of a step that nobody answers, that its time is up."""
    words, step = teller.words, teller.past.limits.get(event.timer)
    if step is not None:
        text = words.say("JobDone.limit", step=words.step(step))
        return Said(text, Kind.CLOCK, basis.of_step_limit(words.program, step))
    if event.reason is not None:
        return Said(words.say("JobDone.failed", reason=event.reason), Kind.FLOW)
    return Said(words.say("JobDone"), Kind.FLOW, Basis(), minor=True)
