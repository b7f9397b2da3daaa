"""Why an open item is put before the role, or the persons, that it is put before."""

from collections.abc import Iterator
from typing import assert_never

from procflow.case.lens import dispute_of
from procflow.case.people import places_asked, same_as
from procflow.case.seats import seat_of
from procflow.case.state import Item, Named
from procflow.case.surroundings import outward
from procflow.case.why.decided import decided, mapped
from procflow.case.why.look import Look
from procflow.case.why.values import (
    Because,
    Convenes,
    DataName,
    HandedUp,
    InsteadOf,
    LostRuling,
    OwnerIs,
    PassedOver,
    PersonNamed,
    RoleWritten,
    RulesOn,
    SamePerson,
    SitsIn,
    TableDecides,
    WithoutQuorum,
)
from procflow.definition.process import (
    OWNER,
    Each,
    EachSeat,
    GroupLevel,
    Level,
    Notice,
    OwnerDoes,
    Parallel,
    PersonIn,
    Review,
    RoleBy,
    Task,
)


def because(look: Look, item: Item) -> tuple[Because, ...]:
    """Why an item is put before whom it is put before, in the order in which that came about."""
    return (*_branch(look, item), *_written(look, item), *_moved(look, item))


def _branch(look: Look, item: Item) -> Iterator[Because]:
    """The value that the branch around an item was opened for."""
    for standing in outward(look.state, item.scope):
        block = look.program.steps.get(standing.host or "")
        if standing.named is not None and isinstance(block, Parallel) and block.for_each is not None:
            yield _named(look, standing.named, block.for_each.each)


def _named(look: Look, named: Named, each: Each) -> DataName:
    return DataName(each.field, named.value, named.role, named.person)


def _written(look: Look, item: Item) -> Iterator[Because]:
    match item.purpose:
        case "task":
            yield from _of_task(look, item, look.program.task(item.step))
        case "seat":
            yield from _of_seat(look, item, look.program.review(item.step))
        case "acknowledge":
            yield from _of_notice(look, item)
        case "convene":
            yield from _meant(look, item.seat or item.role, Convenes(item.role))
        case "group" | "casting":
            level = _level(look, item)
            group = level.group if isinstance(level, GroupLevel) else None
            yield from _meant(look, item.seat or item.role, Convenes(item.role, group))
        case "ruling":
            yield from _of_ruling(look, item)
        case "vote":
            level = _level(look, item)
            yield SitsIn(level.group if isinstance(level, GroupLevel) else "", item.role)
        case "appeal":
            dispute = dispute_of(look.state.scopes[item.scope])
            if dispute.ruling is not None:
                yield LostRuling(dispute.topic, dispute.ruling)
        case _:
            assert_never(item.purpose)


def _of_task(look: Look, item: Item, task: Task) -> Iterator[Because]:
    match task.doer:
        case None:
            yield from _meant(look, task.role)
        case OwnerDoes():
            yield from _meant(look, OWNER)
        case PersonIn(field):
            named = item.persons or (str(look.shown(field, look.values(item.scope).get(field)) or ""),)
            yield PersonNamed(field, named[0])
        case RoleBy(table) if table in look.program.process.maps:
            yield mapped(look, item.scope, table)
        case RoleBy(table):
            found = decided(look, table)
            if found is not None:
                yield TableDecides(found, "does")
        case _:
            assert_never(task.doer)


def _of_seat(look: Look, item: Item, review: Review) -> Iterator[Because]:
    scope = look.state.scopes[item.scope]
    seat = seat_of(look.program, scope, item.seat or "")
    if isinstance(review.seating, EachSeat):
        named = scope.review.named if scope.review is not None else None
        for one in named or ():
            if one.value == seat.name:
                yield _named(look, one, review.seating.each)
    else:
        yield from _meant(look, seat.role)
    found = decided(look, review.until or review.only or "") if review.until or review.only else None
    if found is not None:
        yield TableDecides(found, "final" if found.role == seat.role else "on-the-way")


def _of_notice(look: Look, item: Item) -> Iterator[Because]:
    step = look.program.step(item.step)
    if isinstance(step, Notice) and isinstance(step.to, Each):
        person = item.persons[0] if item.persons else None
        yield DataName(step.to.field, item.seat or "", "" if person else item.role, person)
    else:
        yield from _meant(look, item.seat or item.role)


def _of_ruling(look: Look, item: Item) -> Iterator[Because]:
    dispute, level = dispute_of(look.state.scopes[item.scope]), _level(look, item)
    if isinstance(level, GroupLevel):
        yield WithoutQuorum(level.group, item.role)
        return
    over = tuple(PassedOver(event.role, event.reason) for event in look.past.passed_over.get(item.scope, ()))
    yield RulesOn(dispute.topic, dispute.level + 1, level.role, over)
    if level.role == OWNER:
        yield from _meant(look, OWNER)


def _level(look: Look, item: Item) -> Level:
    dispute = dispute_of(look.state.scopes[item.scope])
    return look.program.ruled_topic(dispute.topic).levels[dispute.level]


def _meant(look: Look, role: str, otherwise: Because | None = None) -> Iterator[Because]:
    """The role that a file names, or the owner of the case."""
    owner = look.program.process.owner
    if otherwise is not None:
        yield otherwise
    if role != OWNER or owner is None:
        if otherwise is None:
            yield RoleWritten(role)
        return
    bound, since = look.past.owner or (None, None)
    step = bound.step if bound is not None else None
    by = bound.who.by if bound is not None and bound.who is not None else None
    yield OwnerIs(look.state.owner or "", owner.role, since, step, by)


def _moved(look: Look, item: Item) -> Iterator[Because]:
    """What moved an item from those whom the file means to those who are asked."""
    instead = look.past.instead_of.get(item.id)
    if instead is not None and instead != item.role:
        opened = look.past.opened.get(item.id)
        yield InsteadOf(instead, opened.role if opened is not None and opened.instead_of else item.role)
    for event, at, due in look.past.handed_up.get(item.id, ()):
        yield HandedUp(event.source, event.role, at, due)
    if item.persons is not None and item.purpose != "acknowledge":
        for rule, place, who in same_as(
            look.program, look.state, places_asked(look.program, look.state, item)
        ):
            person = who.responsible()
            if item.persons in ((person,), ()):
                yield SamePerson(person, place, rule.basis)
                return
