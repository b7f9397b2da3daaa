"""Who decides what, up to how much, and under which grant somebody else may."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from procflow.definition.process import (
    Review,
    RoleBy,
    RoleMap,
    Row,
    SettledTopic,
    Table,
    Task,
)
from procflow.guards import Cell, RangeCell
from procflow.reports.matrices.responsibility import responsibility
from procflow.reports.matrices.subject import Subject, first_said
from procflow.reports.matrices.values import (
    Authority,
    Confirmed,
    DecidingRow,
    DecidingTable,
    Deputy,
    LastWord,
    Lends,
    Letter,
    Most,
)
from procflow.wording import cell_words


def authority(subject: Subject) -> Authority:
    """The authority matrix of a process: its tables row by row, then who has the last word elsewhere, then
    the limits of the organization that somebody confirms."""
    process = subject.words.process
    return Authority(
        process=process.name,
        version=process.version,
        title=subject.words.title(process.title),
        on=subject.on,
        tables=(
            *(_table(subject, table) for table in process.tables.values()),
            *(_map(subject, role_map) for role_map in process.maps.values()),
        ),
        last_words=(*_last_words(subject), *_settled(subject)),
        confirmed=tuple(confirmed(subject)),
    )


def _table(subject: Subject, table: Table) -> DecidingTable:
    words = subject.words
    rows = tuple(
        DecidingRow(
            number=number,
            cells=tuple(cell_words(words, row.cells[column]) for column in table.columns),
            role=row.then,
            role_title=subject.role_title(row.then),
            holders=subject.holders((row.then,)),
            lends=tuple(_lends(subject.deputies((row.then,)), row)),
            basis=first_said(row.basis, table.basis),
        )
        for number, row in enumerate(table.rows, 1)
    )
    columns = tuple(words.covered(column) for column in table.columns)
    title, asked = words.title(table.title), tuple(_asked_at(subject, table.name))
    return DecidingTable(table.name, title, asked, columns, rows, table.basis)


def _map(subject: Subject, role_map: RoleMap) -> DecidingTable:
    words = subject.words
    rows = tuple(
        DecidingRow(
            number=number,
            cells=(value,),
            role=role,
            role_title=subject.role_title(subject.named_role(role)),
            holders=subject.holders((subject.named_role(role),)),
            lends=tuple(Lends(deputy) for deputy in subject.deputies((subject.named_role(role),))),
            basis=role_map.basis,
        )
        for number, (value, role) in enumerate(role_map.roles.items(), 1)
    )
    title, asked = words.title(role_map.title), tuple(_asked_at(subject, role_map.name))
    return DecidingTable(role_map.name, title, asked, (words.covered(role_map.field),), rows, role_map.basis)


def _asked_at(subject: Subject, table: str) -> Iterator[str]:
    """The steps that ask a table who does them or up to whom they go, and the answers that it reserves."""
    for step in subject.words.program.steps.values():
        title = subject.words.title(step.title)
        match step:
            case Task(doer=RoleBy(name)) if name == table:
                yield title
            case Review():
                if table in (step.until, step.only):
                    yield title
                answers = {a.name: a for seat in step.seats for a in seat.answers.values()}
                for answer in answers.values():
                    if answer.only == table:
                        yield subject.words.aside(title, subject.words.title(answer.title))
            case _:
                continue


def _lends(deputies: Iterable[Deputy], row: Row) -> Iterator[Lends]:
    for deputy in deputies:
        barring = (most for most in deputy.limits if _beyond(row.cells.get(most.field), most))
        yield Lends(deputy, next(barring, None))


def _beyond(cell: Cell | None, most: Most) -> bool:
    """Whether a row holds for values above a grant's limit alone, so that the grant never serves there."""
    if not isinstance(cell, RangeCell) or not isinstance(cell.low, Decimal):
        return False
    return cell.low > most.most or (cell.low == most.most and not cell.low_in)


def _last_words(subject: Subject) -> Iterator[LastWord]:
    """Whoever answers for an activity, but by a table, which has said so already."""
    matrix = responsibility(subject)
    said = _said_elsewhere(subject)
    for activity in matrix.activities:
        for part in activity.parts:
            if part.letter is Letter.A and activity.place not in said:
                actor = matrix.actor(part.actor)
                yield LastWord(
                    place=activity.place,
                    title=activity.title,
                    who=actor.title,
                    why=part.why,
                    conditional=part.conditional,
                    holders=actor.holders,
                    lends=tuple(Lends(deputy) for deputy in actor.deputies),
                    basis=part.basis,
                )


def _said_elsewhere(subject: Subject) -> set[str]:
    """The activities on which a table says who has the last word, and the seats of reviews: the last word on
    those is the review's."""
    found = set()
    for step in subject.words.program.steps.values():
        match step:
            case Task(doer=RoleBy()):
                found.add(step.name)
            case Review():
                if step.until or step.only:
                    found.add(step.name)
                if step.until or step.only or len(step.seats) > 1 or step.seating is not None:
                    found |= {f"{step.name}/{seat.name}" for seat in step.seats}
            case _:
                continue
    return found


def _settled(subject: Subject) -> Iterator[LastWord]:
    """The topics that nobody rules on."""
    for topic in subject.words.topics():
        if isinstance(topic, SettledTopic):
            title = subject.say("activity.dispute", topic=subject.words.title(topic.title))
            why = subject.say("why.settled", step=subject.words.step(topic.target.step))
            nobody = subject.say("actor.nobody")
            yield LastWord(topic.name, title, nobody, why, False, (), (), topic.basis)


def confirmed(subject: Subject) -> Iterator[Confirmed]:
    """The limits of the organization that tasks confirm."""
    for step in subject.words.program.steps.values():
        for name in step.confirms if isinstance(step, Task) else ():
            limit = subject.organization.limits.get(name)
            title = subject.words.title(limit.title) if limit is not None else name
            value = limit.value if limit is not None else ""
            yield Confirmed(step.name, subject.words.title(step.title), name, title, value, step.basis)
