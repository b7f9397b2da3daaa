"""The end of a case (SEMANTICS 3)."""

from procflow.case.commands import CLOCK, EndCalled
from procflow.case.events import CaseEnded, JobsSet
from procflow.case.flow import abandon_calls, end_event, end_hanging
from procflow.case.invariants import require_completion
from procflow.case.items import withdraw_items
from procflow.case.lens import open_events
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.state import ReportJob, Status
from procflow.definition.process import End, Ending
from procflow.program import MAIN


def enter_end(run: Run, end: End) -> None:
    """End the case; a completed end waits for the occurrences of events that are not over."""
    if end.ending is Ending.COMPLETED:
        require_completion(run, end.name)
        if open_events(run.state):
            return
    _end(run, end.name, end.ending.value)


def end_called(run: Run, command: EndCalled) -> None:
    """End a case because the one that called it does not wait for it any more."""
    parent = run.state.parent
    if run.context.actor != CLOCK or parent is None or parent.case != command.parent:
        raise Refused("not-yours", f"case {run.state.id} was not called by {command.parent}")
    end_hanging(run, MAIN, "step-left")
    abandon_calls(run, run.scope(MAIN))
    _end(run, "", "cancelled", left=True)


def _end(run: Run, step: str, status: Status, *, left: bool = False) -> None:
    assert status != "running"
    for scope in open_events(run.state):
        end_event(run, scope.id, "case-ended")
    withdraw_items(run, tuple(run.state.scopes), "case-ended")
    run.emit(CaseEnded(step, status, "call-left" if left else None))
    parent = run.state.parent
    if parent is not None and parent.waits and not left:
        job = ReportJob(run.context.now, parent.case)
        run.emit(JobsSet({f"{run.next_seq()}.report": job}))
