"""Who is asked where it is not simply one role: the owner of the case, and whom the data name."""

from msgspec import Struct
from msgspec.structs import replace

from procflow.case.authority import determine
from procflow.case.events import ItemOfferedAnew, OwnerBound
from procflow.case.people import offered_to
from procflow.case.refusal import Refused
from procflow.case.run import Run
from procflow.case.seats import seat_of
from procflow.case.state import Item, Named, Performance
from procflow.case.surroundings import entry_of_field
from procflow.definition.process import (
    OWNER,
    Each,
    Notice,
    Owner,
    OwnerDoes,
    PersonIn,
    Review,
    RoleBy,
    Task,
)


class Addressee(Struct, frozen=True):
    """A role, and, where only certain persons of it or beside it are meant, those persons."""

    role: str
    persons: tuple[str, ...] | None = None


def addressed(run: Run, role: str) -> Addressee:
    """Whom a role of a file means in this case: its holders, or the owner. Refused without an owner."""
    owner = run.program.process.owner
    if role != OWNER or owner is None:
        return Addressee(role)
    if run.state.owner is None:
        text = f"the case has no owner before {owner.bound_at} is done"
        raise Refused("no-owner", text, missing=(owner.bound_at,))
    return Addressee(owner.role, (run.state.owner,))


def told(run: Run, role: str) -> tuple[str, ...]:
    """The persons that a role of a file means who are not away; nobody while a case has no owner yet."""
    organization, now = run.context.organization, run.context.now
    if role == OWNER and run.program.process.owner is not None:
        owner = organization.people.get(run.state.owner or "")
        return (owner.name,) if owner is not None and not owner.absent(now) else ()
    return organization.available(role, now)


def to_named(run: Run, named: Named) -> Addressee:
    """Whom an entry of a field means."""
    return to_person(run, named.person) if named.person is not None else addressed(run, named.role)


def to_person(run: Run, person: str) -> Addressee:
    """One person, in the role that is asked in that person's place where nobody else can be."""
    return Addressee(role_of(run, person), (person,))


def doer_of(run: Run, scope: str, task: Task) -> Addressee:
    """Who does a task, as the case stands."""
    match task.doer:
        case None:
            return addressed(run, task.role)
        case OwnerDoes():
            return addressed(run, OWNER)
        case PersonIn(field):
            person = run.values(scope).get(field)
            if person is None:
                raise Refused("data-missing", f"{field} says who does {task.name}", missing=(field,))
            return Addressee(role_of(run, str(person)), (str(person),))
        case RoleBy(table):
            return Addressee(_role_by(run, scope, table))


def _role_by(run: Run, scope: str, table: str) -> str:
    role_map = run.program.process.maps.get(table)
    if role_map is None:
        return determine(run, table)
    entry = entry_of_field(run.program, run.state, scope, role_map.field)
    value = entry.value if entry is not None else run.values(scope).get(role_map.field)
    if not isinstance(value, str):
        missing = (role_map.field,)
        raise Refused("data-missing", f"the map {table} cannot be read yet", missing=missing)
    return role_map.roles[value]


def named_by(run: Run, scope: str, each: Each) -> tuple[Named, ...]:
    """Whom the values of a field name, each once, in their order; a field for one person names that one."""
    held = run.values(scope).get(each.field)
    values = (held,) if isinstance(held, str) else held if isinstance(held, list | tuple) else ()
    texts = tuple(dict.fromkeys(str(value) for value in values))
    role_map = run.program.process.maps.get(each.by or "")
    if role_map is not None:
        return tuple(Named(value, role_map.roles[value]) for value in texts)
    people = run.context.organization.people
    return tuple(Named(value, person=value if value in people else None) for value in texts)


def role_of(run: Run, person: str) -> str:
    """The first role that a person holds, to hand up from; empty for one who holds none."""
    known = run.context.organization.people.get(person)
    return known.roles[0] if known is not None and known.roles else ""


def bind_owner(run: Run, step: str, who: Performance) -> None:
    """Bind the owner at the step that the process names; one who is bound already is kept."""
    owner = run.program.process.owner
    if owner is not None and owner.bound_at == step and run.state.owner is None:
        run.emit(OwnerBound(who.responsible(), step))


def reassign(run: Run, owner: Owner, person: str, who: Performance, comment: str) -> None:
    """Bind another owner, and put what the one before was asked before the new one."""
    before = run.state.owner
    run.emit(OwnerBound(person, who=who, comment=comment))
    for item in list(run.state.items.values()):
        if item.persons == (before,) and _for_the_owner(run, item):
            moved = replace(item, persons=(person,))
            offered = offered_to(run.context, moved)
            run.emit(ItemOfferedAnew(item.id, item.role, offered, item.barred, moved.persons))


def _for_the_owner(run: Run, item: Item) -> bool:
    """Whether an item was asked of the owner, and not of the same person for another reason."""
    if item.purpose in ("convene", "ruling", "group", "casting"):
        return item.seat == OWNER
    match run.program.steps.get(item.step):
        case Task(doer=OwnerDoes()):
            return True
        case Notice(to=to):
            return item.seat == OWNER and not isinstance(to, Each)
        case Review():
            return (
                item.purpose == "seat"
                and seat_of(run.program, run.scope(item.scope), item.seat or "").role == OWNER
            )
        case _:
            return False
