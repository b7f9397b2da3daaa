"""Pairs of persons, places without a choice, and deputies, as tables."""

from collections.abc import Iterator

from procflow.reports.audit.shown.voice import Voice
from procflow.reports.audit.values import Audit
from procflow.reports.tables.model import Cell, Table


def person_tables(voice: Voice, found: Audit) -> Iterator[Table]:
    """Pairs, the places that force them, deputies."""
    sampling = found.sampling
    rows = tuple(
        (
            voice.number("P", number, each.cases),
            voice.names(each.persons),
            Cell(each.process),
            Cell(str(len(each.cases))),
            Cell(str(each.of)),
            voice.share(each.share),
            voice.share(each.otherwise) if each.without else Cell("–"),
            voice.names(each.places),
            voice.cases(each.cases),
        )
        for number, each in enumerate(found.pairs, 1)
    )
    heads = voice.heads(
        "number", "persons", "process", "count", "of_fewer", "share", "otherwise", "places", "cases"
    )
    note = voice.say("note.pairs", share=voice.percent(sampling.together), least=sampling.least)
    yield Table("pairs", voice.say("table.pairs"), heads, rows, note)
    forced = tuple(
        (Cell(each.place.name), Cell(each.process), Cell(each.person.name), Cell(str(each.cases)))
        for each in found.forced
    )
    heads = voice.heads("place", "process", "person", "count")
    yield Table("forced", voice.say("table.forced"), heads, forced, voice.say("note.forced"))
    deputies = tuple(
        (
            voice.number("D", number, each.cases),
            Cell(each.receiver.name),
            Cell(each.giver.name),
            Cell(each.grant),
            Cell(each.process),
            Cell(str(each.under)),
            Cell(str(each.own)),
            voice.share(each.share),
            voice.names(each.places),
            voice.cases(each.cases),
        )
        for number, each in enumerate(found.deputies, 1)
    )
    heads = voice.heads(
        "number", "receiver", "giver", "grant", "process", "under_grant", "own", "share", "places", "cases"
    )
    yield Table("deputies", voice.say("table.deputies"), heads, deputies, voice.say("note.deputies"))
