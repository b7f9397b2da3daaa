"""The JSON shapes of what the engine shows. Keys are stable."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procflow.case.record import Fault
    from procflow.case.why import Why
    from procflow.definition.organization import Organization, Person
    from procflow.definition.process import Title
    from procflow.engine import (
        CaseView,
        Done,
        EventView,
        FormField,
        HistoryEvent,
        ItemView,
        OccurrenceView,
        WaitView,
    )
    from procflow.store import CaseRow

Shape = dict[str, object]


def in_language(title: "Title", lang: str) -> str:
    """A title in a language."""
    return title.zh if lang == "zh" else title.en


def both(title: "Title") -> Shape:
    """A title in both languages."""
    return {"zh": title.zh, "en": title.en}


def case_shape(view: "CaseView", head: str, lang: str) -> Shape:
    """A case as ``start`` and ``show`` give it; ``head`` is the head of its record."""
    return {
        "case": view.id,
        "process": view.process,
        "process_version": view.process_version,
        "title": in_language(view.title, lang),
        "titles": both(view.title),
        "version": view.version,
        "status": view.status,
        "reason": view.reason,
        "started_at": view.started_at,
        "started_by": view.started_by,
        "turn": view.turn,
        "parent": view.parent,
        "owner": view.owner,
        "ended_at": view.ended_at,
        "zone": view.zone,
        "data": view.data,
        "hidden": view.hidden,
        "disputed": view.disputed,
        "facts": view.facts,
        "authority": view.authority,
        "milestones": view.milestones,
        "attachments": {
            name: {"filename": paper.filename, "size": paper.size, "sha256": paper.sha256}
            for name, paper in view.attachments.items()
        },
        "steps": view.steps,
        "rests_for": view.rests_for,
        "waiting": [waiting_shape(wait, lang) for wait in view.waiting],
        "running": [running_shape(each, lang) for each in view.running],
        "raisable": [raisable_shape(event, lang) for event in view.raisable],
        "open": [item_shape(item, lang) for item in view.open],
        "head": head,
    }


def waiting_shape(wait: "WaitView", lang: str) -> Shape:
    """A step that waits without an answer."""
    return {
        "step": wait.step,
        "kind": wait.kind,
        "title": in_language(wait.title, lang),
        "titles": both(wait.title),
        "entry": wait.entry,
        "occurrence": wait.occurrence,
        "called": wait.called,
        "due": wait.due,
    }


def running_shape(each: "OccurrenceView", lang: str) -> Shape:
    """An occurrence of an any-time event that is not over."""
    return {
        "occurrence": each.occurrence,
        "event": each.event,
        "title": in_language(each.title, lang),
        "titles": both(each.title),
        "step": each.step,
        "data": each.data,
        "pauses": each.pauses,
    }


def raisable_shape(event: "EventView", lang: str) -> Shape:
    """An any-time event that can be raised now."""
    guidance = event.guidance
    return {
        "event": event.name,
        "title": in_language(event.title, lang),
        "titles": both(event.title),
        "raised_by": event.raised_by,
        "form": [field_shape(field, lang) for field in event.form],
        "guidance": None if guidance is None else in_language(guidance, lang),
    }


def item_shape(item: "ItemView", lang: str) -> Shape:
    """A work item as an inbox and a case list it."""
    guidance = item.guidance
    return {
        "item": item.item,
        "case": item.case,
        "process": item.process,
        "version": item.version,
        "step": item.step,
        "seat": item.seat,
        "role": item.role,
        "purpose": item.purpose,
        "title": in_language(item.title, lang),
        "titles": both(item.title),
        "outcomes": list(item.outcomes),
        "needs": {name: outcome.needs for name, outcome in item.outcomes.items()},
        "topics": topics_of(item),
        "form": [field_shape(field, lang) for field in item.form],
        "attachments": item.attachments,
        "fills_form": [name for name, outcome in item.outcomes.items() if outcome.fills_form],
        "confirms": item.confirms,
        "guidance": None if guidance is None else in_language(guidance, lang),
        "persons": item.persons,
        "on_behalf_of": item.on_behalf_of,
        "opened_at": item.opened_at,
        "deadline": item.deadline,
        "overdue": item.overdue,
        "zone": item.zone,
        "entry": item.entry,
        "event": item.event,
        "occurrence": item.occurrence,
    }


def topics_of(item: "ItemView") -> list[str]:
    """The topics that any outcome of an item is open to."""
    return list(dict.fromkeys(topic for outcome in item.outcomes.values() for topic in outcome.topics))


def field_shape(field: "FormField", lang: str) -> Shape:
    """A field to fill in; what does not apply to its type is left out."""
    shape: Shape = {
        "name": field.name,
        "type": field.type,
        "required": field.required,
        "title": in_language(field.title, lang),
        "titles": both(field.title),
        "value": field.value,
    }
    more: Shape = {
        "of": field.of,
        "fields": [field_shape(part, lang) for part in field.fields],
        "currency": field.currency,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "edit": field.edit,
    }
    return shape | {name: value for name, value in more.items() if value not in (None, (), [])}


def done_shape(done: "Done", lang: str) -> Shape:
    """What a command came to."""
    after = done.case
    return {
        "case": after.id,
        "version": after.version,
        "status": after.status,
        "reason": after.reason,
        "disputed": after.disputed,
        "steps": after.steps,
        "events": [event.type for event in done.events],
        "opened": [item_shape(item, lang) for item in done.opened],
    }


def event_shape(event: "HistoryEvent") -> Shape:
    """An event of the record. Its own content stands under ``content``."""
    return {
        "seq": event.seq,
        "at": event.at,
        "by": event.by,
        "type": event.type,
        "content": event.content,
    }


def row_shape(row: "CaseRow") -> Shape:
    """A case as a listing shows it."""
    return {
        "case": row.case,
        "process": row.process,
        "status": row.status,
        "started_at": row.started_at,
        "version": row.version,
    }


def person_shape(person: "Person", organization: "Organization", lang: str, *, absent: bool) -> Shape:
    """Somebody who holds a role."""
    return {
        "id": person.name,
        "name": in_language(person.title, lang),
        "names": both(person.title),
        "absent": absent,
        "organization": organization.name,
    }


def record_shape(case: str, head: str | None, faults: Iterable["Fault"]) -> Mapping[str, object]:
    """What is wrong with the record of a case."""
    return {
        "case": case,
        "head": head,
        "faults": [{"kind": f.kind, "version": f.version, "seq": f.seq, "text": f.text} for f in faults],
    }


def why_shape(why: "Why") -> object:
    """An explanation; what there is nothing to say of is left out."""
    from datetime import date, datetime
    from decimal import Decimal

    from msgspec import to_builtins

    return to_builtins(why, builtin_types=(Decimal, datetime, date), order="deterministic")
