"""The places of a process at which somebody could be asked, by the roles that a person has there."""

from collections.abc import Iterator
from dataclasses import dataclass

from procflow.case.seats import person_of, with_seats
from procflow.case.state import Scope
from procflow.case.why.look import Look, basis_of, place_in
from procflow.case.why.values import Place
from procflow.definition.process import (
    OWNER,
    Each,
    EachSeat,
    Notice,
    OwnerDoes,
    PersonIn,
    Review,
    RoleBy,
    Seat,
    Step,
    Task,
)
from procflow.program.inner_graphs import branch_of_graph, event_of_graph


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place, the role by which the person could be asked there, and whether it is to convene the step."""

    place: Place
    role: str
    convenes: bool = False


def candidates(look: Look, person: str, roles: frozenset[str]) -> Iterator[Candidate]:
    """Where somebody with these roles could be asked, in the order of the file; once for every scope that
    stands there."""
    for name, step in look.program.steps.items():
        standing = (scope for scope in look.state.scopes.values() if scope.step == name)
        scopes: tuple[Scope | None, ...] = tuple(standing)
        for scope in scopes or (None,):
            match step:
                case Task():
                    yield from _of_task(look, scope, step, person, roles)
                case Review():
                    yield from _of_review(look, scope, step, person, roles)
                case Notice() if step.acknowledge is not None:
                    yield from _of_notice(look, scope, step, person, roles)
                case _:
                    continue


def _place(look: Look, scope: Scope | None, step: Step, seat: str | None = None) -> Place:
    if scope is not None:
        return place_in(look, scope, step.name, seat)
    graph = look.program.placed[step.name]
    inside = branch_of_graph(graph)
    return Place(
        step=step.name,
        seat=seat,
        branch=inside[1] if inside is not None else None,
        event=event_of_graph(graph),
        basis=basis_of(look.program, step.name, seat),
    )


def _of_task(
    look: Look, scope: Scope | None, task: Task, person: str, roles: frozenset[str]
) -> Iterator[Candidate]:
    process = look.program.process
    named: tuple[str, ...]
    match task.doer:
        case None:
            named = (task.role,)
        case OwnerDoes():
            named = (OWNER,)
        case PersonIn(field):
            named = (field,) if look.state.data.get(field) == person else ()
            if named:
                yield Candidate(_place(look, scope, task), "")
            return
        case RoleBy(table):
            known = process.maps.get(table)
            named = tuple(known.roles.values()) if known is not None else process.tables[table].ranks
    role = next((_meant(look, role) for role in named if _holds(look, role, person, roles)), None)
    if role is not None:
        yield Candidate(_place(look, scope, task), role)


def _meant(look: Look, role: str) -> str:
    owner = look.program.process.owner
    return owner.role if role == OWNER and owner is not None else role


def _holds(look: Look, role: str, person: str, roles: frozenset[str]) -> bool:
    """Whether a role of the file is one of the person's; of the owner, once there is one, whether the person
    is it."""
    if role == OWNER and look.state.owner is not None:
        return look.state.owner == person
    return _meant(look, role) in roles


def _of_review(
    look: Look, scope: Scope | None, review: Review, person: str, roles: frozenset[str]
) -> Iterator[Candidate]:
    convener = review.convened_by
    if convener is not None and _holds(look, convener, person, roles):
        yield Candidate(_place(look, scope, review), _meant(look, convener), convenes=True)
    if scope is None and isinstance(review.seating, EachSeat):
        return
    seats = with_seats(review, scope).seats if scope is not None else review.seats
    for seat in seats:
        if _takes(look, scope, seat, person, roles):
            yield Candidate(_place(look, scope, review, seat.name), _meant(look, seat.role))


def _takes(look: Look, scope: Scope | None, seat: Seat, person: str, roles: frozenset[str]) -> bool:
    named = person_of(scope, seat.name) if scope is not None else None
    return named == person if named is not None else _holds(look, seat.role, person, roles)


def _of_notice(
    look: Look, scope: Scope | None, notice: Notice, person: str, roles: frozenset[str]
) -> Iterator[Candidate]:
    if isinstance(notice.to, Each):
        return
    for role in notice.to:
        if _holds(look, role, person, roles):
            yield Candidate(_place(look, scope, notice, role), _meant(look, role))
