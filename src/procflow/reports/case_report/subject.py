"""A case as a report looks at it: with stand-ins for what is missing, so that the rest is still told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from procflow.case import CLOCK
from procflow.case.events import CaseStarted
from procflow.case.record import Envelope
from procflow.definition.organization import Organization
from procflow.definition.process import Basis, Process, Title
from procflow.diagnostics import Span
from procflow.diagnostics.cells import visible
from procflow.exported import KeptCase
from procflow.program import Program
from procflow.reports.story.said import Kind, Past, Teller
from procflow.reports.story.tell import Line, tell_moment
from procflow.wording import Lang, Words
from procflow.worktime import Calendar

UNTOLD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What comes of telling an event that is of another shape than any release writes."""

_NOWHERE = Span("", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Subject:
    """A case with what gives it names. ``sound`` says that nothing is wrong with it: then an event that
    cannot be told is a fault of ours."""

    kept: KeptCase
    words: Words
    calendar: Calendar | None
    sound: bool

    @property
    def lang(self) -> Lang:
        return self.words.lang

    @property
    def program(self) -> Program:
        return self.words.program

    def teller(self) -> Teller:
        """Somebody who has told nothing yet."""
        return Teller(self.words, Past())


def subject_of(kept: KeptCase, lang: Lang) -> Subject:
    """A case to be reported on in a language; names that nothing gives are ids."""
    program = kept.program if kept.program is not None else _no_program(kept)
    organization = kept.organization if kept.organization is not None else _no_organization()
    try:
        calendar = organization.calendar(program.process.calendar)
    except KeyError:
        calendar = None
    complete = kept.program is not None and kept.organization is not None
    sound = complete and not kept.faults and not kept.unreadable
    return Subject(kept, Words(program, organization, lang), calendar, sound)


@dataclass(frozen=True, slots=True)
class Moment:
    """What one person, or the clock, did at one instant: the events, and the lines that tell them."""

    events: tuple[Envelope, ...]
    lines: tuple[Line, ...]


def moments(subject: Subject) -> Iterator[Moment]:
    """The story of the case, a moment after the other. What cannot be told stands as it is kept."""
    teller = subject.teller()
    for (at, by), happened in groupby(subject.kept.envelopes, key=lambda each: (each.at, each.by)):
        events = list(happened)
        yield Moment(tuple(events), _told(subject, teller, at, by, events))


def _told(
    subject: Subject, teller: Teller, at: datetime, by: str, events: list[Envelope]
) -> tuple[Line, ...]:
    try:
        return tuple(tell_moment(teller, at, by, events))
    except UNTOLD:
        if subject.sound:
            raise
        return tuple(_as_kept(subject, envelope) for envelope in events)


def _as_kept(subject: Subject, envelope: Envelope) -> Line:
    """An event by its type and its fields."""
    event, seq = envelope.event, envelope.seq
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    said = ", ".join(f"{name}={value!r}" for name, value in fields.items() if value not in (None, (), {}))
    text = visible(f"{type(event).__name__}({said})")
    at = local(subject, envelope.at)
    return Line(seq, (seq,), at, envelope.by, text, "", Kind.FLOW, Basis(), (), minor=False)


def local(subject: Subject, instant: datetime) -> datetime:
    """An instant by the clock of the process; one that an altered event lost the zone of counts as UTC."""
    aware = instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
    try:
        return subject.words.local(aware)
    except UNTOLD:
        return aware


def who(subject: Subject, by: str) -> str:
    """Who stands beside an event: a person by name, or the clock."""
    return subject.words.person(by) if by == CLOCK else subject.words.name(by)


def _no_program(kept: KeptCase) -> Program:
    """What a case ran on of which nothing is there but its name."""
    started = next((e.event for e in kept.envelopes if isinstance(e.event, CaseStarted)), None)
    process = Process(
        name=kept.process,
        version=started.version if isinstance(started, CaseStarted) else "",
        title=Title(kept.process, kept.process),
        organization="",
        calendar="",
        start="",
        fields={},
        facts={},
        attachments=(),
        tables={},
        steps={},
        arbitration=None,
        invariants=(),
        questions={},
        span=_NOWHERE,
    )
    return Program(
        process=process,
        hash=kept.definition,
        graphs={},
        steps={},
        placed={},
        seats={},
        task_offers={},
        seat_offers={},
        covered={},
        changeable={},
        raisable={},
        ways_back={},
        awaiting=frozenset(),
        milestones=(),
        separations=(),
        sames=(),
        ruled_places=frozenset(),
    )


def _no_organization() -> Organization:
    return Organization(
        name="",
        title=Title("", ""),
        roles={},
        people={},
        grants={},
        groups={},
        calendars={},
        limits={},
        hash="",
        span=_NOWHERE,
    )
