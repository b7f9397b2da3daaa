"""Expectations from their nodes."""

from collections.abc import Iterator
from typing import get_args

from procflow.case import Event
from procflow.definition.build.reading import entries, get, items, scalar, scalars
from procflow.definition.build.scope import resolve
from procflow.definition.process import Milestone
from procflow.diagnostics import Span
from procflow.source import Entry, ListNode, MapNode, Node, ScalarNode, plain
from procflow.testing import scenario as s
from procflow.testing.build import Surroundings, known, moment, place_list, places, read_period

EVENTS = tuple(sorted(kind.__name__ for kind in get_args(Event)))


def build_expect(around: Surroundings, node: MapNode) -> s.Expect:
    """What a line of a scenario wants to hold."""
    return s.Expect(tuple(_expected(around, node)), node.span)


def _expected(around: Surroundings, node: MapNode) -> Iterator[s.Expected]:
    for entry in node:
        if isinstance(entry.value, ScalarNode) and entry.value.poisoned:
            continue
        span = entry.value.span
        match entry.name:
            case "status":
                yield s.StatusIs(scalar_text(entry.value), span)
            case "open":
                yield s.OpenAre(place_list(around, node, "open"), span)
            case "opened":
                periods = (read_period(around, item) for item in scalars(node, "opened"))
                yield s.OpenedAre(tuple(period for period in periods if period is not None), span)
            case "disputed":
                yield s.DisputedIs(plain(entry.value) is True, span)
            case "asked" | "offered" | "not_offered" | "topics" | "deadline":
                yield from _at_places(around, node, entry.name)
            case "data":
                yield from _fields(around, node)
            case "authority":
                yield from _authority(around, node)
            case "milestones":
                yield from _milestones(around, node)
            case "happened":
                occurrences = tuple(_occurrences(around, node))
                yield s.Happened(occurrences, entry.key.span)
            case _:
                yield from _times(around, node)


def scalar_text(node: Node) -> str:
    """The text of a single value."""
    return node.text if isinstance(node, ScalarNode) else ""


def _at_places(around: Surroundings, node: MapNode, key: str) -> Iterator[s.Expected]:
    for place, value, span in places(around, node, key):
        named = tuple(item.text for item in _each(value))
        match key:
            case "asked":
                people = known(around.organization.people)
                persons = tuple(resolve(around.report, item, people, "N216") for item in _each(value))
                yield s.AskedAre(place, persons, value.span)
            case "topics":
                yield s.TopicsAre(place, named, value.span)
            case "deadline":
                instant = moment(around, value if isinstance(value, ScalarNode) else None)
                if instant is not None:
                    yield s.DeadlineIs(place, instant, value.span)
            case _:
                yield s.OutcomesOffered(place, named, key == "offered", span)


def _each(value: Node) -> tuple[ScalarNode, ...]:
    if isinstance(value, ListNode):
        return tuple(item for item in value if isinstance(item, ScalarNode) and not item.poisoned)
    return (value,) if isinstance(value, ScalarNode) else ()


def _fields(around: Surroundings, node: MapNode) -> Iterator[s.Expected]:
    fields = known(around.process.fields)
    for entry in entries(node, "data"):
        resolve(around.report, entry.key, fields, "N203")
        yield s.FieldIs(entry.name, plain(entry.value), entry.value.span)


def _authority(around: Surroundings, node: MapNode) -> Iterator[s.Expected]:
    tables, roles = known(around.process.tables), known(around.organization.roles)
    for entry in entries(node, "authority"):
        resolve(around.report, entry.key, tables, "N205")
        value = entry.value if isinstance(entry.value, ScalarNode) else None
        role = resolve(around.report, value, roles, "N202")
        yield s.AuthorityIs(entry.name, role, entry.value.span)


def _milestones(around: Surroundings, node: MapNode) -> Iterator[s.Expected]:
    milestones = known(n for n, step in around.process.steps.items() if isinstance(step, Milestone))
    for entry in entries(node, "milestones"):
        resolve(around.report, entry.key, milestones, "X109")
        yield s.MilestoneIs(entry.name, scalar_text(entry.value), entry.value.span)


def _occurrences(around: Surroundings, node: MapNode) -> Iterator[s.Occurrence]:
    for item in items(node, "happened"):
        if isinstance(item, ScalarNode):
            yield _occurrence(around, item, {}, item.span)
        elif isinstance(item, MapNode) and item.entries:
            entry = item.entries[0]
            yield _occurrence(around, entry.key, _content(entry), entry.key.span)


def _content(entry: Entry) -> dict[str, object]:
    if not isinstance(entry.value, MapNode):
        return {}
    return {part.name: plain(part.value) for part in entry.value}


def _occurrence(
    around: Surroundings, name: ScalarNode, content: dict[str, object], span: Span
) -> s.Occurrence:
    return s.Occurrence(resolve(around.report, name, known(EVENTS), "X110"), content, span)


def _times(around: Surroundings, node: MapNode) -> Iterator[s.Expected]:
    for entry in entries(node, "times"):
        event = resolve(around.report, entry.key, known(EVENTS), "X110")
        count = scalar_value(get(node, "times"), entry.name)
        if isinstance(count, int):
            yield s.TimesIs(event, count, entry.value.span)


def scalar_value(node: Node | None, key: str) -> object:
    """The value of a single entry."""
    written = scalar(node, key) if isinstance(node, MapNode) else None
    return written.value if written is not None else None
