"""Expectations from their nodes."""

from collections.abc import Iterator
from typing import get_args

from procflow.case import Event
from procflow.definition.build.reading import entries, get, items, scalar, scalars
from procflow.definition.build.scope import resolve
from procflow.definition.process import Milestone, Notice, every_step
from procflow.diagnostics import Span
from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode, plain
from procflow.testing import expected as x
from procflow.testing.naming import (
    Standpoint,
    known,
    moment,
    place_list,
    places,
    read_call,
    read_event,
    read_period,
    waiting_place,
)

EVENTS = tuple(sorted(kind.__name__ for kind in get_args(Event)))


def build_expect(around: Standpoint, node: MapNode) -> x.Expect:
    """What a line of a scenario wants to hold."""
    return x.Expect(tuple(_expected(around, node)), node.span)


def _expected(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    for entry in node:
        if isinstance(entry.value, ScalarNode) and entry.value.poisoned:
            continue
        span = entry.value.span
        match entry.name:
            case "status":
                yield x.StatusIs(scalar_text(entry.value), span)
            case "open":
                yield x.OpenAre(place_list(around, node, "open"), span)
            case "opened":
                periods = (read_period(around, item) for item in scalars(node, "opened"))
                yield x.OpenedAre(tuple(period for period in periods if period is not None), span)
            case "disputed":
                yield x.DisputedIs(plain(entry.value) is True, span)
            case "asked" | "offered" | "not_offered" | "topics" | "deadline":
                yield from _at_places(around, node, entry.name)
            case "data":
                yield from _fields(around, node)
            case "authority":
                yield from _authority(around, node)
            case "milestones":
                yield from _milestones(around, node)
            case "facts":
                yield from _facts(around, node)
            case "owner":
                owner = entry.value if isinstance(entry.value, ScalarNode) else None
                nobody = owner is None or owner.value is None
                people = known(around.organization.people)
                yield x.OwnerIs(None if nobody else resolve(around.report, owner, people, "N216"), span)
            case "raisable" | "rests_for" | "running" | "event_data":
                yield from _about_events(around, node, entry.name, span)
            case "waiting":
                waiting = (waiting_place(around, item) for item in scalars(node, "waiting"))
                yield x.WaitingAre(tuple(place for place in waiting if place is not None), span)
            case "told":
                yield from _told(around, node)
            case "called":
                yield from _called(around, node)
            case "happened":
                events = tuple(_events(around, node))
                yield x.Happened(events, entry.key.span)
            case _:
                yield from _times(around, node)


def scalar_text(node: Node) -> str:
    """The text of a single value."""
    return node.text if isinstance(node, ScalarNode) else ""


def _at_places(around: Standpoint, node: MapNode, key: str) -> Iterator[x.Expected]:
    for place, value, span in places(around, node, key):
        named = tuple(item.text for item in _each(value))
        match key:
            case "asked":
                people = known(around.organization.people)
                persons = tuple(resolve(around.report, item, people, "N216") for item in _each(value))
                yield x.AskedAre(place, persons, value.span)
            case "topics":
                yield x.TopicsAre(place, named, value.span)
            case "deadline":
                instant = moment(around, value if isinstance(value, ScalarNode) else None)
                if instant is not None:
                    yield x.DeadlineIs(place, instant, value.span)
            case _:
                yield x.OutcomesOffered(place, named, key == "offered", span)


def _each(value: Node) -> tuple[ScalarNode, ...]:
    if isinstance(value, ListNode):
        return tuple(item for item in value if isinstance(item, ScalarNode) and not item.poisoned)
    return (value,) if isinstance(value, ScalarNode) else ()


def _fields(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    fields = known(around.process.fields)
    for entry in entries(node, "data"):
        resolve(around.report, entry.key, fields, "N203")
        yield x.FieldIs(entry.name, plain(entry.value), entry.value.span)


def _authority(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    tables, roles = known(around.process.tables), known(around.organization.roles)
    for entry in entries(node, "authority"):
        resolve(around.report, entry.key, tables, "N205")
        value = entry.value if isinstance(entry.value, ScalarNode) and not entry.value.poisoned else None
        role = resolve(around.report, value, roles, "N202")
        yield x.AuthorityIs(entry.name, role, entry.value.span)


def _milestones(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    milestones = known(n for n, step in every_step(around.process).items() if isinstance(step, Milestone))
    for entry in entries(node, "milestones"):
        resolve(around.report, entry.key, milestones, "X109")
        yield x.MilestoneIs(entry.name, scalar_text(entry.value), entry.value.span)


def _facts(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    for entry in entries(node, "facts"):
        resolve(around.report, entry.key, known(around.process.facts), "X118")
        yield x.FactIs(entry.name, plain(entry.value) is True, entry.value.span)


def _about_events(around: Standpoint, node: MapNode, key: str, span: Span) -> Iterator[x.Expected]:
    if key == "event_data":
        for entry in entries(node, key):
            occurred = read_event(around, entry.key)
            if occurred is not None and isinstance(entry.value, MapNode):
                yield from _own_fields(around, occurred, entry.value)
        return
    if key == "running":
        running = (read_event(around, item) for item in scalars(node, key))
        yield x.RunningAre(tuple(each for each in running if each is not None), span)
        return
    events = known(around.process.events)
    named = tuple(resolve(around.report, item, events, "X115") for item in scalars(node, key))
    yield x.EventsAre("rests_for" if key == "rests_for" else "raisable", named, span)


def _own_fields(around: Standpoint, occurred: x.Occurred, node: MapNode) -> Iterator[x.Expected]:
    fields = known(around.process.events[occurred.event].fields)
    for entry in node:
        if resolve(around.report, entry.key, fields, "N203") in fields:
            yield x.OwnFieldIs(occurred, entry.name, plain(entry.value), entry.value.span)


def _told(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    notices = known(n for n, step in every_step(around.process).items() if isinstance(step, Notice))
    people = known(around.organization.people)
    for entry in entries(node, "told"):
        resolve(around.report, entry.key, notices, "X119")
        persons = tuple(resolve(around.report, item, people, "N216") for item in _each(entry.value))
        yield x.ToldAre(entry.name, persons, entry.value.span)


def _called(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    for entry in entries(node, "called"):
        step = read_call(around, entry.key)
        if step is not None:
            statuses = tuple(item.text for item in _each(entry.value))
            yield x.CalledAre(step, statuses, entry.value.span)


def _events(around: Standpoint, node: MapNode) -> Iterator[x.EventWanted]:
    for item in items(node, "happened"):
        if isinstance(item, ScalarNode):
            yield _event(around, item, {}, item.span)
        elif isinstance(item, MapNode) and item.entries:
            entry = item.entries[0]
            yield _event(around, entry.key, _content(entry), entry.key.span)


def _content(entry: Entry) -> dict[str, object]:
    if not isinstance(entry.value, MapNode):
        return {}
    return {part.name: plain(part.value) for part in entry.value}


def _event(around: Standpoint, name: ScalarNode, content: dict[str, object], span: Span) -> x.EventWanted:
    return x.EventWanted(resolve(around.report, name, known(EVENTS), "X110"), content, span)


def _times(around: Standpoint, node: MapNode) -> Iterator[x.Expected]:
    for entry in entries(node, "times"):
        event = resolve(around.report, entry.key, known(EVENTS), "X110")
        count = scalar_value(get(node, "times"), entry.name)
        if isinstance(count, int):
            yield x.TimesIs(event, count, entry.value.span)


def scalar_value(node: Node | None, key: str) -> object:
    """The value of a single entry."""
    written = scalar(node, key) if isinstance(node, MapNode) else None
    return written.value if written is not None else None
