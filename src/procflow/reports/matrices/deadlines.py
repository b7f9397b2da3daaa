"""What has to be done by when, and what happens around that: who is reminded, told, asked, alarmed."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from procflow.definition.process import (
    Arbiter,
    Basis,
    Call,
    Choose,
    End,
    Escalation,
    GoTo,
    HandUp,
    Limit,
    Milestone,
    Notice,
    Notify,
    Parallel,
    Remind,
    Review,
    RuledTopic,
    Step,
    System,
    Task,
    Wait,
)
from procflow.reports.matrices.activities import above, doers, notified, seated
from procflow.reports.matrices.disputes import ruled
from procflow.reports.matrices.subject import Subject, first_said, role_key
from procflow.reports.matrices.values import Deadlines, Escalating, Holder, Timed
from procflow.wording import deadline_words, moment_words
from procflow.worktime import Anchor, At, Moment, Offset, Side, describe


def deadlines(subject: Subject) -> Deadlines:
    """Every task, seat, notice, wait, call, handler and ruling with its deadline, or without one, and its
    escalations in the order in which they come."""
    process = subject.words.process
    return Deadlines(
        process=process.name,
        version=process.version,
        title=subject.words.title(process.title),
        on=subject.on,
        alarm=subject.role_title(process.alarm) if process.alarm is not None else "",
        timed=(*_steps(subject), *_disputes(subject)),
    )


def _steps(subject: Subject) -> Iterator[Timed]:
    process = subject.words.process
    for step in process.steps.values():
        yield from _step(subject, step, step.basis)
    for event in process.events.values():
        for step in event.flow.steps.values() if event.flow is not None else ():
            yield from _step(subject, step, event.basis)


def _step(subject: Subject, step: Step, around: Basis) -> Iterator[Timed]:
    basis = first_said(step.basis, around)
    words = subject.words
    title = words.title(step.title)
    match step:
        case Task():
            who = [each.actor for each in doers(subject, step)]
            yield _timed(subject, step.name, title, who, step.limit, around=basis)
        case Review():
            for seat in step.seats:
                who = [each.actor for each in seated(subject, step, seat)]
                named = words.aside(title, words.title(seat.title))
                own = first_said(seat.basis, basis)
                yield _timed(subject, f"{step.name}/{seat.name}", named, who, seat.limit, around=own)
        case Notice():
            if step.acknowledge is not None or step.limit is not None:
                who = [each.actor for each in notified(subject, step)]
                yield _timed(subject, step.name, title, who, step.limit, around=basis)
        case Wait() | Call():
            yield _timed(subject, step.name, title, (), step.limit, around=basis)
        case System():
            length = describe(step.time_limit, words.lang) if step.time_limit is not None else ""
            yield Timed(step.name, title, (subject.say("actor.handler"),), (), length, (), basis)
        case Parallel():
            for branch in step.branches.values():
                for inner in branch.flow.steps.values():
                    yield from _step(subject, inner, first_said(branch.basis, basis))
        case Choose() | Milestone() | End():
            return
        case _:
            assert_never(step)


def _disputes(subject: Subject) -> Iterator[Timed]:
    arbitration = subject.words.process.arbitration
    if arbitration is None:
        return
    for topic in arbitration.topics.values():
        for number, level in enumerate(topic.levels if isinstance(topic, RuledTopic) else ()):
            assert isinstance(topic, RuledTopic)
            who = level.role if isinstance(level, Arbiter) else level.convened_by
            key = role_key(subject.named_role(who))
            title = ruled(subject, topic, number)
            yield _timed(
                subject, f"{topic.name}:{number + 1}", title, (key,), arbitration.limit, around=topic.basis
            )
    appeal = arbitration.appeal
    if appeal is not None:
        length = describe(appeal.within, subject.words.lang)
        lapses = Escalating(
            moment_words(subject.words, At(Anchor.DEADLINE)),
            subject.say("then.lapses"),
            (),
            (),
            "",
            appeal.basis,
        )
        who_loses = (subject.say("actor.loser"),)
        title = subject.say("activity.appeal")
        yield Timed("appeal", title, who_loses, (), length, (lapses,), appeal.basis)


def _timed(
    subject: Subject, place: str, title: str, who: Iterable[str], limit: Limit | None, *, around: Basis
) -> Timed:
    keys = tuple(dict.fromkeys(who))
    basis = first_said(limit.basis if limit is not None else Basis(), around)
    return Timed(
        place=place,
        title=title,
        who=tuple(subject.actor(key).title for key in keys),
        lines=tuple(dict.fromkeys(_line(subject, key) for key in keys if key.startswith("role:"))),
        deadline=deadline_words(subject.words, limit.deadline) if limit is not None else "",
        escalations=tuple(_escalating(subject, each, keys, basis) for each in _in_order(limit)),
        basis=basis,
    )


def _in_order(limit: Limit | None) -> list[Escalation]:
    """Those around the opening first, then those before, at and behind the deadline; among these as they
    are written, since only a calendar can tell a business day from hours."""
    return sorted(limit.escalations if limit is not None else (), key=lambda each: _rank(each.at))


def _rank(moment: Moment) -> int:
    match moment:
        case At(anchor):
            return 0 if anchor is Anchor.OPENING else 3
        case Offset(_, side, anchor):
            if anchor is Anchor.OPENING:
                return 1
            return 2 if side is Side.BEFORE else 4
        case _:
            assert_never(moment)


def _escalating(subject: Subject, escalation: Escalation, keys: tuple[str, ...], around: Basis) -> Escalating:
    whom: list[str] = []
    what = ""
    match escalation.action:
        case Remind("holder"):
            what, whom = subject.say("then.remind"), list(keys)
        case Remind(role) | Notify(role):
            known = isinstance(escalation.action, Remind)
            what = subject.say("then.remind" if known else "then.notify")
            whom = [role_key(subject.named_role(role))]
        case HandUp(alarm):
            what = subject.say("then.hand_up", alarm=subject.role_title(subject.named_role(alarm)))
            higher = dict.fromkeys(role for key in keys for role in above(subject, key))
            whom = [role_key(role) for role in higher] or [role_key(subject.named_role(alarm))]
        case GoTo(target):
            what = subject.say("then.go", step=subject.words.step(target.step))
        case _:
            assert_never(escalation.action)
    actors = [subject.actor(key) for key in whom]
    holders: dict[str, Holder] = {h.person: h for actor in actors for h in actor.holders}
    return Escalating(
        when=moment_words(subject.words, escalation.at),
        what=what,
        whom=tuple(actor.title for actor in actors),
        holders=tuple(holders.values()),
        repeat=describe(escalation.repeat, subject.words.lang) if escalation.repeat is not None else "",
        basis=first_said(escalation.basis, around),
    )


def _line(subject: Subject, key: str) -> str:
    """A role and those above it, nearest first."""
    role = key.partition(":")[2]
    return " → ".join(subject.role_title(above) for above in subject.organization.line(role))
