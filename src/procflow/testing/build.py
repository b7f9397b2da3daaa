"""Scenarios from the nodes of their file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from procflow.definition.build.reading import entries, get, items, scalar, scalars
from procflow.definition.build.scope import Known, Report, resolve
from procflow.definition.organization import Organization
from procflow.definition.process import Process
from procflow.diagnostics import Span, nearest
from procflow.source import MapNode, Node, ScalarNode, plain
from procflow.testing import scenario as s
from procflow.testing.places import Place, outcomes_at, seats_at, steps_and_topics
from procflow.worktime import Period, Zone, parse_duration, parse_instant, period_named

KINDS = ("start", "do", "everybody", "wait", "until", "go_to", "change", "take_back", "expect")
COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the steps of a scenario refer to."""

    report: Report
    process: Process
    organization: Organization
    zone: Zone


def known(names: Iterable[str]) -> Known:
    """Names whose places do not matter here."""
    return Known(dict.fromkeys(names, Span.whole_file("")))


def build_step(
    around: Surroundings, node: Node, expect: Callable[[MapNode], s.Expect]
) -> s.ScenarioStep | None:
    """The step that a line of a scenario describes; None if it could not be read."""
    if not isinstance(node, MapNode):
        return None
    entry = next((entry for entry in node if entry.name in KINDS), None)
    if entry is None or (isinstance(entry.value, ScalarNode) and entry.value.poisoned):
        return None
    match entry.name:
        case "start":
            return _start(around, node, entry.key.span)
        case "do":
            return _do(around, node)
        case "everybody":
            return _everybody(around, node)
        case "wait":
            return _wait(around, node)
        case "until":
            instant = moment(around, scalar(node, "until"))
            return s.Until(instant, entry.value.span) if instant is not None else None
        case "go_to":
            written = scalar(node, "go_to")
            period = read_period(around, written) if written is not None else None
            return s.GoTo(period, entry.value.span) if period is not None else None
        case "change":
            return _change(around, node, entry.key.span)
        case "take_back":
            return _take_back(around, node)
        case _:
            body = get(node, "expect")
            return expect(body) if isinstance(body, MapNode) else None


def _start(around: Surroundings, node: MapNode, span: Span) -> s.Start:
    refusal = _refusal(node)
    return s.Start(
        actor=person(around, scalar(node, "start"), lenient=refusal is not None),
        data=data(around, node, "data", lenient=refusal is not None),
        attach=_papers(around, node, "attach", lenient=refusal is not None),
        on_behalf_of=_giver(around, node, refusal),
        refusal=refusal,
        span=span,
    )


def _do(around: Surroundings, node: MapNode) -> s.Do | None:
    done = scalar(node, "do")
    if done is None:
        return None
    where, _, outcome = done.text.strip().partition(" ")
    if not outcome.strip():
        around.report.add("X104", done.span, text=done.text)
        return None
    place = read_place(around, where, done.part(0, len(where)))
    if place is None:
        return None
    refusal = _refusal(node)
    lenient = refusal is not None
    outcome = outcome.strip()
    if not lenient:
        _require_outcome(around, place, outcome, done.part(len(where) + 1, len(done.text)))
    return s.Do(
        actors=tuple(person(around, item, lenient=lenient) for item in scalars(node, "as")),
        place=place,
        outcome=outcome,
        on_behalf_of=_giver(around, node, refusal),
        comment=_text(node, "comment"),
        topic=_topic(around, node, lenient=lenient),
        data=data(around, node, "data", lenient=lenient),
        attach=_papers(around, node, "attach", lenient=lenient),
        without=_without(around, node),
        refusal=refusal,
        span=done.span,
    )


def _require_outcome(around: Surroundings, place: Place, outcome: str, span: Span) -> None:
    outcomes = outcomes_at(around.process, place)
    if outcome not in outcomes:
        near = nearest(outcome, outcomes)
        around.report.add(
            "X105", span, name=outcome, place=str(place), nearest=near, known=", ".join(outcomes)
        )


def _everybody(around: Surroundings, node: MapNode) -> s.Everybody | None:
    outcome, upto = scalar(node, "everybody"), scalar(node, "upto")
    if outcome is None:
        return None
    last = read_place(around, upto.text, upto.span) if upto is not None else None
    if upto is not None and last is None:
        return None
    return s.Everybody(outcome.text, last, outcome.span)


def _wait(around: Surroundings, node: MapNode) -> s.Wait | None:
    written = scalar(node, "wait")
    if written is None:
        return None
    duration, found = parse_duration(written.text, written.part)
    around.report.take(found)
    return s.Wait(duration, written.span) if duration is not None else None


def _change(around: Surroundings, node: MapNode, span: Span) -> s.ChangeFields:
    refusal = _refusal(node)
    return s.ChangeFields(
        actor=person(around, scalar(node, "as"), lenient=refusal is not None),
        data=data(around, node, "change", lenient=refusal is not None),
        on_behalf_of=_giver(around, node, refusal),
        refusal=refusal,
        span=span,
    )


