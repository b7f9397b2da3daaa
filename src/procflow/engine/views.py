"""What readers are shown: frozen values in the callers' form, made from state and definition."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from msgspec import structs, to_builtins

from procflow.case import CaseState, Item, offer
from procflow.case.commands import Context
from procflow.case.events import CallRequested, DataChanged
from procflow.case.lens import open_events, root_of
from procflow.case.occurrences import raisable
from procflow.case.people import entitled, grants_for
from procflow.case.record import Envelope
from procflow.case.state import Attachment, CallJob, Scope
from procflow.case.surroundings import around
from procflow.definition.organization import Organization
from procflow.definition.process import Call, Occasion, Title
from procflow.definition.register import Register
from procflow.definition.values import json_value
from procflow.engine.beside import (
    EventView,
    OccurrenceView,
    WaitView,
    entry_of,
    event_view,
    occurrence_view,
    waits,
)
from procflow.engine.masking import MASK, masked, masked_text, names_in_state
from procflow.engine.seeing import FormField, Seeing, form_field
from procflow.program import MAIN, Program


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A way to answer an item, what must come with it, and the topics that are open to it.

    ``fills_form`` says that the item's form and attachments must come with it as well.
    """

    name: str
    title: Title
    needs: tuple[str, ...]
    topics: tuple[str, ...]
    fills_form: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """A work item as it is put before somebody.

    ``persons`` may answer it now in their own right; ``on_behalf_of`` names those for whom the reader may
    answer under a grant. ``attachments`` are asked for, ``confirms`` are limits that answering confirms, by
    name and text. ``zone`` is the IANA name of the time zone that the process counts in. ``entry`` is the
    value that the branch around it was opened for; ``event`` and ``occurrence`` are the any-time event that
    it belongs to and the id of its occurrence.
    """

    item: str
    case: str
    process: str
    version: int
    step: str
    seat: str | None
    role: str
    purpose: str
    title: Title
    outcomes: Mapping[str, OutcomeView]
    form: tuple[FormField, ...]
    attachments: tuple[str, ...]
    confirms: Mapping[str, str]
    guidance: Title | None
    persons: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    opened_at: datetime
    deadline: datetime | None
    overdue: bool
    zone: str
    entry: str | None = None
    event: str | None = None
    occurrence: str | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a reader may see it. ``version`` is what ``seen`` refers to; ``hidden`` names fields kept
    back; ``turn`` is the turn of a cadence that it was opened for, such as ``daily-order-report/2026-05-04``;
    ``parent`` is the case that called it.

    ``raisable`` are the any-time events that can be raised now, ``running`` those that are not over;
    ``rests_for`` names the events that the main flow rests for. ``waiting`` are the steps that wait without
    an answer being asked for.
    """

    id: str
    process: str
    process_version: str
    title: Title
    version: int
    status: str
    reason: str | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    data: Mapping[str, object]
    hidden: tuple[str, ...]
    facts: Mapping[str, bool]
    disputed: bool
    authority: Mapping[str, str]
    milestones: Mapping[str, bool]
    attachments: Mapping[str, Attachment]
    steps: tuple[str, ...]
    open: tuple[ItemView, ...]
    zone: str
    turn: str | None = None
    owner: str | None = None
    raisable: tuple[EventView, ...] = ()
    running: tuple[OccurrenceView, ...] = ()
    rests_for: tuple[str, ...] = ()
    waiting: tuple[WaitView, ...] = ()
    parent: str | None = None


def case_view(seeing: Seeing, state: CaseState) -> CaseView:
    """A case through a reader's eyes."""
    process = seeing.program.process
    fields = {name: field for name, field in process.fields.items() if seeing.sees(field)}
    facts = {name: state.facts.get(name, False) for name in process.facts}
    running = tuple(occurrence_view(seeing, state, scope) for scope in open_events(state))
    objected = [f.name for f in process.facts.values() if f.true_once is Occasion.OBJECTION_OPENED]
    return CaseView(
        id=state.id,
        process=state.process,
        process_version=process.version,
        title=process.title,
        version=state.seq,
        status=state.status,
        reason=_reason(seeing.program, state),
        started_at=state.started_at,
        started_by=state.started_by,
        ended_at=state.ended_at,
        data={name: json_value(fields[name], v) for name, v in state.data.items() if name in fields},
        hidden=tuple(name for name in state.data if name in process.fields and name not in fields),
        facts=facts,
        disputed=any(facts[name] for name in objected),
        authority={table: decided.role for table, decided in state.authority.items()},
        milestones={name: not mark.voided for name, mark in state.milestones.items()},
        attachments=dict(state.attachments),
        steps=tuple(_at(scope) for scope in state.scopes.values() if state.status == "running"),
        open=tuple(item_view(seeing, state, item) for item in state.items.values()),
        zone=seeing.zone,
        turn=state.turn,
        owner=state.owner,
        raisable=tuple(event_view(seeing, event) for event in raisable(seeing.program, state)),
        running=running,
        rests_for=tuple(dict.fromkeys(each.event for each in running if each.pauses)),
        waiting=tuple(waits(seeing, state)),
        parent=state.parent.case if state.parent is not None else None,
    )


