"""From a report to its sections: labels, order, and how values are put."""

from collections.abc import Iterator, Sequence

from procflow.reports.case_report import of_authority, of_case, of_record, of_times, of_turns
from procflow.reports.case_report.sheets import Laid, Section, Told
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import Again, CaseReport, Happened


def lay_out(report: CaseReport, picture: str = "none") -> Laid:
    """The report in sections; ``picture`` says whether one of its way goes with it (``there``), or why not
    (``none``, ``failed``)."""
    speaker = Speaker(report.lang)
    said, summary = speaker.say, report.summary
    title = said("title", title=summary.title or summary.process or summary.case)
    subtitle = said("subtitle", case=summary.case, process=summary.process, version=summary.version)
    alarms = tuple((each.text, each.detail, each.seq) for each in report.wrong)
    return Laid(
        lang=report.lang,
        title=title,
        subtitle=subtitle,
        marked=said("marked"),
        alarm_title=said("alarm.title"),
        alarm_note=said("alarm.note"),
        alarms=alarms,
        sections=(
            of_case.summary(speaker, report),
            of_case.parties(speaker, report),
            of_authority.authority(speaker, report),
            of_turns.returns(speaker, report),
            of_turns.disputes(speaker, report),
            of_turns.refusals(speaker, report),
            of_times.times(speaker, report),
            of_authority.assumptions(speaker, report),
            of_case.data(speaker, report),
        ),
        picture_title=said("section.way"),
        picture_note=said(f"way.{picture}"),
        listed=Section("events", said("section.events"), (said("events.note"),)),
        heads=speaker.heads("event", "time", "who", "what", "behind"),
        events=Again(lambda: _events(speaker, report)),
        record=(of_authority.clauses(speaker, report), of_record.record(speaker, report)),
    )


def _events(speaker: Speaker, report: CaseReport) -> Iterator[Told]:
    for each in report.events:
        yield Told(
            seq=each.seq,
            seqs=each.seqs,
            number=_number(each.seqs),
            time=speaker.moment(each.at),
            who=each.who if each.acted else speaker.say("after", name=each.who),
            kind=each.kind,
            text=each.text,
            detail=each.detail,
            behind=tuple(_behind(speaker, each)),
        )


def _number(seqs: Sequence[int]) -> str:
    """``7``; ``7–9``; ``7, 9``."""
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and seq == runs[-1][1] + 1:
            runs[-1][1] = seq
        else:
            runs.append([seq, seq])
    return ", ".join(f"{low}" if low == high else f"{low}–{high}" for low, high in runs)


def _behind(speaker: Speaker, each: Happened) -> Iterator[tuple[str, str]]:
    behind = each.behind
    if behind.role:
        yield speaker.say("behind.role"), behind.role
    for row in behind.rows:
        yield speaker.say("behind.row"), row
    for grant in behind.grants:
        yield speaker.say("behind.grant"), grant
    if each.basis.clauses:
        yield speaker.say("behind.clauses"), ", ".join(each.basis.clauses)
    if each.basis.questions:
        yield speaker.say("behind.questions"), ", ".join(each.basis.questions)
