"""The rows of a matrix that are no steps: how a case opens and is owned, disputes, changes, alarms."""

from collections.abc import Iterator

from procflow.definition.organization import Tie
from procflow.definition.process import Arbiter, Arbitration, Basis, Change, GroupLevel, RuledTopic, joined
from procflow.reports.matrices.activities import acting, told_of
from procflow.reports.matrices.subject import Subject, group_key, role_key
from procflow.reports.matrices.values import Activity, Letter, Part
from procflow.worktime import describe

CADENCE = "cadence"
"""The place of the row for cases that open by themselves, which is nothing that anybody does."""


def whole_case(subject: Subject) -> Iterator[Activity]:
    """Opening by itself, and owning."""
    process = subject.words.process
    if process.cadence is not None:
        basis = process.cadence.basis
        why = subject.say("why.starts")
        part = Part(role_key(process.cadence.starter), Letter.R, why, basis)
        yield Activity(CADENCE, subject.say("activity.cadence"), basis, (part,))
    owner = process.owner
    if owner is not None:
        parts = [Part(role_key(owner.role), Letter.A, subject.say("why.owns"), owner.basis)]
        why = subject.say("why.reassigns")
        parts += [Part(role_key(role), Letter.R, why, owner.basis) for role in owner.reassigned_by]
        yield Activity("owner", subject.say("activity.owner"), owner.basis, tuple(parts))


def beside_steps(subject: Subject) -> Iterator[Activity]:
    """Disputes level by level, appeals, changes outside of forms, and what nobody could act on."""
    process = subject.words.process
    if process.arbitration is not None:
        yield from _disputes(subject, process.arbitration)
    yield from _changes(subject)
    if process.alarm is not None:
        part = Part(role_key(process.alarm), Letter.I, subject.say("why.nobody"), Basis())
        yield Activity("alarm", subject.say("activity.nobody"), Basis(), (part,))


def ruled(subject: Subject, topic: RuledTopic, number: int) -> str:
    """A level of a dispute, as it is named in a row; ``number`` counts from 0."""
    return subject.say("activity.level", topic=subject.words.title(topic.title), level=number + 1)


def _disputes(subject: Subject, arbitration: Arbitration) -> Iterator[Activity]:
    for topic in arbitration.topics.values():
        for number, level in enumerate(topic.levels if isinstance(topic, RuledTopic) else ()):
            assert isinstance(topic, RuledTopic)
            match level:
                case Arbiter(role):
                    parts = _arbiter(subject, role, topic.basis)
                    asked = role_key(subject.named_role(role))
                case GroupLevel(group, convened_by):
                    parts = _group(subject, group, convened_by, topic.basis)
                    asked = role_key(convened_by)
            parts += told_of(subject, arbitration.limit, (asked,), topic.basis)
            place = f"{topic.name}:{number + 1}"
            yield Activity(place, ruled(subject, topic, number), topic.basis, tuple(parts))
    appeal = arbitration.appeal
    if appeal is not None:
        length = describe(appeal.within, subject.words.lang)
        part = Part("loser:", Letter.R, subject.say("why.appeals", length=length), appeal.basis)
        yield Activity("appeal", subject.say("activity.appeal"), appeal.basis, (part,))


def _arbiter(subject: Subject, role: str, basis: Basis) -> list[Part]:
    actor = role_key(subject.named_role(role))
    return [
        Part(actor, Letter.R, subject.say("why.rules"), basis),
        Part(actor, Letter.A, subject.say("why.last_ruling"), basis),
    ]


def _group(subject: Subject, name: str, convened_by: str, basis: Basis) -> list[Part]:
    convener = role_key(subject.named_role(convened_by))
    parts = [
        Part(convener, Letter.R, subject.say("why.convenes"), basis),
        Part(group_key(name), Letter.A, subject.say("why.last_group"), basis),
    ]
    group = subject.organization.groups.get(name)
    if group is None:
        return parts
    parts += [Part(role_key(role), Letter.C, subject.say("why.member"), basis) for role in group.members]
    if group.tie is Tie.CONVENER:
        parts.append(Part(convener, Letter.A, subject.say("why.tie"), basis, conditional=True))
    alone = role_key(group.without_quorum.then)
    parts.append(Part(alone, Letter.A, subject.say("why.no_quorum"), basis, conditional=True))
    return parts


def _changes(subject: Subject) -> Iterator[Activity]:
    """Changes of fields outside of forms, those that are open to the same roles at the same time together."""
    found: dict[Change, list[str]] = {}
    bases: dict[Change, Basis] = {}
    for field in subject.words.process.fields.values():
        if field.change is not None:
            found.setdefault(field.change, []).append(field.name)
            bases[field.change] = joined(bases.get(field.change, Basis()), field.basis)
    for change, names in found.items():
        titles = subject.words.listed([subject.words.covered(name) for name in names])
        basis = bases[change]
        by = acting(subject, "why.changes", [role_key(subject.named_role(role)) for role in change.by], basis)
        yield Activity(",".join(names), subject.say("activity.change", fields=titles), basis, by)
