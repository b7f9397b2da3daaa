"""What cases ask for outside of themselves: cases of other processes, handlers, keys to be told free.

A job stands in the state of the case that asks, from the commit that asks for it to the one that says it is
done. In between other cases are written, each with a commit of its own. Whoever does a job may stop after any
of these; whoever comes next does it again from the beginning. So every command in here has an id that follows
from case and timer: what is written already is not written twice (SEMANTICS 32). A handler alone may be
called again, with the same key.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from procflow.case import (
    CallBegun,
    CaseState,
    Command,
    EndCalled,
    FinishJob,
    KeyReleased,
    NewAttachment,
    PassTimer,
    Refused,
    ReportEnd,
    StartCase,
)
from procflow.case.data import is_personal
from procflow.case.events import CallRequested
from procflow.case.ids import call_command, called_case
from procflow.case.record import StoredCommit
from procflow.case.state import (
    CallJob,
    CancelJob,
    HandlerJob,
    HandlerLimit,
    Job,
    Parent,
    ReleaseJob,
    ReportJob,
)
from procflow.case.surroundings import Surroundings, around
from procflow.definition import process as p
from procflow.diagnostics import DefinitionError
from procflow.engine.calling import Attempt, call_handler, failed, misfit
from procflow.engine.done import Done, awaited_again
from procflow.engine.effects import Operation, ReadHistory
from procflow.engine.given import JOB, timer_key
from procflow.engine.handlers import Handler
from procflow.engine.keys import release
from procflow.engine.library import Library
from procflow.engine.loading import load_state, program_of, replay_upto
from procflow.engine.operations import Request, act, by_clock, start
from procflow.program import MAIN, Program
from procflow.store import Conflict, NotFound, StoreError

ROUNDS = 32
"""How far a command is followed: what it asked for, what that asked for, and so on. The rest is the
clock's."""


class Worker(Struct, frozen=True):
    """With what jobs are done. ``told`` hears of every
    case that was written and what came of it. ``paper_limit`` is the most bytes of a paper."""

    library: Library
    handlers: Mapping[str, Handler]
    paper_limit: int
    now: Callable[[], datetime]
    told: Callable[[str, Done], None]


def follow(worker: Worker, *cases: str) -> Operation[None]:
    """Do what a command on a case has asked for, there and in the cases that it waits for once more, and what
    follows from that in others.

    What fails stays a job: the command has been done, so it is nothing that its caller did wrong, and
    ``advance`` tells of it.
    """
    tried: set[tuple[str, str]] = set()
    waiting = list(cases)
    for _ in range(ROUNDS):
        if not waiting:
            return
        written: dict[str, None] = {}
        noting = replace(worker, told=_noting(worker, written))
        for each in waiting:
            yield from _do_all(noting, each, tried)
        waiting = list(written)


def _noting(worker: Worker, written: dict[str, None]) -> Callable[[str, Done], None]:
    def told(case: str, done: Done) -> None:
        written.update(dict.fromkeys((case, *awaited_again(done))))
        worker.told(case, done)

    return told


def _do_all(worker: Worker, case: str, tried: set[tuple[str, str]]) -> Operation[None]:
    """Do the jobs that a case has open now and that are due, but for those that were tried."""
    try:
        state = yield from load_state(case)
        for name in due_jobs(state, worker.now()):
            if (case, name) not in tried:
                tried.add((case, name))
                yield from _try(worker, case, name)
    except (NotFound, StoreError):
        return


def _try(worker: Worker, case: str, timer: str) -> Operation[None]:
    try:
        state = yield from load_state(case)
        if timer in state.timers:
            yield from do_job(worker, state, timer)
    except (Refused, Conflict, NotFound, StoreError, DefinitionError):
        return


def due_jobs(state: CaseState, now: datetime) -> tuple[str, ...]:
    """The timers of the jobs of a case that are due, in their order."""
    return tuple([n for n, timer in state.timers.items() if timer.due <= now and isinstance(timer, Job)])