def _reason(program: Program, state: CaseState) -> str | None:
    end = program.ended(state.scopes[MAIN].step) if state.status != "running" else None
    return end.title.en if end is not None else None


def _at(scope: Scope) -> str:
    """Where a scope stands, in the words of the file: its step, or the arbitration that it is."""
    return scope.step if scope.dispute is None else scope.graph


def item_view(seeing: Seeing, state: CaseState, item: Item) -> ItemView:
    """An open work item through a reader's eyes."""
    program, organization = seeing.program, seeing.organization
    offered = offer(program, state, item)
    outcomes = {
        c.name: OutcomeView(c.name, c.title, c.needs, c.topics, c.fills_form)
        for c in offered.choices.values()
    }
    givers: tuple[str, ...] = ()
    if seeing.reader.person is not None:
        context = Context(seeing.now, seeing.reader.person, organization, b"")
        givers = tuple(dict.fromkeys(g.giver for g in grants_for(program, state, context, item)))
    limits = organization.limits
    inside, root = around(program, state, item.scope), root_of(state, item.scope)
    names = names_in_state(seeing, state)
    return ItemView(
        item=item.id,
        case=state.id,
        process=state.process,
        version=state.seq,
        step=item.step,
        seat=masked_text(names, item.seat) if item.seat is not None else None,
        role=item.role,
        purpose=item.purpose,
        title=_title(names, item, offered.title),
        outcomes=outcomes,
        form=tuple(form_field(seeing, inside.fields[n], inside.data.get(n)) for n in offered.form),
        attachments=offered.attachments,
        confirms={name: limits[name].value for name in offered.confirms if name in limits},
        guidance=offered.guidance,
        persons=entitled(organization, item),
        on_behalf_of=givers,
        opened_at=item.opened_at,
        deadline=item.due,
        overdue=item.due is not None and item.due < seeing.now,
        zone=seeing.zone,
        entry=entry_of(state, item.scope, names),
        event=root.event,
        occurrence=root.id if root.event is not None else None,
    )


def _title(names: frozenset[str], item: Item, title: Title) -> Title:
    """The title of an item, without the name of its seat where that is kept back."""
    if item.seat is None or item.seat not in names:
        return title
    return Title(title.zh.replace(item.seat, MASK), title.en.replace(item.seat, MASK))


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One event of a case's record: its number, instant, actor, kind and content."""

    seq: int
    at: datetime
    by: str
    type: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    """What a story of a case is told from, and a picture drawn: its events, and the definition, the
    organization and the clause register that name things.

    Values of fields that the reader may not see, which are the ``hidden`` ones, are left out.
    """

    program: Program
    organization: Organization
    envelopes: tuple[Envelope, ...]
    register: Register | None = None
    hidden: tuple[str, ...] = ()


def seen_event(seeing: Seeing, envelope: Envelope, names: frozenset[str]) -> Envelope:
    """An event through a reader's eyes; values of fields that the reader may not see are left out, also where
    they are the ``names`` of branches and seats."""
    event = masked(names, envelope.event)
    if event is not envelope.event:
        envelope = structs.replace(envelope, event=event)
    if not isinstance(event, DataChanged | CallRequested):
        return envelope
    hidden = unseen_fields(seeing)
    if not hidden:
        return envelope
    if isinstance(event, CallRequested):
        return structs.replace(envelope, event=_seen_call(seeing.program, event, hidden))
    seen = structs.replace(
        event,
        values={name: value for name, value in event.values.items() if name not in hidden},
        commitments={name: value for name, value in event.commitments.items() if name not in hidden},
        personal={name: value for name, value in event.personal.items() if name not in hidden},
    )
    return structs.replace(envelope, event=seen)


def unseen_fields(seeing: Seeing) -> set[str]:
    """The fields that a reader may not see. Of two events that have one of a name, each counts for both."""
    process = seeing.program.process
    own = (event.fields for event in process.events.values())
    return {n for fields in (process.fields, *own) for n, f in fields.items() if not seeing.sees(f)}


def _seen_call(program: Program, event: CallRequested, hidden: Set[str]) -> CallRequested:
    """A call without what is handed over from hidden fields."""
    step = program.steps.get(event.step)
    kept = (
        {theirs for theirs, ours in step.gives.items() if ours not in hidden}
        if isinstance(step, Call)
        else ()
    )
    timers = {
        name: structs.replace(timer, gives={n: v for n, v in timer.gives.items() if n in kept})
        if isinstance(timer, CallJob)
        else timer
        for name, timer in event.timers.items()
    }
    return structs.replace(event, timers=timers)


def history_event(envelope: Envelope) -> HistoryEvent:
    """An event in the callers' form."""
    content = to_builtins(envelope.event)
    kind = content.pop("type")
    return HistoryEvent(envelope.seq, envelope.at, envelope.by, kind, content)
