"""Whether what a scenario expects holds, and what holds instead."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from procflow.definition.process import DataField, GroupType
from procflow.definition.values import json_value, read_value
from procflow.diagnostics import Diagnostic, Span
from procflow.engine import HistoryEvent
from procflow.testing import scenario as s
from procflow.testing.driver import CaseDriver
from procflow.worktime import Zone

MOST_SHOWN = 8
"""Events told beside one that did not happen."""

CLOSED = "nothing, for nothing is open there"


def unmet(driver: CaseDriver, expect: s.Expect, zone: Zone) -> tuple[Diagnostic, ...]:
    """One finding for each thing that does not hold. Raises :class:`NotPossible` before there is a case."""
    return tuple(finding for expected in expect.expected for finding in _unmet(driver, expected, zone))


def _unmet(driver: CaseDriver, expected: s.Expected, zone: Zone) -> Iterator[Diagnostic]:
    if isinstance(expected, s.OpenedAre):
        what = f"cases of {driver.process.name} that opened"
        yield from _compare(expected.span, what, _listed(expected.periods), _listed(driver.opened))
        return
    case = driver.case
    match expected:
        case s.StatusIs(status, span):
            yield from _compare(span, "the case", status, case.status, case.reason or _open(driver))
        case s.OpenAre():
            yield from _unmet_open(driver, expected)
        case s.AskedAre(place, persons):
            yield from _compare_sets(driver, expected, persons, driver.asked(place))
        case s.OutcomesOffered():
            yield from _unmet_outcomes(driver, expected)
        case s.TopicsAre(place, topics):
            open_topics = (t for i in driver.at(place) for o in i.outcomes.values() for t in o.topics)
            yield from _compare_sets(driver, expected, topics, dict.fromkeys(open_topics))
        case s.DisputedIs(disputed, span):
            yield from _compare(span, "disputed", _yes(disputed), _yes(case.disputed))
        case s.FieldIs(name, value, span):
            if not _field_holds(driver.process.fields[name], value, case.data.get(name)):
                yield _differs(span, name, _shown(value), _shown(case.data.get(name)))
        case s.AuthorityIs(table, role, span):
            yield from _compare(span, table, role, case.authority.get(table, "not decided yet"))
        case s.MilestoneIs(name, mark, span):
            marks = {True: "in force", False: "voided", None: "not reached"}
            yield from _compare(span, name, mark, marks[case.milestones.get(name)])
        case s.DeadlineIs():
            yield from _unmet_deadline(driver, expected, zone)
        case s.Happened(occurrences):
            yield from _unmet_events(driver.history(), occurrences)
        case s.TimesIs(event, count, span):
            happened = [e for e in driver.history() if e.type == event]
            near = "; ".join(_told(e) for e in happened[-MOST_SHOWN:])
            yield from _compare(span, f"times {event}", str(count), str(len(happened)), near)
        case _:
            assert_never(expected)


def _compare(span: Span, what: str, expected: str, actual: str, near: str = "") -> Iterator[Diagnostic]:
    if expected != actual:
        yield _differs(span, what, expected, actual, near)


def _differs(span: Span, what: str, expected: str, actual: str, near: str = "") -> Diagnostic:
    return Diagnostic("X301", span, {"what": what, "expected": expected, "actual": actual, "near": near})


def _compare_sets(
    driver: CaseDriver, expected: s.AskedAre | s.TopicsAre, wanted: Iterable[str], found: Iterable[str]
) -> Iterator[Diagnostic]:
    place, span = expected.place, expected.span
    what = f"{'asked' if isinstance(expected, s.AskedAre) else 'topics'} at {place}"
    if not driver.at(place):
        yield _differs(span, what, _listed(wanted), CLOSED, _open(driver))
    elif set(wanted) != set(found):
        yield _differs(span, what, _listed(wanted), _listed(found))


def _unmet_open(driver: CaseDriver, expected: s.OpenAre) -> Iterator[Diagnostic]:
    items = driver.case.open
    unexpected = [item for item in items if not any(place.holds(item) for place in expected.places)]
    closed = [place for place in expected.places if not driver.at(place)]
    if unexpected or closed:
        asked = (f"{place}: {_listed(driver.asked(place))}" for place in driver.open())
        places = _listed(map(str, expected.places))
        yield _differs(expected.span, "open", places, _listed(driver.open()), "; ".join(asked))


def _unmet_outcomes(driver: CaseDriver, expected: s.OutcomesOffered) -> Iterator[Diagnostic]:
    items = driver.at(expected.place)
    offered = tuple(dict.fromkeys(name for item in items for name in item.outcomes))
    wrong = [name for name in expected.outcomes if (name in offered) is not expected.wanted]
    if not items:
        what = f"offered at {expected.place}"
        wanted = _listed(expected.outcomes)
        yield _differs(expected.span, what, wanted, CLOSED, _open(driver))
    elif wrong:
        wanted = _listed(expected.outcomes) if expected.wanted else f"without {_listed(expected.outcomes)}"
        yield _differs(expected.span, f"offered at {expected.place}", wanted, _listed(offered))


def _unmet_deadline(driver: CaseDriver, expected: s.DeadlineIs, zone: Zone) -> Iterator[Diagnostic]:
    wanted = f"{zone.local(expected.instant):%Y-%m-%d %H:%M}"
    items = driver.at(expected.place)
    found = {f"{zone.local(i.deadline):%Y-%m-%d %H:%M}" if i.deadline else "none" for i in items}
    if found != {wanted}:
        actual = _listed(sorted(found)) if items else CLOSED
        yield _differs(expected.span, f"deadline of {expected.place}", wanted, actual, _open(driver))


def _unmet_events(
    history: tuple[HistoryEvent, ...], occurrences: tuple[s.Occurrence, ...]
) -> Iterator[Diagnostic]:
    events = iter(history)
    before = ""
    for wanted in occurrences:
        if not any(_is(wanted, event) for event in events):
            alike = [event for event in history if event.type == wanted.event]
            near = "; ".join(_told(event) for event in alike[-MOST_SHOWN:])
            last = ", ".join(event.type for event in history[-MOST_SHOWN:])
            args = {"event": _wanted(wanted), "before": before, "near": near or f"the last were {last}"}
            yield Diagnostic("X309", wanted.span, args)
            return
        before = f" after {wanted.event}"


def _is(wanted: s.Occurrence, event: HistoryEvent) -> bool:
    return wanted.event == event.type and _covers(wanted.content, event.content)


def _covers(wanted: object, actual: object) -> bool:
    """Whether a value says what is wanted; a mapping may say more."""
    match wanted, actual:
        case Mapping(), Mapping():
            return all(name in actual and _covers(value, actual[name]) for name, value in wanted.items())
        case list(), list() | tuple():
            return len(wanted) == len(actual) and all(map(_covers, wanted, actual))
        case bool() | None, _:
            return wanted is actual
        case _:
            return str(wanted) == str(actual)


def _told(event: HistoryEvent) -> str:
    content = {
        name: value for name, value in event.content.items() if name not in ("item", "scope", "timers")
    }
    return f"{event.type} ({_shown(content)})"


def _wanted(occurrence: s.Occurrence) -> str:
    return f"{occurrence.event} ({_shown(occurrence.content)})" if occurrence.content else occurrence.event


def _field_holds(field: DataField, wanted: object, actual: object) -> bool:
    if isinstance(field.type, GroupType) and isinstance(wanted, Mapping):
        parts = {part.name: part for part in field.type.fields}
        held = actual if isinstance(actual, Mapping) else {}
        return all(n in parts and _field_holds(parts[n], value, held.get(n)) for n, value in wanted.items())
    stored, problem = read_value(field, wanted)
    return problem is None and (json_value(field, stored) if stored is not None else None) == actual


def _open(driver: CaseDriver) -> str:
    return f"open: {_listed(driver.open())}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case Mapping():
            return ", ".join(f"{name}: {_nested(part)}" for name, part in value.items())
        case list() | tuple():
            return f"[{', '.join(map(_shown, value))}]"
        case bool():
            return _yes(value)
        case _:
            return str(value)


def _nested(value: object) -> str:
    return f"({_shown(value)})" if isinstance(value, Mapping) else _shown(value)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
