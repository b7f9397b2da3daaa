"""What the report of a case says. Texts are in one language; instants are in the zone of the process's
calendar; numbers of events lead to the record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from procflow.case.state import Ruling, Vote
from procflow.definition.process import Basis
from procflow.exported.signing import Standing
from procflow.reports.case_report.durations import StepTimes, Sums, Timed
from procflow.reports.story import Kind
from procflow.wording import Lang

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Again(Generic[T]):
    """Something that is worked out each time it is gone through, so that a long case is never held whole."""

    make: Callable[[], Iterable[T]]

    def __iter__(self) -> Iterator[T]:
        return iter(self.make())


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it was written, or not there.

    ``kind`` is that of a :class:`~procflow.case.record.Fault`, or ``unreadable`` for events that are none any
    more, ``no-definition`` and ``no-organization`` for what names are taken from. ``seq`` is the event, 0
    where it is none; ``version`` the commit, 0 where that is not known. ``detail`` is what a check says.
    """

    kind: str
    seq: int
    version: int
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often what happened in a case."""

    events: int = 0
    persons: int = 0
    returns: int = 0
    objections: int = 0
    rulings: int = 0
    votes: int = 0
    asked: int = 0
    overdue: int = 0
    handed_up: int = 0
    reminders: int = 0
    alarms: int = 0
    rounds: int = 0
    """The most rounds that any step had."""


@dataclass(frozen=True, slots=True)
class LastWord:
    """Who had the last word on a case, in which role and what they said. ``by`` is empty where a group ruled
    by its votes; ``giver`` and ``grant`` are for whom and under what they acted, empty for themselves. The
    row of the table that gave it to them is 0 where a ruling did."""

    seq: int
    at: datetime
    by: str
    role: str
    giver: str
    grant: str
    answer: str
    table: str
    row: int
    cells: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The case in short. ``status`` is empty where no event says it; ``as_of`` is the instant that what is
    still open is held against. ``amounts`` are the fields that hold money, as they are now; ``last_words``
    is one for each review that a table ends, if it came to that."""

    case: str
    process: str
    title: str
    version: str
    definition: str
    organization: str
    owner: str
    opened: datetime | None
    opened_by: str
    ended: datetime | None
    status: str
    outcome: str
    as_of: datetime | None
    zone: str
    amounts: tuple[tuple[str, str], ...]
    open_now: tuple[str, ...]
    last_words: tuple[LastWord, ...]
    reader: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Acting:
    """On whose behalf somebody acted, under which grant, in which role of the giver; empty where none was
    asked for."""

    giver: str
    grant: str
    role: str


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acted in the case, for whom, how often, from when to when. ``roles`` are those in which
    they acted for themselves, else those that the organization gives them: never one of somebody acted for.
    """

    person: str
    name: str
    roles: tuple[str, ...]
    behalf: tuple[Acting, ...]
    acts: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What an authority table came to: ``row`` counts from 1, ``cells`` are what it asks for."""

    seq: int
    at: datetime
    table: str
    row: int
    cells: str
    role: str
    before: str
    basis: Basis


GrantStanding = Literal["valid", "not-valid", "other-document", "unknown"]


@dataclass(frozen=True, slots=True)
class GrantUsed:
    """A grant that somebody acted under. ``document_hash`` is what stands on the record, ``standing`` how
    that and the days fit the organization as the case knew it; ``uses`` are the events."""

    grant: str
    giver: str
    receiver: str
    roles: tuple[str, ...]
    limits: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    document: str
    document_hash: str
    standing: GrantStanding
    uses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A step that was left by a return. ``why`` is what was written with it; ``after`` says how the flow goes
    on there, ``back`` is the event by which it came back, 0 if it did not."""

    seq: int
    at: datetime
    step: str
    by: str
    why: str
    target: str
    after: str
    upheld: bool
    back: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class VoteGiven:
    """A vote on a motion; ``by`` is who cast it where that is another than the ``member``."""

    seq: int
    at: datetime
    motion: str
    member: str
    vote: Vote
    by: str
    comment: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a level ruled; ``level`` counts from 1."""

    seq: int
    at: datetime
    level: int
    role: str
    by: str
    ruling: Ruling
    comment: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """An objection from its raising to its end; ``end`` is empty while it is open."""

    seq: int
    at: datetime
    topic: str
    place: str
    by: str
    why: str
    steps: tuple[tuple[int, str], ...]
    rulings: tuple[Ruled, ...]
    votes: tuple[VoteGiven, ...]
    end: str
    end_seq: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Counted:
    """A review by vote that was decided."""

    seq: int
    at: datetime
    step: str
    passed: bool
    yes: int
    no: int
    abstained: int
    base: int


@dataclass(frozen=True, slots=True)
class Assumption:
    """A question that the source leaves open, and the events that went by what was assumed."""

    question: str
    ask: str
    assumed: str
    clauses: tuple[str, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that stands behind what happened; its title is empty where no register gives it."""

    clause: str
    title: str
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision of somebody against the case."""

    seq: int
    at: datetime
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the case, as it was put to it."""

    seq: int
    at: datetime
    name: str
    filename: str
    size: int
    sha256: str
    by: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over a head, up to an event."""

    key: str
    signed_at: datetime | None
    version: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What the record says of itself, and how it stands. ``left_out`` are personal fields by their titles,
    each with the events of which the value is not there."""

    head: str
    events: int
    format: int
    whole: bool
    from_file: bool
    left_out: tuple[tuple[str, tuple[int, ...]], ...]
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """By which authority something was done: in which role, by which row of which table, under which grants
    with their papers, the nearest first."""

    role: str = ""
    rows: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """Some events in a sentence: the story's line, with what stands behind it. ``who`` is whose command it
    was; unless ``acted``, they did not do it themselves: it followed by the rules from what they did."""

    seq: int
    seqs: tuple[int, ...]
    at: datetime
    who: str
    acted: bool
    kind: Kind
    text: str
    detail: str
    basis: Basis
    behind: Behind


@dataclass(frozen=True, slots=True)
class CaseReport:
    """The whole report. What grows with the case is worked out when it is gone through."""

    lang: Lang
    wrong: tuple[Wrong, ...]
    summary: Summary
    data: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    decided: tuple[Decided, ...]
    grants: tuple[GrantUsed, ...]
    returns: tuple[Returned, ...]
    disputes: tuple[Disputed, ...]
    counted: tuple[Counted, ...]
    timed: tuple[Timed, ...]
    steps: tuple[StepTimes, ...]
    sums: Sums | None
    assumptions: tuple[Assumption, ...]
    untouched: int
    clauses: tuple[Cited, ...]
    refusals: tuple[Refusal, ...]
    papers: tuple[Paper, ...]
    record: RecordHead
    events: Again[Happened]
