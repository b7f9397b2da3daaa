"""The rules on persons, held against who could act on which side of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from procflow.definition.process import (
    Arbiter,
    Basis,
    Different,
    GroupLevel,
    Object,
    Review,
    RuledTopic,
    Same,
    Task,
)
from procflow.reports.matrices.activities import doers, seated
from procflow.reports.matrices.disputes import ruled
from procflow.reports.matrices.subject import Subject
from procflow.reports.matrices.values import (
    Overlap,
    PersonsRule,
    RuleKind,
    Separation,
    Side,
    Standing,
)


def separation(subject: Subject) -> Separation:
    """The rules on persons of a process with who acts at each place on the day, and what is to be looked at:
    a person who could act on two sides that are kept apart, nobody who could act on all sides of one hand.

    The engine keeps every case to these rules whatever is found here: a person on two sides is refused the
    second one there, and if nobody else is left, the superior is asked. Where the data name who does a step,
    nobody can be told beforehand.
    """
    process = subject.words.process
    rules = [
        _rule(subject, RuleKind.DIFFERENT if isinstance(rule, Different) else RuleKind.SAME, rule)
        for rule in process.invariants
        if isinstance(rule, Different | Same)
    ]
    title = subject.words.title(process.title)
    every = (*rules, *_own_objections(subject))
    return Separation(process.name, process.version, title, subject.on, every)


def _rule(subject: Subject, kind: RuleKind, rule: Different | Same) -> PersonsRule:
    return _held(subject, kind, [_side(subject, place) for place in rule.places], rule.basis)


def _held(subject: Subject, kind: RuleKind, sides: list[Side], basis: Basis) -> PersonsRule:
    by_side = [_persons(subject, side) for side in sides]
    overlaps: tuple[Overlap, ...] = ()
    if kind is not RuleKind.SAME:
        overlaps = tuple(_overlaps(subject, sides, by_side))
    common = set(by_side[0]).intersection(*by_side[1:]) if by_side else set()
    nobody = kind is RuleKind.SAME and all(by_side) and not common
    return PersonsRule(kind, tuple(sides), overlaps, nobody, basis)


def _overlaps(subject: Subject, sides: list[Side], by_side: list[Mapping[str, str]]) -> Iterator[Overlap]:
    found: dict[str, dict[int, str]] = {}
    for one, other in combinations(range(len(sides)), 2):
        for person in by_side[one]:
            if person in by_side[other]:
                held = found.setdefault(person, {})
                held[one], held[other] = by_side[one][person], by_side[other][person]
    for person, held in found.items():
        named = tuple((sides[number].title, held[number]) for number in sorted(held))
        yield Overlap(person, subject.words.name(person), named)


def _persons(subject: Subject, side: Side) -> Mapping[str, str]:
    """Who could act on a side on the day, each with what brings them there. A giver counts as acting where
    somebody acts under the grant, and stands among the holders anyhow."""
    found: dict[str, str] = {}
    for holder in side.holders:
        roles = [r for r in subject.organization.people[holder.person].roles if r in side.roles]
        found[holder.person] = subject.words.listed([subject.role_title(role) for role in roles])
    for deputy in side.deputies:
        if deputy.standing is Standing.IN_FORCE and deputy.receiver in subject.organization.people:
            found.setdefault(deputy.receiver, subject.say("through.paper", grant=deputy.grant))
    return found


def _side(subject: Subject, place: str) -> Side:
    process, words = subject.words.process, subject.words
    if place in process.tables:
        table = process.tables[place]
        roles = tuple(dict.fromkeys(row.then for row in table.rows))
        return _with(subject, place, words.title(table.title), roles)
    name, _, seat = place.partition("/")
    step = words.program.steps.get(name)
    title = words.title(step.title) if step is not None else name
    match step:
        case Task():
            return _with(subject, place, title, _roles(each.actor for each in doers(subject, step)))
        case Review():
            seats = [found for found in step.seats if seat in ("", found.name)]
            keys = (each.actor for found in seats for each in seated(subject, step, found))
            if seat and seats:
                title = words.aside(title, words.title(seats[0].title))
            return _with(subject, place, title, _roles(keys))
        case _:
            return _with(subject, place, title, ())


def _roles(keys: Iterable[str]) -> tuple[str, ...]:
    named = (key.partition(":") for key in keys)
    return tuple(dict.fromkeys(name for kind, _, name in named if kind == "role"))


def _with(subject: Subject, place: str, title: str, roles: tuple[str, ...]) -> Side:
    titles = tuple(subject.role_title(role) for role in roles)
    return Side(place, title, roles, titles, subject.holders(roles), subject.deputies(roles))


def _own_objections(subject: Subject) -> Iterator[PersonsRule]:
    """That nobody rules on an objection of their own, level by level of each topic."""
    arbitration = subject.words.process.arbitration
    if arbitration is None or not arbitration.never_rules_on_own:
        return
    keys = [
        each.actor
        for step in subject.words.program.steps.values()
        if isinstance(step, Review)
        for seat in step.seats
        if any(isinstance(answer.effect, Object) for answer in seat.answers.values())
        for each in seated(subject, step, seat)
    ]
    objecting = _with(subject, "", subject.say("side.objecting"), _roles(keys))
    for topic in arbitration.topics.values():
        for number, level in enumerate(topic.levels if isinstance(topic, RuledTopic) else ()):
            assert isinstance(topic, RuledTopic)
            match level:
                case Arbiter(role):
                    roles: tuple[str, ...] = (subject.named_role(role),)
                case GroupLevel(group, _):
                    known = subject.organization.groups.get(group)
                    roles = known.members if known is not None else ()
            ruling = _with(subject, f"{topic.name}:{number + 1}", ruled(subject, topic, number), roles)
            rule = _held(subject, RuleKind.OWN, [objecting, ruling], topic.basis)
            # A group votes without those who stand back; an arbiter who has to leaves the level empty.
            yield rule if isinstance(level, Arbiter) else replace(rule, overlaps=())
