"""What there is to do in a process, row by row, and who has which part in it.

R does it: a task, a seat, convening, raising an event, ruling. A has the last word on it: the role that a
table names, the last seat, the seats that decide together, the arbiter or the group, and where nobody else
has it, whoever does it; the owner has it on the case as a whole. C is asked: the other seats, the members of
a group. I is told: notices, escalations that notify or remind a role, alarms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from procflow.definition.process import (
    OWNER,
    Basis,
    Call,
    Choose,
    ChosenSeats,
    Each,
    EachSeat,
    End,
    HandUp,
    Limit,
    Milestone,
    Mode,
    Notice,
    Notify,
    OwnerDoes,
    Parallel,
    PersonIn,
    Remind,
    Review,
    RoleBy,
    Seat,
    Step,
    System,
    Task,
    Wait,
    joined,
)
from procflow.reports.matrices.subject import NOTHING, Subject, first_said, role_key
from procflow.reports.matrices.values import Activity, Letter, Part
from procflow.wording import moment_words


@dataclass(frozen=True, slots=True)
class Doing:
    """Somebody who is asked, by the id of the actor, and for what where that is not everything."""

    actor: str
    aside: str = ""
    basis: Basis = NOTHING


def steps_in_words(subject: Subject) -> Iterator[Activity]:
    """The rows of all steps, those of branches behind their block and those of events behind the event."""
    process = subject.words.process
    for step in process.steps.values():
        yield from step_rows(subject, step, step.basis)
    for event in process.events.values():
        actors = [role_key(subject.named_role(role)) for role in event.raised_by]
        raised = acting(subject, "why.raises", actors, event.basis)
        title = subject.say("activity.event", event=subject.words.title(event.title))
        yield Activity(event.name, title, event.basis, raised)
        for step in event.flow.steps.values() if event.flow is not None else ():
            yield from step_rows(subject, step, event.basis)


def acting(subject: Subject, said: str, actors: Iterable[str], basis: Basis) -> tuple[Part, ...]:
    """The parts of those who act by their own choice: each does it and answers for it."""
    does, answers = subject.say(said), subject.say("why.answers_for")
    both = ((Letter.R, does), (Letter.A, answers))
    return tuple(Part(actor, letter, why, basis) for actor in actors for letter, why in both)


def step_rows(subject: Subject, step: Step, around: Basis) -> Iterator[Activity]:
    """The rows of a step: none where it asks and tells nobody; a review of several seats has one for each."""
    basis = first_said(step.basis, around)
    title = subject.words.title(step.title)
    match step:
        case Task():
            yield Activity(step.name, title, basis, tuple(_task(subject, step, basis)))
        case Review():
            yield from _review(subject, step, title, basis)
        case Notice():
            doing = notified(subject, step)
            said = "why.notice" if step.acknowledge is None else "why.acknowledges"
            parts = [Part(each.actor, Letter.I, _with(subject, said, each), basis) for each in doing]
            parts += _told(subject, step.limit, doing, basis)
            yield Activity(step.name, title, basis, tuple(parts))
        case Wait() | Call():
            yield Activity(step.name, title, basis, tuple(_told(subject, step.limit, (), basis)))
        case Parallel():
            for branch in step.branches.values():
                for inner in branch.flow.steps.values():
                    yield from step_rows(subject, inner, first_said(branch.basis, basis))
        case Choose() | Milestone() | End() | System():
            return
        case _:
            assert_never(step)


def _with(subject: Subject, said: str, doing: Doing) -> str:
    text = subject.say(said)
    return subject.words.aside(text, doing.aside) if doing.aside else text


def _task(subject: Subject, task: Task, basis: Basis) -> Iterator[Part]:
    doing = doers(subject, task)
    for each in doing:
        yield Part(each.actor, Letter.R, _with(subject, "why.does", each), joined(basis, each.basis))
        yield Part(each.actor, Letter.A, subject.say("why.answers_for"), joined(basis, each.basis))
    yield from _told(subject, task.limit, doing, basis)


def doers(subject: Subject, task: Task) -> tuple[Doing, ...]:
    """Who does a task."""
    match task.doer:
        case None:
            return (_role(subject, task.role),)
        case OwnerDoes():
            return (_role(subject, OWNER),)
        case PersonIn(field):
            return (Doing(f"field:{field}"),)
        case RoleBy(table):
            return given_by(subject, table)
        case _:
            assert_never(task.doer)


def _role(subject: Subject, role: str) -> Doing:
    aside = subject.say("aside.owner") if role == OWNER else ""
    return Doing(role_key(subject.named_role(role)), aside)


def given_by(subject: Subject, table: str) -> tuple[Doing, ...]:
    """The roles that a table or a map from values to roles can come to, each with when."""
    process, words = subject.words.process, subject.words
    if table in process.maps:
        role_map = process.maps[table]
        by_role: dict[str, list[str]] = {}
        for value, role in role_map.roles.items():
            by_role.setdefault(subject.named_role(role), []).append(value)
        return tuple(
            Doing(role_key(role), words.listed(values, "or"), role_map.basis)
            for role, values in by_role.items()
        )
    known = process.tables[table]
    roles = dict.fromkeys(row.then for row in known.rows)
    return tuple(Doing(role_key(role), *by_rows(subject, table, role)) for role in roles)


def by_rows(subject: Subject, table: str, role: str) -> tuple[str, Basis]:
    """The rows of a table that come to a role, in words and with what they name."""
    known = subject.words.process.tables[table]
    rows = [(number, row) for number, row in enumerate(known.rows, 1) if row.then == role]
    numbers = subject.words.listed([str(number) for number, _ in rows])
    title = subject.words.title(known.title)
    basis = joined(*(first_said(row.basis, known.basis) for _, row in rows))
    return subject.say("aside.rows", table=title, rows=numbers), basis


def named_each(subject: Subject, each: Each) -> tuple[Doing, ...]:
    """Whom the values of a field name: the roles of a map, or the persons themselves."""
    return given_by(subject, each.by) if each.by is not None else (Doing(f"field:{each.field}"),)


def notified(subject: Subject, notice: Notice) -> tuple[Doing, ...]:
    """Whom a notice goes to."""
    if isinstance(notice.to, Each):
        return named_each(subject, notice.to)
    return tuple(_role(subject, role) for role in notice.to)


def seated(subject: Subject, review: Review, seat: Seat) -> tuple[Doing, ...]:
    """Who answers a seat; where the data or a person name the seats, who could."""
    match review.seating:
        case None:
            return (_role(subject, seat.role),)
        case EachSeat(each):
            return named_each(subject, each)
        case ChosenSeats(_, among):
            return tuple(_role(subject, role) for role in among) or (Doing("anybody:"),)
        case _:
            assert_never(review.seating)


def _review(subject: Subject, review: Review, title: str, basis: Basis) -> Iterator[Activity]:
    """The review as a whole, on which somebody has the last word, then each seat."""
    words = subject.words
    alone = len(review.seats) == 1 and review.seating is None
    parts = []
    if review.convened_by is not None:
        convener = _role(subject, review.convened_by)
        parts.append(Part(convener.actor, Letter.R, _with(subject, "why.convenes", convener), basis))
    if not alone:
        for seat in review.seats:
            parts += last_words(subject, review, seat, first_said(seat.basis, basis))
        yield Activity(review.name, title, basis, tuple(parts))
        parts = []
    for seat in review.seats:
        own = first_said(seat.basis, basis)
        doing = seated(subject, review, seat)
        parts += [Part(each.actor, Letter.R, _with(subject, "why.seat", each), own) for each in doing]
        answers = subject.say("why.answers_for")
        parts += [Part(each.actor, Letter.A, answers, joined(own, each.basis)) for each in doing]
        parts += _told(subject, seat.limit, doing, own)
        named = title if alone else words.say("part.aside", text=title, aside=words.title(seat.title))
        yield Activity(f"{review.name}/{seat.name}", named, own, tuple(parts))
        parts = []


def last_words(subject: Subject, review: Review, seat: Seat, basis: Basis) -> Iterator[Part]:
    """What a seat is to its review as a whole: one that has the last word, or one that is asked."""
    table = review.until or review.only
    doing = seated(subject, review, seat)
    if table is not None:
        rows, own = by_rows(subject, table, seat.role)
        decides = any(row.then == seat.role for row in subject.words.process.tables[table].rows)
        why = subject.words.aside(subject.say("why.last_word"), rows)
        if decides:
            yield Part(role_key(seat.role), Letter.A, why, joined(own, basis))
            return
    elif review.mode is not Mode.IN_TURN or seat is review.seats[-1]:
        why = subject.say(f"why.last_{review.mode.name}")
        yield from (Part(each.actor, Letter.A, why, basis) for each in doing)
        return
    yield from (Part(each.actor, Letter.C, _with(subject, "why.asked", each), basis) for each in doing)


def _told(subject: Subject, limit: Limit | None, doing: tuple[Doing, ...], around: Basis) -> Iterator[Part]:
    """Who is told of a deadline, who gets the item when it is handed up, and who is alarmed then."""
    for escalation in limit.escalations if limit is not None else ():
        basis = first_said(escalation.basis, limit.basis if limit is not None else around, around)
        moment = moment_words(subject.words, escalation.at)
        match escalation.action:
            case Notify(role):
                why = subject.say("why.notified", moment=moment)
                yield Part(role_key(subject.named_role(role)), Letter.I, why, basis)
            case Remind(whom) if whom != "holder":
                why = subject.say("why.reminded", moment=moment)
                yield Part(role_key(subject.named_role(whom)), Letter.I, why, basis)
            case HandUp(alarm):
                for role, why in _chain(subject, doing, moment).items():
                    yield Part(role_key(role), Letter.R, why, basis, conditional=True)
                why = subject.say("why.alarmed", moment=moment)
                yield Part(role_key(subject.named_role(alarm)), Letter.I, why, basis, conditional=True)
            case _:
                continue


def _chain(subject: Subject, doing: tuple[Doing, ...], moment: str) -> dict[str, str]:
    """The roles that an item is handed up to, each with when it comes to it: the nearest first, each other
    one after the one below."""
    found: dict[str, str] = {}
    for each in doing:
        below = ""
        for role in above(subject, each.actor):
            said = {"moment": moment, "below": subject.role_title(below)}
            found.setdefault(role, subject.say("why.handed_on" if below else "why.handed_up", **said))
            below = role
    return found


def told_of(
    subject: Subject, limit: Limit | None, actors: tuple[str, ...], around: Basis
) -> tuple[Part, ...]:
    """The same for actors that are known by their ids."""
    return tuple(_told(subject, limit, tuple(Doing(actor) for actor in actors), around))


def above(subject: Subject, actor: str) -> tuple[str, ...]:
    """The roles above a role's actor that somebody holds, nearest first: an item that is handed up goes to
    the first, and on from there each time its deadline passes again (SEMANTICS 11). None are known for whom
    the data name."""
    kind, _, role = actor.partition(":")
    organization = subject.organization
    line = organization.line(role) if kind == "role" else ()
    return tuple(higher for higher in line if higher != role and organization.holders(higher))
