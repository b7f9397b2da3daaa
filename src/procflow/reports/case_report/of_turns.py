"""The sections on where the case did not go straight on."""

from collections.abc import Iterator

from procflow.reports.case_report.sheets import Entry, Grid, Row, Section
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import Again, CaseReport, Disputed


def returns(speaker: Speaker, report: CaseReport) -> Section:
    """What was sent back."""
    heads = speaker.heads("event", "time", "step", "returned_by", "why", "target", "after", "back", "basis")
    grid = Grid("returns", "", heads, Again(lambda: _returns(speaker, report)))
    return Section("returns", speaker.say("section.returns"), (speaker.say("returns.note"),), (), (grid,))


def _returns(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for each in report.returns:
        kind = speaker.say("return.upheld") if each.upheld else ""
        yield (
            speaker.event(each.seq),
            speaker.at(each.at),
            Entry(each.step),
            Entry(each.by, kind),
            Entry(each.why),
            Entry(each.target),
            Entry(each.after),
            speaker.event(each.back),
            speaker.basis(each.basis),
        )


def disputes(speaker: Speaker, report: CaseReport) -> Section:
    """Objections with what became of them, rulings, votes."""
    said = speaker.say
    heads = speaker.heads("event", "time", "topic", "seat", "objector", "why", "end", "end_event", "basis")
    raised = tuple(
        (
            speaker.event(each.seq),
            speaker.at(each.at),
            Entry(each.topic),
            Entry(each.place),
            Entry(each.by),
            Entry(each.why),
            Entry(each.end or said("dispute.open")),
            speaker.event(each.end_seq),
            speaker.basis(each.basis),
        )
        for each in report.disputes
    )
    grids = [Grid("disputes", said("table.disputes"), heads, raised)]
    if report.disputes:
        heads = speaker.heads("event", "time", "topic", "level", "arbiter", "who", "ruling", "comment")
        rulings = Again(lambda: _rulings(speaker, report.disputes))
        grids.append(Grid("rulings", said("table.rulings"), heads, rulings))
        heads = speaker.heads("event", "time", "topic", "motion", "member", "vote", "cast_by", "comment")
        votes = Again(lambda: _votes(speaker, report.disputes))
        grids.append(Grid("votes", said("table.votes"), heads, votes))
        heads = speaker.heads("event", "topic", "what")
        steps = Again(lambda: _steps(speaker, report.disputes))
        grids.append(Grid("course", said("table.course"), heads, steps))
    if report.counted:
        heads = speaker.heads("event", "time", "step", "result", "yes", "no", "abstain", "base")
        grids.append(Grid("counted", said("table.counted"), heads, Again(lambda: _counted(speaker, report))))
    return Section("disputes", said("section.disputes"), (), (), tuple(grids))


def _rulings(speaker: Speaker, disputes: tuple[Disputed, ...]) -> Iterator[Row]:
    for dispute in disputes:
        for each in dispute.rulings:
            yield (
                speaker.event(each.seq),
                speaker.at(each.at),
                Entry(dispute.topic),
                speaker.count(each.level),
                Entry(each.role),
                Entry(each.by or speaker.say("ruled.together")),
                Entry(speaker.say(f"ruling.{each.ruling}")),
                Entry(each.comment),
            )


def _votes(speaker: Speaker, disputes: tuple[Disputed, ...]) -> Iterator[Row]:
    for dispute in disputes:
        for each in dispute.votes:
            yield (
                speaker.event(each.seq),
                speaker.at(each.at),
                Entry(dispute.topic),
                Entry(each.motion),
                Entry(each.member),
                Entry(speaker.say(f"vote.{each.vote}")),
                Entry(each.by),
                Entry(each.comment),
            )


def _steps(speaker: Speaker, disputes: tuple[Disputed, ...]) -> Iterator[Row]:
    for dispute in disputes:
        for seq, text in dispute.steps:
            yield speaker.event(seq), Entry(dispute.topic), Entry(text)


def _counted(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for each in report.counted:
        yield (
            speaker.event(each.seq),
            speaker.at(each.at),
            Entry(each.step),
            Entry(speaker.say("counted.passed" if each.passed else "counted.failed")),
            speaker.count(each.yes),
            speaker.count(each.no),
            speaker.count(each.abstained),
            speaker.count(each.base),
        )


def refusals(speaker: Speaker, report: CaseReport) -> Section:
    """Decisions against the case; and that what the rules did not allow is kept nowhere."""
    heads = speaker.heads("event", "time", "what", "why")
    rows = tuple(
        (speaker.event(each.seq), speaker.at(each.at), Entry(each.text), Entry(each.why))
        for each in report.refusals
    )
    grid = Grid("refusals", speaker.say("table.refusals"), heads, rows)
    return Section("refusals", speaker.say("section.refusals"), (speaker.say("refusals.note"),), (), (grid,))
