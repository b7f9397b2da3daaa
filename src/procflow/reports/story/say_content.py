"""Sentences on what a case holds: start and end, data and papers, facts, authority and milestones."""

from collections.abc import Iterable
from typing import assert_never

from procflow.case import events as e
from procflow.case.record import Envelope
from procflow.definition.process import Milestone, Occasion, joined
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
            return Said(text, kind, fact.basis if fact is not None else joined())
        case e.AuthorityDetermined():
            return _authority(teller, event)
        case e.MilestoneReached():
            step = words.program.steps.get(event.step)
            names = step.covers if isinstance(step, Milestone) else ()
            of = teller.past.event_of(event.scope)
            covers = words.listed([words.covered(name, of) for name in names])
            text = words.say("MilestoneReached", step=words.step(event.step), covers=covers)
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step))
        case e.MilestoneClosed() | e.MilestoneVoided():
            text = words.say(type(event).__name__, step=words.step(event.step))
            minor = isinstance(event, e.MilestoneClosed)
            return Said(text, Kind.FLOW, basis.of_step(words.program, event.step), minor=minor)
        case e.CaseEnded():
            status = words.word("status", event.status)
            name = "CaseEnded" if event.reason is None else f"CaseEnded.{event.reason}"
            text = words.say(name, status=status, step=words.place(event.step))
            return Said(text, Kind.END, basis.of_step(words.program, event.step))
        case _:
            assert_never(event)


def _started(teller: Teller, event: e.CaseStarted) -> Said:
    words, process = teller.words, teller.words.process
    args = {"process": words.inline(process.title), "version": event.version}
    alone = words.part("one_open_per", field=words.covered(event.one_open_per or ""))
    if event.turn is None:
        who, name = (
            teller.who(event.who),
            "CaseStarted.person" if event.parent is None else "CaseStarted.called",
        )
        caller = event.parent.case if event.parent is not None else ""
        text = words.say(name, who=who, caller=caller, **args)
        return Said(text, Kind.ACT, basis.of_step(words.program, process.start), detail=alone)
    person = words.person(event.who.on_behalf_of or event.who.by)
    period = event.turn.rpartition("/")[2]
    text = words.say("CaseStarted.clock", person=person, period=period, **args)
    found = process.cadence.basis if process.cadence is not None else joined()
    return Said(text, Kind.CLOCK, found, detail=alone)


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
    found = joined()
    if table is not None:
        rows = table.rows[event.row - 1 : event.row] if event.row > 0 else ()
        found = joined(*(row.basis for row in rows), table.basis)
    return Said(text, Kind.AUTHORITY, found)


def fields_given(teller: Teller, changes: Iterable[e.DataChanged]) -> str:
    """The fields that were filled in together. Personal values that were erased are named without them."""
    words = teller.words
    values: dict[str | None, dict[str, object]] = {}
    erased: list[str] = []
    for change in changes:
        values.setdefault(change.scope, {}).update(values_of(change))
        of = teller.past.event_of(change.scope)
        gone = [words.covered(name, of) for name in change.commitments if name not in change.personal]
        erased += [words.say("part.field", field=n, value=words.say("part.erased")) for n in gone]
    told = [
        words.fields(words.fields_of(teller.past.event_of(scope)), given, teller.past.data_at(scope))
        for scope, given in values.items()
    ]
    return words.series([*told, *erased])


def say_data(teller: Teller, envelope: Envelope, changes: tuple[e.DataChanged, ...]) -> Said:
    """Data that were changed by themselves, outside a form."""
    words, who = teller.words, changes[0].who
    name = teller.who(who) if who is not None else words.person(envelope.by)
    fields = fields_given(teller, changes)
    known = [
        field.basis
        for change in changes
        for name, field in words.fields_of(teller.past.event_of(change.scope)).items()
        if name in change.values or name in change.commitments
    ]
    text, within = words.say("DataChanged", who=name, fields=fields), words.part("given", fields=fields)
    return Said(text, Kind.ACT, joined(*known), within=within)


def say_papers(teller: Teller, envelope: Envelope, papers: tuple[e.AttachmentAdded, ...]) -> Said:
    """Papers that came by themselves."""
    words = teller.words
    named = words.listed([words.aside(paper.name, paper.filename) for paper in papers])
    text = words.say("AttachmentAdded", who=words.person(envelope.by), papers=named)
    return Said(text, Kind.ACT, within="", detail=words.part("attached", papers=named))