def do_job(worker: Worker, state: CaseState, timer: str) -> Operation[None]:
    """Do a job of a case. Raises :class:`Refused` where it cannot be done, and what reading and writing
    raise; it is to be tried again then."""
    job = state.timers[timer]
    match job:
        case CallJob():
            yield from _start_called(worker, state, timer, job)
        case HandlerJob():
            yield from _call_handler(worker, state, timer, job)
        case CancelJob():
            reason = yield from _end_called(worker, state.id, timer, job.case)
            yield from _finish(worker, state.id, timer, reason)
        case ReportJob():
            yield from _report_end(worker, state, timer, job)
        case ReleaseJob():
            yield from _release(worker, state.id, timer, job)
        case _:
            raise ValueError(f"{timer} is no job")


def _tell(
    worker: Worker, case: str, command: Command, key: str, papers: Mapping[str, bytes] | None = None
) -> Operation[None]:
    request = by_clock(command, key, worker.now(), papers)
    worker.told(case, (yield from act(worker.library, case, request)))


def _finish(worker: Worker, case: str, timer: str, reason: str | None = None) -> Operation[None]:
    yield from _tell(worker, case, FinishJob(timer, reason), f"{JOB}{timer}")


def _start_called(worker: Worker, state: CaseState, timer: str, job: CallJob) -> Operation[None]:
    """Start a case for a call, and tell the one that called it. Is that past it, the new case is ended."""
    program = yield from program_of(worker.library, state)
    call = program.step(job.step)
    assert isinstance(call, p.Call)
    called = called_case(state.id, timer)
    line = (*(state.parent.line if state.parent is not None else ()), state.process)
    command = StartCase(
        called,
        (yield from _given(state, program, call, timer, job)),
        tuple(_papers(state, call.gives)),
        parent=Parent(state.id, job.scope or "", job.scope is not None, line),
    )
    key = call_command(state.id, timer)
    request = Request(command, key, job.by, worker.now(), secrets.token_bytes(32), {})
    try:
        done = yield from start(
            worker.library, worker.handlers, call.process, called, request, version=call.version
        )
    except NotFound as missing:
        raise Refused("no-such-process", str(missing), allowed=worker.library.processes()) from None
    worker.told(called, done)
    try:
        yield from _tell(worker, state.id, CallBegun(timer, called), f"{JOB}{timer}")
    except Refused as refused:
        if refused.code != "no-such-job":
            raise
        yield from _end_called(worker, state.id, timer, called)


def _given(
    state: CaseState, program: Program, call: p.Call, timer: str, job: CallJob
) -> Operation[Mapping[str, object]]:
    """What the fields of a called case begin with: what the job holds, and the personal values that it does
    not hold since they would stand on the record."""
    left = {t: o for t, o in call.gives.items() if t not in job.gives and o not in state.attachments}
    if not left:
        return job.gives
    where = yield from _asked_at(state, program, timer, job)
    personal = {
        theirs: where.data[ours]
        for theirs, ours in left.items()
        if ours in where.data and is_personal(where.fields[ours])
    }
    return {**job.gives, **personal}


def _asked_at(state: CaseState, program: Program, timer: str, job: CallJob) -> Operation[Surroundings]:
    """What surrounds the scope that a call came from. One that nobody waits for may come from an occurrence
    of an event that is over, with its data."""
    if job.scope is not None:
        return around(program, state, job.scope)
    commits: tuple[StoredCommit, ...] = yield ReadHistory(state.id)
    then, event = replay_upto(state.id, commits, int(timer.partition(".")[0]))
    return around(program, then, event.scope if isinstance(event, CallRequested) else MAIN)


def _papers(source: CaseState, names: Mapping[str, str]) -> list[NewAttachment]:
    """The papers of a case that go over to another one, under the names that they have there. Their content
    is kept already."""
    found = ((there, source.attachments.get(here)) for there, here in names.items())
    return [NewAttachment(there, p.sha256, p.size, p.filename) for there, p in found if p is not None]


