"""What comes back from outside of the case: cases that were called, and handlers."""

from procflow.case import events as e
from procflow.case.commands import CLOCK, CallBegun, FinishJob, ReportEnd, ReportHandler, ReportStuck
from procflow.case.data import record_attachments, record_data
from procflow.case.doers import told
from procflow.case.flow import leave, void_milestones
from procflow.case.ids import next_try
from procflow.case.items import UNDATED, calendar_of, undated
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import CallJob, HandlerJob, Job, Timer
from procflow.definition.process import Call, System
from procflow.program.step_edges import DONE, FAILED
from procflow.worktime import Duration


def call_begun(run: Run, command: CallBegun) -> None:
    """Note that a case that was asked for has been started."""
    job = _job(run, command.timer)
    if not isinstance(job, CallJob):
        raise Refused("no-such-job", f"{command.timer} calls no case")
    run.emit(e.CallStarted(job.step, command.case, command.timer, job.scope))


def end_reported(run: Run, command: ReportEnd) -> None:
    """Take back what a case that was called came to, and go on as the file says for such an end."""
    _require_clock(run)
    standing = run.state.scopes.get(command.scope)
    if standing is None or standing.called != command.case:
        if command.case in _called_from_parked(run):
            raise Refused("call-parked", f"the step that called {command.case} is left for the time being")
        raise Refused("not-called", f"nobody waits for case {command.case} here")
    step = run.program.step(standing.step)
    assert isinstance(step, Call)
    run.emit(e.CallEnded(command.scope, step.name, command.case, command.ending))
    papers = tuple(paper for paper in command.attachments if paper.name in step.takes)
    record_data(run, command.data, step.takes, scope=command.scope)
    record_attachments(run, papers, step.takes)
    _go_on(run, command.scope, command.ending)


def _called_from_parked(run: Run) -> set[str]:
    """The cases that steps wait for which are parked, and will be gone on with."""
    kept = [scope.parked for scope in run.state.scopes.values() if scope.parked is not None]
    return {inner.called for parked in kept for inner in parked.scopes if inner.called is not None}


def handler_reported(run: Run, command: ReportHandler) -> None:
    """Take a handler's results, try it again, or give it up."""
    _require_clock(run)
    job = run.state.timers.get(command.timer)
    if not isinstance(job, HandlerJob) or run.state.status != "running":
        failed = command.failure is not None
        run.emit(e.HandlerReportedLate(command.timer, failed, command.failure))
        return
    step = run.program.step(run.scope(job.scope).step)
    assert isinstance(step, System)
    if command.failure is not None:
        _failed(run, job, command.timer, step, command.failure)
        return
    run.emit(e.HandlerDone(job.scope, step.name, command.timer, job.attempt))
    record_data(run, command.values, step.takes, scope=job.scope)
    record_attachments(run, command.attachments, step.takes)
    _go_on(run, job.scope, DONE)


def _failed(run: Run, job: HandlerJob, timer: str, step: System, reason: str) -> None:
    timers: dict[str, Timer] = {}
    retry = step.retry
    if retry is not None and job.attempt <= retry.times:
        pause = Duration(retry.back_off.amount * 2 ** (job.attempt - 1), retry.back_off.unit)
        try:
            again = calendar_of(run).add(run.context.now, pause)
        except UNDATED as error:
            raise undated(error) from error
        attempt = job.attempt + 1
        timers = {next_try(timer, attempt): HandlerJob(again, job.scope, attempt)}
    run.emit(e.HandlerFailed(job.scope, step.name, timer, job.attempt, reason, timers))
    if not timers:
        leave(run, job.scope, FAILED)


def _go_on(run: Run, scope: str, trigger: str) -> None:
    """Take the way on, unless what came back voids a milestone whose way goes before it."""
    void_milestones(run)
    if scope in run.state.scopes and not run.moved_on(scope):
        leave(run, scope, trigger)


def job_finished(run: Run, command: FinishJob) -> None:
    """Take a job that concerns another case off the list."""
    _job(run, command.timer)
    run.emit(e.JobDone(command.timer, command.reason))


def job_stuck(run: Run, command: ReportStuck) -> None:
    """Put on the record that a job cannot be done, and tell the alarm's role (SEMANTICS 13)."""
    job, role = _job(run, command.timer), run.program.process.alarm
    persons = told(run, role) if role is not None else ()
    kind = str(job.__struct_config__.tag)
    run.emit(e.JobStuck(command.timer, kind, command.reason, role, persons))


def _job(run: Run, timer: str) -> Job:
    _require_clock(run)
    job = run.state.timers.get(timer)
    if not isinstance(job, Job):
        raise Refused("no-such-job", f"no job {timer} is open")
    return job


def _require_clock(run: Run) -> None:
    if run.context.actor != CLOCK:
        raise Refused(
            "not-yours", "what comes from outside of a case is the clock's to say", allowed=(CLOCK,)
        )