def _take_back(around: Surroundings, node: MapNode) -> s.TakeBack | None:
    written = scalar(node, "take_back")
    place = read_place(around, written.text, written.span) if written is not None else None
    if written is None or place is None:
        return None
    if place.seat is None:
        around.report.add("X106", written.span, place=str(place))
        return None
    refusal = _refusal(node)
    return s.TakeBack(
        actor=person(around, scalar(node, "as"), lenient=refusal is not None),
        place=place,
        on_behalf_of=_giver(around, node, refusal),
        comment=_text(node, COMMENT),
        refusal=refusal,
        span=written.span,
    )


def _refusal(node: MapNode) -> s.Refusal | None:
    code = scalar(node, "refused")
    if code is None:
        return None
    missing, allowed = (tuple(n.text for n in scalars(node, key)) for key in ("missing", "allowed"))
    return s.Refusal(code.text, missing, allowed)


def _text(node: MapNode, key: str) -> str | None:
    written = scalar(node, key)
    return written.text if written is not None else None


def _giver(around: Surroundings, node: MapNode, refusal: s.Refusal | None) -> str | None:
    written = scalar(node, "on_behalf_of")
    return person(around, written, lenient=refusal is not None) if written is not None else None


def person(around: Surroundings, node: ScalarNode | None, *, lenient: bool = False) -> str:
    """A person of the organization; where a refusal is wanted, anybody."""
    if lenient:
        return node.text if node is not None else ""
    return resolve(around.report, node, known(around.organization.people), "N216")


def moment(around: Surroundings, node: ScalarNode | None) -> datetime | None:
    """The UTC instant of a moment by the organization's clock."""
    if node is None:
        return None
    instant, found = parse_instant(node.text, around.zone, node.part)
    around.report.take(found)
    return instant


def data(around: Surroundings, node: MapNode, key: str, *, lenient: bool = False) -> dict[str, object]:
    """The values under a key, by field. What they are worth is for the case to say."""
    fields = known(around.process.fields)
    values: dict[str, object] = {}
    for entry in entries(node, key):
        if not lenient:
            resolve(around.report, entry.key, fields, "N203")
        values[entry.name] = plain(entry.value)
    return values


def _papers(around: Surroundings, node: MapNode, key: str, *, lenient: bool) -> tuple[str, ...]:
    papers = known(around.process.attachments)
    if lenient:
        return tuple(item.text for item in scalars(node, key))
    return tuple(resolve(around.report, item, papers, "X107") for item in scalars(node, key))


def _without(around: Surroundings, node: MapNode) -> tuple[str, ...]:
    names = known((COMMENT, *around.process.fields, *around.process.attachments))
    return tuple(resolve(around.report, item, names, "N204") for item in scalars(node, "without"))


def _topic(around: Surroundings, node: MapNode, *, lenient: bool) -> str | None:
    written = scalar(node, "topic")
    if written is None:
        return None
    arbitration = around.process.arbitration
    topics = tuple(arbitration.topics) if arbitration is not None else ()
    return written.text if lenient else resolve(around.report, written, known(topics), "X108")


def read_place(around: Surroundings, text: str, span: Span) -> Place | None:
    """The place of a text such as ``circulate``, ``circulate/technical-centre`` or ``quality/finance-vp``."""
    name, slash, seat = text.strip().partition("/")
    steps = steps_and_topics(around.process)
    if name not in steps:
        args = {"name": name, "nearest": nearest(name, steps)}
        around.report.add("X103", span.part(0, len(name)), **args)
        return None
    if not slash:
        return Place(steps[name])
    seats = seats_at(around.process, around.organization, steps[name])
    if seat not in seats:
        args = {"name": seat, "step": name, "nearest": nearest(seat, seats)}
        around.report.add("N214", span.part(len(name) + 1, len(text)), **args)
        return None
    return Place(steps[name], seat)


_PERIODS = {
    Period.DAY: "2026-05-04",
    Period.BUSINESS_DAY: "2026-05-04",
    Period.WEEK: "2026-W19",
    Period.MONTH: "2026-05",
    Period.QUARTER: "2026-Q2",
    Period.YEAR: "2026",
}


def read_period(around: Surroundings, node: ScalarNode) -> str | None:
    """A period for which cases of the process may open by themselves."""
    cadence = around.process.cadence
    every = cadence.recurrence.every if cadence is not None else None
    if every is not None and period_named(every, node.text) is not None:
        return node.text
    example = _PERIODS[every] if every is not None else ""
    around.report.add("X112", node.span, name=node.text, process=around.process.name, example=example)
    return None


def places(around: Surroundings, node: MapNode, key: str) -> Iterator[tuple[Place, Node, Span]]:
    """The entries under a key whose names are places, with what stands there."""
    for entry in entries(node, key):
        place = read_place(around, entry.name, entry.key.span)
        if place is not None and not (isinstance(entry.value, ScalarNode) and entry.value.poisoned):
            yield place, entry.value, entry.key.span


def place_list(around: Surroundings, node: MapNode, key: str) -> tuple[Place, ...]:
    """The places that a list names."""
    found = (
        read_place(around, item.text, item.span) for item in items(node, key) if isinstance(item, ScalarNode)
    )
    return tuple(place for place in found if place is not None)
