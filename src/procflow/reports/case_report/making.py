"""The report of a case, made in one pass over its events; another goes through them as it is printed."""

from collections.abc import Iterator
from datetime import datetime

from procflow.case import CLOCK
from procflow.case import events as e
from procflow.case.record import FORMAT, Envelope
from procflow.case.state import Performance
from procflow.exported import KeptCase
from procflow.reports.case_report.acts import Authority
from procflow.reports.case_report.amiss import wrong_of
from procflow.reports.case_report.durations import Timed
from procflow.reports.case_report.gathered import Gathered
from procflow.reports.case_report.subject import UNTOLD, Subject, local, moments, subject_of, who
from procflow.reports.case_report.values import (
    Again,
    Behind,
    CaseReport,
    Counts,
    Disputed,
    Happened,
    RecordHead,
    Signature,
)
from procflow.wording import Lang

_DONE = (e.AttachmentAdded, e.HandlerDone, e.HandlerFailed, e.HandlerReportedLate)
"""What is done by whoever the record names, without saying so in the event."""


def case_report(
    kept: KeptCase, lang: Lang = "en", *, reader: str = "", now: datetime | None = None
) -> CaseReport:
    """Everything that the record of a case says, for a manager, an auditor or a court.

    ``reader`` is the person as whom the case was read, empty for one who may see everything. What is still
    open is held against ``now``, by default the instant at which the case was read, or of its last event.
    Nothing that is wrong with a case keeps the rest from being told. Raises ``ValueError`` for an instant
    without a zone.
    """
    if now is not None and now.tzinfo is None:
        raise ValueError("now: an instant needs its zone")
    subject = subject_of(kept, lang)
    found = Gathered(subject)
    found.read()
    as_of = found.times.finish(now if now is not None else kept.read_at)
    assumptions = tuple(found.assumptions())
    timed, disputes, returns = found.times.timed(), tuple(found.turns.disputes()), found.turns.returns()
    counts = _counts(subject, found, timed, disputes)
    return CaseReport(
        lang=lang,
        wrong=tuple(wrong_of(subject)),
        summary=found.summary(reader, as_of, counts),
        data=tuple(found.data()),
        parties=found.acts.parties(),
        decided=tuple(found.acts.decided),
        grants=found.acts.grants(),
        returns=returns,
        disputes=disputes,
        counted=tuple(found.turns.counted),
        timed=timed,
        steps=tuple(found.times.steps()),
        sums=found.times.sums(),
        assumptions=assumptions,
        untouched=len(subject.program.process.questions) - len(assumptions),
        clauses=tuple(found.clauses()),
        refusals=tuple(found.turns.refusals),
        papers=tuple(found.papers),
        record=_record(subject),
        events=Again(lambda: _events(subject)),
    )


def _counts(
    subject: Subject, found: Gathered, timed: tuple[Timed, ...], disputes: tuple[Disputed, ...]
) -> Counts:
    return Counts(
        events=len(subject.kept.envelopes),
        persons=len(found.acts.parties()),
        returns=len(found.turns.returns()),
        objections=len(disputes),
        rulings=sum(len(each.rulings) for each in disputes),
        votes=sum(len(each.votes) for each in disputes),
        asked=sum(1 for each in timed if each.item),
        overdue=sum(each.late for each in timed),
        handed_up=sum(len(each.handed_up) for each in timed),
        reminders=sum(each.reminded for each in timed),
        alarms=found.times.alarms,
        rounds=max(found.times.rounds.values(), default=0),
    )


def _events(subject: Subject) -> Iterator[Happened]:
    """The story line by line, with the authority behind each."""
    authority = Authority(subject)
    for moment in moments(subject):
        behind: dict[int, Behind] = {}
        acts = {envelope.seq for envelope in moment.events if _acted(envelope)}
        for envelope in moment.events:
            try:
                behind[envelope.seq] = authority.behind(envelope.event)
                authority.note(envelope.event)
            except UNTOLD:
                if subject.sound:
                    raise
        for line in moment.lines:
            yield Happened(
                seq=line.seq,
                seqs=line.seqs,
                at=line.at,
                who=who(subject, line.who),
                acted=not acts.isdisjoint(line.seqs),
                kind=line.kind,
                text=line.text,
                detail=line.detail,
                basis=line.basis,
                behind=_joined([behind[seq] for seq in line.seqs if seq in behind]),
            )


def _acted(envelope: Envelope) -> bool:
    """Whether somebody did what an event tells, or the clock; the rest follows from that by the rules."""
    if envelope.by == CLOCK or isinstance(envelope.event, _DONE):
        return True
    return isinstance(getattr(envelope.event, "who", None), Performance)


def _joined(found: list[Behind]) -> Behind:
    role = next((each.role for each in found if each.role), "")
    rows = dict.fromkeys(row for each in found for row in each.rows)
    grants = dict.fromkeys(grant for each in found for grant in each.grants)
    return Behind(role, tuple(rows), tuple(grants))


def _record(subject: Subject) -> RecordHead:
    kept = subject.kept
    return RecordHead(
        head=kept.head,
        events=len(kept.envelopes),
        format=kept.envelopes[0].format if kept.envelopes else FORMAT,
        whole=not kept.faults and not kept.unreadable,
        from_file=kept.signed,
        left_out=tuple((_field(subject, name), events) for name, events in kept.left_out.items()),
        signatures=tuple(
            Signature(
                each.key,
                local(subject, each.signed_at) if each.signed_at is not None else None,
                each.version,
                each.standing,
            )
            for each in kept.signatures
        ),
    )


def _field(subject: Subject, name: str) -> str:
    process = subject.words.process
    own = (event.fields for event in process.events.values())
    known = next((fields[name] for fields in (process.fields, *own) if name in fields), None)
    return subject.words.title(known.title) if known is not None else name
