"""What a reader can ask of a node: clauses, who, by when, what is filled in, and what happens around that."""

from collections.abc import Iterable, Iterator

from procflow.definition.organization import Group
from procflow.definition.process import Answer, Basis, Escalation, GoTo, Limit, Outcome, Seat
from procflow.drawing.compose.canvas import Subject
from procflow.drawing.model import Fact, Sign
from procflow.wording import condition, deadline_words, escalation_words


def basis_facts(subject: Subject, basis: Basis) -> Iterator[Fact]:
    """Each clause with its text, each open question with what is assumed."""
    voice = subject.voice
    for name in basis.clauses:
        known = subject.register.clauses.get(name) if subject.register is not None else None
        text = voice.words.title(known.title) if known is not None else ""
        yield Fact(voice.say("fact.clause"), f"{name} {text}".rstrip())
    for name in basis.questions:
        question = voice.words.process.questions.get(name)
        if question is not None:
            ask, assumed = voice.words.title(question.ask), voice.words.title(question.assumed)
            text = voice.say("fact.assumed", name=name, ask=ask, assumed=assumed)
            yield Fact(voice.say("fact.question"), text)


def basis_names(basis: Basis) -> tuple[str, ...]:
    """The clauses and questions of an element, as they are cited."""
    return (*basis.clauses, *basis.questions)


def limit_text(subject: Subject, limit: Limit | None) -> str:
    """A deadline as it stands on a card."""
    return deadline_words(subject.voice.words, limit.deadline) if limit is not None else ""


def limit_facts(subject: Subject, limit: Limit | None) -> Iterator[Fact]:
    """The deadline and each escalation."""
    if limit is None:
        return
    voice = subject.voice
    yield Fact(voice.say("fact.deadline"), deadline_words(voice.words, limit.deadline))
    for escalation in limit.escalations:
        yield Fact(voice.say("fact.escalation"), escalation_words(voice.words, escalation))


def escalates(limit: Limit | None) -> tuple[Sign, ...]:
    """A bolt where something happens around the deadline."""
    return (Sign.ESCALATES,) if limit is not None and limit.escalations else ()


def leaving(limit: Limit | None) -> Iterator[tuple[int, Escalation, GoTo]]:
    """The escalations that lead to another step, with their places in the list."""
    for number, escalation in enumerate(limit.escalations if limit is not None else ()):
        if isinstance(escalation.action, GoTo):
            yield number, escalation, escalation.action


def people_facts(subject: Subject, role: str) -> Iterator[Fact]:
    """Who holds a role now; a group with its members and how it decides."""
    voice, organization = subject.voice, subject.organization
    group = organization.groups.get(role)
    if group is not None:
        yield from _group_facts(subject, group)
        return
    holders = organization.holders(role)
    if holders:
        yield Fact(voice.say("fact.people"), voice.words.listed([voice.words.name(p) for p in holders]))


def _group_facts(subject: Subject, group: Group) -> Iterator[Fact]:
    voice = subject.voice
    members = voice.words.listed([voice.words.role(role) for role in group.members])
    yield Fact(voice.say("fact.members"), members)
    for label, threshold in (("fact.quorum", group.quorum), ("fact.majority", group.majority)):
        sign = ">" if threshold.strict else "≥"
        yield Fact(voice.say(label), f"{sign} {threshold.share}")


def given_facts(subject: Subject, label: str, names: Iterable[str]) -> Iterator[Fact]:
    """Fields and papers by their titles, in one line."""
    voice = subject.voice
    titled = [voice.words.covered(name) for name in names]
    if titled:
        yield Fact(voice.say(label), voice.words.listed(titled))


def way_facts(subject: Subject, ways: Iterable[Outcome | Answer]) -> Iterator[Fact]:
    """Each outcome or answer with what must come with it."""
    voice = subject.voice
    for way in ways:
        title = voice.words.title(way.title)
        needs = [_need(subject, name) for name in way.needs]
        if isinstance(way, Outcome) and way.allowed is not None:
            needs.append(condition(voice.words, way.allowed.tree))
        if isinstance(way, Answer) and way.only is not None:
            table = voice.words.title(subject.program.process.tables[way.only].title)
            needs.append(voice.say("way.only", table=table))
        text = voice.words.aside(title, voice.words.listed(needs)) if needs else title
        yield Fact(voice.say("fact.way"), text)


def _need(subject: Subject, name: str) -> str:
    voice = subject.voice
    return voice.say(f"need.{name}") if name in ("comment", "topic") else voice.words.covered(name)


def seat_facts(subject: Subject, seat: Seat) -> Iterator[Fact]:
    """Everything that a seat says."""
    yield from basis_facts(subject, seat.basis)
    yield Fact(subject.voice.say("fact.role"), subject.voice.words.role(seat.role))
    yield from people_facts(subject, seat.role)
    yield from limit_facts(subject, seat.limit)
    yield from given_facts(subject, "fact.attach", seat.attach)
    if seat.weight != 1:
        yield Fact(subject.voice.say("fact.weight"), str(seat.weight))
    yield from way_facts(subject, (each for each in seat.answers.values() if can_give(subject, seat, each)))


def can_give(subject: Subject, seat: Seat, answer: Answer) -> bool:
    """Whether a seat can ever give an answer: one that is a table's alone is for the roles that it ranks."""
    return answer.only is None or seat.role in subject.program.process.tables[answer.only].ranks
