"""The audit: cases are taken in one after the other, and what an auditor samples for is gathered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from procflow.definition.process import DataField, Milestone
from procflow.reports.audit.following import Followed, follow
from procflow.reports.audit.late import Lateness
from procflow.reports.audit.near import Nearness
from procflow.reports.audit.passes import Undoing
from procflow.reports.audit.people import Deputies, Pairs
from procflow.reports.audit.values import (
    Assumption,
    Audit,
    CaseNote,
    CaseRecord,
    Counted,
    LeftOut,
    Named,
    Return,
    Sampling,
    Undone,
)
from procflow.reports.story import basis
from procflow.wording import Lang, Words, phrase

Source = Iterable[CaseRecord | LeftOut]
"""Records of cases one after the other, and those that cannot be read, each as it is come to."""


def audit(
    source: Source,
    now: datetime,
    sampling: Sampling | None = None,
    lang: Lang = "en",
    *,
    since: date | None = None,
    until: date | None = None,
) -> Audit:
    """What there is to sample in the cases of a source, as it stands at ``now``, told in one language.

    The cases may be of several processes and versions. Each record is followed once and not kept, so that a
    source may read it when it is asked for. Cases count that were started from ``since`` to ``until``, both
    days with them, by the clock of the process's calendar. A record that does not begin with the start of a
    case, or that its definition does not fit, is left out, with the reason.
    """
    auditor = Auditor(now, sampling or Sampling(), lang, since, until)
    for each in source:
        auditor.take(each)
    return auditor.found()


@dataclass(slots=True)
class _Assumed:
    """What is kept of a question."""

    question: str
    ask: str
    assumed: str
    clauses: tuple[str, ...]
    cases: dict[str, None] = field(default_factory=dict)
    places: dict[str, Named] = field(default_factory=dict)
    versions: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Auditor:
    """Takes cases in one by one; :meth:`found` is what was gathered so far."""

    now: datetime
    sampling: Sampling
    lang: Lang
    since: date | None = None
    until: date | None = None
    near: Nearness = field(init=False)
    pairs: Pairs = field(init=False)
    deputies: Deputies = field(init=False)
    late: Lateness = field(init=False)
    returns: list[Return] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    _assumed: dict[tuple[str, str, str], _Assumed] = field(default_factory=dict)
    _counted: dict[str, Counted] = field(default_factory=dict)
    _notes: list[CaseNote] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.near = Nearness(self.sampling, phrase("by.starter", self.lang, {}, __package__))
        self.pairs, self.deputies = Pairs(self.sampling), Deputies()
        self.late = Lateness(self.now)

    def take(self, each: CaseRecord | LeftOut) -> None:
        """Take a case in, or note that it cannot be."""
        if isinstance(each, LeftOut):
            self.left_out.append(each)
            return
        words = Words(each.program, each.organization, self.lang)
        try:
            followed = follow(each, words, self.now)
            thresholds = self.near.look(followed)
        except (ValueError, LookupError) as error:
            case = next((envelope.case for envelope in each.envelopes), "")
            self.left_out.append(LeftOut(case, words.process.name, str(error)))
            return
        if not self._counts(followed):
            return
        self._notes.append(followed.note)
        self._count(followed)
        self.near.add(followed, thresholds)
        for gather in (self.pairs, self.deputies, self.late):
            gather.add(followed)
        self.returns += (_return(followed, undoing) for undoing in followed.undone)
        self._assume(followed)

    def _count(self, followed: Followed) -> None:
        words, key = followed.words, followed.words.program.hash
        before = self._counted.get(key)
        self._counted[key] = Counted(
            words.process.name,
            words.title(words.process.title),
            words.process.version,
            key,
            (before.cases if before is not None else 0) + 1,
            (before.running if before is not None else 0) + (followed.note.status == "running"),
        )

    def _assume(self, followed: Followed) -> None:
        """Note the questions on the way of a case. Where versions ask or assume something else under one
        name, that is another assumption."""
        words, note = followed.words, followed.note
        for name, places in followed.questions.items():
            question = words.process.questions.get(name)
            if question is None:
                continue
            ask, assumed = words.title(question.ask), words.title(question.assumed)
            known = self._assumed.setdefault(
                (note.process, name, assumed), _Assumed(name, ask, assumed, question.clauses)
            )
            known.cases[note.case] = None
            known.places.update(places)
            known.versions[note.version] = None

    def _counts(self, followed: Followed) -> bool:
        day = followed.note.started_at.date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def found(self) -> Audit:
        """What was gathered."""
        counted = tuple(sorted(self._counted.values(), key=lambda each: (each.process, each.version)))
        returns = sorted(self.returns, key=lambda each: (each.at, each.case.case))
        return Audit(
            at=self.now,
            since=self.since,
            until=self.until,
            sampling=self.sampling,
            notes=tuple(sorted(self._notes, key=lambda each: (each.started_at, each.case))),
            counted=counted,
            near=self.near.near(),
            splits=self.near.splits(),
            pairs=self.pairs.pairs(),
            forced=self.pairs.forced(),
            deputies=self.deputies.shares(),
            returns=tuple(returns),
            late=self.late.late(),
            late_by_person=self.late.by_person(),
            late_by_place=self.late.by_place(),
            assumptions=self._assumptions(),
            left_out=tuple(self.left_out),
            unknown=self.near.unknown(),
        )

    def _assumptions(self) -> tuple[Assumption, ...]:
        found = [
            Assumption(
                process=process,
                question=each.question,
                ask=each.ask,
                assumed=each.assumed,
                clauses=each.clauses,
                places=tuple(each.places.values()),
                cases=tuple(each.cases),
                versions=tuple(each.versions),
            )
            for (process, _, _), each in self._assumed.items()
        ]
        return tuple(sorted(found, key=_by_number))


def _by_number(each: Assumption) -> tuple[str, int, str]:
    return each.process, len(each.question), each.question


def _return(followed: Followed, undoing: Undoing) -> Return:
    words = followed.words
    known = words.program.steps.get(undoing.step)
    to = undoing.to
    if to is None and isinstance(known, Milestone):
        to = known.if_voided
    return Return(
        case=followed.note,
        how=Undone.VOIDED if undoing.voided else Undone.RETURNED,
        step=Named(undoing.step, words.step(undoing.step)),
        to=Named(to, words.step(to)) if to is not None else None,
        passed_at=words.local(undoing.passed_at),
        at=words.local(undoing.at),
        by=Named(undoing.by, words.name(undoing.by)),
        changed=tuple(Named(name, _title(words, name)) for name in undoing.changed),
        between=followed.business(undoing.passed_at, undoing.at),
        basis=basis.of_step(words.program, undoing.step),
    )


def _title(words: Words, name: str) -> str:
    known: DataField | None = words.process.fields.get(name)
    return words.title(known.title) if known is not None else name
