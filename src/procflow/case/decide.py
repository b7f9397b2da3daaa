"""From a command to events. Pure: time, ids, salts, the acting person and the organization come in the
context."""

from typing import assert_never

from msgspec import Struct

from procflow.case import events as e
from procflow.case import quiet
from procflow.case.answers import answer
from procflow.case.arbitration import reopen_dispute
from procflow.case.blocks import enter_block, finish_branch
from procflow.case.change import change, reassign_owner, withdraw
from procflow.case.clock import pass_timer
from procflow.case.commands import (
    AnswerItem,
    CallBegun,
    ChangeData,
    Command,
    Context,
    EndCalled,
    FinishJob,
    KeyReleased,
    PassTimer,
    RaiseEvent,
    Reassign,
    ReportEnd,
    ReportHandler,
    ReportStuck,
    StartCase,
    WithdrawObjection,
)
from procflow.case.doers import doer_of
from procflow.case.ending import end_called, enter_end
from procflow.case.flow import drop_parked, end_event, leave, reach_milestone
from procflow.case.invariants import require_entry
from procflow.case.items import Asked, offer_anew, open_item
from procflow.case.jobs import call_begun, end_reported, handler_reported, job_finished, job_stuck
from procflow.case.keys import give_up_key, key_released, notice_open_cases
from procflow.case.lens import hanging
from procflow.case.occurrences import raise_event
from procflow.case.refusal import Refused
from procflow.case.review import advance, enter_review, reopen_answers
from procflow.case.run import Advance, Enter, EventOver, Reopen, Run
from procflow.case.start import start
from procflow.case.state import CaseState
from procflow.case.texts import require_texts
from procflow.definition.process import (
    FINISHED,
    Call,
    Choose,
    End,
    Milestone,
    Notice,
    Parallel,
    Review,
    Step,
    System,
    Task,
    Wait,
)
from procflow.program import MAIN, Program
from procflow.program.step_edges import CHOICE, REACHED

OF_JOBS = (FinishJob, CallBegun, ReportHandler, ReportStuck)
"""What is told of jobs, which outlast the end of a case."""


class Decision(Struct, frozen=True):
    """What a command comes to. The fold of the events over the state before is ``state``."""

    events: tuple[e.Event, ...]
    state: CaseState


def decide(program: Program, state: CaseState | None, command: Command, context: Context) -> Decision:
    """Decide a command on a case (``None`` for one that starts).

    Raises :class:`Refused`; then nothing has changed. Raises :class:`Unlooked` for a key that the context
    says nothing of.
    """
    require_texts(command)
    changed = state is not None and state.organization_hash != context.organization.hash
    if isinstance(command, StartCase):
        if state is not None:
            raise Refused("case-started", f"case {state.id} has been started before")
        run = start(program, command, context)
    elif state is None:
        raise Refused("no-such-case", "the case has not been started")
    elif state.status != "running" and not isinstance(command, OF_JOBS):
        raise Refused("case-ended", f"the case is {state.status}; nothing can be done on it any more")
    else:
        run = Run(program, state, context)
        if changed and state.status == "running":
            run.emit(e.OrganizationChanged(context.organization.hash))
        known = run.state.content_seq
        _carry_out(run, command)
        if run.state.content_seq != known:
            _show_again(run)
    _settle(run)
    give_up_key(run)
    if run.state.status == "running":
        offer_anew(run, everything=changed)
    return Decision(tuple(run.events), run.state)


def _carry_out(run: Run, command: Command) -> None:
    if run.state.status == "running":
        notice_open_cases(run)
    match command:
        case AnswerItem():
            answer(run, command)
        case ChangeData():
            change(run, command)
        case WithdrawObjection():
            withdraw(run, command)
        case RaiseEvent():
            raise_event(run, command)
        case Reassign():
            reassign_owner(run, command)
        case PassTimer(timer):
            pass_timer(run, timer)
        case KeyReleased(process, key):
            key_released(run, process, key)
            quiet.look_at_waits(run)
        case CallBegun():
            call_begun(run, command)
        case ReportEnd():
            end_reported(run, command)
        case ReportHandler():
            handler_reported(run, command)
        case EndCalled():
            end_called(run, command)
        case FinishJob():
            job_finished(run, command)
        case ReportStuck():
            job_stuck(run, command)
        case StartCase():
            raise ValueError("a case starts once")
        case _:
            assert_never(command)


