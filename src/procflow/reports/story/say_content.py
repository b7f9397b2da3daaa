"""Sentences on what a case holds: start and end, data and papers, facts, authority and milestones."""

from collections.abc import Iterable
from typing import assert_never

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.definition.process import Milestone, Occasion
from procflow.reports.story import basis
from procflow.reports.story.said import Kind, Said, Teller, values_of

ContentEvent = (
    e.CaseStarted
    | e.OrganizationChanged
    | e.FactSet
    | e.AuthorityDetermined
    | e.MilestoneReached
    | e.MilestoneClosed
    | e.MilestoneVoided
    | e.CaseEnded
)


def say_content(teller: Teller, event: ContentEvent) -> Said:
    """What such an event says."""
    words = teller.words
    process = words.process
    match event:
        case e.CaseStarted():
            return _started(teller, event)
        case e.OrganizationChanged():
            return Said(words.say("OrganizationChanged", hash=event.organization_hash[:12]), Kind.FLOW)
        case e.FactSet():
            fact = process.facts.get(event.fact)
            text = words.say("FactSet" if event.value else "FactSet.over", fact=words.covered(event.fact))
            known = fact.true_once if fact is not None else Occasion.OBJECTION_OPENED
            kind = Kind.DISPUTE if known is Occasion.OBJECTION_OPENED else Kind.FLOW
            return Said(text, kind, fact.basis if fact is not None else basis.joined())
        case e.AuthorityDetermined():
            return _authority(teller, event)
        case e.MilestoneReached():
            step = process.steps.get(event.step)
            names = step.covers if isinstance(step, Milestone) else ()
            covers = words.listed([words.covered(name) for name in names])
            text = words.say("MilestoneReached", step=words.step(event.step), covers=covers)
            return Said(text, Kind.FLOW, basis.of_step(process, event.step))
        case e.MilestoneClosed() | e.MilestoneVoided():
            text = words.say(type(event).__name__, step=words.step(event.step))
            minor = isinstance(event, e.MilestoneClosed)
            return Said(text, Kind.FLOW, basis.of_step(process, event.step), minor=minor)
        case e.CaseEnded():
            status = words.word("status", event.status)
            text = words.say("CaseEnded", status=status, step=words.place(event.step))
            return Said(text, Kind.END, basis.of_step(process, event.step))
        case _:
            assert_never(event)


def _started(teller: Teller, event: e.CaseStarted) -> Said:
    words, process = teller.words, teller.words.process
    args = {"process": words.inline(process.title), "version": event.version}
    if event.occurrence is None:
        text = words.say("CaseStarted.person", who=teller.who(event.who), **args)
        return Said(text, Kind.ACT, basis.of_step(process, process.start))
    person = words.person(event.who.on_behalf_of or event.who.by)
    period = event.occurrence.rpartition("/")[2]
    text = words.say("CaseStarted.clock", person=person, period=period, **args)
    found = process.cadence.basis if process.cadence is not None else basis.joined()
    return Said(text, Kind.CLOCK, found)


def _authority(teller: Teller, event: e.AuthorityDetermined) -> Said:
    words = teller.words
    table = words.process.tables.get(event.table)
    args = {
        "table": words.title(table.title) if table is not None else event.table,
        "row": event.row,
        "cells": words.row(table, event.row) if table is not None else "",
        "role": words.role(event.role),
    }
    before = teller.past.authority.get(event.table)
    if before is not None and before != event.role:
        text = words.say("AuthorityDetermined.again", before=words.role(before), **args)
    else:
        text = words.say("AuthorityDetermined.first", **args)
    found = basis.joined()
    if table is not None:
        rows = table.rows[event.row - 1 : event.row] if event.row > 0 else ()
        found = basis.joined(*(row.basis for row in rows), table.basis)
    return Said(text, Kind.AUTHORITY, found)


def fields_given(teller: Teller, changes: Iterable[e.DataChanged]) -> str:
    """The fields that were filled in together. Personal values that were erased are named without them."""
    words = teller.words
    values: dict[str, object] = {}
    erased: list[str] = []
    for change in changes:
        values |= values_of(change)
        erased += [name for name in change.commitments if name not in change.personal]
    told = words.fields(words.process.fields, values, teller.past.data)
    gone = [words.say("part.field", field=words.covered(n), value=words.say("part.erased")) for n in erased]
    return words.series([told, *gone])


def say_data(teller: Teller, envelope: Envelope, changes: tuple[e.DataChanged, ...]) -> Said:
    """Data that were changed by themselves, outside a form."""
    words, who = teller.words, changes[0].who
    name = teller.who(who) if who is not None else words.person(envelope.by)
    fields = fields_given(teller, changes)
    changed = [name for change in changes for name in (*change.values, *change.commitments)]
    known = [words.process.fields[name].basis for name in changed if name in words.process.fields]
    text, within = words.say("DataChanged", who=name, fields=fields), words.part("given", fields=fields)
    return Said(text, Kind.ACT, basis.joined(*known), within=within)


def say_papers(teller: Teller, envelope: Envelope, papers: tuple[e.AttachmentAdded, ...]) -> Said:
    """Papers that came by themselves."""
    words = teller.words
    named = words.listed([words.aside(paper.name, paper.filename) for paper in papers])
    text = words.say("AttachmentAdded", who=words.person(envelope.by), papers=named)
    return Said(text, Kind.ACT, within="", detail=words.part("attached", papers=named))
