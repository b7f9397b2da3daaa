"""From a command to events. Pure: time, ids, salts, the acting person and the organization come in the
context."""

from dataclasses import dataclass
from typing import assert_never

from procflow.case import events as e
from procflow.case.answers import answer
from procflow.case.arbitration import reopen_dispute, withdraw_objection
from procflow.case.clock import pass_timer
from procflow.case.commands import (
    AnswerItem,
    ChangeData,
    Command,
    Context,
    PassTimer,
    StartCase,
    WithdrawObjection,
)
from procflow.case.data import (
    apply_defaults,
    content_hash,
    missing_fields,
    new_salt,
    record_attachments,
    record_data,
)
from procflow.case.flow import drop_parked, leave, require_before, void_milestones
from procflow.case.items import Asked, offer_anew, open_item, withdraw_items
from procflow.case.lens import review_of
from procflow.case.people import acting
from procflow.case.refusal import Refused
from procflow.case.review import advance, enter_review, reopen_answers
from procflow.case.run import Advance, Enter, Reopen, Run
from procflow.case.separation import require_someone_left
from procflow.case.state import MAIN, CaseState, Item, Performance
from procflow.case.texts import require_texts
from procflow.definition.process import (
    Call,
    Choose,
    End,
    Milestone,
    Notice,
    Parallel,
    Review,
    System,
    Task,
    Wait,
)
from procflow.program import Program
from procflow.program.main_graph import CHOICE, REACHED


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command comes to. The fold of the events over the state before is ``state``."""

    events: tuple[e.Event, ...]
    state: CaseState


def decide(program: Program, state: CaseState | None, command: Command, context: Context) -> Decision:
    """Decide a command on a case (``None`` for one that starts). Raises :class:`Refused`; then nothing has
    changed."""
    require_texts(command)
    changed = state is not None and state.organization_hash != context.organization.hash
    if isinstance(command, StartCase):
        if state is not None:
            raise Refused("case-started", f"case {state.id} has been started before")
        run = _start(program, command, context)
    elif state is None:
        raise Refused("no-such-case", "the case has not been started")
    elif state.status != "running":
        raise Refused("case-ended", f"the case is {state.status}; nothing can be done on it any more")
    else:
        run = Run(program, state, context)
        if changed:
            run.emit(e.OrganizationChanged(context.organization.hash))
        _carry_out(run, command)
    _settle(run)
    offer_anew(run, everything=changed)
    return Decision(tuple(run.events), run.state)


def _carry_out(run: Run, command: AnswerItem | ChangeData | WithdrawObjection | PassTimer) -> None:
    match command:
        case AnswerItem():
            answer(run, command)
        case ChangeData():
            _change(run, command)
        case WithdrawObjection():
            _withdraw(run, command)
        case PassTimer(timer):
            pass_timer(run, timer)
        case _:
            assert_never(command)


def _settle(run: Run) -> None:
    """Work off what follows from the command until only people or the clock can go on."""
    while run.agenda and run.state.status == "running":
        job = run.agenda.pop(0)
        match job:
            case Enter():
                _enter(run, job)
            case Advance(scope):
                advance(run, scope)
            case Reopen(scope):
                reopen_dispute(run, scope)
            case _:
                assert_never(job)


def _enter(run: Run, job: Enter) -> None:
    require_before(run, job.step)
    drop_parked(run, run.scope(job.scope), job.step)
    step = run.program.step(job.step)
    match step:
        case Task():
            open_item(run, Asked(job.scope, step.name, step.role, "task", limit=step.limit))
        case Review():
            enter_review(run, job.scope, step, job.carried)
        case Choose():
            leave(run, job.scope, CHOICE)
        case Milestone():
            run.emit(e.MilestoneReached(step.name, content_hash(run.program.process, run.state, step.covers)))
            leave(run, job.scope, REACHED)
        case End():
            withdraw_items(run, tuple(run.state.scopes), "case-ended")
            run.emit(e.CaseEnded(step.name, step.ending.value))
        case Notice() | Wait() | Call() | System() | Parallel():
            raise Refused("not-run-yet", f"this release does not run {step.name} yet", missing=(step.name,))
        case _:
            assert_never(step)


def _start(program: Program, command: StartCase, context: Context) -> Run:
    process = program.process
    run = _prefilled(program, command, context, Performance(context.actor))
    who = _starter(run, command.on_behalf_of)
    if command.on_behalf_of is not None:
        run = _prefilled(program, command, context, who)
    require_someone_left(run, {process.start: who})
    run.emit(e.Moved(MAIN, "", "start", process.start))
    run.agenda.append(Enter(MAIN, process.start))
    return run


def _prefilled(program: Program, command: StartCase, context: Context, who: Performance) -> Run:
    process = program.process
    started = e.CaseStarted(
        process=process.name,
        version=process.version,
        definition=program.hash,
        organization=process.organization,
        organization_hash=context.organization.hash,
        who=who,
        salt=new_salt(context, "case"),
    )
    run = Run.start(program, command.case, started, context)
    record_data(run, command.data, process.fields)
    apply_defaults(run)
    record_attachments(run, command.attachments, process.attachments)
    return run


def _starter(run: Run, on_behalf_of: str | None) -> Performance:
    """Whoever does the first step may start the case; where nobody does it, anybody who holds a role."""
    start = run.program.step(run.program.process.start)
    match start:
        case Task():
            roles: tuple[str, ...] = (start.role,)
        case Review():
            seated = tuple(dict.fromkeys(seat.role for seat in start.seats))
            roles = seated if start.convened_by is None else (start.convened_by,)
        case _:
            roles = tuple(run.context.organization.roles)
    return _in_one_of(run, roles, on_behalf_of)


def _in_one_of(run: Run, roles: tuple[str, ...], on_behalf_of: str | None) -> Performance:
    """In what capacity the actor acts in the first of these roles that allows it. Refused if none does."""
    refusals = []
    for role in roles:
        try:
            return acting(run.program, run.state, run.context, _standing_for(run, role), on_behalf_of)
        except Refused as refused:
            refusals.append(refused)
    raise refusals[0]


def _standing_for(run: Run, role: str) -> Item:
    """An item that stands for a right that belongs to a role without having been opened."""
    return Item("", MAIN, run.scope(MAIN).step, role, "task", run.context.now)


def _change(run: Run, command: ChangeData) -> None:
    process = run.program.process
    step = run.scope(MAIN).step
    for name in command.data:
        field = process.fields.get(name)
        rule = field.change if field is not None else None
        if rule is None or step not in run.program.changeable.get(name, frozenset()):
            open_now = tuple(n for n, steps in run.program.changeable.items() if step in steps)
            raise Refused("field-not-open", f"{name} cannot be changed at {step}", allowed=open_now)
    who = _changer(run, command)
    record_data(run, command.data, command.data, who)
    missing = missing_fields(process, run.state, command.data)
    if missing:
        raise Refused("incomplete", "a field that is required cannot be cleared", missing=missing)
    reopen = [s.id for s in run.state.scopes.values() if s.review is not None]
    trigger = void_milestones(run)
    if trigger is not None:
        leave(run, MAIN, trigger)
        return
    for scope in reopen:
        reopen_answers(run, scope)
        run.agenda.append(Advance(scope))


def _changer(run: Run, command: ChangeData) -> Performance:
    """In what capacity somebody changes fields, with the data as the change leaves them: the limits of grants
    hold for those."""
    after = Run(run.program, run.state, run.context)
    record_data(after, command.data, command.data)
    rules = [run.program.process.fields[name].change for name in command.data]
    capacities = [_in_one_of(after, rule.by, command.on_behalf_of) for rule in rules if rule is not None]
    return capacities[0] if capacities else Performance(run.context.actor)


def _withdraw(run: Run, command: WithdrawObjection) -> None:
    disputed = [
        (scope.id, objection)
        for scope in run.state.scopes.values()
        if scope.review is not None and scope.step == command.step
        for seat, objection in review_of(scope).objections.items()
        if seat == command.seat and objection.scope is not None
    ]
    if not disputed:
        text = f"no objection of {command.seat} is open at {command.step}"
        raise Refused("no-objection", text, allowed=_open_objections(run))
    parent, objection = disputed[0]
    seat = run.program.seat(command.step, command.seat)
    persons = tuple(sorted(objection.answered.who.persons()))
    standing = Item("", parent, command.step, seat.role, "seat", run.context.now, persons=persons)
    who = acting(run.program, run.state, run.context, standing, command.on_behalf_of)
    withdraw_objection(run, parent, command.seat, who, command.comment)


def _open_objections(run: Run) -> tuple[str, ...]:
    return tuple(
        f"{scope.step}/{seat}"
        for scope in run.state.scopes.values()
        if scope.review is not None
        for seat, objection in scope.review.objections.items()
        if objection.scope is not None
    )
