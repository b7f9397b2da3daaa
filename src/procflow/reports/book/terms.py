"""The words that a definition brings: fields, facts, papers, roles, answers, tables, each with where it is
used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from procflow.definition.process import (
    Call,
    Choose,
    End,
    ForField,
    Milestone,
    Notice,
    Outcome,
    Parallel,
    Process,
    Review,
    Step,
    System,
    Task,
    Title,
    Wait,
    every_step,
)
from procflow.program import Program
from procflow.reports.book.places import anchor
from procflow.reports.book.values import Ref, Term, Used
from procflow.reports.book.voice import Voice
from procflow.reports.matrices import Responsibility
from procflow.reports.matrices.disputes import CADENCE
from procflow.reports.matrices.subject import Subject

KINDS = ("role", "group", "field", "fact", "attachment", "outcome", "answer", "table", "event", "topic")


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a word is used, by the id that it has on its process's page."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one process."""

    kind: str
    title: Title
    name: str
    used: tuple[Use, ...]


@dataclass(slots=True)
class _Uses:
    """Which steps and tables name what, in the order of the file."""

    found: dict[str, dict[Use, None]] = field(default_factory=dict)

    def note(self, names: Iterable[str], use: Use) -> None:
        for name in names:
            outer = name.partition(".")[0]
            self.found.setdefault(outer, {})[use] = None

    def of(self, name: str) -> tuple[Use, ...]:
        return tuple(self.found.get(name, ()))


def words_of(subject: Subject, matrix: Responsibility) -> tuple[Word, ...]:
    """The words of a process, by kind and in the order of the files; ``matrix`` says where roles act."""
    program, words = subject.words.program, subject.words
    process = program.process
    uses = _uses(subject)
    found = [*_actors(subject, matrix)]
    found += [Word("field", each.title, each.name, uses.of(each.name)) for each in process.fields.values()]
    found += [Word("fact", each.title, each.name, uses.of(each.name)) for each in process.facts.values()]
    found += [Word("attachment", Title(name, name), name, uses.of(name)) for name in process.attachments]
    found += _ways(program, subject)
    tables = [(each.name, each.title) for each in process.tables.values()]
    for name, title in (*tables, *((each.name, each.title) for each in process.maps.values())):
        found.append(Word("table", title, name, (Use(words.title(title), anchor("table", name)),)))
    for event in process.events.values():
        used = Use(words.title(event.title), anchor("event", event.name))
        found.append(Word("event", event.title, event.name, (used,)))
    for topic in words.topics():
        used = Use(words.title(topic.title), anchor("topic", topic.name))
        found.append(Word("topic", topic.title, topic.name, (used,)))
    return tuple(found)


def _actors(subject: Subject, matrix: Responsibility) -> Iterator[Word]:
    """The roles and groups that have a part in the process, with the activities in which they have it."""
    organization = subject.organization
    for actor in matrix.actors:
        kind, _, name = actor.id.partition(":")
        known = organization.roles.get(name) if kind == "role" else organization.groups.get(name)
        if kind not in ("role", "group") or known is None:
            continue
        acting = [each for each in matrix.activities if any(part.actor == actor.id for part in each.parts)]
        used = tuple(Use(each.title, place_anchor(subject.words.process, each.place)) for each in acting)
        yield Word(kind, known.title, name, tuple(dict.fromkeys(used)))


def place_anchor(process: Process, place: str) -> str:
    """The id of an activity's place on the page of its process; empty where it has none of its own."""
    step, _, seat = place.partition("/")
    if place in process.events:
        return anchor("event", place)
    topic = place.rpartition(":")[0]
    if process.arbitration is not None and topic in process.arbitration.topics:
        return anchor("topic", topic)
    if place in ("owner", CADENCE):
        return anchor(place, place)
    if step not in every_step(process):
        return ""
    return anchor("seat", place) if seat else anchor("step", step)


def _ways(program: Program, subject: Subject) -> Iterator[Word]:
    """Outcomes and answers; those of one name and title are one word, however many steps offer them."""
    used: dict[tuple[str, str, str, str], list[Use]] = {}
    titles: dict[tuple[str, str, str, str], Title] = {}
    for step in program.steps.values():
        use = Use(subject.words.title(step.title), anchor("step", step.name))
        for kind, way in _ways_of(step):
            key = (kind, way.name, way.title.zh, way.title.en)
            titles[key] = way.title
            places = used.setdefault(key, [])
            if use not in places:
                places.append(use)
    for key, places in used.items():
        yield Word(key[0], titles[key], key[1], tuple(places))


@dataclass(frozen=True, slots=True)
class _Way:
    name: str
    title: Title


def _ways_of(step: Step) -> Iterator[tuple[str, _Way]]:
    match step:
        case Task() | Call():
            yield from (("outcome", _Way(each.name, each.title)) for each in step.outcomes.values())
        case Review():
            for seat in step.seats:
                yield from (("answer", _Way(each.name, each.title)) for each in seat.answers.values())
        case _:
            return


def _uses(subject: Subject) -> _Uses:
    program, words = subject.words.program, subject.words
    uses = _Uses()
    for step in program.steps.values():
        uses.note(_read_by(step), Use(words.title(step.title), anchor("step", step.name)))
    for table in program.process.tables.values():
        uses.note(table.columns, Use(words.title(table.title), anchor("table", table.name)))
    for role_map in program.process.maps.values():
        uses.note((role_map.field,), Use(words.title(role_map.title), anchor("table", role_map.name)))
    return uses


def _read_by(step: Step) -> Iterator[str]:
    """The fields, facts and papers that a step names."""
    match step:
        case Task():
            yield from (*step.form, *step.attach)
            yield from _needed(step.outcomes.values())
        case Review():
            yield from (*step.shows, *step.attach)
            for seat in step.seats:
                yield from (*seat.attach, *seat.looks_at)
                for answer in seat.answers.values():
                    yield from answer.needs
            yield from _needed(step.outcomes.values())
        case Choose():
            for line in step.lines:
                yield from line.when.reads if line.when is not None else ()
        case Milestone():
            yield from step.covers
        case Notice():
            yield from step.shows
        case Wait():
            yield from (waited.field for waited, _ in step.ways if isinstance(waited, ForField))
        case Call():
            yield from (*step.gives.values(), *step.takes)
        case System():
            yield from (*step.gives.values(), *step.takes)
        case Parallel() | End():
            return
        case _:
            assert_never(step)


def _needed(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield from outcome.needs
        yield from outcome.allowed.reads if outcome.allowed is not None else ()


def terms(words: Iterable[Word], voice: Voice) -> tuple[Term, ...]:
    """Words as they are printed on the page of their process."""
    return tuple(
        Term(
            anchor=anchor(f"word-{word.kind}", f"{word.name}-{number}"),
            kind=voice.say(f"word.{word.kind}"),
            title=voice.both(word.title),
            name=word.name,
            used=_used(word),
        )
        for number, word in enumerate(words, 1)
    )


def _used(word: Word) -> tuple[Used, ...]:
    at = tuple(Ref(use.text, f"#{use.anchor}" if use.anchor else "") for use in word.used)
    return (Used(None, at),) if at else ()