def _show_again(run: Run) -> None:
    """Look at the answers of every review that is open, whoever changed what its seats were shown, and by
    whatever: a change outside of a form, another branch, a handler (SEMANTICS 7)."""
    for scope in list(run.state.scopes.values()):
        if scope.review is not None and not run.moved_on(scope.id):
            reopen_answers(run, scope.id)
            run.agenda.append(Advance(scope.id))


def _settle(run: Run) -> None:
    """Work off what follows from the command until only people or the clock can go on."""
    looked_at = -1
    while run.state.status == "running":
        if run.agenda:
            _follow(run)
        elif looked_at != run.state.content_seq:
            looked_at = run.state.content_seq
            quiet.look_at_waits(run)
        else:
            return


def _follow(run: Run) -> None:
    follow = run.agenda.pop(0)
    match follow:
        case Enter():
            if run.entered(follow):
                _enter(run, follow)
        case Advance(scope):
            if scope in run.state.scopes and run.scope(scope).review is not None:
                advance(run, scope)
        case Reopen(scope):
            if scope in run.state.scopes:
                _reopen(run, scope)
        case EventOver(event):
            quiet.event_is_over(run, event)
            waiting = run.program.steps.get(run.scope(MAIN).step)
            if isinstance(waiting, End):
                enter_end(run, waiting)
        case _:
            assert_never(follow)


def _enter(run: Run, follow: Enter) -> None:
    scope = run.scope(follow.scope)
    if follow.step == FINISHED:
        if scope.event is not None:
            end_event(run, scope.id)
        else:
            finish_branch(run, scope.id)
        return
    require_entry(run, follow.scope, follow.step)
    drop_parked(run, scope, follow.step)
    step = run.program.step(follow.step)
    match step:
        case Task():
            _ask(run, follow.scope, step)
        case Review():
            enter_review(run, follow.scope, step, follow.carried)
        case Choose():
            leave(run, follow.scope, CHOICE)
        case Milestone():
            reach_milestone(run, follow.scope, step)
            leave(run, follow.scope, REACHED)
        case End():
            enter_end(run, step)
        case Parallel():
            enter_block(run, follow.scope, step)
        case Notice() | Wait() | Call() | System():
            _enter_quiet(run, follow.scope, step)
        case _:
            assert_never(step)


def _enter_quiet(run: Run, scope: str, step: Notice | Wait | Call | System) -> None:
    match step:
        case Notice():
            quiet.enter_notice(run, scope, step)
        case Wait():
            quiet.enter_wait(run, scope, step)
        case Call():
            quiet.enter_call(run, scope, step)
        case System():
            quiet.enter_system(run, scope, step)
        case _:
            assert_never(step)


def _ask(run: Run, scope: str, task: Task) -> None:
    meant = doer_of(run, scope, task)
    open_item(run, Asked(scope, task.name, meant.role, "task", persons=meant.persons, limit=task.limit))


def _reopen(run: Run, scope: str) -> None:
    """Ask once more for what a scope waited for before the step that it hangs on was parked."""
    standing = run.scope(scope)
    if standing.dispute is not None:
        reopen_dispute(run, scope)
    elif standing.parked is not None and standing.parked.step == standing.step:
        _enter(run, Enter(scope, standing.step))
    else:
        _reopen_step(run, scope, run.program.step(standing.step))


def _reopen_step(run: Run, scope: str, step: Step) -> None:
    match step:
        case Task():
            _ask(run, scope, step)
        case Review():
            reopen_answers(run, scope)
            run.agenda.extend(Reopen(inner) for inner in hanging(run.state, scope))
            advance(run, scope)
        case Parallel():
            run.agenda.extend(Reopen(inner) for inner in hanging(run.state, scope))
        case Notice():
            quiet.ask_to_acknowledge(run, scope, step, run.scope(scope).pending)
        case Call() if run.scope(scope).called is not None:
            quiet.wait_on(run, scope, step)
        case Wait() | Call() | System():
            _enter_quiet(run, scope, step)
        case Choose() | Milestone() | End():
            raise ValueError(f"nothing waits at {step.name}")
        case _:
            assert_never(step)
