"""The sections on what decisions rest on: tables, grants, assumptions, clauses."""

from collections.abc import Iterator

from procflow.reports.case_report.sheets import Entry, Grid, Row, Section
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import Again, CaseReport, GrantUsed


def authority(speaker: Speaker, report: CaseReport) -> Section:
    """What tables decided, and the grants that were used."""
    heads = speaker.heads("event", "time", "table", "row", "cells", "decides", "before", "basis")
    tables = Grid("decided", speaker.say("table.decided"), heads, Again(lambda: _decided(speaker, report)))
    heads = speaker.heads(
        "grant", "receiver", "giver", "roles", "limits", "valid", "document", "standing", "uses"
    )  # fmt: skip
    grants = Grid(
        "grants", speaker.say("table.grants"), heads, tuple(_grant(speaker, g) for g in report.grants)
    )
    note = (speaker.say("authority.note"),)
    return Section("authority", speaker.say("section.authority"), note, (), (tables, grants))


def _decided(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for each in report.decided:
        yield (
            speaker.event(each.seq),
            speaker.at(each.at),
            Entry(each.table),
            speaker.count(each.row),
            Entry(each.cells),
            Entry(each.role),
            Entry(each.before),
            speaker.basis(each.basis),
        )


def _grant(speaker: Speaker, grant: GrantUsed) -> Row:
    standing = speaker.say(f"grant.{grant.standing}")
    return (
        Entry(grant.grant),
        Entry(grant.receiver),
        Entry(grant.giver),
        Entry(speaker.names(grant.roles)),
        Entry(_limits(speaker, grant)),
        Entry(speaker.days(grant.since, grant.until)),
        Entry(grant.document, grant.document_hash, shape="paper"),
        Entry(standing, finding=grant.standing in ("not-valid", "other-document")),
        speaker.events(grant.uses),
    )


def _limits(speaker: Speaker, grant: GrantUsed) -> str:
    """Up to what a grant reaches; nothing only where the organization that gives it is not there."""
    if grant.standing == "unknown":
        return ""
    return speaker.row(grant.limits) or speaker.say("grant.unlimited")


def assumptions(speaker: Speaker, report: CaseReport) -> Section:
    """The open questions whose assumptions the case went by."""
    heads = speaker.heads("question", "asks", "assumed", "clauses", "events")
    rows = tuple(
        (
            Entry(each.question),
            Entry(each.ask),
            Entry(each.assumed),
            Entry(", ".join(each.clauses)),
            speaker.events(each.events),
        )
        for each in report.assumptions
    )
    grid = Grid("assumptions", "", heads, rows)
    note = speaker.say("assumptions.note", untouched=report.untouched)
    return Section("assumptions", speaker.say("section.assumptions"), (note,), (), (grid,))


def clauses(speaker: Speaker, report: CaseReport) -> Section:
    """The clauses that stand behind what happened."""
    heads = speaker.heads("clause", "title", "events")
    rows = tuple(
        (Entry(each.clause), Entry(each.title), speaker.events(each.events)) for each in report.clauses
    )
    grid = Grid("clauses", "", heads, rows)
    return Section("clauses", speaker.say("section.clauses"), (speaker.say("clauses.note"),), (), (grid,))
