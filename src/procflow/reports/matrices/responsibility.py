"""Who does, answers for, is asked about and is told of what: of a process, a position, a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from procflow.definition.organization import Organization
from procflow.definition.position import Accountability, Duty, Position, Power
from procflow.definition.process import Title
from procflow.reports.matrices.activities import steps_in_words
from procflow.reports.matrices.disputes import CADENCE, beside_steps, whole_case
from procflow.reports.matrices.subject import Subject
from procflow.reports.matrices.values import (
    Activity,
    Actor,
    Entry,
    Letter,
    PersonMatrix,
    PositionMatrix,
    Responsibility,
    Standing,
    Taken,
)
from procflow.wording import Lang, phrase


def responsibility(subject: Subject) -> Responsibility:
    """The responsibility matrix of a process: its activities in reading order, the actors in the order of the
    organization. An activity in which nobody has a part is left out."""
    rows = (*whole_case(subject), *steps_in_words(subject), *beside_steps(subject))
    activities = tuple(row for row in rows if row.parts)
    process = subject.words.process
    return Responsibility(
        process=process.name,
        version=process.version,
        title=subject.words.title(process.title),
        on=subject.on,
        actors=_actors(subject, activities),
        activities=activities,
    )


def _actors(subject: Subject, activities: Iterable[Activity]) -> tuple[Actor, ...]:
    organization = subject.organization
    declared = [
        *(f"role:{name}" for name in organization.roles),
        *(f"group:{name}" for name in organization.groups),
    ]
    places = {key: number for number, key in enumerate(declared)}
    keys = dict.fromkeys(part.actor for activity in activities for part in activity.parts)
    ordered = sorted(keys, key=lambda key: places.get(key, len(places)))
    return tuple(subject.actor(key) for key in ordered)


def of_position(
    position: Position, subjects: Sequence[Subject], lang: Lang, procedures: Mapping[str, Title]
) -> PositionMatrix:
    """What a position has to do, answers for and may do, and the part that its role has in each process.

    ``procedures`` are the titles of processes by their ids, as far as known. A process counts where it runs
    in an organization that has the position's role.
    """
    roles = [subject.role_title(position.role) for subject in subjects if _has(subject, position.role)]
    above = [
        subject.role_title(position.superior) for subject in subjects if _has(subject, position.superior)
    ]
    elements: tuple[Duty | Accountability | Power, ...] = (
        *position.duties.values(),
        *position.accountabilities.values(),
        *position.powers.values(),
    )
    return PositionMatrix(
        position=position.name,
        title=_one(position.title, lang),
        role=next(iter(roles), position.role),
        superior=next(iter(above), position.superior),
        entries=tuple(_entry(element, lang, procedures) for element in elements),
        taken=tuple(
            taken
            for subject in subjects
            if _has(subject, position.role)
            for taken in _by_role(subject, responsibility(subject), position.role, "")
        ),
    )


def _has(subject: Subject, role: str) -> bool:
    return role in subject.organization.roles


def _one(title: Title, lang: Lang) -> str:
    return title.zh if lang == "zh" else title.en


def _entry(element: Duty | Accountability | Power, lang: Lang, procedures: Mapping[str, Title]) -> Entry:
    says, produces = "", ""
    match element:
        case Duty():
            says = phrase(f"when.{element.when.name}", lang, {}, __package__)
            produces = _one(element.produces, lang) if element.produces is not None else ""
        case Accountability():
            shown = (element.figure, element.none)
            says = "; ".join(_one(title, lang) for title in shown if title is not None)
        case Power():
            pass
    titles = (procedures.get(name) for name in element.procedures)
    named = [
        _one(title, lang) if title is not None else name
        for name, title in zip(element.procedures, titles, strict=True)
    ]
    kind = phrase(f"entry.{type(element).__name__}", lang, {}, __package__)
    title = _one(element.title, lang)
    return Entry(kind, element.name, title, says, produces, tuple(named), element.basis)


def of_person(person: str, subjects: Sequence[Subject]) -> PersonMatrix:
    """A person's part in every process whose organization knows the person, on the day of the subjects.

    Raises ``LookupError`` where none does.
    """
    known = [subject for subject in subjects if person in subject.organization.people]
    if not known:
        raise LookupError(person)
    first = known[0]
    organizations: dict[str, Subject] = {subject.organization.name: subject for subject in reversed(known)}
    held = {
        role: subject.role_title(role)
        for subject in organizations.values()
        for role in subject.organization.people[person].roles
    }
    each = organizations.values()
    return PersonMatrix(
        person=person,
        name=first.words.person(person),
        on=first.on,
        away=any(subject.away(subject.organization.people[person]) for subject in each),
        roles=tuple(held.values()),
        taken=tuple(taken for subject in known for taken in _by_person(subject, person)),
        received=tuple(
            subject.deputy(grant)
            for subject in each
            for grant in subject.organization.grants.values()
            if grant.receiver == person
        ),
        given=tuple(
            subject.deputy(grant)
            for subject in each
            for grant in subject.organization.grants.values()
            if grant.giver == person
        ),
    )


def _by_person(subject: Subject, person: str) -> Iterator[Taken]:
    """By the roles held, then by the grants that run on the day."""
    matrix = responsibility(subject)
    for role in subject.organization.people[person].roles:
        yield from _by_role(subject, matrix, role, "")
    for actor in matrix.actors:
        for deputy in actor.deputies:
            if deputy.receiver != person or deputy.standing is not Standing.IN_FORCE:
                continue
            limits = subject.words.listed([f"{limit.title} ≤ {limit.most:,f}" for limit in deputy.limits])
            through = subject.say(
                "through.grant", grant=deputy.grant, giver=deputy.giver_name, actor=actor.title
            )
            through = subject.words.aside(through, limits) if limits else through
            yield from _of_actor(matrix, actor.id, through, acting=True)


def _by_role(subject: Subject, matrix: Responsibility, role: str, through: str) -> Iterator[Taken]:
    """The parts of a role, and those of the groups that its holders sit in."""
    title = subject.role_title(role)
    yield from _of_actor(matrix, f"role:{role}", through or title)
    for name, group in _groups(subject.organization):
        if role in group:
            sits = subject.say("through.group", group=subject.role_title(name), role=title)
            yield from _of_actor(matrix, f"group:{name}", sits)


def _groups(organization: Organization) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((group.name, group.members) for group in organization.groups.values())


def _of_actor(matrix: Responsibility, actor: str, through: str, *, acting: bool = False) -> Iterator[Taken]:
    """The parts of an actor. Under a grant one acts; what the giver is told or answers for stays there, and
    so do the cases that open in the giver's name."""
    for activity in matrix.activities:
        for part in activity.parts:
            acts = part.letter in (Letter.R, Letter.C) and activity.place != CADENCE
            if part.actor == actor and (acts or not acting):
                yield Taken(matrix.process, matrix.title, activity, part, through)
