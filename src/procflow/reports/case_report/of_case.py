"""The sections on the case itself: in short, who took part, what it holds."""

from collections.abc import Iterator

from procflow.reports.case_report.sheets import Entry, Grid, Row, Section
from procflow.reports.case_report.speaker import Speaker
from procflow.reports.case_report.values import Acting, Again, CaseReport, Counts, LastWord, Party


def summary(speaker: Speaker, report: CaseReport) -> Section:
    """The case in short."""
    facts = (*_facts(speaker, report), *_counts(speaker, report.summary.counts))
    return Section("summary", speaker.say("section.summary"), (), facts)


def _facts(speaker: Speaker, report: CaseReport) -> Iterator[tuple[str, Entry]]:
    case, fact = report.summary, speaker.fact
    yield fact("case", case.case)
    yield fact("process", case.title, case.process)
    yield fact("version", case.version)
    yield fact("definition", case.definition or speaker.say("unknown"), "SHA-256")
    yield fact("organization", case.organization or speaker.say("unknown"))
    if case.owner:
        yield fact("owner", case.owner)
    yield fact("opened", speaker.moment(case.opened) or speaker.say("unknown"), case.opened_by)
    if case.ended is not None:
        yield fact("ended", speaker.moment(case.ended))
    outcome = speaker.say(f"status.{case.status or 'unknown'}")
    yield fact("outcome", outcome, case.outcome)
    for each in case.last_words:
        yield _last_word(speaker, each)
    for asked in case.open_now:
        yield fact("open_now", asked)
    if case.ended is None and case.as_of is not None:
        yield fact("as_of", speaker.moment(case.as_of))
    for title, value in case.amounts:
        yield title, Entry(value)
    if report.sums is not None:
        yield fact("lasted", speaker.clock(report.sums.whole), speaker.worked(report.sums.whole_worked))
    yield fact("zone", case.zone)
    if case.reader:
        yield fact("reader", case.reader, speaker.say("reader.masked"))
    for name, seqs in report.record.left_out:
        yield fact("left_out", name, speaker.say("left_out.events", events=speaker.numbers(seqs)))


def _last_word(speaker: Speaker, word: LastWord) -> tuple[str, Entry]:
    args = {"by": word.by, "giver": word.giver, "role": word.role, "grant": word.grant, "answer": word.answer}
    name = "last_word.behalf" if word.giver else "last_word.own" if word.by else "last_word.group"
    rests = [
        speaker.say("last_word.row", table=word.table, row=word.row, cells=word.cells) if word.row else "",
        ", ".join(word.clauses),
        speaker.say("last_word.event", event=word.seq),
    ]
    return speaker.fact("last_word", speaker.say(name, **args), speaker.row(rests))


def _counts(speaker: Speaker, counts: Counts) -> Iterator[tuple[str, Entry]]:
    names = (
        "events", "persons", "returns", "objections", "rulings", "votes", "rounds", "asked", "overdue",
        "handed_up", "reminders", "alarms",
    )  # fmt: skip
    for name in names:
        count = getattr(counts, name)
        yield (
            speaker.say(f"count.{name}"),
            Entry(str(count), finding=name in ("overdue", "alarms") and count > 0),
        )


def parties(speaker: Speaker, report: CaseReport) -> Section:
    """Who took part."""
    heads = speaker.heads("person", "roles", "behalf", "acts", "first", "last")
    grid = Grid("parties", "", heads, tuple(_party(speaker, each) for each in report.parties))
    return Section("parties", speaker.say("section.parties"), (speaker.say("parties.note"),), (), (grid,))


def _party(speaker: Speaker, party: Party) -> Row:
    behalf = speaker.row(_behalf(speaker, each) for each in party.behalf)
    return (
        Entry(party.name, party.person if party.person != party.name else ""),
        Entry(speaker.names(party.roles)),
        Entry(behalf),
        speaker.count(party.acts),
        speaker.at(party.first),
        speaker.at(party.last),
    )


def _behalf(speaker: Speaker, acting: Acting) -> str:
    giver = acting.giver
    if acting.role:
        giver = speaker.say("party.giver", giver=giver, role=acting.role)
    return speaker.say("party.behalf", giver=giver, grant=acting.grant)


def data(speaker: Speaker, report: CaseReport) -> Section:
    """What the case holds at the end of its record: fields and papers."""
    facts = tuple((title, Entry(value)) for title, value in report.data)
    heads = speaker.heads("event", "time", "paper", "file", "size", "hash", "who")
    papers = Grid("papers", speaker.say("table.papers"), heads, Again(lambda: _papers(speaker, report)))
    return Section("data", speaker.say("section.data"), (), facts, (papers,))


def _papers(speaker: Speaker, report: CaseReport) -> Iterator[Row]:
    for paper in report.papers:
        yield (
            speaker.event(paper.seq),
            speaker.at(paper.at),
            Entry(paper.name),
            Entry(paper.filename, shape="paper"),
            Entry(speaker.say("bytes", count=f"{paper.size:,}")),
            Entry(paper.sha256, shape="paper"),
            Entry(paper.by),
        )
