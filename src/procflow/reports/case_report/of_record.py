"""The section on the record: its head, how to check it, what was left out, who signed it."""

from collections.abc import Iterator

from procflow.reports.case_report.sheets import Entry, Grid, Section
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import CaseReport


def record(speaker: Speaker, report: CaseReport) -> Section:
    """What the record says of itself."""
    said, head = speaker.say, report.record
    facts = (
        speaker.fact("head", head.head or said("unknown"), "SHA-256"),
        speaker.fact("events", str(head.events)),
        speaker.fact("format", str(head.format)),
        speaker.fact(
            "checked", said("checked.whole" if head.whole else "checked.broken"), finding=not head.whole
        ),
    )
    grids = (_signatures(speaker, report),) if head.from_file else ()
    return Section("record", said("section.record"), tuple(_notes(speaker, report)), facts, grids)


def _notes(speaker: Speaker, report: CaseReport) -> Iterator[str]:
    said, head = speaker.say, report.record
    case = report.summary.case
    yield said("record.check_file" if head.from_file else "record.check", case=case)
    yield said("record.proves")
    if not head.from_file:
        yield said("record.no_signatures", case=case)
    if not head.left_out:
        yield said("record.nothing_left_out")
    for name, seqs in head.left_out:
        yield said("record.left_out", field=name, events=speaker.numbers(seqs))


def _signatures(speaker: Speaker, report: CaseReport) -> Grid:
    heads = speaker.heads("key", "signed", "upto", "standing")
    rows = tuple(
        (
            Entry(each.key or speaker.say("unknown")),
            speaker.at(each.signed_at),
            speaker.event(each.version),
            Entry(speaker.say(f"signature.{each.standing}"), finding=each.standing == "wrong"),
        )
        for each in report.record.signatures
    )
    return Grid("signatures", speaker.say("table.signatures"), heads, rows)
