"""Cases and work items as people read them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from procflow.cli.output import bold, moment, table, visible
from procflow.cli.shapes import in_language, topics_of

if TYPE_CHECKING:
    from procflow.engine import (
        CaseView,
        EventView,
        FormField,
        ItemView,
        OccurrenceView,
        OutcomeView,
        WaitView,
    )

Rows = list[tuple[str, str]]


def place(item: "ItemView") -> str:
    """Where an item stands: its step, whose it is there, and which of several."""
    return f"{item.step}{which(item)} / {item.seat or item.role}"


def which(thing: "ItemView | WaitView") -> str:
    """For which entry of a branch something is, and in which occurrence of an any-time event."""
    entry = f" for {visible(thing.entry)}" if thing.entry is not None else ""
    return f"{entry} in {thing.occurrence}" if thing.occurrence is not None else entry


def labelled(rows: Rows, indent: int = 2) -> str:
    """Labels with what stands under them, lined up; empty ones are left out."""
    from procflow.reports.columns import columns, padded

    kept = [(label, text) for label, text in rows if text]
    wide = indent + max((columns(label) for label, _ in kept), default=0)
    lines = []
    for label, text in kept:
        first, *more = text.split("\n")
        lines.append(f"{padded(' ' * indent + label, wide)}  {first}")
        lines += [f"{' ' * wide}  {line}" for line in more]
    return "\n".join(line.rstrip() for line in lines)


def item_text(item: "ItemView", lang: str) -> str:
    """A work item with everything that an answer needs."""
    rows: Rows = [
        ("item", item.item),
        ("asked", ", ".join(item.persons) or f"nobody: no one who may act holds {item.role}"),
        ("for", ", ".join(item.on_behalf_of)),
        ("event", f"{item.event}, occurrence {item.occurrence}" if item.event is not None else ""),
        ("deadline", _deadline(item)),
        ("outcomes", "\n".join(_outcome(outcome, lang) for outcome in item.outcomes.values())),
        ("topics", ", ".join(topics_of(item))),
        ("form", "\n".join(line for field in item.form for line in _field(field, lang))),
        ("papers", ", ".join(item.attachments)),
        ("confirms", "\n".join(f"{name}: {visible(text)}" for name, text in item.confirms.items())),
        ("note", visible(in_language(item.guidance, lang)) if item.guidance is not None else ""),
    ]
    head = f"{item.case}  {place(item)}  {visible(in_language(item.title, lang))}"
    return f"{bold(head)}\n{labelled(rows)}"


def _deadline(item: "ItemView") -> str:
    late = ", overdue" if item.overdue else ""
    return f"{moment(item.deadline, item.zone)} ({item.zone}){late}" if item.deadline is not None else ""


def _outcome(outcome: "OutcomeView", lang: str) -> str:
    needs = f"  with {', '.join(outcome.needs)}" if outcome.needs else ""
    return f"{outcome.name}  {visible(in_language(outcome.title, lang))}{needs}"


def _field(field: "FormField", lang: str, within: str = "") -> Iterator[str]:
    """The lines of a field: what it is, and what is filled in."""
    name = within + field.name
    if field.fields:
        for part in field.fields:
            yield from _field(part, lang, f"{name}.")
        return
    kind = "|".join(field.of) if field.of else f"{field.type} {field.currency or ''}".strip()
    must = ", required" if field.required else ""
    must += f", by {' or '.join(field.edit)}" if field.edit else ""
    now = f" = {value_text(field.value)}" if field.value is not None else ""
    yield visible(f"{name}  {in_language(field.title, lang)} ({kind}{must}){now}")


def value_text(value: object) -> str:
    """A value of a field in one line."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(str(part) for part in value)
        case _:
            return visible(str(value))


def data_rows(data: Mapping[str, object]) -> Rows:
    """Fields with their values, those of groups by dotted name."""
    rows: Rows = []
    for name, value in data.items():
        if isinstance(value, Mapping):
            rows += [(f"{name}.{part}", text) for part, text in data_rows(value)]
        elif value is not None:
            rows.append((name, value_text(value)))
    return rows


def case_text(view: "CaseView", head: str, lang: str, way: str = "") -> str:
    """A case: how it stands, its way so far if that is given in lines, who is asked, what is known."""
    zone = view.zone
    ended = f", ended {moment(view.ended_at, zone)}" if view.ended_at is not None else ""
    reason = f" ({visible(view.reason)})" if view.reason else ""
    rows: Rows = [
        ("status", f"{view.status}{reason}"),
        ("started", f"{moment(view.started_at, zone)} by {view.started_by}{ended}; times of {zone}"),
        ("opened for", view.turn or ""),
        ("called by", view.parent or ""),
        ("owner", view.owner or ""),
        ("version", str(view.version)),
        ("at", ", ".join(view.steps)),
        ("rests for", ", ".join(view.rests_for)),
        ("waits at", "\n".join(_waiting(wait, view.zone) for wait in view.waiting)),
        ("running", "\n".join(_running(each) for each in view.running)),
        ("raisable", "\n".join(_raisable(event, lang) for event in view.raisable)),
        ("disputed", "yes" if view.disputed else "no"),
        ("authority", ", ".join(f"{table}: {role}" for table, role in view.authority.items())),
        ("milestones", ", ".join(f"{n}: {_force(holds)}" for n, holds in view.milestones.items())),
        ("hidden", ", ".join(view.hidden)),
        ("head", head),
    ]
    title = visible(in_language(view.title, lang))
    parts = [f"{bold(f'{view.id}  {title}')} ({view.process} {view.process_version})\n{labelled(rows)}"]
    if way:
        parts.append(f"{bold('way')}\n{way}")
    if view.data:
        parts.append(f"{bold('data')}\n{labelled(data_rows(view.data))}")
    if view.attachments:
        papers = [(name, f"{visible(p.filename)}, {p.size} bytes") for name, p in view.attachments.items()]
        parts.append(f"{bold('papers')}\n{labelled(papers)}")
    if view.open:
        parts.append(f"{bold('open')}\n{open_table(view.open, lang)}")
    return "\n\n".join(parts)


def _waiting(wait: "WaitView", zone: str) -> str:
    called = f", for case {wait.called}" if wait.called is not None else ""
    due = f", until {moment(wait.due, zone)}" if wait.due is not None else ""
    return f"{wait.step}{which(wait)} ({wait.kind}{called}{due})"


def _running(each: "OccurrenceView") -> str:
    at = f" at {each.step}" if each.step else ""
    data = "".join(f"; {name} = {text}" for name, text in data_rows(each.data))
    return f"{each.event} {each.occurrence}{at}{data}"


def _raisable(event: "EventView", lang: str) -> str:
    needs = ", ".join(field.name for field in event.form)
    how = f"by {' or '.join(event.raised_by)}" + (f"; with {needs}" if needs else "")
    return f"{event.name}  {visible(in_language(event.title, lang))} ({how})"


def _force(holds: bool) -> str:
    return "in force" if holds else "void"


def open_table(items: Iterable["ItemView"], lang: str) -> str:
    """Open work items, a line each."""
    rows = [
        (
            f"  {item.step}{which(item)}",
            item.seat or item.role,
            in_language(item.title, lang),
            ", ".join(item.persons) or "nobody",
            " ".join(item.outcomes),
            moment(item.deadline, item.zone) + (" overdue" if item.overdue else ""),
        )
        for item in items
    ]
    return table(("  STEP", "SEAT", "TITLE", "ASKED", "OUTCOMES", "DEADLINE"), rows)
