"""Whether what a scenario expects holds, and what holds instead."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, assert_never

from procflow.definition.process import DataField, GroupType
from procflow.definition.values import json_value, read_value
from procflow.diagnostics import Diagnostic, Span
from procflow.engine import HistoryEvent
from procflow.testing import expected as x
from procflow.testing import looking
from procflow.testing.driver import CaseDriver
from procflow.testing.places import Place

MOST_SHOWN = 8
"""Events told beside one that did not happen."""

T = TypeVar("T", Place, x.Occurred)

CLOSED = "nothing, for nothing is open there"


def unmet(driver: CaseDriver, expect: x.Expect) -> tuple[Diagnostic, ...]:
    """One finding for each thing that does not hold. Raises :class:`NotPossible` before there is a case."""
    return tuple(finding for expected in expect.expected for finding in _unmet(driver, expected))


def _unmet(driver: CaseDriver, expected: x.Expected) -> Iterator[Diagnostic]:
    if isinstance(expected, x.OpenedAre):
        what = f"cases of {driver.process.name} that opened"
        yield from _compare(expected.span, what, _listed(expected.periods), _listed(driver.opened))
        return
    case = driver.case
    match expected:
        case x.OwnerIs() | x.EventsAre() | x.RunningAre() | x.OwnFieldIs():
            yield from _unmet_about_events(driver, expected)
        case x.WaitingAre() | x.ToldAre() | x.CalledAre():
            yield from _unmet_quiet(driver, expected)
        case x.FactIs(fact, holds, span):
            yield from _compare(span, fact, _yes(holds), _yes(case.facts.get(fact, False)))
        case x.StatusIs(status, span):
            yield from _compare(span, "the case", status, case.status, case.reason or _open(driver))
        case x.OpenAre():
            yield from _unmet_open(driver, expected)
        case x.AskedAre(place, persons):
            yield from _compare_sets(driver, expected, persons, driver.asked(place))
        case x.OutcomesOffered():
            yield from _unmet_outcomes(driver, expected)
        case x.TopicsAre(place, topics):
            open_topics = (t for i in driver.at(place) for o in i.outcomes.values() for t in o.topics)
            yield from _compare_sets(driver, expected, topics, dict.fromkeys(open_topics))
        case x.DisputedIs(disputed, span):
            yield from _compare(span, "disputed", _yes(disputed), _yes(case.disputed))
        case x.FieldIs(name, value, span):
            if not _field_holds(driver.process.fields[name], value, case.data.get(name)):
                yield _differs(span, name, _shown(value), _shown(case.data.get(name)))
        case x.AuthorityIs(table, role, span):
            yield from _compare(span, table, role, case.authority.get(table, "not decided yet"))
        case x.MilestoneIs(name, mark, span):
            marks = {True: "in force", False: "voided", None: "not reached"}
            yield from _compare(span, name, mark, marks[case.milestones.get(name)])
        case x.DeadlineIs():
            yield from _unmet_deadline(driver, expected)
        case x.Happened(events):
            yield from _unmet_events(driver.history(), events)
        case x.TimesIs(event, count, span):
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
    driver: CaseDriver, expected: x.AskedAre | x.TopicsAre, wanted: Iterable[str], found: Iterable[str]
) -> Iterator[Diagnostic]:
    place, span = expected.place, expected.span
    what = f"{'asked' if isinstance(expected, x.AskedAre) else 'topics'} at {place}"
    if not driver.at(place):
        yield _differs(span, what, _listed(wanted), CLOSED, _open(driver))
    elif set(wanted) != set(found):
        yield _differs(span, what, _listed(wanted), _listed(found))


def _unmet_open(driver: CaseDriver, expected: x.OpenAre) -> Iterator[Diagnostic]:
    items = [driver.place_of(item) for item in driver.case.open]
    if not _exactly(expected.places, items):
        asked = (f"{place}: {_listed(driver.asked(place))}" for place in driver.open())
        places = _listed(map(str, expected.places))
        yield _differs(expected.span, "open", places, _listed(driver.open()), "; ".join(asked))


def _exactly(wanted: Iterable[T], found: Iterable[T]) -> bool:
    """Whether everything that was found is wanted, and everything that is wanted was found."""
    wanted, found = list(wanted), list(found)
    every = all(any(each.covers(one) for each in wanted) for one in found)
    return every and all(any(each.covers(one) for one in found) for each in wanted)


def _unmet_outcomes(driver: CaseDriver, expected: x.OutcomesOffered) -> Iterator[Diagnostic]:
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


def _unmet_about_events(
    driver: CaseDriver, expected: x.OwnerIs | x.EventsAre | x.RunningAre | x.OwnFieldIs
) -> Iterator[Diagnostic]:
    case = driver.case
    running = {
        each.occurrence: x.Occurred(each.event, driver.numbers.get(each.occurrence)) for each in case.running
    }
    match expected:
        case x.OwnerIs(person, span):
            yield from _compare(span, "the owner", person or "nobody", case.owner or "nobody")
        case x.EventsAre(what, events, span):
            found = case.rests_for if what == "rests_for" else tuple(each.name for each in case.raisable)
            if set(events) != set(found):
                told = "the main flow rests for" if what == "rests_for" else "can be raised"
                yield _differs(span, told, _listed(events), _listed(found))
        case x.RunningAre(occurred, span):
            if not _exactly(occurred, running.values()):
                actual = _listed(map(str, running.values()))
                yield _differs(span, "events under way", _listed(map(str, occurred)), actual)
        case x.OwnFieldIs(occurred, name, value, span):
            meant = [each for each in case.running if occurred.covers(running[each.occurrence])]
            field = driver.process.events[occurred.event].fields[name]
            held = [each.data.get(name) for each in meant]
            if not meant or not all(_field_holds(field, value, each) for each in held):
                actual = _listed(map(_shown, held)) if meant else f"nothing, for {occurred} is not under way"
                yield _differs(span, f"{name} of {occurred}", _shown(value), actual)


def _unmet_quiet(
    driver: CaseDriver, expected: x.WaitingAre | x.ToldAre | x.CalledAre
) -> Iterator[Diagnostic]:
    match expected:
        case x.WaitingAre(places, span):
            waiting = [
                Place(each.step, None, each.entry, driver.numbers.get(each.occurrence or ""))
                for each in driver.case.waiting
            ]
            if not _exactly(places, waiting):
                actual = _listed(map(str, waiting))
                yield _differs(span, "waiting", _listed(map(str, places)), actual, _open(driver))
        case x.ToldAre(step, persons, span):
            reached = looking.told(driver.history(), step)
            actual = _listed(reached) if reached is not None else f"nobody, for {step} was not come to"
            if reached is None or set(reached) != set(persons):
                yield _differs(span, f"told by {step}", _listed(persons), actual)
        case x.CalledAre(step, statuses, span):
            ended = _listed(case.status for case in driver.called(step))
            yield from _compare(span, f"called by {step}", _listed(statuses), ended)


def _unmet_deadline(driver: CaseDriver, expected: x.DeadlineIs) -> Iterator[Diagnostic]:
    zone = driver.zone
    wanted = f"{zone.local(expected.instant):%Y-%m-%d %H:%M}"
    items = driver.at(expected.place)
    found = {f"{zone.local(i.deadline):%Y-%m-%d %H:%M}" if i.deadline else "none" for i in items}
    if found != {wanted}:
        actual = _listed(sorted(found)) if items else CLOSED
        yield _differs(expected.span, f"deadline of {expected.place}", wanted, actual, _open(driver))


def _unmet_events(
    history: tuple[HistoryEvent, ...], wanted: tuple[x.EventWanted, ...]
) -> Iterator[Diagnostic]:
    events = iter(history)
    before = ""
    for one in wanted:
        if not any(_is(one, event) for event in events):
            alike = [event for event in history if event.type == one.event]
            near = "; ".join(_told(event) for event in alike[-MOST_SHOWN:])
            last = ", ".join(event.type for event in history[-MOST_SHOWN:])
            args = {"event": _wanted(one), "before": before, "near": near or f"the last were {last}"}
            yield Diagnostic("X309", one.span, args)
            return
        before = f" after {one.event}"


def _is(wanted: x.EventWanted, event: HistoryEvent) -> bool:
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


def _wanted(event: x.EventWanted) -> str:
    return f"{event.event} ({_shown(event.content)})" if event.content else event.event


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