def _report_end(worker: Worker, state: CaseState, timer: str, job: ReportJob) -> Operation[None]:
    """Tell the case that called this one how it ended."""
    reason = None
    try:
        parent = yield from _begun(worker, (yield from load_state(job.case)), state.id)
        command = yield from _ended(worker.library, parent, state)
        yield from _tell(worker, parent.id, command, f"{JOB}{state.id}/{timer}")
    except NotFound:
        reason = f"there is no case {job.case}"
    except Refused as refused:
        if refused.code not in ("not-called", "case-ended"):
            raise
        reason = refused.reason
    yield from _finish(worker, state.id, timer, reason)


def _begun(worker: Worker, parent: CaseState, called: str) -> Operation[CaseState]:
    """The case that called another, once it has heard that it was started: whoever started it may have
    stopped before that."""
    for name, timer in parent.timers.items():
        if isinstance(timer, CallJob) and called_case(parent.id, name) == called:
            yield from _tell(worker, parent.id, CallBegun(name, called), f"{JOB}{name}")
            return (yield from load_state(parent.id))
    return parent


def _ended(library: Library, parent: CaseState, called: CaseState) -> Operation[ReportEnd]:
    """What is reported of a case that is over, by the fields and papers of the case that called it."""
    assert called.parent is not None
    scope = called.parent.scope
    standing = parent.scopes.get(scope)
    if standing is None or standing.called != called.id:
        return ReportEnd(scope, called.id, called.status)
    program = yield from program_of(library, parent)
    call = program.step(standing.step)
    assert isinstance(call, p.Call)
    data = {ours: called.data[theirs] for ours, theirs in call.takes.items() if theirs in called.data}
    return ReportEnd(scope, called.id, called.status, data, tuple(_papers(called, call.takes)))


def _end_called(worker: Worker, case: str, timer: str, called: str) -> Operation[str | None]:
    """End a case that nobody waits for any more; gives why that was not needed."""
    try:
        yield from _tell(worker, called, EndCalled(case), f"{JOB}{case}/{timer}")
    except NotFound:
        return f"case {called} was never started"
    except Refused as refused:
        if refused.code != "case-ended":
            raise
        return refused.reason
    return None


def _call_handler(worker: Worker, state: CaseState, timer: str, job: HandlerJob) -> Operation[None]:
    """Call a handler and report what it came to; has its time run out, that is said instead."""
    limits = {
        n: t.due for n, t in state.timers.items() if isinstance(t, HandlerLimit) and t.scope == job.scope
    }
    for limit, until in limits.items():
        if until <= worker.now():
            yield from _tell(worker, state.id, PassTimer(limit), timer_key(limit, until))
            return
    program = yield from program_of(worker.library, state)
    attempt = Attempt(timer, job, min(limits.values(), default=None), worker.paper_limit)
    report = yield from call_handler(program, state, attempt, worker.now())
    key = f"{JOB}{timer}"
    try:
        yield from _tell(worker, state.id, report.command, key, report.papers)
    except Refused as refused:
        if refused.code != "bad-value" or report.command.failure is not None:
            raise
        reason = misfit(program, state, job.scope, refused.reason)
        yield from _tell(worker, state.id, failed(timer, reason).command, key)


def _release(worker: Worker, case: str, timer: str, job: ReleaseJob) -> Operation[None]:
    """Have every case look again that waits for a key. As long as one cannot, this is tried again."""
    freed = KeyReleased(job.process, job.key)
    occasion = f"{case}/{timer}"
    released = yield from release(worker.library, freed, occasion, worker.now())
    for done in released.done:
        if done.events:
            worker.told(done.case.id, done)
    for stuck in released.stuck.values():
        raise stuck
    yield from _finish(worker, case, timer)
