"""The first command of a case."""

from collections.abc import Iterable

from procflow.case.commands import Context, StartCase
from procflow.case.data import apply_defaults, new_salt, record_attachments, record_data
from procflow.case.doers import addressed, doer_of
from procflow.case.events import CaseStarted, Moved
from procflow.case.opening import opened_by_clock
from procflow.case.people import acting
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.separation import require_someone_left
from procflow.case.state import Item, Performance
from procflow.definition.process import Review, Task
from procflow.program import MAIN, Program


def start(program: Program, command: StartCase, context: Context) -> Run:
    """Begin a case, in the name of somebody who may do its first step; one that is called, in the name of
    whoever led to the call; one that a cadence opens, in the name of whom its file says. Raises
    :class:`Refused`."""
    process = program.process
    parent = command.parent
    if parent is not None and process.name in parent.line:
        line = " → ".join((*parent.line, process.name))
        raise Refused("call-circle", f"{process.name} would be called by itself: {line}")
    by_clock = command.turn is not None
    who = opened_by_clock(process, context) if by_clock else Performance(context.actor)
    run = _prefilled(program, command, context, who)
    # Whoever a cadence opens it for has done no step yet, so nothing is kept apart from that person.
    if parent is None and not by_clock:
        who = _starter(run, command.on_behalf_of)
        if command.on_behalf_of is not None:
            run = _prefilled(program, command, context, who)
        require_someone_left(run, process.start, {process.start: who})
    run.emit(Moved(MAIN, "", "start", process.start))
    run.enter(MAIN, process.start)
    return run


def _prefilled(program: Program, command: StartCase, context: Context, who: Performance) -> Run:
    process = program.process
    started = CaseStarted(
        process=process.name,
        version=process.version,
        definition=program.hash,
        organization=process.organization,
        organization_hash=context.organization.hash,
        who=who,
        salt=new_salt(context, "case"),
        parent=command.parent,
        one_open_per=process.one_open_per,
        turn=command.turn,
    )
    run = Run.start(program, command.case, started, context)
    record_data(run, command.data, process.fields)
    apply_defaults(run)
    record_attachments(run, command.attachments, process.attachments)
    return run


def _starter(run: Run, on_behalf_of: str | None) -> Performance:
    """Whoever does the first step may start the case; where nobody does it, anybody who holds a role."""
    first = run.program.step(run.program.process.start)
    match first:
        case Task(doer=None):
            roles: Iterable[str] = (first.role,)
        case Task():
            return _as_doer(run, first, on_behalf_of)
        case Review() if first.seating is None:
            convened_by = first.convened_by
            roles = (seat.role for seat in first.seats) if convened_by is None else (convened_by,)
        case _:
            roles = run.context.organization.roles
    return in_one_of(run, roles, on_behalf_of)


def _as_doer(run: Run, task: Task, on_behalf_of: str | None) -> Performance:
    """In the name of whom the data name; the owner, who is nobody yet, may be any holder of that role."""
    owner = run.program.process.owner
    if owner is not None and task.role == owner.role:
        return in_one_of(run, (owner.role,), on_behalf_of)
    meant = doer_of(run, MAIN, task)
    item = Item("", MAIN, task.name, meant.role, "task", run.context.now, persons=meant.persons)
    return acting(run.program, run.state, run.context, item, on_behalf_of)


def in_one_of(run: Run, roles: Iterable[str], on_behalf_of: str | None) -> Performance:
    """In what capacity the actor acts in the first of these roles that allows it. Refused if none does."""
    names: dict[str, None] = {}
    refusals: list[Refused] = []
    for role in roles:
        if role in names:
            continue
        names[role] = None
        try:
            meant = addressed(run, role)
            step = run.scope(MAIN).step
            item = Item("", MAIN, step, meant.role, "task", run.context.now, persons=meant.persons)
            return acting(run.program, run.state, run.context, item, on_behalf_of)
        except Refused as refused:
            refusals.append(refused)
    raise _in_none(run.context.actor, tuple(names), refusals)


def _in_none(actor: str, roles: tuple[str, ...], refusals: list[Refused]) -> Refused:
    """One refusal for all of the roles: it names everybody who may act in one of them."""
    for_somebody = next((each for each in refusals if each.code == "on-behalf-only"), None)
    if for_somebody is not None:
        return for_somebody
    if len(refusals) == 1 or any(each.code != "not-yours" for each in refusals):
        return refusals[0]
    allowed = tuple(dict.fromkeys(person for each in refusals for person in each.allowed))
    return Refused("not-yours", f"{actor} does not act for {' or '.join(roles)} here", allowed=allowed)
