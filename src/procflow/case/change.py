"""What people do beside answering: changing data outside of a form, taking an objection back, and binding
another owner."""

from procflow.case.arbitration import withdraw_objection
from procflow.case.commands import ChangeData, Reassign, WithdrawObjection
from procflow.case.data import missing_fields, record_data
from procflow.case.doers import reassign
from procflow.case.flow import void_milestones
from procflow.case.lens import review_of
from procflow.case.pausing import require_awake
from procflow.case.people import acting
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.seats import seat_of
from procflow.case.start import in_one_of
from procflow.case.state import Item, Performance
from procflow.program import MAIN


def change(run: Run, command: ChangeData) -> None:
    """Change fields as their ``change`` allows (SEMANTICS 21)."""
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
    missing = missing_fields(run.around(), command.data)
    if missing:
        raise Refused("incomplete", "a field that is required cannot be cleared", missing=missing)
    void_milestones(run)


def _changer(run: Run, command: ChangeData) -> Performance:
    """In what capacity somebody changes fields, with the data as the change leaves them: the limits of grants
    hold for those."""
    after = Run(run.program, run.state, run.context)
    record_data(after, command.data, command.data)
    rules = [run.program.process.fields[name].change for name in command.data]
    capacities = [in_one_of(after, rule.by, command.on_behalf_of) for rule in rules if rule is not None]
    return capacities[0] if capacities else Performance(run.context.actor)


def withdraw(run: Run, command: WithdrawObjection) -> None:
    """Take an objection back (SEMANTICS 15)."""
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
    asks = command.on_behalf_of or run.context.actor
    # The same review may be open in several branches at once; each has the objection of its own seat.
    own = (found for found in disputed if asks in found[1].answered.who.persons())
    parent, objection = next(own, disputed[0])
    seat = seat_of(run.program, run.scope(parent), command.seat)
    persons = tuple(sorted(objection.answered.who.persons()))
    standing = Item("", parent, command.step, seat.role, "seat", run.context.now, persons=persons)
    require_awake(run, standing)
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


def reassign_owner(run: Run, command: Reassign) -> None:
    """Bind another owner, by whom the file names and with a comment (SEMANTICS 24)."""
    owner = run.program.process.owner
    if owner is None:
        raise Refused("no-owner", f"cases of {run.program.process.name} have no owner")
    if run.state.owner is None:
        text = f"the case has no owner before {owner.bound_at} is done"
        raise Refused("no-owner", text, missing=(owner.bound_at,))
    who = in_one_of(run, owner.reassigned_by, command.on_behalf_of)
    if not command.comment.strip():
        raise Refused("incomplete", "another owner is bound only with a reason", missing=("comment",))
    holders = run.context.organization.holders(owner.role)
    if command.person not in holders or command.person == run.state.owner:
        others = tuple(person for person in holders if person != run.state.owner)
        why = "is the owner already" if command.person == run.state.owner else f"does not hold {owner.role}"
        raise Refused("no-such-owner", f"{command.person} {why}", allowed=others)
    reassign(run, owner, command.person, who, command.comment)
